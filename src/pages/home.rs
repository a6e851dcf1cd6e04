//! `/`: the newest posts.

use leptos::prelude::*;

use super::load;
use crate::{
    api::posts::list_posts,
    components::{card::Card, head::Head, load::Load, posts_empty::PostsEmpty},
    model::listing::{PostList, count_posts},
    state::site::use_site,
};

/// The front page.
#[component]
pub fn HomePage() -> impl IntoView {
    let posts = load(|_| list_posts(1));
    let site = use_site();
    view! {
        <Head title="" canonical="/".to_owned()/>
        <header class="page-head">
            <h1>{site.tagline}</h1>
            <p class="lede">{site.description}</p>
        </header>
        <Load resource=posts view=newest/>
    }
}

fn newest(list: PostList) -> AnyView {
    let total = list.paging.total;
    let more = list.paging.older().is_some();
    let cards = list
        .posts
        .into_iter()
        .enumerate()
        .map(|(index, post)| {
            let first = index == 0;
            view! { <Card post=post lead=first first=first/> }.into_any()
        })
        .collect_view();
    view! {
        {(total == 0).then(|| view! { <PostsEmpty/> }.into_any())}
        <section class="post-grid" aria-label="Newest posts">
            {cards}
        </section>
        {more
            .then(|| {
                view! {
                    <nav class="pagination" aria-label="Pages">
                        <span class="page-of">{count_posts(total)}</span>
                        <a rel="next" href="/posts?page=2">
                            "Older posts "
                            <span aria-hidden="true">"→"</span>
                        </a>
                    </nav>
                }.into_any()
            })}
    }
    .into_any()
}
