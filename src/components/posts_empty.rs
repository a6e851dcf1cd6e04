//! What a list says while nothing is published.

use leptos::prelude::*;

/// How to get a first post.
#[component]
pub fn PostsEmpty() -> impl IntoView {
    view! {
        <div class="empty">
            <p>
                "Nothing here yet. Write your first post as a Markdown file and bring it in with "
                <code>"logbook import posts/"</code> ", or look at a site with "
                <code>"logbook demo"</code> "."
            </p>
        </div>
    }
}
