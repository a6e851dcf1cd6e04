//! A page of the site as it would be with other settings. No program runs on it: it is not at the address that it shows.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use super::{App, head::head};
use crate::model::{assets::Assets, site::Site};

/// The HTML document. Rendered on the server only.
pub fn preview_shell(site: &Site, assets: &Assets) -> AnyView {
    view! {
        <!DOCTYPE html>
        <html lang=site.language.clone() id="top">
            <head>
                {head(site, assets)}
                <link rel="stylesheet" href=assets.desk.clone()/>
                <MetaTags/>
            </head>
            <body>
                <p class="draft-note settings-trial">
                    "This is how the page would be with what is entered at the settings. Nothing of it is saved."
                </p>
                <App/>
            </body>
        </html>
    }
    .into_any()
}
