//! A piece of a post's text with the words that were asked for marked.

use leptos::prelude::*;

use crate::model::find::Passage;

/// The text of a passage.
pub fn marked(passage: Passage) -> AnyView {
    passage
        .pieces
        .into_iter()
        .map(|piece| {
            if piece.marked {
                view! { <mark>{piece.text}</mark> }.into_any()
            } else {
                piece.text.into_any()
            }
        })
        .collect_view()
        .into_any()
}
