//! Words of the owner or an author, where there are any.

use leptos::prelude::*;

/// A paragraph of this class; nothing where there is nothing to say.
pub fn said(text: String, class: &'static str) -> Option<AnyView> {
    said_in(None, text, class)
}

/// The same in a language of its own.
pub fn said_in(lang: Option<String>, text: String, class: &'static str) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <p class=class lang=lang>{text}</p> }.into_any())
}
