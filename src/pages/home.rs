//! `/`: the newest posts, and every way to choose among them.

use leptos::prelude::*;

use super::load;
use crate::{
    api::posts::find_posts,
    components::{
        card::Card, finder::Finder, head::Head, load::Load, nothing_found::NothingFound,
        pagination::Pagination,
    },
    model::find::{Found, Place},
    state::site::use_site,
};

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    let posts = load(|at| find_posts(Place::Home, at.query));
    view! { <Load resource=posts view=newest/> }
}

fn newest(found: Found) -> AnyView {
    let site = use_site();
    let filtered = !found.active.is_empty();
    let lead = !filtered && found.paging.page == 1;
    let cards = found
        .hits
        .into_iter()
        .enumerate()
        .map(|(index, hit)| {
            let first = index == 0;
            view! { <Card hit=hit lead=first && lead first=first/> }
        })
        .collect_view();
    view! {
        <Head
            title=""
            canonical=found.canonical
            robots=(!found.indexed).then_some("noindex, follow")
            newer=found.newer.clone()
            older=found.older.clone()
        />
        <header class="page-head">
            <h1>{site.tagline}</h1>
            <p class="lede">{site.description}</p>
        </header>
        <Finder active=found.active tags=found.tags modes=found.modes sorts=found.sorts count=found.count/>
        {(found.paging.total == 0).then(|| view! { <NothingFound words=found.words filtered=filtered nearest=found.nearest/> })}
        <section class="post-grid" aria-label="Posts">
            {cards}
        </section>
        <Pagination paging=found.paging newer=found.newer older=found.older/>
    }
    .into_any()
}
