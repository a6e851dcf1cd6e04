//! What is looked at before readers see a post, and when they will.

use std::time::Duration;

use leptos::prelude::*;

use super::{Facts, Session, shown::Shown, tell, time::TimePart};
use crate::{
    api::writing::check_draft,
    error::{AppError, FieldErrors},
    markdown::prose,
    model::{
        checks::{Checked, Remark, check},
        draft::{
            Draft, Field, Meta,
            save::{Act, MAX_NOTE, Order},
            session::Input,
        },
        status::{Kind, Status},
    },
    pages::admin::{answer::latest, modal::Modal},
};

/// From the last change of the text, while the dialogue is open, to the question what the server says of it.
const AFTER_CHANGE: Duration = Duration::from_secs(1);

/// The dialogue.
#[component]
pub fn PublishPanel(
    /// What it is.
    kind: Kind,
    /// Whether it is to be open.
    open: RwSignal<bool>,
    /// What is said of the text.
    meta: RwSignal<Meta>,
    /// The text.
    source: RwSignal<String>,
    /// Where the post stands, its address, its time.
    facts: RwSignal<Facts>,
    /// What the server finds wrong.
    problems: Memo<FieldErrors>,
    /// What the session shows.
    shown: Shown,
    /// The session.
    session: Session,
    /// What names the post at the desk.
    post: StoredValue<String>,
) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    let ask = move |order: Order| {
        shown.news.set(None);
        tell(session, Input::Ordered(order));
        open.set(false);
    };
    // The text is read again and again, and mostly is what it was.
    let draft = Memo::new(move |_| {
        open.get().then(|| Draft {
            source: source.get(),
            meta: meta.get(),
        })
    });
    // What only the server knows. An order is decided without it, so nobody waits for it or is kept from asking where it fails.
    let (answer, looking) = (
        RwSignal::new(None::<Result<Checked, AppError>>),
        RwSignal::new(false),
    );
    let place = latest();
    Effect::new(move |was_open: Option<bool>| {
        let draft = draft.get();
        answer.set(None);
        looking.set(draft.is_some());
        let Some(draft) = draft else {
            place.stop();
            return false;
        };
        let post = post.get_value();
        let is_first = was_open != Some(true);
        let pause = if is_first { Duration::ZERO } else { AFTER_CHANGE };
        place.run(pause, async move {
            let meta = draft.meta.clone();
            let checked = check_draft(post, draft).await;
            if let Ok(checked) = &checked {
                shown
                    .found
                    .update(|found| found.checked(&meta, &checked.problems));
            }
            answer.set(Some(checked));
            looking.set(false);
        });
        true
    });
    let remarks = Memo::new(move |_| {
        let Some(draft) = draft.get() else {
            return Vec::new();
        };
        let prose = prose(&draft.source);
        let mut remarks = check(&draft, kind, &prose);
        match answer.get() {
            Some(Ok(checked)) => {
                remarks.extend(checked.problems.iter().map(|(name, text)| Remark {
                    text: at_field(name, text),
                    blocking: true,
                }));
                remarks.extend(checked.advice.into_iter().map(advice));
            }
            other => {
                // What stood in the way may be gone.
                remarks.extend(problems.get().into_values().map(advice));
                remarks.extend(other.and_then(Result::err).map(|error| advice(unlooked(&error))));
            }
        }
        if looking.get() {
            remarks.push(advice("Looking at links and fields…".to_owned()));
        }
        remarks
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
    let note = RwSignal::new(String::new());
    // It belongs to one change.
    Effect::new(move |_| {
        if shown.done.with(Option::is_some) {
            note.set(String::new());
        }
    });
    let tells = move || {
        let known = matches!(status(), Status::Published | Status::Unpublished);
        known && meta.with(Meta::shows_changes)
    };
    let telling = move |order: Order| {
        ask(if tells() {
            order.telling(&note.get_untracked())
        } else {
            order
        });
    };
    let schedule = Callback::new(move |at: i64| telling(Order::schedule(at)));
    view! {
        <ConfirmPart shown=shown session=session/>
        <Modal open=open closed=close named_by="publish">
            <h2 id="publish">{move || if seen() { "Publish the changes" } else { "Publish" }}</h2>
            <div aria-live="polite">
                <Show
                    when=move || remarks.with(|remarks| !remarks.is_empty())
                    fallback=|| view! { <p>"Nothing stands in the way."</p> }
                >
                    <ul class="editor-remarks">{list}</ul>
                </Show>
            </div>
            <Show when=tells>
                <div class="field">
                    <label for="publish-note">"What changed? (readers see this)"</label>
                    <textarea
                        id="publish-note"
                        rows="2"
                        maxlength=MAX_NOTE.to_string()
                        aria-describedby="publish-note-note"
                        prop:value=note
                        on:input:target=move |event| note.set(event.target().value())
                    ></textarea>
                    <span class="field-note" id="publish-note-note">
                        "A sentence, if you like; it stands over what is different."
                    </span>
                </div>
            </Show>
            <p class="editor-actions">
                <button
                    class="button is-main"
                    type="button"
                    // It keeps the keyboard's place, which it has from the start.
                    aria-disabled=move || blocked().then_some("true")
                    on:click=move |_| {
                        if !blocked() {
                            telling(Order::now(Act::Publish));
                        }
                    }
                >
                    {move || if seen() { "Publish the changes now" } else { "Publish now" }}
                </button>
                <button class="button" type="button" on:click=move |_| close.run(())>
                    "Not now"
                </button>
                // Apart, so that nobody takes it for its opposite. Two buttons: a click that begins on the one as its time comes
                // is none on the other.
                <Show when=seen>
                    <button class="button is-apart" type="button" on:click=move |_| ask(Order::now(Act::Unpublish))>
                        "Unpublish"
                    </button>
                </Show>
                <Show when=move || status() == Status::Scheduled>
                    <button class="button is-apart" type="button" on:click=move |_| ask(Order::now(Act::Withdraw))>
                        "Do not publish it after all"
                    </button>
                </Show>
            </p>
            <Show when=move || !seen()>
                <TimePart blocked=Signal::derive(blocked) schedule=schedule/>
            </Show>
        </Modal>
    }
}

/// What keeps nothing from being published.
fn advice(text: String) -> Remark {
    Remark {
        text,
        blocking: false,
    }
}

/// What is wrong with a field, where it cannot be seen which one that is.
fn at_field(name: &str, text: &str) -> String {
    let mut fields = Field::ALL.into_iter();
    match fields.find(|field| field.name() == name) {
        Some(field) => format!("{}: {text}", field.label()),
        None => text.to_owned(),
    }
}

/// What to say where the server could not look.
fn unlooked(error: &AppError) -> String {
    match error {
        AppError::Invalid(fields) => fields.values().cloned().collect::<Vec<_>>().join(" "),
        _ => "The server could not look at links and fields now. It does so when you publish.".to_owned(),
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
    let open = Signal::derive(move || shown.confirm.with(Option::is_some));
    let answer = move |yes: bool| {
        if shown.confirm.get_untracked().is_some() {
            shown.confirm.set(None);
            tell(session, Input::Confirmed(yes));
        }
    };
    let asked = move || {
        let what = shown.confirm.get().as_ref().map(told).unwrap_or_default();
        format!("You asked to {what}, and the text is not as it was then. Do it with the text as it is now?")
    };
    view! {
        // Escape closes it, which is no.
        <Modal open=open closed=Callback::new(move |()| answer(false)) named_by="confirm">
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
        </Modal>
    }
}

/// What an order asks for, as the end of "You asked to".
pub fn told(order: &Order) -> &'static str {
    match order.act {
        Act::Publish => "publish this",
        Act::Schedule => "schedule this",
        Act::Unpublish => "take this from its readers",
        Act::Withdraw => "keep this from being published",
        Act::Trash => "move this to the trash",
    }
}
