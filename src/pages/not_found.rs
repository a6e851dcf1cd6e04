//! Every address that leads nowhere.

use leptos::prelude::*;

use crate::{
    api::posts::list_newest,
    components::{drawn::show, failure::Failure, load::Load},
    error::AppError,
    state::wire::{Target, load},
};

/// Says that there is nothing, and offers the newest posts.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    // No route matched, so there are no parameters to read.
    let posts = load(Target::default, |_| list_newest());
    view! {
        <Failure error=AppError::NotFound retry=Callback::new(|()| ())/>
        // The failure above is the page; that there is nothing to offer besides is no second one.
        <Load resource=posts view=show quiet=true/>
    }
}
