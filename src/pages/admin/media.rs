//! `/admin/media`: the pictures that are here, where each is used, and new ones.

use std::sync::Arc;

use leptos::{html::Input, prelude::*, task::spawn_local};

use super::{
    answer::Answer,
    confirm::{Confirm, Question},
    desk::Failed,
    form::{Said, Sending},
    search::DeskSearch,
    table::Pages,
    upload::{Sent, State, Uploads, files, told},
};
use crate::{
    api::media::{delete_media, list_media},
    model::{
        editing::image,
        media::{ACCEPT, MediaItem, MediaPage as Page, Uploaded},
    },
    platform,
    state::typing::PAUSE,
};

pub mod pick;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    sending: Sending,
    said: Said,
    /// What is asked before something that cannot be undone.
    question: RwSignal<Option<Question>>,
    reload: Callback<()>,
}

/// The page.
#[component]
pub fn MediaPage() -> impl IntoView {
    let words = RwSignal::new(String::new());
    let unused = RwSignal::new(false);
    let page = RwSignal::new(1_u32);
    let library = Answer::after(PAUSE, move || {
        list_media(words.get(), unused.get(), false, page.get())
    });
    let desk = Desk {
        sending: Sending::default(),
        said: expect_context(),
        question: RwSignal::new(None),
        reload: library.reload(),
    };
    let dialog = NodeRef::<Input>::new();
    let uploads = Uploads::new(Callback::new(move |_: (u32, Uploaded)| desk.reload.run(())));
    let upload = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        uploads.add(files(event.target().files(), false));
        uploads.start();
        event.target().set_value("");
    };
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.click();
        }
    };
    let grid = move || {
        library.get().map(|library| match library {
            Ok(page) => grid(page, desk),
            Err(error) => view! { <Failed error=error retry=desk.reload/> }.into_any(),
        })
    };
    let pages = Memo::new(move |_| library.with(|library| library.pages).unwrap_or(0));
    view! {
        <div class="desk-title">
            <h1>"Pictures"</h1>
            <button class="button is-main" type="button" on:click=open>
                "Upload pictures"
            </button>
            <input
                node_ref=dialog
                type="file"
                accept=ACCEPT
                multiple
                hidden
                aria-label="Choose pictures"
                on:change:target=upload
            />
        </div>
        <p class="visually-hidden" role="status">
            {move || uploads.summary()}
        </p>
        <ul class="pictures" role="list" class:is-empty=move || uploads.all.with(Vec::is_empty)>
            <For each=move || uploads.all.get() key=|one| one.id let:one>
                {upload_row(uploads, one)}
            </For>
        </ul>
        <DeskSearch label="Words of the file's name" words=words typed=Callback::new(move |()| page.set(1))>
            <label>
                <input
                    type="checkbox"
                    on:change:target=move |event| {
                        page.set(1);
                        unused.set(event.target().checked());
                    }
                />
                " only what is used nowhere"
            </label>
        </DeskSearch>
        {grid}
        <Pages page=page pages=pages/>
        <Confirm question=desk.question/>
    }
}

/// A picture that was chosen here and is on its way.
fn upload_row(uploads: Uploads, one: Sent) -> impl IntoView {
    let failed = move || one.state.with(State::is_failed);
    let wrong = move || one.state.with(State::is_wrong);
    let name = one.name.get_value();
    let (again, away) = (format!("Retry {name}"), format!("Dismiss {name}"));
    let again = StoredValue::new(again);
    view! {
        <li>
            <span class="pictures-name">{name}</span>
            <span class="pictures-state" class:is-wrong=wrong>
                {move || told(&one.state.get())}
            </span>
            <Show when=failed>
                <button type="button" aria-label=again.get_value() on:click=move |_| uploads.retry(one)>
                    "Retry"
                </button>
            </Show>
            <button type="button" aria-label=away on:click=move |_| uploads.remove(one)>
                "Dismiss"
            </button>
        </li>
    }
}

