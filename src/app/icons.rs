//! What stands in a tab and on a home screen.

use leptos::prelude::*;

use crate::model::site::Site;

/// Its links, in the head of every document.
pub fn icons(site: &Site) -> AnyView {
    if site.icon.is_empty() {
        return view! {
            <link rel="icon" href="/favicon.ico" sizes="32x32"/>
            <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
            <link rel="apple-touch-icon" href="/icon-180.png"/>
        }
        .into_any();
    }
    view! {
        <link rel="icon" href=site.icon.clone()/>
        <link rel="apple-touch-icon" href=site.icon.clone()/>
    }
    .into_any()
}
