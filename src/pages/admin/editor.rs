//! `/admin/posts/:id`: writing. Source and preview side by side, how it stands in words, and everything that is said about
//! the text in a sheet of its own.

use gloo_timers::callback::Timeout;
use leptos::{ev, html::Textarea, prelude::*, task::spawn_local};
use web_sys::KeyboardEvent;

use super::desk::Failed;
use crate::{
    api::desk::{open_for_writing, preview_text},
    error::AppError,
    model::{
        desk::OpenPost,
        draft::{
            Meta,
            save::{Act, Order},
            session::{Input, Status as Standing},
        },
        editing,
        status::Status,
    },
    platform,
};

mod ask;
mod edge;
mod field;
mod publish;
mod sheet;
mod toolbar;

use ask::{ConflictPart, OffersPart};
use edge::{Edge, Shown};
use publish::PublishPanel;
use sheet::Sheet;
use toolbar::Toolbar;

/// From the last key to the preview of it, in milliseconds.
const PREVIEW_AFTER: u32 = 150;

/// A session that is open, for handlers.
type Session = StoredValue<Option<Edge>, LocalStorage>;

/// The page.
#[component]
pub fn EditorPage(
    /// What names the post at the desk.
    post: String,
) -> impl IntoView {
    let opened = RwSignal::new(None::<Result<OpenPost, AppError>>);
    let ready = RwSignal::new(false);
    let shown = Shown::default();
    let session: Session = StoredValue::new_local(None);
    let name = StoredValue::new(post);
    let load = move || {
        spawn_local(async move {
            let answer = open_for_writing(name.get_value()).await;
            if let Ok(open) = &answer {
                let edge = Edge::open(name.get_value(), &open.head, shown).await;
                session.set_value(Some(edge));
                ready.set(true);
            }
            opened.set(Some(answer));
        });
    };
    load();
    let page = move || {
        opened.get().map(|answer| match answer {
            Ok(open) => view! { <Writing open=open shown=shown session=session/> }.into_any(),
            Err(error) => {
                let retry = Callback::new(move |()| load());
                view! { <Failed error=error retry=retry/> }.into_any()
            }
        })
    };
    view! { {page} }
}

/// Tells the session of the page something.
fn tell(session: Session, input: Input) {
    // Taken out first: what it causes may ask for the session again.
    if let Some(edge) = session.get_value() {
        edge.tell(input);
    }
}

