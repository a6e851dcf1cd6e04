//! `/admin/posts/:id`: writing. Source and preview side by side, how it stands in words, and everything that is said about
//! the text in a sheet of its own.

use leptos::{
    ev,
    html::{Details, Textarea},
    prelude::*,
    task::spawn_local,
};
use web_sys::KeyboardEvent;

use super::{
    desk::{Failed, Mark},
    form::Said,
    held::Held,
    upload::UnderWay,
};
use crate::{
    api::desk::open_for_writing,
    error::AppError,
    model::{
        desk::OpenPost,
        draft::{
            Field, Meta,
            save::{Act, Order},
            session::{Input, Status as Standing},
        },
        status::{Kind, Status},
    },
    platform,
};

mod ask;
mod card;
mod clipboard;
mod combobox;
mod comparison;
mod cover;
mod edge;
mod facts;
mod field;
mod finding;
mod labels;
mod leaving;
mod outline;
mod picture;
mod preview;
mod publish;
mod scroll;
mod series;
mod share;
mod sheet;
mod shown;
mod sign_in;
mod status_line;
mod time;
mod title;
mod toolbar;
mod trash;

pub use comparison::{FieldsPart, TextPart};

use ask::{ConflictPart, OffersPart};
use edge::Edge;
use facts::{Facts, local_label, standing};
use leaving::leave;
use outline::OutlinePart;
use picture::{Marks, Pictures, PicturesPart};
use preview::{Preview, PreviewPane};
use publish::PublishPanel;
use scroll::{Scroll, Side};
use share::ShareButtons;
use sheet::Sheet;
use shown::Shown;
use sign_in::SignInAgain;
use status_line::{Affirmed, StatusLine, is_wrong};
use title::TitleField;
use toolbar::Toolbar;
use trash::TrashPart;

/// A session that is open, for handlers.
type Session = StoredValue<Option<Edge>, LocalStorage>;

/// The page.
#[component]
pub fn EditorPage(
    /// What names the post at the desk.
    post: String,
) -> impl IntoView {
    let opened = RwSignal::new(None::<Result<OpenPost, AppError>>);
    let shown = Shown::default();
    let session: Session = StoredValue::new_local(None);
    let name = StoredValue::new(post);
    let mark = StoredValue::new(expect_context::<Mark>().0);
    let load = move || {
        let (post, mark) = (name.get_value(), mark.get_value());
        spawn_local(async move {
            let answer = open_for_writing(post.clone()).await;
            if let Ok(open) = &answer {
                let edge = Edge::open(post, &open.head, mark, shown).await;
                // The page may be gone meanwhile.
                if session.try_get_value().is_none() {
                    return edge.close(|_| {});
                }
                session.set_value(Some(edge));
                shown
                    .found
                    .update(|found| found.saved(&open.head.draft.meta, false, open.address.clone()));
            }
            opened.try_set(Some(answer));
        });
    };
    load();
    let page = move || {
        opened.get().map(|answer| match answer {
            Ok(open) => view! { <Writing post=name open=open shown=shown session=session/> }.into_any(),
            Err(error) => {
                let retry = Callback::new(move |()| load());
                // Where the post is gone there is no other way to what was written in it here.
                view! {
                    <Failed error=error retry=retry/>
                    <p>
                        <a href="/admin/account#kept">"What this device keeps"</a>
                    </p>
                }
                .into_any()
            }
        })
    };
    view! { {page} }
}

/// Tells the session of the page something.
fn tell(session: Session, input: Input) {
    // Taken out first: what it causes may ask for the session again.
    if let Some(edge) = session.try_get_value().flatten() {
        edge.tell(input);
    }
}

