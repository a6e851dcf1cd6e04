//! `/admin/media`: the pictures that are here, where each is used, and new ones.

use leptos::{html::Input, prelude::*, task::spawn_local};

use super::{
    desk::Failed,
    form::{Said, Sending},
    upload::{Sent, State, Uploads, files, told},
};
use crate::{
    api::media::{delete_media, list_media},
    error::AppError,
    model::{
        editing::image,
        media::{ACCEPT, MediaItem, MediaPage as Page, Uploaded},
    },
    platform,
};

pub mod pick;

/// What is asked for.
#[derive(Clone, Default, PartialEq)]
struct Asked {
    words: String,
    unused: bool,
    page: u32,
}

/// The page.
#[component]
pub fn MediaPage() -> impl IntoView {
    let asked = RwSignal::new(Asked {
        page: 1,
        ..Asked::default()
    });
    let shown = RwSignal::new(None::<Result<Page, AppError>>);
    // Only the newest question's answer is shown.
    let latest = StoredValue::new(0_u32);
    let load = move || {
        let question = asked.get_untracked();
        latest.update_value(|number| *number += 1);
        let number = latest.get_value();
        spawn_local(async move {
            let answer = list_media(question.words, question.unused, false, question.page).await;
            if latest.try_get_value() == Some(number) {
                shown.set(Some(answer));
            }
        });
    };
    Effect::new(move |_| {
        asked.track();
        load();
    });
    let reload = Callback::new(move |()| load());
    let sending = Sending::default();
    let dialog = NodeRef::<Input>::new();
    let uploads = Uploads::new(Callback::new(move |_: (u32, Uploaded)| load()));
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
        shown.get().map(|shown| match shown {
            Ok(page) => grid(page, sending, reload),
            Err(error) => view! { <Failed error=error retry=reload/> }.into_any(),
        })
    };
    let pages = Memo::new(move |_| {
        shown.with(|shown| {
            shown
                .as_ref()
                .and_then(|p| p.as_ref().ok())
                .map_or(1, |p| p.pages)
        })
    });
    let page = move || asked.with(|asked| asked.page);
    let turn = move |by: i32| {
        asked.update(|asked| {
            let last = pages.get_untracked().max(1);
            asked.page = asked.page.saturating_add_signed(by).clamp(1, last);
        });
    };
    view! {
        <div class="desk-title">
            <h1>"Pictures"</h1>
            <button class="button" type="button" on:click=open>
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
        <ul class="pictures" role="list" class:is-empty=move || uploads.all.with(Vec::is_empty)>
            <For each=move || uploads.all.get() key=|one| one.id let:one>
                {upload_row(uploads, one)}
            </For>
        </ul>
        <form class="desk-filter" on:submit=|event| event.prevent_default()>
            <label>
                <span class="visually-hidden">"Words of the file's name"</span>
                <input
                    type="search"
                    placeholder="Words of the file's name"
                    on:input:target=move |event| {
                        asked.update(|asked| {
                            asked.words = event.target().value();
                            asked.page = 1;
                        });
                    }
                />
            </label>
            <label>
                <input
                    type="checkbox"
                    on:change:target=move |event| {
                        asked.update(|asked| {
                            asked.unused = event.target().checked();
                            asked.page = 1;
                        });
                    }
                />
                " only what is used nowhere"
            </label>
        </form>
        {grid}
        <Show when=move || { pages.get() > 1 }>
            <nav class="desk-pages" aria-label="Pages">
                <button type="button" disabled=move || page() <= 1 on:click=move |_| turn(-1)>
                    "Newer"
                </button>
                <span>{move || format!("Page {} of {}", page(), pages.get())}</span>
                <button type="button" disabled=move || { page() >= pages.get() } on:click=move |_| turn(1)>
                    "Older"
                </button>
            </nav>
        </Show>
    }
}

/// A picture that was chosen here and is on its way.
fn upload_row(uploads: Uploads, one: Sent) -> impl IntoView {
    let failed = move || {
        one.state
            .with(|state| matches!(state, State::Failed(_) | State::Offline))
    };
    let name = one.name.get_value();
    let (again, away) = (format!("Retry {name}"), format!("Dismiss {name}"));
    let again = StoredValue::new(again);
    view! {
        <li>
            <span class="pictures-name">{name}</span>
            <span class="pictures-state" role="status" class:is-wrong=failed>
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

fn grid(page: Page, sending: Sending, reload: Callback<()>) -> AnyView {
    if page.items.is_empty() {
        return view! {
            <p class="empty">"There is no such picture. Upload one, or ask for less."</p>
        }
        .into_any();
    }
    let noun = if page.total == 1 { "file" } else { "files" };
    let items = page
        .items
        .into_iter()
        .map(|item| card(item, sending, reload))
        .collect_view();
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

fn card(item: MediaItem, sending: Sending, reload: Callback<()>) -> impl IntoView {
    let said = expect_context::<Said>();
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
        spawn_local(async move {
            let markdown = copied.get_value();
            if platform::copy(&markdown).await {
                said.done("The Markdown is on the clipboard.");
            } else {
                said.done(format!("Copy this: {markdown}"));
            }
        });
    };
    let asking = RwSignal::new(false);
    let id = item.id;
    let told = name.clone();
    let delete = move || {
        let told = told.clone();
        sending.run(delete_media(id), move |()| {
            said.done(format!("{told} is deleted."));
            reload.run(());
        });
    };
    let sure = StoredValue::new((
        format!("Really delete {name}?"),
        format!("Copy Markdown of {name}"),
        format!("Delete {name}"),
    ));
    let delete = StoredValue::new(delete);
    let deletable = item.deletable && !used;
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
                <button type="button" aria-label=sure.with_value(|words| words.1.clone()) on:click=copy>
                    "Copy Markdown"
                </button>
                <Show when=move || deletable && !asking.get()>
                    <button
                        type="button"
                        aria-label=sure.with_value(|words| words.2.clone())
                        on:click=move |_| asking.set(true)
                    >
                        "Delete"
                    </button>
                </Show>
                <Show when=move || asking.get()>
                    <span role="alert">{sure.with_value(|words| words.0.clone())}</span>
                    <button type="button" disabled=sending.busy on:click=move |_| delete.with_value(|delete| delete())>
                        "Delete for good"
                    </button>
                    <button type="button" on:click=move |_| asking.set(false)>
                        "Keep"
                    </button>
                </Show>
            </p>
        </li>
    }
}
