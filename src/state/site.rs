//! The site's words, sent with the page.

use leptos::prelude::*;

use super::wire::PageData;
use crate::{model::site::Site, platform};

/// Makes the site's words known to everything below. Called once, by the app.
pub fn provide_site() -> Site {
    let site = SharedValue::<Site, PageData>::new_with_encoding(platform::site).into_inner();
    provide_context(site.clone());
    site
}

/// The site's words.
pub fn use_site() -> Site {
    use_context().unwrap_or_default()
}
