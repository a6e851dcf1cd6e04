//! Every page that the server alone draws: tags, authors, pages and projects, forms, and what there is at no address at all.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::load;
use crate::{
    api::pages::read_page,
    components::{drawn::show_page, load::Load},
    state::wire::{self, Target},
};

/// The page below `place`, or at it where its address has no `:slug`.
pub fn drawn_page(place: &'static str) -> AnyView {
    let page = load(move |at| read_page(format!("{place}{}", at.slug), at.query));
    view! { <Load resource=page view=show_page/> }.into_any()
}

/// The page at an address that no route knows.
#[component]
pub fn ElsewherePage() -> impl IntoView {
    // No route matched, so there are no parameters to read, and nothing to follow.
    let here = use_location();
    let (path, query) = (here.pathname.get_untracked(), here.search.get_untracked());
    let page = wire::load(Target::default, move |_| read_page(path.clone(), query.clone()));
    view! { <Load resource=page view=show_page/> }
}
