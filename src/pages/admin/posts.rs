//! `/admin/posts`: what there is to write on, posts, pages or projects, and where each stands. Which, and what is filtered and
//! ordered is in the address.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use super::{
    answer::{Answer, latest},
    confirm::{Confirm, Question},
    desk::Failed,
    form::{Said, Sending},
    search::DeskSearch,
    table::{DeskTable, Head},
};
use crate::{
    api::desk::{begin_post, empty_trash, list_desk_posts},
    model::{
        desk::DeskPosts,
        role::{Action, Role, Whose, allows},
        status::{KEPT_DAYS, Kind, Status},
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

/// From the last key in the search field to the question.
const ASK_AFTER: Duration = Duration::from_millis(250);

/// The page.
#[component]
pub fn PostsPage(
    /// What who is signed in is here.
    role: Role,
) -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| Asked::read(|name| query.get(name))));
    let posts = Answer::new(move || {
        let Asked {
            kind,
            words,
            status,
            mine,
            sort,
            page,
        } = asked.get();
        list_desk_posts(words, status, mine, sort, page, Some(kind.as_str().to_owned()))
    });
    let sending = Sending::default();
    let doing = Doing {
        sending,
        reload: posts.reload(),
        question: RwSignal::new(None::<Question>),
        deletes: allows(role, Action::EmptyTrash),
    };
    let begin = move |_| {
        let kind = asked.with_untracked(|asked| asked.kind.as_str().to_owned());
        sending.run(begin_post(Some(kind)), move |post| {
            let _ = window().location().set_href(&format!("/admin/posts/{post}"));
        });
    };
    let shown = move || {
        posts.get().map(|posts| match posts {
            Ok(posts) => table(posts, asked.with_untracked(|asked| asked.kind), doing).into_any(),
            Err(error) => view! { <Failed error=error retry=doing.reload/> }.into_any(),
        })
    };
    let pages = Memo::new(move |_| posts.with(|posts| posts.pages).unwrap_or(0));
    let in_trash = move || {
        asked.with(|asked| asked.status == Status::Trashed.as_str())
            && posts.with(|posts| posts.total > 0).unwrap_or(false)
    };
    view! {
        <div class="desk-title">
            <h1>{move || asked.with(|asked| asked.kind.plural())}</h1>
            <button class="button is-main" type="button" disabled=sending.busy on:click=begin>
                {move || asked.with(|asked| format!("New {}", asked.kind.as_str()))}
            </button>
        </div>
        <Kinds asked=asked/>
        <Filter role=role asked=asked/>
        <Show when=move || doing.deletes && in_trash()>
            <EmptyTrash doing=doing/>
        </Show>
        {shown}
        <Pages asked=asked pages=pages/>
        <Confirm question=doing.question/>
    }
}

/// The ways to the lists of the other kinds.
#[component]
fn Kinds(
    /// What the address says.
    asked: Memo<Asked>,
) -> impl IntoView {
    let links = Kind::ALL
        .map(|kind| {
            let current = move || asked.with(|asked| asked.kind == kind).then_some("page");
            view! {
                <a href=Asked::all(kind).address() aria-current=current>
                    {kind.plural()}
                </a>
            }
        })
        .collect_view();
    view! {
        <nav class="desk-kinds" aria-label="What is listed">
            {links}
        </nav>
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
    let latest = latest();
    let typed = Callback::new(move |()| {
        latest.run(ASK_AFTER, async move {
            let before = asked.get_untracked();
            let to = Asked {
                words: words.get_untracked(),
                ..before.clone().first_page()
            };
            followed.set_value(to.words.clone());
            // The first word is a step of its own, the next ones belong to it.
            go(to, !before.words.is_empty());
        });
    });
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
        <DeskSearch label="Words of the title" words=words typed=typed>
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
        </DeskSearch>
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
            let verb = if deleted == 1 { "is" } else { "are" };
            said.done(format!("{deleted} {verb} gone for good."));
            doing.reload.run(());
        });
    };
    let ask = move |_| {
        doing.question.set(Some(Question {
            text:
                "Delete everything that is in the trash for good, posts, pages and projects, whoever wrote it? It cannot be taken back."
                    .to_owned(),
            word: "Empty the trash",
            act: Arc::new(empty),
        }));
    };
    view! {
        <p class="desk-note">
            {format!("What is thrown away can be taken back for {KEPT_DAYS} days. ")}
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
    // The address may ask for one that is gone; then the last one is answered.
    let page = move || asked.with(|asked| asked.page).min(pages.get());
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

fn table(posts: DeskPosts, kind: Kind, doing: Doing) -> AnyView {
    if posts.posts.is_empty() {
        let text = format!("There is no such {}. Begin one, or ask for less.", kind.as_str());
        return view! { <p class="empty">{text}</p> }.into_any();
    }
    let zone = posts.zone;
    let rows = posts
        .posts
        .into_iter()
        .map(|post| row(post, kind, &zone, doing))
        .collect_view();
    let many = if posts.total == 1 { "" } else { "s" };
    view! {
        <p class="desk-note" role="status">
            {format!("{} {}{many}", posts.total, kind.as_str())}
        </p>
        <DeskTable label=kind.plural() heads=HEADS>{rows}</DeskTable>
    }
    .into_any()
}
