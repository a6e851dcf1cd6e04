//! What the server drew. Nothing in it changes, so that the browser takes it as it is, and need not know how it is drawn.

use leptos::prelude::*;

use super::head::Head;
use crate::model::drawn::DrawnPage;

/// Shows a page.
pub fn show_page(page: DrawnPage) -> AnyView {
    let feeds = page.feeds.map(|list| (list.path, list.name));
    view! {
        <Head
            title=page.title
            description=page.description
            canonical=page.canonical
            robots=page.noindex.then_some("noindex")
            newer=page.newer
            older=page.older
            feeds=feeds
        />
        {show(page.html)}
    }
    .into_any()
}

/// Shows something on a page: `html`, which is safe.
pub fn show(html: String) -> AnyView {
    view! { <div inner_html=html></div> }.into_any()
}
