//! What others will show of a post: a search engine its title, address and description, a network the card of a link.

use leptos::prelude::*;

use crate::{
    model::{
        draft::{
            Meta,
            problems::{SHOWN_SUMMARY, SHOWN_TITLE},
        },
        media::shown_at,
        slug::Slug,
        status::Kind,
    },
    platform,
};

/// Both, as far as can be told: how others draw them is theirs to say.
#[component]
pub fn CardsPart(
    /// What it is.
    kind: Kind,
    /// What is said about the text.
    meta: RwSignal<Meta>,
    /// The site's name.
    site: String,
    /// The address that readers know, if they do.
    #[prop(into)]
    known: Signal<Option<String>>,
) -> impl IntoView {
    let or = |first: &str, second: &str| {
        if first.trim().is_empty() { second } else { first }
            .trim()
            .to_owned()
    };
    let title = Memo::new(move |_| {
        let title = meta.with(|meta| or(&meta.seo_title, &meta.title));
        if title.is_empty() {
            "Without a title".to_owned()
        } else {
            title
        }
    });
    let about = Memo::new(move |_| {
        let about = meta.with(|meta| or(&meta.seo_description, &meta.summary));
        if about.is_empty() {
            "The beginning of the text stands here as long as there is no summary.".to_owned()
        } else {
            about
        }
    });
    let address = Memo::new(move |_| platform::host() + &kind.path(&address(&meta.get(), known.get())));
    let cover = move || {
        let cover = meta
            .with(|meta| meta.cover.clone())
            .filter(|cover| cover.src.starts_with('/'));
        cover.map(|cover| {
            let src = shown_at(&cover.src, u32::MAX, 480);
            view! { <img src=src alt=cover.alt loading="lazy"/> }
        })
    };
    let name = site.clone();
    view! {
        <div class="cards-part">
            <figure>
                <figcaption>"As a search result"</figcaption>
                <div class="card-search">
                    <p class="card-where">{name} " · " {address}</p>
                    <p class="card-title">{move || title.with(|title| cut(title, SHOWN_TITLE))}</p>
                    <p>{move || about.with(|about| cut(about, SHOWN_SUMMARY))}</p>
                </div>
            </figure>
            <figure>
                <figcaption>"As a shared link"</figcaption>
                <div class="card-share">
                    {cover}
                    <p class="card-where">{site}</p>
                    <p class="card-title">{move || title.with(|title| cut(title, SHOWN_TITLE))}</p>
                    <p>{move || about.with(|about| cut(about, SHOWN_SUMMARY))}</p>
                </div>
            </figure>
        </div>
    }
}

/// The last part of the address that a post will have: what is written, else what readers know, else what its title makes.
pub fn address(meta: &Meta, known: Option<String>) -> String {
    let written = meta.slug.trim();
    if !written.is_empty() {
        return written.to_owned();
    }
    known.unwrap_or_else(|| Slug::from_title(&meta.title).as_str().to_owned())
}

/// As much of a text as is shown, cut at a word.
fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else {
        return text.to_owned();
    };
    let head = text.get(..end).unwrap_or_default();
    let head = head
        .rfind(' ')
        .and_then(|space| head.get(..space))
        .unwrap_or(head);
    format!("{head} …")
}