fn grid(page: Page, desk: Desk) -> AnyView {
    if page.items.is_empty() {
        return view! {
            <p class="empty">"There is no such picture. Upload one, or ask for less."</p>
        }
        .into_any();
    }
    let noun = if page.total == 1 { "file" } else { "files" };
    let items = page.items.into_iter().map(|item| card(item, desk)).collect_view();
    view! {
        <p class="desk-note" role="status">
            {format!("{} {noun}", page.total)}
        </p>
        <ul class="media-grid" role="list">
            {items}
        </ul>
    }
    .into_any()
}

fn card(item: MediaItem, desk: Desk) -> impl IntoView {
    let said = desk.said;
    let name = if item.name.is_empty() {
        item.path.rsplit('/').next().unwrap_or_default().to_owned()
    } else {
        item.name.clone()
    };
    let facts = match (item.width, item.height) {
        (0, _) | (_, 0) => format!("{} · {}", item.kind, item.size),
        (width, height) => format!("{} · {} · {width} × {height}", item.kind, item.size),
    };
    let used = !item.uses.is_empty() || item.elsewhere > 0;
    let places = item
        .uses
        .into_iter()
        .map(|place| {
            view! {
                <li>
                    <a href=place.href rel="external">
                        {place.title}
                    </a>
                </li>
            }
        })
        .collect_view();
    let more = (item.elsewhere > 0).then(|| {
        let words = match item.elsewhere {
            1 => "one more place".to_owned(),
            more => format!("{more} more places"),
        };
        view! { <li>{words}</li> }
    });
    let markdown = if item.thumb.is_some() {
        image("", &item.path)
    } else {
        format!("[{name}]({})", item.path)
    };
    let copied = StoredValue::new(markdown);
    let copy = move |_| {
        let markdown = copied.get_value();
        spawn_local(async move {
            if platform::copy(&markdown).await {
                said.done("The Markdown is on the clipboard.");
            } else {
                said.done(format!("Copy this: {markdown}"));
            }
        });
    };
    let (id, told) = (item.id, name.clone());
    let ask = move |_| {
        let told = told.clone();
        desk.question.set(Some(Question {
            text: format!("Delete {told} for good? It cannot be taken back."),
            word: "Delete for good",
            act: Arc::new(move || {
                let told = told.clone();
                desk.sending.run(delete_media(id), move |()| {
                    said.done(format!("{told} is deleted."));
                    desk.reload.run(());
                });
            }),
        }));
    };
    let original = item.original.map(|href| {
        let (label, file) = (format!("Original of {name}"), name.clone());
        view! {
            <a href=href rel="external" download=file aria-label=label>
                "Original"
            </a>
        }
    });
    let (copy_label, delete_label) = (format!("Copy Markdown of {name}"), format!("Delete {name}"));
    let delete = (item.deletable && !used).then(|| {
        view! {
            <button type="button" aria-label=delete_label disabled=desk.sending.busy on:click=ask>
                "Delete …"
            </button>
        }
    });
    view! {
        <li class="media-item">
            <div class="media-thumb">
                {match item.thumb {
                    Some(thumb) => view! { <img src=thumb alt="" loading="lazy" decoding="async"/> }.into_any(),
                    None => view! { <span>{item.kind}</span> }.into_any(),
                }}
            </div>
            <h2 class="media-name">
                <a href=item.path.clone() rel="external" target="_blank">
                    {name}
                </a>
            </h2>
            <p class="media-facts">{facts}</p>
            <p class="media-facts">
                <time datetime=item.at.iso>{item.at.text}</time>
            </p>
            {if used {
                view! {
                    <ul class="media-uses" role="list" aria-label="Used in">
                        {places}
                        {more}
                    </ul>
                }
                    .into_any()
            } else {
                view! { <p class="media-facts">"Used nowhere"</p> }.into_any()
            }}
            <p class="media-tools">
                <button type="button" aria-label=copy_label on:click=copy>
                    "Copy Markdown"
                </button>
                {original}
                {delete}
            </p>
        </li>
    }
}
