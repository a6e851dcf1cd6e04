//! Words of the owner or an author, where there are any.

use leptos::prelude::*;

/// A paragraph of this class; nothing where there is nothing to say.
pub fn said(text: String, class: &'static str) -> Option<AnyView> {
    (!text.is_empty()).then(|| view! { <p class=class>{text}</p> }.into_any())
}
