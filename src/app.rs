//! The document around every page, the app inside it, and the table of its addresses.

use std::time::Duration;

use leptos::{config::LeptosOptions, hydration::AutoReload, prelude::*, wasm_bindgen::JsCast as _};
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};
use web_sys::{FocusOptions, HtmlElement};

pub mod bare;
pub mod desk;
pub mod door;
pub mod draft;
pub mod followed;
pub mod gone;
pub mod head;
pub mod history;
pub mod hydration;
pub mod preview;
pub mod printed;
pub mod scroll;
pub mod too_long;

use followed::search_feeds;
use head::head;
use hydration::Hydration;
use scroll::ScrollMemory;

use crate::{
    components::frame::{SiteFooter, SiteHeader},
    model::{assets::Assets, feed::Format, site::Site},
    pages::{
        drawn::{ElsewherePage, drawn_page},
        home::HomePage,
        post::PostPage,
        posts::PostsPage,
        search::SearchPage,
        series::SeriesPage,
    },
    platform,
    state::{address::address, site::provide_site, views::StaleViews},
};

/// Fonts of the first screen; others come when the style asks for them.
const FONTS: [&str; 2] = [
    "/fonts/source-serif-latin.b837fcd7.woff2",
    "/fonts/inter-latin.6697393b.woff2",
];

/// The HTML document. Rendered on the server only.
pub fn shell(site: &Site, assets: &Assets, options: &LeptosOptions) -> impl IntoView + use<> {
    let fonts = FONTS
        .map(|href| view! { <link rel="preload" href=href r#as="font" r#type="font/woff2" crossorigin=""/> })
        .collect_view();
    let feeds = Format::ALL
        .map(|format| {
            let title = format!("{} ({})", site.name, format.name());
            view! { <link rel="alternate" r#type=format.mime() title=title href=format.file()/> }
        })
        .collect_view();
    view! {
        <!DOCTYPE html>
        <html lang=site.language.clone() id="top">
            <head>
                {head(site, assets)}
                {fonts}
                {feeds}
                {search_feeds(site)}
                <link
                    rel="search"
                    type="application/opensearchdescription+xml"
                    title=site.name.clone()
                    href="/opensearch.xml"
                />
                <AutoReload options=options.clone()/>
                <Hydration assets=assets.clone()/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Everything inside the document. All pages are whole before they are sent, so that they need no scripts, can be
/// kept in caches and have the right status.
#[component]
pub fn App() -> impl IntoView {
    provide_words();
    frame()
}

/// Makes known what everything in the [`frame`] goes by.
pub fn provide_words() {
    provide_meta_context();
    provide_site();
    provide_context(StaleViews::default());
}

/// What is the same around every page, and the page.
pub fn frame() -> AnyView {
    let (is_routing, set_is_routing) = signal(false);
    view! {
        <Router set_is_routing=set_is_routing>
            <SiteHeader/>
            <main class="page" class:is-pending=is_routing id="content" tabindex="-1">
                {platform::later(pages)}
            </main>
            <SiteFooter/>
            <FocusOnArrival/>
            <LastClickWins is_routing=is_routing/>
            <ScrollMemory is_routing=is_routing/>
        </Router>
    }
    .into_any()
}

/// The page at the address.
fn pages() -> AnyView {
    view! {
        <FlatRoutes fallback=ElsewherePage>
            <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
            <Route path=path!("/posts") view=PostsPage ssr=SsrMode::Async/>
            <Route path=path!("/posts/:slug") view=PostPage ssr=SsrMode::Async/>
            <Route path=path!("/search") view=SearchPage ssr=SsrMode::Async/>
            <Route path=path!("/tags") view=|| drawn_page("/tags") ssr=SsrMode::Async/>
            <Route path=path!("/tags/:slug") view=|| drawn_page("/tags/") ssr=SsrMode::Async/>
            <Route path=path!("/authors/:slug") view=|| drawn_page("/authors/") ssr=SsrMode::Async/>
            <Route path=path!("/privacy") view=|| drawn_page("/privacy") ssr=SsrMode::Async/>
            <Route path=path!("/subscribe") view=|| drawn_page("/subscribe") ssr=SsrMode::Async/>
            <Route path=path!("/contact") view=|| drawn_page("/contact") ssr=SsrMode::Async/>
            <Route path=path!("/series/:slug") view=SeriesPage ssr=SsrMode::Async/>
            <Route path=path!("/portfolio/:slug") view=|| drawn_page("/portfolio/") ssr=SsrMode::Async/>
            <Route path=path!("/:slug") view=|| drawn_page("/") ssr=SsrMode::Async/>
        </FlatRoutes>
    }
    .into_any()
}

/// Moves the keyboard's place to the new page after a navigation within the app, as a page load would.
#[component]
fn FocusOnArrival() -> impl IntoView {
    let location = use_location();
    Effect::new(move |before: Option<String>| {
        // A list's next page is a new page, too; another filter of the same list is not.
        let page = location.query.with(|query| query.get("page").unwrap_or_default());
        let now = format!("{}?{page}", location.pathname.get());
        let main = document()
            .get_element_by_id("content")
            .and_then(|main| main.dyn_into::<HtmlElement>().ok());
        if before.is_some_and(|before| before != now)
            && let Some(main) = main
        {
            let options = FocusOptions::new();
            // Where the page stands is the router's business.
            options.set_prevent_scroll(true);
            let _ = main.focus_with_options(&options);
        }
        now
    });
}

/// After this long without a further click a reader has decided.
const SETTLED: Duration = Duration::from_millis(250);

/// Loads the new page from the server where a navigation was overtaken by another one before it was done.
///
/// The router drops the page that was overtaken, but takes the one that overtook it for a change of parameters when both
/// are of the same route: the address would be the new one and the page still the old.
#[component]
fn LastClickWins(
    /// Whether a navigation is under way.
    is_routing: ReadSignal<bool>,
) -> impl IntoView {
    let location = use_location();
    Effect::new(move |began: Option<Option<String>>| {
        let path = location.pathname.get_untracked();
        match (began.flatten(), is_routing.get()) {
            (None, true) => Some(path),
            (began, true) => began,
            (Some(began), false) if began != path => {
                let location = location.clone();
                set_timeout(
                    move || {
                        platform::leave_for(&address(&location));
                    },
                    SETTLED,
                );
                None
            }
            (_, false) => None,
        }
    });
}
