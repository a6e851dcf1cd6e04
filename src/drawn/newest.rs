//! The newest posts, for who came to nothing.

use leptos::prelude::*;

use crate::{components::rows::Rows, model::find::Found};

/// How many.
const POSTS: usize = 5;

/// Draws them; nothing where there are none.
pub fn draw(found: Option<Found>) -> String {
    let hits = found.map(|found| found.hits).unwrap_or_default();
    let posts: Vec<_> = hits.into_iter().map(|hit| hit.post).take(POSTS).collect();
    let html = (!posts.is_empty()).then(|| {
        view! {
            <h2 class="section-title">"Newest posts"</h2>
            <Rows posts=posts nested=true/>
        }
    });
    html.to_html()
}
