//! `/:slug` and `/portfolio/:slug`: a page such as "About", all projects, or one.

use std::future::pending;

use leptos::prelude::*;

use super::load;
use crate::{
    api::pages::read_page,
    components::{drawn::show_page, load::Load},
    error::AppError,
    model::drawn::DrawnPage,
    platform,
};

/// What is at the root of the site under a name: a page, or all projects.
#[component]
pub fn SitePage() -> impl IntoView {
    let page = load(|at| read(at.slug));
    view! { <Load resource=page view=show_page/> }
}

/// One project.
#[component]
pub fn ProjectPage() -> impl IntoView {
    let page = load(|at| read(format!("portfolio/{}", at.slug)));
    view! { <Load resource=page view=show_page/> }
}

/// Reads it. Where nothing is found within the app the server is asked for the whole address: it may lead elsewhere, or to a
/// file.
async fn read(path: String) -> Result<DrawnPage, AppError> {
    let page = read_page(path.clone()).await;
    if matches!(page, Err(AppError::NotFound)) && platform::leave_for(&path) {
        return pending().await;
    }
    page
}
