//! `/tags/:slug`: the archive of one tag.

use leptos::prelude::*;

use super::load;
use crate::{
    api::tags::read_tag,
    components::{drawn::show_page, load::Load},
};

/// One tag's posts.
#[component]
pub fn TagPage() -> impl IntoView {
    let tag = load(|at| async move { read_tag(at.slug, at.page?).await });
    view! { <Load resource=tag view=show_page/> }
}
