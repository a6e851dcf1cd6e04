//! What stands around every page: skip link, header, footer.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{letter, said::said, search_box::SearchBox, theme_switch::ThemeSwitch};
use crate::{
    model::{
        address::is_reserved,
        find::Place,
        site::{Column, Entry, Frame, Line, Mark, Site},
        slug::Slug,
    },
    platform,
    state::site::use_site,
};

/// The header of every page.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let path = use_location().pathname;
    let is_search = Memo::new(move |_| path.with(|path| path == Place::Search.path()));
    let lead = platform::drawn(|frame, _, _| {
        let path = path.get_untracked();
        view! {
            <Brand site=use_site() logo=frame.logo.clone()/>
            <Navigation entries=frame.navigation.clone() path=path/>
        }
        .into_any()
    });
    Effect::new(move || path.with(|path| platform::mark_current(|href| current(href, path))));
    view! {
        <a class="skip-link" href="#content">
            "Skip to content"
        </a>
        <header class="site-header">
            <div class="site-lead" inner_html=lead></div>
            <div class="site-search">
                {platform::later(move || {
                    // The search page has a box of its own.
                    view! {
                        <Show when=move || !is_search.get()>
                            <SearchBox/>
                        </Show>
                    }
                        .into_any()
                })}
            </div>
            <div class="site-tools">{platform::later(|| view! { <ThemeSwitch/> }.into_any())}</div>
        </header>
    }
}

/// The site's name and what stands beside it.
#[component]
pub fn Brand(
    /// The site.
    site: Site,
    /// Address of the picture beside its name; empty for the one that comes with the program.
    logo: String,
) -> impl IntoView {
    view! {
        <div class="brand">
            <a class="wordmark" href="/">
                {mark(logo)}
                <span>{site.name}</span>
            </a>
            {said(site.tagline, "tagline")}
        </div>
    }
    .into_any()
}

