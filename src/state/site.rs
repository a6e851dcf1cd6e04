//! The site's words, sent with the page.

use leptos::prelude::*;

use crate::{model::site::Site, platform};

/// Makes the site's words known to everything below. Called once, by the app.
pub fn provide_site() -> Site {
    let site = SharedValue::new(platform::site).into_inner();
    provide_context(site.clone());
    site
}

/// The site's words.
pub fn use_site() -> Site {
    use_context().unwrap_or_default()
}
