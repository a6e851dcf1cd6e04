//! `/admin/posts`: what there is to write on, and where each stands.

use leptos::{prelude::*, task::spawn_local};

use super::{
    desk::Failed,
    form::{Said, Sending},
    table::{DeskTable, Head},
};
use crate::{
    api::desk::{begin_post, list_desk_posts, take_back, trash_post},
    error::AppError,
    model::{
        desk::{DeskPost, DeskPosts},
        role::{Action, Role, Whose, allows},
        status::Status,
    },
};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Title"),
    Head::Text("Status"),
    Head::Text("By"),
    Head::Number("Views"),
    Head::Text("Written on"),
    Head::Spoken("What can be done"),
];

/// What is asked for.
#[derive(Clone, Default, PartialEq)]
struct Asked {
    words: String,
    status: String,
    mine: bool,
    sort: String,
    page: u32,
}

/// The page.
#[component]
pub fn PostsPage(
    /// What who is signed in is here.
    role: Role,
) -> impl IntoView {
    let asked = RwSignal::new(Asked {
        page: 1,
        ..Asked::default()
    });
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
            if latest.get_value() == number {
                posts.set(Some(answer));
            }
        });
    };
    Effect::new(move |_| {
        asked.track();
        load();
    });
    let sending = Sending::default();
    let reload = Callback::new(move |()| load());
    let begin = move |_| {
        sending.run(begin_post(), move |post| {
            let _ = window().location().set_href(&format!("/admin/posts/{post}"));
        });
    };
    let shown = move || {
        posts.get().map(|posts| match posts {
            Ok(posts) => table(posts, sending, reload).into_any(),
            Err(error) => view! { <Failed error=error retry=reload/> }.into_any(),
        })
    };
    let pages = Memo::new(move |_| {
        posts.with(|posts| {
            posts
                .as_ref()
                .and_then(|p| p.as_ref().ok())
                .map_or(1, |p| p.pages)
        })
    });
    let page = move || asked.with(|asked| asked.page);
    let turn = move |by: i32| {
        asked.update(|asked| {
            asked.page = asked
                .page
                .saturating_add_signed(by)
                .clamp(1, pages.get_untracked().max(1))
        });
    };
    view! {
        <div class="desk-title">
            <h1>"Posts"</h1>
            <button class="button" type="button" disabled=sending.busy on:click=begin>
                "New post"
            </button>
        </div>
        <form class="desk-filter" on:submit=|event| event.prevent_default()>
            <label>
                <span class="visually-hidden">"Words of the title"</span>
                <input
                    type="search"
                    placeholder="Words of the title"
                    on:input:target=move |event| {
                        asked.update(|asked| {
                            asked.words = event.target().value();
                            asked.page = 1;
                        });
                    }
                />
            </label>
            <label>
                "Status "
                <select on:change:target=move |event| {
                    asked.update(|asked| {
                        asked.status = event.target().value();
                        asked.page = 1;
                    });
                }>
                    <option value="">"all"</option>
                    {[Status::Draft, Status::Scheduled, Status::Published, Status::Unpublished, Status::Trashed]
                        .into_iter()
                        .map(|status| view! { <option value=status.as_str()>{status.as_str()}</option> })
                        .collect_view()}
                </select>
            </label>
            <label>
                "Order "
                <select on:change:target=move |event| {
                    asked.update(|asked| asked.sort = event.target().value());
                }>
                    <option value="">"last written on"</option>
                    <option value="published">"last to appear"</option>
                    <option value="views">"most read"</option>
                    <option value="title">"title"</option>
                </select>
            </label>
            <Show when=move || allows(role, Action::WritePost(Whose::Others))>
                <label>
                    <input
                        type="checkbox"
                        on:change:target=move |event| {
                            asked.update(|asked| {
                                asked.mine = event.target().checked();
                                asked.page = 1;
                            });
                        }
                    />
                    " only mine"
                </label>
            </Show>
        </form>
        {shown}
        <Show when=move || { pages.get() > 1 }>
            <nav class="desk-pages" aria-label="Pages">
                <button type="button" disabled=move || page() <= 1 on:click=move |_| turn(-1)>
                    "Before"
                </button>
                <span>{move || format!("Page {} of {}", page(), pages.get())}</span>
                <button type="button" disabled=move || { page() >= pages.get() } on:click=move |_| turn(1)>
                    "Next"
                </button>
            </nav>
        </Show>
    }
}

fn table(posts: DeskPosts, sending: Sending, reload: Callback<()>) -> AnyView {
    if posts.posts.is_empty() {
        return view! { <p class="empty">"There is no such post. Begin one, or ask for less."</p> }
            .into_any();
    }
    let rows = posts
        .posts
        .into_iter()
        .map(|post| row(post, sending, reload))
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

fn row(post: DeskPost, sending: Sending, reload: Callback<()>) -> impl IntoView {
    let said = expect_context::<Said>();
    let title = if post.title.trim().is_empty() {
        "Untitled".to_owned()
    } else {
        post.title
    };
    let status = Status::parse(&post.status).unwrap_or(Status::Draft);
    let state = match status {
        Status::Published if post.pending => "published, with changes that readers do not see".to_owned(),
        Status::Published if post.unlisted => "published, unlisted".to_owned(),
        Status::Scheduled => match &post.published {
            Some(at) => format!("scheduled for {}", at.text),
            None => "scheduled".to_owned(),
        },
        other => other.as_str().to_owned(),
    };
    let uuid = post.uuid.clone();
    let name = title.clone();
    let throw = move |_| {
        let (uuid, name) = (uuid.clone(), name.clone());
        sending.run(trash_post(uuid.clone()), move |()| {
            said.offer(
                format!("“{name}” is in the trash."),
                "Undo",
                Callback::new(move |()| {
                    let uuid = uuid.clone();
                    sending.run(take_back(uuid), move |()| reload.run(()));
                }),
            );
            reload.run(());
        });
    };
    let uuid = post.uuid.clone();
    let restore = move |_| sending.run(take_back(uuid.clone()), move |()| reload.run(()));
    let trashed = status == Status::Trashed;
    let seen = status == Status::Published;
    let href = format!("/admin/posts/{}", post.uuid);
    let views = post
        .views
        .map(|views| view! { <span title=views.exact>{views.short}</span> });
    let label = format!("Throw away {title}");
    let back = format!("Take back {title}");
    view! {
        <tr>
            <th scope="row" class="is-title">
                <a href=href rel="external">
                    {title}
                </a>
                {seen.then(|| {
                    view! {
                        <span class="desk-under">
                            <a href=format!("/posts/{}", post.slug) rel="external">
                                {format!("/posts/{}", post.slug)}
                            </a>
                        </span>
                    }
                })}
            </th>
            <td>{state}</td>
            <td>{post.authors}</td>
            <td class="is-number">{views}</td>
            <td>
                <time datetime=post.edited.iso>{post.edited.text}</time>
            </td>
            <td>
                {if trashed {
                    view! {
                        <button type="button" aria-label=back disabled=sending.busy on:click=restore>
                            "Take back"
                        </button>
                    }
                        .into_any()
                } else {
                    view! {
                        <button type="button" aria-label=label disabled=sending.busy on:click=throw>
                            "Throw away"
                        </button>
                    }
                        .into_any()
                }}
            </td>
        </tr>
    }
}
