//! `/posts`: all posts, newest first.

use leptos::prelude::*;

use super::load;
use crate::{
    api::posts::list_posts,
    components::{card::Card, head::Head, load::Load, pagination::Pagination, posts_empty::PostsEmpty},
    model::listing::{Paging, PostList, count_posts},
};

const PATH: &str = "/posts";

/// The list of all posts.
#[component]
pub fn PostsPage() -> impl IntoView {
    let posts = load(|at| async move { list_posts(at.page?).await });
    view! { <Load resource=posts view=list/> }
}

fn list(list: PostList) -> AnyView {
    let paging = list.paging;
    let title = match paging.page {
        1 => "All posts".to_owned(),
        page => format!("All posts, page {page}"),
    };
    let cards = list
        .posts
        .into_iter()
        .enumerate()
        .map(|(index, post)| view! { <Card post=post first=index == 0/> }.into_any())
        .collect_view();
    view! {
        <Head
            title=title
            canonical=Paging::href(PATH, paging.page)
            newer=paging.newer().map(|page| Paging::href(PATH, page))
            older=paging.older().map(|page| Paging::href(PATH, page))
        />
        <header class="page-head">
            <h1>"All posts"</h1>
            <p class="count-line">{count_posts(paging.total)}</p>
        </header>
        {(paging.total == 0).then(|| view! { <PostsEmpty/> }.into_any())}
        <section class="post-list" aria-label="Posts">
            {cards}
        </section>
        <Pagination paging=paging path=PATH/>
    }
    .into_any()
}