#[component]
fn Writing(
    /// What names the post at the desk.
    post: StoredValue<String>,
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
    let (site, seen) = (open.site, RwSignal::new(open.released));
    let kind = Kind::parse(&open.kind).unwrap_or(Kind::Post);
    let list = if kind == Kind::Post {
        "/admin/posts".to_owned()
    } else {
        format!("/admin/posts?kind={}", kind.as_str())
    };
    let facts = RwSignal::new((
        Status::parse(&open.status).unwrap_or(Status::Draft),
        open.slug,
        open.published
            .and_then(|at| platform::instant(&at.iso))
            .map(local_label),
    ));
    let (with_preview, focus) = (RwSignal::new(true), RwSignal::new(false));
    let publishing = RwSignal::new(false);
    let entering = RwSignal::new(0_u32);
    let under_way = expect_context::<UnderWay>();

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
    let marks = Marks::default();
    let preview = Preview::new(source, area, marks);
    let scroll = Scroll::new(source, preview, area);
    watch_window(session, post.get_value());
    // The browser asks before such words are left; what is only on its way is sent while one goes.
    under_way.count(move || is_stuck(&shown.status.get()));
    // What the page says of itself it does not make out from what was asked: others ask as well, and so does the clock.
    Effect::new(move |_| {
        if let Some(stands) = shown.stands.get() {
            if seen.get_untracked() != stands.released {
                seen.set(stands.released);
            }
            let now = facts::read(stands);
            if facts.get_untracked() != now {
                facts.set(now);
            }
        }
    });
    Effect::new(move |_| {
        if shown.done.with(Option::is_some) {
            // Where it stands may be the same, and what came of it is not.
            facts.notify();
        }
    });

    if let Some(edge) = session.get_value() {
        edge.read_with(Box::new(move || {
            // Asked once more when the page is already gone.
            let text = marks.read(&area.try_get_untracked()??);
            source.try_set(text.clone());
            Some(text)
        }));
    }
    let typed = move || {
        preview.typed();
        if let Some(edge) = session.get_value() {
            edge.typed();
        }
    };
    let (escaped, shifted) = (StoredValue::new(false), StoredValue::new(false));
    let press = move |event: KeyboardEvent| {
        shifted.set_value(event.shift_key());
        if let Some(area) = area.get_untracked()
            && toolbar::key(&area, &event, escaped.get_value())
        {
            typed();
        }
        // Shift is held before Tab is pressed, to leave backwards.
        if !matches!(event.key().as_str(), "Shift" | "Control" | "Alt" | "Meta") {
            escaped.set_value(event.key() == "Escape");
        }
    };
    let pictures = Pictures::new(area, marks, Callback::new(move |()| typed()));
    let paste = move |event: web_sys::ClipboardEvent| {
        if pictures.paste(&event) {
            return;
        }
        if let Some(area) = area.get_untracked()
            && clipboard::paste(&area, &event, shifted.get_value())
        {
            typed();
        }
    };
    let described = Callback::new(move |change: Meta| {
        meta.set(change.clone());
        tell(session, Input::Described(Box::new(change)));
    });
    let wrong = Memo::new(move |_| shown.found.with(|found| meta.with(|meta| found.still(meta))));
    let note = Memo::new(move |_| shown.found.with(|found| meta.with(|meta| found.note(meta))));
    let publish = move || {
        // What is looked through has to be what is shown.
        if let Some(edge) = session.get_value() {
            edge.read();
        }
        publishing.set(true);
    };
    let trash = Callback::new(move |()| {
        shown.news.set(None);
        tell(session, Input::Ordered(Order::now(Act::Trash)));
    });
    let sheet = NodeRef::<Details>::new();
    let known = Signal::derive(move || {
        let known = facts.with(|(status, slug, _)| (*status != Status::Draft).then(|| slug.clone()));
        known.filter(|_| seen.get() > 0)
    });
    let affirmed = Affirmed::new(shown);
    let keys = move |event: KeyboardEvent| {
        let command = (event.ctrl_key() || event.meta_key()) && !event.shift_key();
        match toolbar::pressed(&event).as_str() {
            "s" if command => {
                event.prevent_default();
                tell(session, Input::SaveNow);
                affirmed.asked();
            }
            "enter" if command => {
                event.prevent_default();
                publish();
            }
            "p" if command => {
                event.prevent_default();
                with_preview.update(|on| *on = !*on);
            }
            _ => {}
        }
    };
    let compose = move |composing: bool| {
        pictures.compose(composing);
        if let Some(edge) = session.get_value() {
            edge.compose(composing);
        }
    };
    let state = move || {
        standing(
            &facts.get(),
            shown.revision.get() != seen.get() || shown.status.get() != Standing::Saved,
        )
    };
    view! {
        <div class="editor" class:is-focused=focus class:has-preview=with_preview on:keydown=keys>
            <h1 class="visually-hidden">"Write"</h1>
            <div class="editor-bar">
                <a href=list rel=move || under_way.rel()>
                    {format!("All {}s", kind.as_str())}
                </a>
                <a
                    href=move || format!("/admin/posts/{}/revisions", post.get_value())
                    rel=move || under_way.rel()
                >
                    "Revisions"
                </a>
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
                <ShareButtons kind=kind status=Signal::derive(move || facts.with(|(status, ..)| *status))/>
                <button class="button is-main" type="button" on:click=move |_| publish()>
                    "Publish …"
                </button>
            </div>
            <Toolbar area=area typed=Callback::new(move |()| typed()) pictures=pictures.dialog/>
            <PicturesPart pictures=pictures/>
            <OffersPart shown=shown session=session/>
            <ConflictPart shown=shown session=session/>
            <TrashPart post=post area=area facts=facts shown=shown session=session/>
            <TitleField meta=meta changed=described area=area/>
            <p class="editor-problem" role="alert">
                {move || wrong.with(|wrong| wrong.get(Field::Title.name()).cloned())}
            </p>
            <div class="editor-main">
                <textarea
                    node_ref=area
                    id="editor-source"
                    class="editor-source"
                    aria-label="Text, in Markdown"
                    spellcheck="true"
                    placeholder="Write here. A blank line begins a paragraph, ## a heading, ``` a block of code."
                    on:input=move |_| typed()
                    on:keydown=press
                    on:keyup=move |event| shifted.set_value(event.shift_key())
                    on:paste=paste
                    on:drop=move |event| pictures.drop(&event)
                    on:dragover=move |event| Pictures::hover(&event)
                    on:scroll=move |_| scroll.follow(Side::Text)
                    on:focus=move |_| pictures.go_on()
                    on:compositionstart=move |_| compose(true)
                    on:compositionend=move |_| compose(false)
                ></textarea>
                <Show when=move || with_preview.get()>
                    <PreviewPane preview=preview scroll=scroll/>
                </Show>
            </div>
            <OutlinePart area=area source=source marks=marks/>
            <Sheet kind=kind place=sheet meta=meta changed=described facts=facts known=known site=site problems=wrong note=note post=post.get_value() trash=trash/>
            <PublishPanel kind=kind open=publishing meta=meta source=source facts=facts problems=wrong shown=shown session=session post=post/>
            <StatusLine shown=shown counts=preview.counts affirmed=affirmed entering=entering/>
            <SignInAgain area=area shown=shown asked=entering session=session/>
        </div>
    }
}

