//! `/authors/:slug`: who someone is and what they wrote.

use leptos::prelude::*;

use super::load;
use crate::{
    api::authors::read_author,
    components::{drawn::show_page, load::Load},
};

/// One author.
#[component]
pub fn AuthorPage() -> impl IntoView {
    let author = load(|at| async move { read_author(at.slug, at.page?).await });
    view! { <Load resource=author view=show_page/> }
}
