//! `/privacy`, `/subscribe`, `/contact`: pages that are there on every site. Their forms are sent as any form is, and whoever
//! takes what is sent draws the page with what was filled in.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::load;
use crate::{
    api::site::read_page,
    components::{drawn::show_page, load::Load},
};

/// One of them.
#[component]
pub fn StandingPage() -> impl IntoView {
    // Each is a page of its own: none becomes another.
    let path = use_location().pathname.get_untracked();
    let page = load(move |at| read_page(path.clone(), at.query));
    view! { <Load resource=page view=show_page/> }
}
