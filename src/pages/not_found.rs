//! Every address that leads nowhere.

use leptos::prelude::*;

use crate::{
    api::posts::list_posts,
    components::{failure::Failure, rows::Rows},
    error::AppError,
    model::listing::PostList,
    state::wire::load,
};

/// Says that there is nothing, and offers the newest posts.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let posts = load(|| (), |()| list_posts(1));
    view! {
        <Failure error=AppError::NotFound retry=Callback::new(|()| ())/>
        // The failure above is the page; that there is nothing to offer besides is no second one.
        <Transition>
            {move || Suspend::new(async move { posts.await.map(newest).ok() })}
        </Transition>
    }
}

fn newest(list: PostList) -> AnyView {
    let posts: Vec<_> = list.posts.into_iter().take(5).collect();
    (!posts.is_empty())
        .then(|| {
            view! {
                <h2 class="section-title">"Newest posts"</h2>
                <Rows posts=posts nested=true/>
            }
        })
        .into_any()
}
