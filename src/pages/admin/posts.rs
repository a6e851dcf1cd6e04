//! `/admin/posts`: what there is to write on, and where each stands. What is filtered and ordered is in the address.

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{
    confirm::{Confirm, Question},
    desk::Failed,
    form::{Said, Sending},
    table::{DeskTable, Head},
};
use crate::{
    api::desk::{begin_post, empty_trash, list_desk_posts},
    error::AppError,
    model::{
        desk::DeskPosts,
        role::{Action, Role, Whose, allows},
        status::Status,
    },
};

mod asked;
mod row;

use asked::Asked;
use row::{Doing, row};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Title"),
    Head::Text("Status"),
    Head::Text("By"),
    Head::Number("Views"),
    Head::Text("Written on"),
    Head::Spoken("What can be done"),
];

/// Orders: as the address says them, and in words.
const ORDERS: [(&str, &str); 4] = [
    ("", "last written on"),
    ("published", "last to appear"),
    ("views", "most read"),
    ("title", "title"),
];

/// From the last key in the search field to the question, in milliseconds.
const ASK_AFTER: u32 = 250;

/// The page.
#[component]
pub fn PostsPage(
    /// What who is signed in is here.
    role: Role,
) -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| Asked::read(|name| query.get(name))));
    let posts = RwSignal::new(None::<Result<DeskPosts, AppError>>);
    // Only the newest question's answer is shown.
    let latest = StoredValue::new(0_u32);
    let load = move || {
        let question = asked.get_untracked();
        latest.update_value(|number| *number += 1);
        let number = latest.get_value();
        spawn_local(async move {
            let answer = list_desk_posts(
                question.words,
                question.status,
                question.mine,
                question.sort,
                question.page,
            )
            .await;
            if latest.try_get_value() == Some(number) {
                posts.set(Some(answer));
            }
        });
    };
    Effect::new(move |_| {
        asked.track();
        load();
    });
    let sending = Sending::default();
    let doing = Doing {
        sending,
        reload: Callback::new(move |()| load()),
        question: RwSignal::new(None::<Question>),
        deletes: allows(role, Action::EmptyTrash),
    };
    let begin = move |_| {
        sending.run(begin_post(), move |post| {
            let _ = window().location().set_href(&format!("/admin/posts/{post}"));
        });
    };
    let shown = move || {
        posts.get().map(|posts| match posts {
            Ok(posts) => table(posts, doing).into_any(),
            Err(error) => view! { <Failed error=error retry=doing.reload/> }.into_any(),
        })
    };
    let of_answer = move |read: fn(&DeskPosts) -> u32| {
        posts.with(|posts| {
            posts
                .as_ref()
                .and_then(|posts| posts.as_ref().ok())
                .map_or(0, read)
        })
    };
    let pages = Memo::new(move |_| of_answer(|posts| posts.pages));
    let in_trash = move || {
        asked.with(|asked| asked.status == Status::Trashed.as_str()) && of_answer(|posts| posts.total) > 0
    };
    view! {
        <div class="desk-title">
            <h1>"Posts"</h1>
            <button class="button" type="button" disabled=sending.busy on:click=begin>
                "New post"
            </button>
        </div>
        <Filter role=role asked=asked/>
        <Show when=move || doing.deletes && in_trash()>
            <EmptyTrash doing=doing/>
        </Show>
        {shown}
        <Pages asked=asked pages=pages/>
        <Confirm question=doing.question/>
    }
}

