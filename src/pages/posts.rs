//! `/posts`: all posts, and every way to choose among them.

use leptos::prelude::*;

use super::load;
use crate::{
    api::posts::find_posts,
    components::{
        card::cards, finder::Finder, head::Head, load::Load, nothing_found::NothingFound,
        pagination::Pagination,
    },
    model::find::{Found, Place},
};

/// The list of all posts.
#[component]
pub fn PostsPage() -> impl IntoView {
    let posts = load(|at| find_posts(Place::Posts, at.query));
    view! { <Load resource=posts view=list/> }
}

fn list(found: Found) -> AnyView {
    let filtered = !found.active.is_empty();
    let title = found.paging.titled("All posts");
    let cards = cards(found.hits, false);
    view! {
        <Head
            title=title
            canonical=found.canonical
            robots=(!found.indexed).then_some("noindex, follow")
            newer=found.newer.clone()
            older=found.older.clone()
        />
        <header class="page-head">
            <h1>"All posts"</h1>
        </header>
        <Finder active=found.active tags=found.tags modes=found.modes sorts=found.sorts count=found.count/>
        {(found.paging.total == 0).then(|| view! { <NothingFound words=found.words filtered=filtered nearest=found.nearest/> })}
        <section class="post-list" aria-label="Posts">
            {cards}
        </section>
        <Pagination paging=found.paging newer=found.newer older=found.older/>
    }
    .into_any()
}
