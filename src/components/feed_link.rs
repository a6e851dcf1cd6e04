//! The feed of a list, for people.

use leptos::prelude::*;

/// Leads to the feed of the list at this path, or of the whole site where it is empty.
#[component]
pub fn FeedLink(
    /// Path of the list.
    #[prop(into)]
    list: String,
) -> impl IntoView {
    // Not a page: the router must leave it to the browser.
    view! {
        <span>
            <a href=format!("{list}/rss.xml") rel="external">
                "RSS feed"
            </a>
        </span>
    }
}