/// Whether what is written does not get to the server by itself.
fn is_stuck(status: &Standing) -> bool {
    is_wrong(status) || *status == Standing::OnDevice
}

/// Tells the session of the network and of the page being left.
fn watch_window(session: Session, post: String) {
    let (said, held) = (expect_context::<Said>(), expect_context::<Held>());
    let handles = [
        window_event_listener(ev::online, move |_| tell(session, Input::Online)),
        window_event_listener(ev::offline, move |_| tell(session, Input::Offline)),
        window_event_listener(ev::pagehide, move |_| tell(session, Input::Leaving)),
        window_event_listener(ev::visibilitychange, move |_| {
            tell(
                session,
                if platform::is_hidden() {
                    Input::Leaving
                } else {
                    Input::Back
                },
            );
        }),
        window_event_listener(ev::pageshow, move |_| tell(session, Input::Back)),
        window_event_listener(ev::focus, move |_| tell(session, Input::Back)),
        window_event_listener(ev::beforeunload, move |event| {
            if session.with_value(|edge| edge.as_ref().is_some_and(Edge::unsaved)) {
                event.prevent_default();
            }
        }),
    ];
    on_cleanup(move || {
        handles.into_iter().for_each(WindowListenerHandle::remove);
        if let Some(edge) = session.try_get_value().flatten() {
            leave(&edge, post.clone(), said, held);
        }
    });
}
