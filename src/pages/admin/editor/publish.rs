//! What is looked at before readers see a post, and when they will.

use leptos::{html::Dialog, prelude::*};

use super::{Facts, Session, shown::Shown, tell, time::TimePart};
use crate::model::{
    checks::check,
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
    facts: RwSignal<Facts>,
    /// What the session shows.
    shown: Shown,
    /// The session.
    session: Session,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
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
    let schedule = Callback::new(move |at: i64| ask(Order::schedule(at)));
    view! {
        <ConfirmPart shown=shown session=session/>
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
                <TimePart blocked=Signal::derive(blocked) schedule=schedule/>
            </Show>
        </dialog>
    }
}

/// An order that no longer means what it meant: asked once more, before anything else is done.
#[component]
fn ConfirmPart(
    /// What the session shows.
    shown: Shown,
    /// The session.
    session: Session,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (shown.confirm.get().is_some(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let answer = move |yes: bool| {
        if shown.confirm.get_untracked().is_some() {
            shown.confirm.set(None);
            tell(session, Input::Confirmed(yes));
        }
    };
    let asked = move || {
        let what = shown.confirm.get().map(told).unwrap_or_default();
        format!("You asked to {what}, and the text is not as it was then. Do it with the text as it is now?")
    };
    view! {
        // Escape closes it, which is no.
        <dialog class="editor-publish" node_ref=dialog aria-labelledby="confirm" on:close=move |_| answer(false)>
            <h2 id="confirm">"Go on?"</h2>
            <p>{asked}</p>
            <p class="editor-actions">
                <button class="button is-main" type="button" on:click=move |_| answer(true)>
                    "Yes, with this text"
                </button>
                <button class="button" type="button" on:click=move |_| answer(false)>
                    "No"
                </button>
            </p>
        </dialog>
    }
}

/// What an order asks for, as the end of "You asked to".
pub fn told(order: Order) -> &'static str {
    match order.act {
        Act::Publish => "publish this post",
        Act::Schedule => "schedule this post",
        Act::Unpublish => "take this post from its readers",
    }
}
