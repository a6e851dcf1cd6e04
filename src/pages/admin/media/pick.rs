//! One picture for a place: shown, chosen from the library, uploaded, or taken off.

use std::time::Duration;

use leptos::{html::Input, prelude::*};

use crate::{
    api::media::list_media,
    error::AppError,
    model::media::{ACCEPT, MediaItem, MediaPage, Uploaded},
    pages::admin::{
        answer::latest,
        modal::Modal,
        upload::{State, Uploads, files, told},
    },
};

/// The picture and what can be done with it.
#[component]
pub fn Pick(
    /// What it is for.
    label: &'static str,
    /// The one that is there, as it is shown here.
    path: Signal<Option<String>>,
    /// Told which one it is to be; nothing takes it off.
    chosen: Callback<Option<String>>,
) -> impl IntoView {
    let choosing = RwSignal::new(false);
    let dialog = NodeRef::<Input>::new();
    let uploads = Uploads::new(Callback::new(move |(_, uploaded): (u32, Uploaded)| {
        chosen.run(Some(uploaded.path));
    }));
    // Only the last one counts: those under way are given up for another one, or for none.
    let take = Callback::new(move |path: Option<String>| {
        uploads.clear();
        chosen.run(path);
    });
    let last = move || uploads.all.with(|all| all.last().copied());
    let upload = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        uploads.clear();
        uploads.add(files(event.target().files(), false));
        uploads.start();
        event.target().set_value("");
    };
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.click();
        }
    };
    let retry = move || {
        last().filter(|one| one.state.with(State::is_failed)).map(|one| {
            view! {
                <button type="button" on:click=move |_| uploads.retry(one)>
                    "Retry"
                </button>
            }
        })
    };
    view! {
        <div class="pick" role="group" aria-label=label>
            <p class="pick-label">{label}</p>
            {move || path.get().map(|path| view! { <img src=path alt="" loading="lazy"/> })}
            <p class="pick-tools">
                <button type="button" on:click=move |_| choosing.set(true)>
                    "Choose a picture"
                </button>
                <button type="button" on:click=open>
                    "Upload one"
                </button>
                <Show when=move || path.with(Option::is_some)>
                    <button type="button" on:click=move |_| take.run(None)>
                        "Take it off"
                    </button>
                </Show>
            </p>
            <input node_ref=dialog type="file" accept=ACCEPT hidden aria-label="Upload a picture" on:change:target=upload/>
            <p class="visually-hidden" role="status">
                {move || uploads.summary()}
            </p>
            <p class="field-note">
                {move || last().map(|one| format!("{} {}", one.name.get_value(), told(&one.state.get())))}
                " "
                {retry}
            </p>
            <Chooser open=choosing chosen=Callback::new(move |item: MediaItem| take.run(Some(item.path)))/>
        </div>
    }
}

/// The pictures that are here, to choose one.
#[component]
fn Chooser(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Told which one.
    chosen: Callback<MediaItem>,
) -> impl IntoView {
    let close = Callback::new(move |()| open.set(false));
    let (words, page) = (RwSignal::new(String::new()), RwSignal::new(1_u32));
    let shown = RwSignal::new(None::<Result<MediaPage, AppError>>);
    let latest = latest();
    Effect::new(move |_| {
        let (is_open, words, page) = (open.get(), words.get(), page.get());
        if !is_open {
            return;
        }
        latest.run(Duration::ZERO, async move {
            shown.set(Some(list_media(words, false, true, page).await));
        });
    });
    let list = move || match shown.get() {
        None => view! { <p role="status">"Looking …"</p> }.into_any(),
        Some(Err(error)) => view! { <p role="alert">{error.to_string()}</p> }.into_any(),
        Some(Ok(list)) if list.items.is_empty() => {
            view! { <p class="empty">"There is no such picture. Upload one instead."</p> }.into_any()
        }
        Some(Ok(list)) => {
            let items = list
                .items
                .into_iter()
                .map(|item| {
                    let name = if item.name.is_empty() {
                        item.path.clone()
                    } else {
                        item.name.clone()
                    };
                    let src = item.thumb.clone().unwrap_or_default();
                    let take = move |_| {
                        open.set(false);
                        chosen.run(item.clone());
                    };
                    view! {
                        <li>
                            <button type="button" on:click=take>
                                <img src=src alt="" loading="lazy"/>
                                <span>{name}</span>
                            </button>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <ul class="chooser-list" role="list">
                    {items}
                </ul>
            }
            .into_any()
        }
    };
    let pages = move || {
        shown.with(|shown| {
            shown
                .as_ref()
                .and_then(|p| p.as_ref().ok())
                .map_or(1, |p| p.pages)
        })
    };
    view! {
        <Modal open=open closed=close named_by="chooser" class="modal chooser">
            <h2 id="chooser" class="visually-hidden">
                "Choose a picture"
            </h2>
            <p class="chooser-head">
                <input
                    type="search"
                    aria-label="Words of the file's name"
                    placeholder="Words of the file's name"
                    on:input:target=move |event| {
                        page.set(1);
                        words.set(event.target().value());
                    }
                />
                <button type="button" on:click=move |_| close.run(())>
                    "Close"
                </button>
            </p>
            {list}
            <Show when=move || { pages() > 1 }>
                <p class="desk-pages">
                    <button type="button" disabled=move || page.get() <= 1 on:click=move |_| page.update(|page| *page -= 1)>
                        "Newer"
                    </button>
                    <span>{move || format!("Page {} of {}", page.get(), pages())}</span>
                    <button type="button" disabled=move || { page.get() >= pages() } on:click=move |_| page.update(|page| *page += 1)>
                        "Older"
                    </button>
                </p>
            </Show>
        </Modal>
    }
}