/// What the list is narrowed down to, and its order.
#[component]
fn Filter(
    /// What who is signed in is here.
    role: Role,
    /// What the address says.
    asked: Memo<Asked>,
) -> impl IntoView {
    let navigate = StoredValue::new_local(use_navigate());
    let go = move |to: Asked, replace: bool| {
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate.with_value(|navigate| navigate(&to.address(), options));
    };
    let change = move |change: &dyn Fn(&mut Asked)| {
        let mut to = asked.get_untracked().first_page();
        change(&mut to);
        go(to, false);
    };
    // What is typed stays in the field while the address follows; an address that was gone back to is written into it.
    let words = RwSignal::new(asked.with_untracked(|asked| asked.words.clone()));
    let followed = StoredValue::new(words.get_untracked());
    Effect::new(move |_| {
        let said = asked.with(|asked| asked.words.clone());
        if followed.get_value() != said {
            followed.set_value(said.clone());
            words.set(said);
        }
    });
    let timer = StoredValue::new_local(None::<Timeout>);
    let typed = move |text: String| {
        words.set(text);
        let ask = move || {
            let before = asked.get_untracked();
            let to = Asked {
                words: words.get_untracked(),
                ..before.clone().first_page()
            };
            followed.set_value(to.words.clone());
            // The first word is a step of its own, the next ones belong to it.
            go(to, !before.words.is_empty());
        };
        timer.set_value(Some(Timeout::new(ASK_AFTER, ask)));
    };
    let statuses = [
        Status::Draft,
        Status::Scheduled,
        Status::Published,
        Status::Unpublished,
        Status::Trashed,
    ]
    .map(Status::as_str)
    .map(|status| {
        view! {
            <option value=status prop:selected=move || asked.with(|asked| asked.status == status)>
                {status}
            </option>
        }
    })
    .collect_view();
    let orders = ORDERS
        .map(|(order, name)| {
            view! {
                <option value=order prop:selected=move || asked.with(|asked| asked.sort == order)>
                    {name}
                </option>
            }
        })
        .collect_view();
    view! {
        <form class="desk-filter" role="search" on:submit=|event| event.prevent_default()>
            <label>
                <span class="visually-hidden">"Words of the title"</span>
                <input
                    type="search"
                    placeholder="Words of the title"
                    prop:value=words
                    on:input:target=move |event| typed(event.target().value())
                />
            </label>
            <label>
                "Status "
                <select on:change:target=move |event| {
                    let status = event.target().value();
                    change(&|asked| asked.status = status.clone());
                }>
                    <option value="" prop:selected=move || asked.with(|asked| asked.status.is_empty())>
                        "all"
                    </option>
                    {statuses}
                </select>
            </label>
            <label>
                "Order "
                <select on:change:target=move |event| {
                    let sort = event.target().value();
                    change(&|asked| asked.sort = sort.clone());
                }>{orders}</select>
            </label>
            <Show when=move || allows(role, Action::WritePost(Whose::Others))>
                <label>
                    <input
                        type="checkbox"
                        prop:checked=move || asked.with(|asked| asked.mine)
                        on:change:target=move |event| {
                            let mine = event.target().checked();
                            change(&|asked| asked.mine = mine);
                        }
                    />
                    " only mine"
                </label>
            </Show>
        </form>
    }
}

/// The way to empty the trash.
#[component]
fn EmptyTrash(
    /// What the page can do.
    doing: Doing,
) -> impl IntoView {
    let said = expect_context::<Said>();
    let empty = move || {
        doing.sending.run(empty_trash(), move |deleted| {
            let noun = if deleted == 1 { "post is" } else { "posts are" };
            said.done(format!("{deleted} {noun} gone for good."));
            doing.reload.run(());
        });
    };
    let ask = move |_| {
        doing.question.set(Some(Question {
            text:
                "Delete everything that is in the trash for good, whoever wrote it? It cannot be taken back."
                    .to_owned(),
            word: "Empty the trash",
            act: Arc::new(empty),
        }));
    };
    view! {
        <p class="desk-note">
            "What is thrown away can be taken back for 30 days. "
            <button type="button" disabled=doing.sending.busy on:click=ask>
                "Empty the trash …"
            </button>
        </p>
    }
}

/// The ways to the pages before and after.
#[component]
fn Pages(
    /// What the address says.
    asked: Memo<Asked>,
    /// How many pages there are.
    pages: Memo<u32>,
) -> impl IntoView {
    let page = move || asked.with(|asked| asked.page);
    let link = move |to: u32, word: &'static str, rel: &'static str| {
        (to >= 1 && to <= pages.get()).then(|| {
            let address = Asked {
                page: to,
                ..asked.get()
            }
            .address();
            view! {
                <a href=address rel=rel>
                    {word}
                </a>
            }
        })
    };
    view! {
        <Show when=move || { pages.get() > 1 }>
            <nav class="desk-pages" aria-label="Pages">
                {move || link(page().saturating_sub(1), "Before", "prev")}
                <span>{move || format!("Page {} of {}", page(), pages.get())}</span>
                {move || link(page() + 1, "Next", "next")}
            </nav>
        </Show>
    }
}

fn table(posts: DeskPosts, doing: Doing) -> AnyView {
    if posts.posts.is_empty() {
        return view! { <p class="empty">"There is no such post. Begin one, or ask for less."</p> }
            .into_any();
    }
    let zone = posts.zone;
    let rows = posts
        .posts
        .into_iter()
        .map(|post| row(post, &zone, doing))
        .collect_view();
    let noun = if posts.total == 1 { "post" } else { "posts" };
    view! {
        <p class="desk-note" role="status">
            {format!("{} {noun}", posts.total)}
        </p>
        <DeskTable label="Posts" heads=HEADS>{rows}</DeskTable>
    }
    .into_any()
}
