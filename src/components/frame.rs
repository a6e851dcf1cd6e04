//! What stands around every page: skip link, header, footer.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{feed_link::FeedLink, search_box::SearchBox, theme_switch::ThemeSwitch};
use crate::{model::find::Place, state::site::use_site};

/// The main navigation: address and name.
const NAVIGATION: [(&str, &str); 3] = [("/", "Home"), ("/posts", "Posts"), ("/tags", "Tags")];

/// The header of every page.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let site = use_site();
    let path = use_location().pathname;
    let is_search = Memo::new(move |_| path.with(|path| path == Place::Search.path()));
    let items = NAVIGATION
        .into_iter()
        .map(|(href, name)| {
            let current = move || is_current(href, &path.get()).then_some("page");
            view! {
                <li>
                    <a href=href aria-current=current>
                        {name}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <a class="skip-link" href="#content">
            "Skip to content"
        </a>
        <header class="site-header">
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
            <nav class="site-nav" aria-label="Main">
                <ul role="list">{items}</ul>
            </nav>
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

/// Whether the page at `path` is the one that `href` names, or stands below it.
fn is_current(href: &str, path: &str) -> bool {
    path == href || href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
}

/// The footer of every page.
#[component]
pub fn SiteFooter() -> impl IntoView {
    let site = use_site();
    view! {
        <footer class="site-footer">
            <div class="footer-grid">
                <div class="footer-about">
                    <strong>{site.name}</strong>
                    <p>{site.description}</p>
                </div>
                <nav aria-label="Footer">
                    <h2>"Read"</h2>
                    <ul role="list">
                        <li>
                            <a href="/posts">"All posts"</a>
                        </li>
                        <li>
                            <a href="/tags">"Tags"</a>
                        </li>
                        <li>
                            <a href="/search">"Search"</a>
                        </li>
                        <li>
                            <a href="/privacy">"Privacy"</a>
                        </li>
                    </ul>
                </nav>
                <div>
                    <h2>"Follow"</h2>
                    <ul role="list">
                        <li>
                            // Not a page: the router must leave it to the browser.
                            <a href="/atom.xml" rel="external">
                                "Atom feed"
                            </a>
                        </li>
                        <li>
                            <FeedLink list=""/>
                        </li>
                    </ul>
                </div>
            </div>
            <p class="colophon">
                <span>{format!("© {}", site.owner)}</span>
                <a class="to-top" href="#top">
                    "Back to the top"
                </a>
            </p>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::is_current;

    #[test]
    fn a_section_is_current_below_it_and_home_only_at_home() {
        assert!(is_current("/posts", "/posts/x"));
        assert!(is_current("/", "/"));
        assert!(!is_current("/", "/posts"));
        assert!(!is_current("/tags", "/tagsoup"));
    }
}
