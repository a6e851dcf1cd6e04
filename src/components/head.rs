//! What a page says of itself to browsers and search engines.

use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

use crate::{platform, state::site::use_site};

/// What feeds are written as: name, type, and how their paths end.
pub const FEEDS: [(&str, &str, &str); 3] = [
    ("RSS", "application/rss+xml", "/rss.xml"),
    ("Atom", "application/atom+xml", "/atom.xml"),
    ("JSON", "application/feed+json", "/feed.json"),
];

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
        let link = |(format, mime, end): (&str, &'static str, &str)| {
            let title = format!("{} ({format})", site.title(&name));
            alternate(mime, title, format!("{path}{end}"))
        };
        FEEDS.map(link).collect_view()
    });
    let description = if description.is_empty() {
        site.description.clone()
    } else {
        description
    };
    let canonical = canonical.map(|path| {
        if path.starts_with('/') {
            site.absolute(&path)
        } else {
            path
        }
    });
    view! {
        {feeds}
        <Title text=platform::title_text(&site.title(&title))/>
        <Meta name="description" content=description/>
        {canonical.map(|href| view! { <Link rel="canonical" href=href/> }.into_any())}
        {robots.map(|content| view! { <Meta name="robots" content=content/> }.into_any())}
        {newer.map(|path| view! { <Link rel="prev" href=path/> }.into_any())}
        {older.map(|path| view! { <Link rel="next" href=path/> }.into_any())}
    }
}
