//! A draft for somebody who was given a link to it: what its page would be.

use leptos::prelude::*;

use super::bare::Bare;
use crate::model::{assets::Assets, date::DateLabel};

/// The page of what is shown until a moment.
pub fn draft_page(assets: &Assets, title: String, until: DateLabel, shown: AnyView) -> Bare {
    let content = view! {
        <p class="draft-note">
            "This is a draft, and may still change. The link opens it until "
            <time datetime=until.iso>{until.text}</time>
            "; please do not pass it on without asking its author."
        </p>
        {shown}
    };
    page(assets, title, content.into_any())
}

/// The same where too many ask for drafts at once.
pub fn busy_page(assets: &Assets) -> Bare {
    let content = view! {
        <section class="notice">
            <p class="eyebrow">"503"</p>
            <h1>"Too many drafts are asked for"</h1>
            <p class="lede">
                "The link is right, and the draft is there: the server puts a few drafts together at once, and there are more to \
                do now. Load this page again in some seconds."
            </p>
            <p class="actions">
                <a class="button" href="">
                    "Try again"
                </a>
            </p>
        </section>
    };
    page(assets, "Try again in a moment".to_owned(), content.into_any())
}

/// What a link gets that opens no draft, the same whatever the cause: nobody learns of a draft from it.
pub fn closed_page(assets: &Assets) -> Bare {
    let title = "This link opens no draft";
    let content = view! {
        <section class="notice">
            <p class="eyebrow">"404"</p>
            <h1>{title}</h1>
            <p class="lede">
                "It has run out, was taken back, or is not whole. Ask whoever gave it to you for a new one."
            </p>
            <p class="actions">
                <a class="button" href="/">
                    "Go to the front page"
                </a>
            </p>
        </section>
    };
    page(assets, title.to_owned(), content.into_any())
}

/// In the style of those who write here, which has the note above a draft.
fn page(assets: &Assets, title: String, content: AnyView) -> Bare {
    let href = assets.desk.clone();
    Bare {
        title,
        description: None,
        links: Some(view! { <link rel="stylesheet" href=href/> }.into_any()),
        class: "page",
        content,
    }
}
