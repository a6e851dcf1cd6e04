//! `/tags`: all tags with their exact counts.

use leptos::prelude::*;

use super::load;
use crate::{
    api::tags::list_tags,
    components::{drawn::show_page, load::Load},
};

/// The index of tags.
#[component]
pub fn TagsPage() -> impl IntoView {
    let tags = load(|_| list_tags());
    view! { <Load resource=tags view=show_page/> }
}
