//! `/privacy`: what the site keeps of its readers.

use leptos::prelude::*;

use super::load;
use crate::{
    api::site::read_privacy,
    components::{drawn::show_page, load::Load},
};

/// The notice.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let notice = load(|_| read_privacy());
    view! { <Load resource=notice view=show_page/> }
}
