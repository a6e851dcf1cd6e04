//! Every address that leads nowhere.

use leptos::prelude::*;

use crate::{
    api::posts::find_posts,
    components::{failure::Failure, load::Load, rows::Rows},
    error::AppError,
    model::find::{Found, Place},
    state::wire::{Target, load},
};

/// Says that there is nothing, and offers the newest posts.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    // No route matched, so there are no parameters to read.
    let posts = load(Target::default, |_| find_posts(Place::Home, "brief=1".to_owned()));
    view! {
        <Failure error=AppError::NotFound retry=Callback::new(|()| ())/>
        // The failure above is the page; that there is nothing to offer besides is no second one.
        <Load resource=posts view=newest quiet=true/>
    }
}

fn newest(found: Found) -> AnyView {
    let posts: Vec<_> = found.hits.into_iter().map(|hit| hit.post).take(5).collect();
    (!posts.is_empty())
        .then(|| {
            view! {
                <h2 class="section-title">"Newest posts"</h2>
                <Rows posts=posts nested=true/>
            }
            .into_any()
        })
        .into_any()
}
