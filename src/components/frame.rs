//! What stands around every page: skip link, header, footer.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{search_box::SearchBox, theme_switch::ThemeSwitch};
use crate::{
    model::{
        find::Place,
        site::{Column, Entry, Frame, Site},
    },
    platform,
    state::site::use_site,
};

/// The header of every page.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let path = use_location().pathname;
    let is_search = Memo::new(move |_| path.with(|path| path == Place::Search.path()));
    let lead = platform::drawn(|frame| {
        let path = path.get_untracked();
        view! {
            <Brand site=use_site()/>
            <Navigation entries=frame.navigation.clone() path=path/>
        }
        .into_any()
    });
    Effect::new(move || path.with(|path| platform::mark_current(|href| is_current(href, path))));
    view! {
        <a class="skip-link" href="#content">
            "Skip to content"
        </a>
        <header class="site-header">
            <div class="site-lead" inner_html=lead></div>
            <div class="site-search">
                // The search page has a box of its own.
                <Show when=move || !is_search.get()>
                    <SearchBox/>
                </Show>
            </div>
            <div class="site-tools">
                <ThemeSwitch/>
            </div>
        </header>
    }
}

/// The site's name and what stands beside it.
#[component]
pub fn Brand(
    /// The site.
    site: Site,
) -> impl IntoView {
    view! {
        <div class="brand">
            <a class="wordmark" href="/">
                <svg
                    viewBox="0 0 20 20"
                    aria-hidden="true"
                    fill="none"
                    stroke="currentColor"
                    stroke-width="1.75"
                >
                    <rect x="2" y="1.5" width="16" height="17"></rect>
                    <path d="M10 6.5h5M10 10h5M10 13.5h3"></path>
                    <path class="wordmark-rule" d="M6.5 1.5v17" stroke-width="2"></path>
                </svg>
                <span>{site.name}</span>
            </a>
            <p class="tagline">{site.tagline}</p>
        </div>
    }
    .into_any()
}

/// The main navigation.
#[component]
pub fn Navigation(
    /// Where it leads.
    entries: Vec<Entry>,
    /// Where the reader is.
    path: String,
) -> impl IntoView {
    let items = entries
        .into_iter()
        .map(|Entry { label, address }| {
            let rel = rel(&address);
            let current = is_current(&address, &path).then_some("page");
            view! {
                <li>
                    <a href=address rel=rel aria-current=current>
                        {label}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <nav class="site-nav" aria-label="Main">
            <ul role="list">{items}</ul>
        </nav>
    }
    .into_any()
}

/// What the router has to be told of a link: it takes addresses of this site for pages of its own, which only these are.
fn rel(address: &str) -> Option<&'static str> {
    const PAGES: [&str; 7] = ["", "posts", "tags", "search", "privacy", "series", "authors"];
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let first = path
        .strip_prefix('/')
        .map(|path| path.split('/').next().unwrap_or_default());
    let is_page = first.is_some_and(|first| PAGES.contains(&first)) && !path.contains('.');
    (!is_page).then_some("external")
}

/// Whether the page at `path` is the one that `href` names, or stands below it.
fn is_current(href: &str, path: &str) -> bool {
    path == href || href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
}

/// The footer of every page.
#[component]
pub fn SiteFooter() -> impl IntoView {
    let parts =
        platform::drawn(|frame| view! { <FooterParts site=use_site() frame=frame.clone()/> }.into_any());
    view! { <footer class="site-footer" inner_html=parts></footer> }
}

/// What stands in the footer.
#[component]
pub fn FooterParts(
    /// The site.
    site: Site,
    /// Where it leads.
    frame: Frame,
) -> impl IntoView {
    let social = (!frame.social.is_empty()).then(|| {
        let links = frame
            .social
            .into_iter()
            .map(|entry| line(entry, true))
            .collect_view();
        view! { <ul class="social" role="list">{links}</ul> }.into_any()
    });
    let has_columns = !frame.footer.is_empty();
    let columns = frame
        .footer
        .into_iter()
        .map(|Column { title, lines }| {
            let lines = lines.into_iter().map(|entry| line(entry, false)).collect_view();
            view! {
                <div>
                    <h2>{title}</h2>
                    <ul role="list">{lines}</ul>
                </div>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <div class="footer-grid">
            <div class="footer-about">
                <strong>{site.name}</strong>
                <p>{site.description}</p>
                {social}
            </div>
            {has_columns
                .then(|| {
                    view! {
                        <nav class="footer-columns" aria-label="Footer">
                            {columns}
                        </nav>
                    }
                        .into_any()
                })}
        </div>
        <p class="colophon">
            <span>{format!("© {}", site.owner)}</span>
            <a class="to-top" href="#top">
                "Back to the top"
            </a>
        </p>
    }
    .into_any()
}

/// A line of the footer: a link, or words. Who links to themselves elsewhere says so (`rel=me`).
fn line(entry: Entry, me: bool) -> AnyView {
    let Entry { label, address } = entry;
    if address.is_empty() {
        return view! { <li>{label}</li> }.into_any();
    }
    let rel = if me { Some("me") } else { rel(&address) };
    view! {
        <li>
            <a href=address rel=rel>
                {label}
            </a>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{is_current, rel};

    #[test]
    fn a_section_is_current_below_it_and_home_only_at_home() {
        assert!(is_current("/posts", "/posts/x"));
        assert!(is_current("/", "/"));
        assert!(!is_current("/", "/posts"));
        assert!(!is_current("/tags", "/tagsoup"));
    }

    #[test]
    fn the_router_gets_pages_of_its_own_only() {
        for page in [
            "/",
            "/posts",
            "/posts/one?a=b",
            "/?page=2",
            "/search?q=v1.2",
            "/tags/a#b",
        ] {
            assert_eq!(rel(page), None, "{page}");
        }
        for other in [
            "/atom.xml",
            "/posts/one.md",
            "/admin",
            "/2019/old",
            "https://example.org/posts",
            "mailto:a@b.test",
        ] {
            assert_eq!(rel(other), Some("external"), "{other}");
        }
    }
}
