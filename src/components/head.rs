//! What a page says of itself to browsers and search engines.

use leptos::prelude::*;
use leptos_meta::{Link, Meta};

use crate::{model::feed::Format, platform, state::site::use_site};

/// The same in another format.
pub fn alternate(mime: &'static str, title: String, href: String) -> AnyView {
    view! { <Link rel="alternate" type_=mime title=title href=href/> }.into_any()
}

/// Title, description, canonical address and the pages before and after.
#[component]
pub fn Head(
    /// The page's own title; empty for the home page.
    #[prop(into)]
    title: String,
    /// One or two sentences; the site's own where empty.
    #[prop(optional, into)]
    description: String,
    /// Path of the one address of this page, or the whole address of another; none for pages that have none.
    #[prop(optional, into)]
    canonical: Option<String>,
    /// What crawlers may do, if not everything.
    #[prop(optional_no_strip)]
    robots: Option<&'static str>,
    /// Path of the page with newer entries.
    #[prop(optional_no_strip)]
    newer: Option<String>,
    /// Path of the page with older entries.
    #[prop(optional_no_strip)]
    older: Option<String>,
    /// Path and name of the list that this page shows, where that has feeds of its own.
    #[prop(optional_no_strip)]
    feeds: Option<(String, String)>,
) -> impl IntoView {
    let site = use_site();
    let feeds = feeds.map(|(path, name)| {
        let link = |format: Format| {
            let title = format!("{} ({})", site.title(&name), format.name());
            alternate(format.mime(), title, format!("{path}{}", format.file()))
        };
        Format::ALL.map(link).collect_view()
    });
    let description = if description.is_empty() {
        site.description.clone()
    } else {
        description
    };
    let canonical = canonical
        .filter(|address| !address.is_empty())
        .map(|address| site.whole(address));
    view! {
        {feeds}
        {platform::title(&site.title(&title))}
        <Meta name="description" content=description/>
        {canonical.map(|href| view! { <Link rel="canonical" href=href/> }.into_any())}
        {robots.map(|content| view! { <Meta name="robots" content=content/> }.into_any())}
        {newer.map(|path| view! { <Link rel="prev" href=path/> }.into_any())}
        {older.map(|path| view! { <Link rel="next" href=path/> }.into_any())}
    }
}
