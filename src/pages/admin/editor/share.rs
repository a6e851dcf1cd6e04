//! Links by which people without an account read the latest draft, and a copy of the post: what is done with a post besides
//! writing it.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;

use crate::{
    api::{
        desk::duplicate_post,
        share::{list_links, make_link, withdraw_link},
    },
    error::AppError,
    model::{
        share::{DraftLink, LASTS},
        status::{Kind, Status},
    },
    pages::admin::{
        copy::CopyOnce,
        form::{Labelled, Sending},
        modal::Modal,
        upload::UnderWay,
    },
};

/// The buttons for it, and the dialogue with the links.
#[component]
pub fn ShareButtons(
    /// What it is.
    kind: Kind,
    /// Where the post stands.
    #[prop(into)]
    status: Signal<Status>,
) -> impl IntoView {
    let post = StoredValue::new(
        use_location()
            .pathname
            .get_untracked()
            .trim_start_matches("/admin/posts/")
            .to_owned(),
    );
    let (sending, under_way) = (Sending::default(), expect_context::<UnderWay>());
    let open = RwSignal::new(false);
    let copy = move |_| {
        sending.run(duplicate_post(post.get_value()), move |copy| {
            let _ = window().location().set_href(&format!("/admin/posts/{copy}"));
        });
    };
    let unseen = move || {
        matches!(
            status.get(),
            Status::Draft | Status::Scheduled | Status::Unpublished
        )
    };
    view! {
        <Show
            when=unseen
            fallback=move || {
                // Views of posts are counted, and of nothing else.
                (kind == Kind::Post).then(|| {
                    view! {
                        <a href=format!("/admin/statistics?post={}", post.get_value()) rel=move || under_way.rel()>
                            "Statistics"
                        </a>
                    }
                })
            }
        >
            <button type="button" on:click=move |_| open.set(true)>
                "Share the draft …"
            </button>
        </Show>
        <button type="button" disabled=sending.busy on:click=copy>
            "Duplicate"
        </button>
        <ShareDialog post=post open=open/>
    }
}

/// The dialogue's way to the server. What went wrong is said in the dialogue: what lies behind it cannot be read.
#[derive(Clone, Copy, Default)]
struct Asking {
    busy: RwSignal<bool>,
    problem: RwSignal<String>,
}

impl Asking {
    fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, AppError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.try_get_untracked() != Some(false) {
            return;
        }
        self.busy.set(true);
        self.problem.set(String::new());
        spawn_local(async move {
            let outcome = work.await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(value) => then(value),
                Err(error) => self.problem.set(error.to_string()),
            }
        });
    }
}

#[component]
fn ShareDialog(
    /// What names the post at the desk.
    post: StoredValue<String>,
    /// Whether it is to be open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let asking = Asking::default();
    let links = RwSignal::new(Vec::<DraftLink>::new());
    let made = RwSignal::new(String::new());
    let made_id = StoredValue::new(None::<String>);
    let days = RwSignal::new(7_u32);
    Effect::new(move |_| {
        if open.get() {
            made.set(String::new());
            asking.run(list_links(post.get_value()), move |listed| links.set(listed));
        }
    });
    let close = Callback::new(move |()| open.set(false));
    let make = move |_| {
        asking.run(make_link(post.get_value(), days.get_untracked()), move |new| {
            // Which of them it is: the one that was not there.
            let fresh = links.with_untracked(|before| {
                let is_new = |link: &&DraftLink| before.iter().all(|other| other.id != link.id);
                new.links.iter().find(is_new).map(|link| link.id.clone())
            });
            made_id.set_value(fresh);
            made.set(new.address);
            links.set(new.links);
        });
    };
    let take = move |id: String| {
        let is_made = made_id.with_value(|made| made.as_deref() == Some(&id));
        asking.run(withdraw_link(post.get_value(), id), move |left| {
            if is_made {
                made.set(String::new());
            }
            links.set(left);
        });
    };
    let rows = move || {
        links
            .get()
            .into_iter()
            .map(|link| {
                let id = link.id;
                let label = format!("Take back the link of {}", link.made.text);
                view! {
                    <li>
                        <span>
                            {link.who} ", " <time datetime=link.made.iso>{link.made.text}</time> "; opens until "
                            <time datetime=link.until.iso>{link.until.text}</time>
                        </span>
                        <button
                            type="button"
                            aria-label=label
                            disabled=asking.busy
                            on:click=move |_| take(id.clone())
                        >
                            "Take back"
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    let choices = LASTS
        .map(|choice| {
            let words = if choice == 1 {
                "1 day".to_owned()
            } else {
                format!("{choice} days")
            };
            view! {
                <option value=choice.to_string() prop:selected=move || days.get() == choice>
                    {words}
                </option>
            }
        })
        .collect_view();
    view! {
        <Modal open=open closed=close named_by="share">
            <h2 id="share">"Share the draft"</h2>
            <p class="desk-note">
                "Whoever has the link reads the latest saved draft, without an account, until it runs out or you take it back. Once the post is published the link leads to it."
            </p>
            <Labelled id="share-days" label="The link opens for" hint="">
                <select
                    id="share-days"
                    on:change:target=move |event| days.set(event.target().value().parse().unwrap_or(7))
                >
                    {choices}
                </select>
            </Labelled>
            <p class="editor-actions">
                <button class="button is-main" type="button" disabled=asking.busy on:click=make>
                    "Make a link"
                </button>
                <button class="button" type="button" on:click=move |_| close.run(())>
                    "Close"
                </button>
            </p>
            <p class="form-problem" role="alert" hidden=move || asking.problem.with(String::is_empty)>
                {asking.problem}
            </p>
            <Show when=move || made.with(|made| !made.is_empty())>
                <div class="desk-link">
                    <p>"Copy the new link now: it is not shown again."</p>
                    <CopyOnce label="The new link" link=made/>
                </div>
            </Show>
            <Show when=move || links.with(|links| !links.is_empty())>
                <h3>"Links that open it"</h3>
                <ul class="share-links" role="list">
                    {rows}
                </ul>
            </Show>
        </Modal>
    }
}
