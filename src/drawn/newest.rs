//! The newest posts, for who came to nothing.

use leptos::prelude::*;

use crate::{components::rows::Rows, model::post::PostSummary};

/// Draws them; nothing where there are none.
pub fn draw(posts: Vec<PostSummary>) -> String {
    let html = (!posts.is_empty()).then(|| {
        view! {
            <h2 class="section-title">"Newest posts"</h2>
            <Rows posts=posts nested=true/>
        }
    });
    html.to_html()
}
