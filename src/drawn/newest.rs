//! The newest posts, for who came to nothing.

use leptos::prelude::*;

use crate::{
    components::rows::Rows,
    model::{drawn::Drawn, find::Found},
};

/// How many.
const POSTS: usize = 5;

/// Draws them; nothing where there are none.
pub fn draw(found: Found) -> Drawn {
    let posts: Vec<_> = found.hits.into_iter().map(|hit| hit.post).take(POSTS).collect();
    let html = (!posts.is_empty()).then(|| {
        view! {
            <h2 class="section-title">"Newest posts"</h2>
            <Rows posts=posts nested=true/>
        }
    });
    Drawn { html: html.to_html() }
}