/// The site's mark. Its name stands beside it, so it says nothing to a screen reader.
fn mark(logo: String) -> AnyView {
    if !logo.is_empty() {
        return view! { <img class="logo" src=logo alt=""/> }.into_any();
    }
    view! {
        <svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.75">
            <rect x="2" y="1.5" width="16" height="17"></rect>
            <path d="M10 6.5h5M10 10h5M10 13.5h3"></path>
            <path class="wordmark-rule" d="M6.5 1.5v17" stroke-width="2"></path>
        </svg>
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
    if entries.is_empty() {
        return ().into_any();
    }
    let items = entries
        .into_iter()
        .map(|Entry { label, address }| {
            let rel = rel(&address);
            let current = current(&address, &path);
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
pub fn rel(address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let is_page = path
        .strip_prefix('/')
        .is_some_and(|rest| match rest.split_once('/') {
            None => {
                matches!(
                    rest,
                    "" | "posts" | "tags" | "search" | "privacy" | "portfolio" | "subscribe" | "contact"
                ) || Slug::parse(rest).is_ok() && !is_reserved(rest)
            }
            Some((folder, slug)) => {
                matches!(folder, "posts" | "tags" | "series" | "authors" | "portfolio")
                    && Slug::parse(slug).is_ok()
            }
        });
    (!is_page).then_some("external")
}

/// What a link to `href` is at the page at `path`: the page itself, whatever is asked of it, or one that it stands below.
fn current(href: &str, path: &str) -> Option<&'static str> {
    let href = href.split(['?', '#']).next().unwrap_or_default();
    let below = path.strip_prefix(href)?;
    if below.is_empty() {
        return Some("page");
    }
    (href.len() > 1 && below.starts_with('/')).then_some("true")
}

/// The footer of every page.
#[component]
pub fn SiteFooter() -> impl IntoView {
    let parts = platform::drawn(|frame, year, seal| {
        let (year, seal) = (year.to_owned(), seal.to_owned());
        view! { <FooterParts site=use_site() frame=frame.clone() year=year seal=seal/> }.into_any()
    });
    view! { <footer class="site-footer" inner_html=parts></footer> }
}

/// What stands in the footer.
#[component]
pub fn FooterParts(
    /// The site.
    site: Site,
    /// Where it leads.
    frame: Frame,
    /// The year that it is there.
    year: String,
    /// That the page was made here, and when; see [`letter::unseen`].
    seal: String,
) -> impl IntoView {
    let Frame {
        social,
        footer,
        letters,
        ..
    } = frame;
    // Once on a page.
    let is_in_column = footer.iter().any(|column| column.has(Mark::Social));
    let about = (!is_in_column).then(|| social_links(social.clone()));
    let has_columns = !footer.is_empty();
    let columns = footer
        .into_iter()
        .map(|Column { title, lines }| {
            let has_lines = !lines.is_empty();
            let lines = lines
                .into_iter()
                .map(|line| match line {
                    Line::Entry(entry) => self::line(entry, false),
                    Line::Mark(Mark::Social) => match social_links(social.clone()) {
                        Some(links) => view! { <li>{links}</li> }.into_any(),
                        None => ().into_any(),
                    },
                    Line::Mark(Mark::Newsletter) => letter::newsletter_box(letters.clone(), seal.clone()),
                    Line::Mark(Mark::Contact) => {
                        let call = letters.contact_call.clone();
                        view! {
                            <li>
                                <a href="/contact">
                                    <code>{call}</code>
                                </a>
                            </li>
                        }
                        .into_any()
                    }
                })
                .collect_view();
            let lines = has_lines.then(|| view! { <ul role="list">{lines}</ul> }.into_any());
            view! {
                <div>
                    <h2>{title}</h2>
                    {lines}
                </div>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <div class="footer-grid">
            <div class="footer-about">
                <strong>{mark(frame.logo)}{site.name}</strong>
                {said(site.tagline, "footer-tagline")}
                <p>{site.description}</p>
                {about}
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
            <span>{format!("© {year} {}", site.owner)}</span>
            <a class="to-top" href="#top">
                "Back to the top"
            </a>
        </p>
    }
    .into_any()
}

/// Links to where the owner is besides, if there are any.
fn social_links(social: Vec<Entry>) -> Option<AnyView> {
    (!social.is_empty()).then(|| {
        let links = social.into_iter().map(|entry| line(entry, true)).collect_view();
        view! { <ul class="social" role="list">{links}</ul> }.into_any()
    })
}

/// A line of the footer: a link, or words. Who links to themselves elsewhere says so (`rel=me`).
fn line(entry: Entry, me: bool) -> AnyView {
    let Entry { label, address } = entry;
    if address.is_empty() {
        return view! { <li>{label}</li> }.into_any();
    }
    let rel = if me { Some("me external") } else { rel(&address) };
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
    use super::{current, rel};

    #[test]
    fn a_section_is_current_below_it_and_home_only_at_home() {
        for (href, path, expected) in [
            ("/posts", "/posts", Some("page")),
            ("/posts?tag=rust#list", "/posts", Some("page")),
            ("/posts", "/posts/x", Some("true")),
            ("/posts?sort=oldest", "/posts/x", Some("true")),
            ("/", "/", Some("page")),
            ("/?page=2", "/", Some("page")),
            ("/", "/posts", None),
            ("/tags", "/tagsoup", None),
            ("/tags/rust", "/tags", None),
            ("https://example.org/posts", "/posts", None),
            ("mailto:a@b.test", "/", None),
        ] {
            assert_eq!(current(href, path), expected, "{href} at {path}");
        }
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
            "/series/long-work",
            "/authors/ada",
            "/about",
            "/about#team",
            "/portfolio",
            "/portfolio/one",
            "/subscribe",
            "/contact",
        ] {
            assert_eq!(rel(page), None, "{page}");
        }
        for other in [
            "/atom.xml",
            "/posts/one.md",
            "/admin",
            "/2019/old",
            "/posts/2019/old",
            "/posts/",
            "/posts/Old",
            "/series",
            "/authors",
            "/healthz",
            "/feed",
            "/About",
            "/about/",
            "/about.md",
            "/portfolio/One",
            "/portfolio/a/b",
            "/series/a/print",
            "/search/old",
            "/privacy/policy",
            "/resume",
            "/subscribe/me",
            "/tags/a/feed",
            "//evil.test",
            "https://example.org/posts",
            "mailto:a@b.test",
        ] {
            assert_eq!(rel(other), Some("external"), "{other}");
        }
    }
}
