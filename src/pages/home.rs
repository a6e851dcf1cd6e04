//! `/`: the newest posts and every way to choose among them, or a page that the server draws, as the owner wants it.

use leptos::prelude::*;

use super::load;
use crate::{
    api::front::read_front,
    components::{
        card::cards,
        drawn::{show, show_page},
        finder::Finder,
        head::Head,
        load::Load,
        nothing_found::NothingFound,
        pagination::Pagination,
    },
    model::{drawn::DrawnPage, find::Found, front::FrontPage},
};

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    let front = load(|at| read_front(at.query));
    view! { <Load resource=front view=front_page/> }
}

fn front_page(FrontPage { page, found }: FrontPage) -> AnyView {
    match found {
        Some(found) => newest(page, found),
        None => show_page(page),
    }
}

fn newest(head: DrawnPage, found: Found) -> AnyView {
    let filtered = !found.active.is_empty();
    let leads = !filtered && found.paging.page == 1;
    let cards = cards(found.hits, leads);
    view! {
        <Head
            title=found.paging.titled("")
            canonical=found.canonical
            robots=(!found.indexed).then_some("noindex, follow")
            newer=found.newer.clone()
            older=found.older.clone()
        />
        {show(head.html)}
        <Finder active=found.active tags=found.tags modes=found.modes sorts=found.sorts count=found.count/>
        {(found.paging.total == 0).then(|| view! { <NothingFound words=found.words filtered=filtered nearest=found.nearest/> })}
        <section class="post-grid" aria-label="Posts">
            {cards}
        </section>
        <Pagination paging=found.paging newer=found.newer older=found.older/>
    }
    .into_any()
}
