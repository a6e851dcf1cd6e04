//! The document around the desk: its place, and the program that fills it. Readers' pages know nothing of it.

use leptos::{config::LeptosOptions, hydration::AutoReload, prelude::*};

use super::{head::head, hydration::Hydration};
use crate::model::{assets::Assets, site::Site};

/// What every page for those who write here has in its head: never in a search engine, and in the desk's style.
pub(super) fn staff_head(site: &Site, assets: &Assets, title: &str) -> impl IntoView + use<> {
    view! {
        {head(site, assets)}
        <link rel="stylesheet" href=assets.desk.clone()/>
        <title>{site.title(title)}</title>
        <meta name="robots" content="noindex"/>
    }
}

/// The HTML document. Rendered on the server only.
pub fn desk_shell(site: &Site, assets: &Assets, options: &LeptosOptions) -> impl IntoView + use<> {
    view! {
        <!DOCTYPE html>
        <html lang=site.language.clone()>
            <head>
                {staff_head(site, assets, "Desk")}
                <AutoReload options=options.clone()/>
                <Hydration assets=assets.clone() start="desk"/>
            </head>
            <body>
                // Nothing but a place: what is the page's main part and what stands around it is known once it is filled.
                <div class="desk" id="desk">
                    <main class="desk-wait">
                        <p class="needs-scripts">
                            "The desk needs scripts: it writes while you type. Allow them for this site and load the page again. Everything that readers see works without."
                        </p>
                        <p class="has-scripts">"Opening the desk …"</p>
                        <p class="has-scripts" id="desk-absent" role="alert" hidden>
                            "It did not arrive. "
                            <a href="">"Load the page again"</a>
                            " once there is a connection."
                        </p>
                    </main>
                </div>
                <p class="desk-broken" id="desk-broken" role="alert" hidden>
                    "The desk has come to a stop by a fault of ours. What you wrote is kept on this device, but for the last moment; nothing more is. "
                    <a href="">"Load the page again"</a>
                    " to go on."
                </p>
            </body>
        </html>
    }
}
