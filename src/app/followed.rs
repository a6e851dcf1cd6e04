//! What the head of a page says can be followed besides the site.

use leptos::prelude::*;

use crate::{
    model::{feed::Format, find::Place, site::Site},
    platform,
};

/// The feeds of the search that the page shows, if it is one. Rendered on the server only.
pub fn search_feeds(site: &Site) -> Option<AnyView> {
    let words = platform::searched()?;
    let links = Format::ALL
        .map(|format| {
            let title = format!("{}: {words} ({})", site.name, format.name());
            let query = platform::query(&[("q", &words)]);
            let href = format!("{}{}?{query}", Place::Search.path(), format.file());
            view! { <link rel="alternate" r#type=format.mime() title=title href=href/> }
        })
        .collect_view();
    Some(links.into_any())
}
