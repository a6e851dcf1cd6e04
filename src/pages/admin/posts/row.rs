//! A post in the desk's list: where it stands, and what can be done with it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    api::desk::{delete_post, duplicate_post, take_back, trash_post},
    model::{
        desk::DeskPost,
        status::{Kind, Status},
    },
    pages::admin::{
        confirm::Question,
        form::{Said, Sending},
    },
    platform,
};

/// What the rows share.
#[derive(Clone, Copy)]
pub struct Doing {
    /// The way to the server.
    pub sending: Sending,
    /// Asks for the list anew.
    pub reload: Callback<()>,
    /// What is asked before something that cannot be undone.
    pub question: RwSignal<Option<Question>>,
    /// Whether who is signed in may delete for good.
    pub deletes: bool,
}

/// The row of a post, page or project; `zone` is that of all times.
pub fn row(post: DeskPost, kind: Kind, zone: &str, doing: Doing) -> impl IntoView + use<> {
    let title = if post.title.trim().is_empty() {
        "Untitled".to_owned()
    } else {
        post.title.clone()
    };
    let status = Status::parse(&post.status).unwrap_or(Status::Draft);
    let href = format!("/admin/posts/{}", post.uuid);
    let seen = (status == Status::Published).then(|| {
        let address = post.path.clone();
        let shown = address.clone();
        view! {
            <span class="desk-under">
                <a href=address rel="external">
                    {shown}
                </a>
            </span>
        }
    });
    // Views of posts are counted, and of nothing else.
    let views = (kind == Kind::Post).then(|| views(&post, status, &title));
    let actions = actions(&post.uuid, &title, status, doing);
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="is-title">
                <a href=href rel="external">
                    {title}
                </a>
                {seen}
            </th>
            <td role="cell">{state(&post, status, zone)}</td>
            <td role="cell" data-label="By">{post.authors}</td>
            <td role="cell" class="is-number" data-label="Views">{views}</td>
            <td role="cell" data-label="Written on">
                <time datetime=post.edited.iso>{post.edited.text}</time>
            </td>
            <td role="cell">
                <span class="desk-actions">{actions}</span>
            </td>
        </tr>
    }
}

/// Where the post stands, in words.
fn state(post: &DeskPost, status: Status, zone: &str) -> AnyView {
    match (status, &post.published, &post.goes) {
        (Status::Scheduled, Some(at), _) => {
            let here = platform::local_moment(&at.iso, zone)
                .map(|here| view! { <span class="desk-under">{format!("{here} where you are")}</span> });
            view! {
                "scheduled for "
                <time datetime=at.iso.clone()>{format!("{} ({zone})", at.text)}</time>
                {here}
                {post.pending.then(|| view! { <span class="desk-under">"without changes that were made since"</span> })}
            }
            .into_any()
        }
        (Status::Trashed, _, Some(goes)) => view! {
            "in the trash"
            <span class="desk-under">
                "goes for good on " <time datetime=goes.iso.clone()>{goes.text.clone()}</time>
            </span>
        }
        .into_any(),
        (Status::Published, ..) if post.pending => {
            "published, with changes that readers do not see".into_any()
        }
        (Status::Published, ..) if post.unlisted => "published, unlisted".into_any(),
        (other, ..) => other.as_str().into_any(),
    }
}

/// How often it was read, with the way to its statistics; nothing for what nobody can have read.
fn views(post: &DeskPost, status: Status, title: &str) -> Option<impl IntoView + use<>> {
    let (short, exact) = match (&post.views, status) {
        (Some(views), _) => (views.short.clone(), views.exact.clone()),
        (None, Status::Published) => ("0".to_owned(), "0 views".to_owned()),
        (None, _) => return None,
    };
    let href = format!("/admin/statistics?post={}", post.uuid);
    // Whoever speaks to the page says what can be seen of it.
    let rest = format!(" ({exact}): statistics of {title}");
    Some(view! {
        <a href=href title=exact>
            {short}
            <span class="visually-hidden">{rest}</span>
        </a>
    })
}

fn actions(uuid: &str, title: &str, status: Status, doing: Doing) -> AnyView {
    let Doing {
        sending,
        reload,
        question,
        deletes,
    } = doing;
    // The rows are drawn anew when something was done; what is done then must not hang on them.
    let said = expect_context::<Said>();
    let (uuid, name) = (uuid.to_owned(), title.to_owned());
    if status == Status::Trashed {
        let restore = {
            let uuid = uuid.clone();
            move |_| sending.run(take_back(uuid.clone()), move |()| reload.run(()))
        };
        let delete_label = format!("Delete {title} for good");
        let delete = deletes.then(|| {
            let ask = move |_| {
                let (uuid, name) = (uuid.clone(), name.clone());
                question.set(Some(Question {
                    text: format!(
                        "Delete “{name}” for good, with its revisions, its old addresses and its views? It cannot be taken back."
                    ),
                    word: "Delete for good",
                    act: Arc::new(move || {
                        let name = name.clone();
                        sending.run(delete_post(uuid.clone()), move |()| {
                            said.done(format!("“{name}” is gone for good."));
                            reload.run(());
                        });
                    }),
                }));
            };
            view! {
                <button type="button" aria-label=delete_label disabled=sending.busy on:click=ask>
                    "Delete …"
                </button>
            }
        });
        return view! {
            <button
                type="button"
                aria-label=format!("Take back {title}")
                disabled=sending.busy
                on:click=restore
            >
                "Take back"
            </button>
            {delete}
        }
        .into_any();
    }
    let copy = {
        let uuid = uuid.clone();
        move |_| {
            sending.run(duplicate_post(uuid.clone()), move |copy| {
                let _ = window().location().set_href(&format!("/admin/posts/{copy}"));
            });
        }
    };
    let throw = move |_| {
        let (uuid, name) = (uuid.clone(), name.clone());
        sending.run(trash_post(uuid.clone()), move |()| {
            said.offer(
                format!("“{name}” is in the trash."),
                "Undo",
                Callback::new(move |()| {
                    said.clear();
                    sending.run(take_back(uuid.clone()), move |()| reload.run(()));
                }),
            );
            reload.run(());
        });
    };
    view! {
        <button type="button" aria-label=format!("Duplicate {title}") disabled=sending.busy on:click=copy>
            "Duplicate"
        </button>
        <button type="button" aria-label=format!("Throw away {title}") disabled=sending.busy on:click=throw>
            "Throw away"
        </button>
    }
    .into_any()
}
