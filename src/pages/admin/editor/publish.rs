//! What is looked at before readers see a post, and when they will.

use leptos::{html::Dialog, prelude::*};

use super::{Session, edge::Shown, tell};
use crate::model::{
    checks::check,
    date::DateLabel,
    draft::{
        Draft, Meta,
        save::{Act, Order},
        session::Input,
    },
    status::Status,
};

/// The dialogue.
#[component]
pub fn PublishPanel(
    /// Whether it is to be open.
    open: RwSignal<bool>,
    /// What is said of the text.
    meta: RwSignal<Meta>,
    /// The text.
    source: RwSignal<String>,
    /// Where the post stands, its address, its time.
    facts: RwSignal<(Status, String, Option<DateLabel>)>,
    /// What the session shows.
    shown: Shown,
    /// The session.
    session: Session,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    let time = RwSignal::new(String::new());
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let ask = move |order: Order| {
        shown.news.set(None);
        tell(session, Input::Ordered(order));
        open.set(false);
    };
    let remarks = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        check(&Draft {
            source: source.get(),
            meta: meta.get(),
        })
    });
    let blocked = move || remarks.with(|remarks| remarks.iter().any(|remark| remark.blocking));
    let list = move || {
        remarks
            .get()
            .into_iter()
            .map(|remark| {
                view! { <li class:is-wrong=remark.blocking>{remark.text}</li> }
            })
            .collect_view()
    };
    let status = move || facts.with(|(status, ..)| *status);
    let seen = move || status() == Status::Published;
    let schedule = move |_| {
        if let Some(at) = crate::platform::local_time(&time.get_untracked()) {
            ask(Order::schedule(at));
        }
    };
    let confirm = move || {
        shown.confirm.get().map(|_| {
            let answer = move |yes: bool| {
                shown.confirm.set(None);
                tell(session, Input::Confirmed(yes));
            };
            view! {
                <div class="editor-ask" role="alertdialog" aria-label="Go on?">
                    <p>"The text has changed since you asked for this. Do it with the text as it is now?"</p>
                    <button class="button" type="button" on:click=move |_| answer(true)>
                        "Yes, with this text"
                    </button>
                    <button type="button" on:click=move |_| answer(false)>
                        "No"
                    </button>
                </div>
            }
        })
    };
    view! {
        {confirm}
        <dialog class="editor-publish" node_ref=dialog aria-labelledby="publish" on:close=move |_| open.set(false)>
            <h2 id="publish">{move || if seen() { "Publish the changes" } else { "Publish" }}</h2>
            <Show
                when=move || remarks.with(|remarks| !remarks.is_empty())
                fallback=|| view! { <p>"Nothing stands in the way."</p> }
            >
                <ul class="editor-remarks">{list}</ul>
            </Show>
            <p class="editor-actions">
                <button
                    class="button is-main"
                    type="button"
                    disabled=blocked
                    on:click=move |_| ask(Order::now(Act::Publish))
                >
                    {move || if seen() { "Publish the changes now" } else { "Publish now" }}
                </button>
                <Show when=move || matches!(status(), Status::Published | Status::Scheduled)>
                    <button class="button" type="button" on:click=move |_| ask(Order::now(Act::Unpublish))>
                        {move || if seen() { "Unpublish" } else { "Do not publish it after all" }}
                    </button>
                </Show>
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    "Not now"
                </button>
            </p>
            <Show when=move || !seen()>
                <p class="field">
                    <label for="publish-at">"Or at a time"</label>
                    <input
                        id="publish-at"
                        type="datetime-local"
                        aria-describedby="publish-zone"
                        on:input:target=move |event| time.set(event.target().value())
                    />
                    <span class="field-note" id="publish-zone">
                        {move || crate::platform::zone_note(&time.get())}
                    </span>
                    <button
                        class="button"
                        type="button"
                        disabled=move || blocked() || crate::platform::local_time(&time.get()).is_none()
                        on:click=schedule
                    >
                        "Schedule"
                    </button>
                </p>
            </Show>
        </dialog>
    }
}
