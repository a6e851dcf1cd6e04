//! The document around the forms at the door: the site's name, the form, and no program.

use leptos::prelude::*;

use super::desk::staff_head;
use crate::{
    model::{assets::Assets, door::DoorForm, site::Site},
    pages::door::door,
};

/// The HTML document. Rendered on the server only.
pub fn door_shell(site: &Site, assets: &Assets, form: DoorForm) -> impl IntoView + use<> {
    let (title, page) = door(form);
    view! {
        <!DOCTYPE html>
        <html lang=site.language.clone()>
            <head>
                {staff_head(site, assets, title)}
            </head>
            <body class="door">
                <header>
                    <a class="wordmark" href="/">
                        {site.name.clone()}
                    </a>
                </header>
                <main>{page}</main>
            </body>
        </html>
    }
}
