//! Every address that leads nowhere.

use leptos::prelude::*;

use crate::{
    api::posts::list_posts,
    components::{failure::Failure, load::Load, rows::Rows},
    error::AppError,
    model::listing::PostList,
};

/// Says that there is nothing, and offers the newest posts.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let posts = Resource::new(|| (), |()| list_posts(1));
    view! {
        <Failure error=AppError::NotFound retry=|| ()/>
        <Load resource=posts view=newest/>
    }
}

fn newest(list: PostList) -> impl IntoView {
    let posts: Vec<_> = list.posts.into_iter().take(5).collect();
    (!posts.is_empty()).then(|| {
        view! {
            <h2 class="section-title">"Newest posts"</h2>
            <Rows posts=posts nested=true/>
        }
    })
}