#[component]
fn Writing(
    /// The post as it was opened.
    open: OpenPost,
    /// What the session shows.
    shown: Shown,
    /// The session.
    session: Session,
) -> impl IntoView {
    let area = NodeRef::<Textarea>::new();
    let draft = session
        .with_value(|edge| edge.as_ref().map(Edge::draft))
        .unwrap_or_default();
    let meta = RwSignal::new(draft.meta);
    let source = RwSignal::new(draft.source);
    let facts = RwSignal::new((
        Status::parse(&open.status).unwrap_or(Status::Draft),
        open.slug,
        open.published,
    ));
    let html = RwSignal::new(String::new());
    let counts = RwSignal::new((0_u32, 1_u32));
    let (with_preview, focus) = (RwSignal::new(true), RwSignal::new(false));
    let publishing = RwSignal::new(false);

    // The text is the browser's own: it is written into the field once, and later only where it changed.
    Effect::new(move |_| {
        if let Some(area) = area.get() {
            area.set_value(&source.get_untracked());
        }
    });
    Effect::new(move |_| {
        if let Some(draft) = shown.show.get() {
            if let Some(area) = area.get_untracked() {
                field::replace(&area, &draft.source);
            }
            source.set(draft.source);
            meta.set(draft.meta);
        }
    });
    preview_of(source, html, counts);
    watch_window(session);
    Effect::new(move |_| {
        if let Some(order) = shown.done.get() {
            follow(order, facts);
        }
    });

    let typed = move || {
        if let Some(area) = area.get_untracked() {
            let text = area.value();
            source.set(text.clone());
            tell(session, Input::Typed(text));
        }
    };
    let escaped = StoredValue::new(false);
    let press = move |event: KeyboardEvent| {
        if let Some(area) = area.get_untracked()
            && toolbar::key(&area, &event, escaped.get_value())
        {
            typed();
        }
        escaped.set_value(event.key() == "Escape");
    };
    let paste = move |event: web_sys::ClipboardEvent| {
        let pasted = event
            .clipboard_data()
            .and_then(|data| data.get_data("text/plain").ok());
        if let (Some(area), Some(pasted)) = (area.get_untracked(), pasted)
            && let Some(edit) = editing::paste(&area.value(), field::selection(&area), &pasted)
        {
            event.prevent_default();
            field::apply(&area, &edit);
            typed();
        }
    };
    let outline = move || {
        let headings = editing::outline(&source.get());
        headings
            .into_iter()
            .map(|heading| {
                let at = heading.at;
                let go = move |_| {
                    if let Some(area) = area.get_untracked() {
                        let _ = area.focus();
                        let _ = area.set_selection_range(at, at);
                    }
                };
                let level = format!("is-level-{}", heading.level);
                view! {
                    <li class=level>
                        <button type="button" on:click=go>
                            {heading.title}
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    let described = Callback::new(move |change: Meta| {
        meta.set(change.clone());
        tell(session, Input::Described(Box::new(change)));
    });
    let keys = move |event: KeyboardEvent| {
        let command = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            "s" if command => {
                event.prevent_default();
                tell(session, Input::SaveNow);
            }
            "Enter" if command => {
                event.prevent_default();
                publishing.set(true);
            }
            "p" if command => {
                event.prevent_default();
                with_preview.update(|on| *on = !*on);
            }
            _ => {}
        }
    };
    let compose = move |composing: bool| {
        if let Some(edge) = session.get_value() {
            edge.compose(composing);
        }
    };
    let state = move || {
        let (status, ..) = facts.get();
        let pending = status == Status::Published && shown.status.get() == Standing::Saved;
        match status {
            Status::Published if pending => "Published; changes are seen once you publish them".to_owned(),
            Status::Scheduled => match facts.get().2 {
                Some(at) => format!("Scheduled for {}", at.text),
                None => "Scheduled".to_owned(),
            },
            other => {
                let word = other.as_str();
                word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default()
            }
        }
    };
    view! {
        <div class="editor" class:is-focused=focus class:has-preview=with_preview on:keydown=keys>
            <h1 class="visually-hidden">"Write"</h1>
            <div class="editor-bar">
                <a href="/admin/posts">"All posts"</a>
                <span class="editor-state">{state}</span>
                <button type="button" aria-pressed=move || with_preview.get().to_string() on:click=move |_| {
                    with_preview.update(|on| *on = !*on);
                }>
                    "Preview"
                </button>
                <button type="button" aria-pressed=move || focus.get().to_string() on:click=move |_| {
                    focus.update(|on| *on = !*on);
                }>
                    "Focus"
                </button>
                <button class="button" type="button" on:click=move |_| publishing.set(true)>
                    "Publish …"
                </button>
            </div>
            <Toolbar area=area typed=Callback::new(move |()| typed())/>
            <OffersPart shown=shown session=session/>
            <ConflictPart shown=shown session=session/>
            <input
                class="editor-title"
                type="text"
                aria-label="Title"
                placeholder="Title"
                prop:value=move || meta.with(|meta| meta.title.clone())
                on:input:target=move |event| {
                    let mut changed = meta.get_untracked();
                    changed.title = event.target().value();
                    described.run(changed);
                }
            />
            <div class="editor-main">
                <textarea
                    node_ref=area
                    class="editor-source"
                    aria-label="Text, in Markdown"
                    spellcheck="true"
                    placeholder="Write here. A blank line begins a paragraph, ## a heading, ``` a block of code."
                    on:input=move |_| typed()
                    on:keydown=press
                    on:paste=paste
                    on:compositionstart=move |_| compose(true)
                    on:compositionend=move |_| compose(false)
                ></textarea>
                <Show when=move || with_preview.get()>
                    <section class="editor-preview" aria-label="Preview" tabindex="0">
                        <div class="prose" inner_html=html></div>
                    </section>
                </Show>
            </div>
            <details class="editor-sheet">
                <summary>"Outline"</summary>
                <ol class="editor-outline" role="list">
                    {outline}
                </ol>
            </details>
            <Sheet meta=meta changed=described/>
            <PublishPanel open=publishing meta=meta source=source facts=facts shown=shown session=session/>
            <p class="editor-status">
                <span role="status" class:is-wrong=move || is_wrong(&shown.status.get())>
                    {move || shown.status.get().to_string()}
                </span>
                <span>{move || {
                    let (words, minutes) = counts.get();
                    format!("{words} words · {minutes} min")
                }}</span>
                <span class="editor-news" role="status" class:is-wrong=move || shown.news.get().is_some_and(|(_, wrong)| wrong)>
                    {move || shown.news.get().map(|(text, _)| text)}
                </span>
                <Show when=move || shown.status.get() == Standing::SignedOut>
                    <SignInAgain session=session/>
                </Show>
            </p>
        </div>
    }
}

fn is_wrong(status: &Standing) -> bool {
    matches!(
        status,
        Standing::Failed { .. } | Standing::Conflict | Standing::SignedOut
    )
}

/// What an order that was carried out means for the words on the page.
fn follow(order: Order, facts: RwSignal<(Status, String, Option<crate::model::date::DateLabel>)>) {
    facts.update(|(status, ..)| {
        *status = match order.act {
            Act::Publish => Status::Published,
            Act::Schedule => Status::Scheduled,
            Act::Unpublish if *status == Status::Scheduled => Status::Draft,
            Act::Unpublish => Status::Unpublished,
            Act::Trash => Status::Trashed,
        };
    });
}

/// Keeps the preview in step with the text; only the newest answer is shown.
fn preview_of(source: RwSignal<String>, html: RwSignal<String>, counts: RwSignal<(u32, u32)>) {
    let timer = StoredValue::new_local(None::<Timeout>);
    let latest = StoredValue::new(0_u32);
    let refresh = move || {
        latest.update_value(|number| *number += 1);
        let number = latest.get_value();
        let text = source.get_untracked();
        spawn_local(async move {
            if let Ok(seen) = preview_text(text).await
                && latest.get_value() == number
            {
                html.set(seen.html);
                counts.set((seen.words, seen.minutes));
            }
        });
    };
    Effect::new(move |first: Option<()>| {
        source.track();
        if first.is_none() {
            refresh();
        } else {
            timer.set_value(Some(Timeout::new(PREVIEW_AFTER, refresh)));
        }
    });
}

/// Tells the session of the network and of the page being left.
fn watch_window(session: Session) {
    let handles = [
        window_event_listener(ev::online, move |_| tell(session, Input::Online)),
        window_event_listener(ev::offline, move |_| tell(session, Input::Offline)),
        window_event_listener(ev::pagehide, move |_| tell(session, Input::Leaving)),
        window_event_listener(ev::visibilitychange, move |_| {
            if platform::is_hidden() {
                tell(session, Input::Leaving);
            }
        }),
        window_event_listener(ev::beforeunload, move |event| {
            if session.with_value(|edge| edge.as_ref().is_some_and(Edge::unsaved)) {
                event.prevent_default();
            }
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
}

/// Signs in without leaving the page, so that what was written stays where it is.
#[component]
fn SignInAgain(
    /// The session.
    session: Session,
) -> impl IntoView {
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problem = RwSignal::new(String::new());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            let entered =
                crate::api::session::begin_session(email.get_untracked(), password.get_untracked()).await;
            match entered {
                Ok(()) => tell(session, Input::SignedIn),
                Err(AppError::Invalid(fields)) => {
                    problem.set(fields.into_values().collect::<Vec<_>>().join(" "));
                }
                Err(error) => problem.set(error.to_string()),
            }
        });
    };
    view! {
        <form class="editor-sign-in" on:submit=submit>
            <input
                type="email"
                aria-label="E-mail address"
                placeholder="E-mail address"
                autocomplete="username"
                on:input:target=move |event| email.set(event.target().value())
            />
            <input
                type="password"
                aria-label="Password"
                placeholder="Password"
                autocomplete="current-password"
                on:input:target=move |event| password.set(event.target().value())
            />
            <button type="submit">"Sign in"</button>
            <span role="alert">{problem}</span>
        </form>
    }
}
