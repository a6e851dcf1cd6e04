//! What is shown to who sends more than any form takes.

use leptos::prelude::*;

use super::bare::Bare;

/// The page. What was sent was not read, so it is not on it.
pub fn too_long_page() -> Bare {
    let title = "This is too long";
    let content = view! {
        <section class="notice">
            <p class="eyebrow">"413"</p>
            <h1>{title}</h1>
            <p class="lede">
                "This is more than fits into any message. Go back: the form still holds it. Shorten it there, and send it \
                 again."
            </p>
        </section>
    };
    Bare {
        title: title.to_owned(),
        description: None,
        links: None,
        class: "page",
        content: content.into_any(),
    }
}
