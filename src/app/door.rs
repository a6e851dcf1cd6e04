//! The document around the forms at the door: the site's name, the form, and no program.

use leptos::{nonce::use_nonce, prelude::*};

use super::THEME;
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
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <script nonce=use_nonce()>{THEME}</script>
                <link rel="stylesheet" href=assets.css.clone()/>
                <link rel="stylesheet" href=assets.desk.clone()/>
                <link rel="icon" href="/favicon.ico" sizes="32x32"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <title>{site.title(title)}</title>
                <meta name="robots" content="noindex"/>
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
