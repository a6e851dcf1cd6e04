//! The document for who comes to something that its owner threw away; no program runs in it.

use leptos::{nonce::use_nonce, prelude::*};

use super::{THEME, icons::icons};
use crate::{
    components::frame::Brand,
    model::{assets::Assets, find::Place, site::Site},
};

/// The HTML document. Rendered on the server only. `logo` is the picture beside the name, or empty; `reference` names the request
/// in the log; `newest` is what there is instead, as HTML, if there is anything.
pub fn gone_shell(
    site: &Site,
    assets: &Assets,
    logo: String,
    reference: String,
    newest: Option<String>,
) -> impl IntoView + use<> {
    let title = "This has been taken down";
    let newest = newest.map(|newest| view! { <div inner_html=newest></div> });
    view! {
        <!DOCTYPE html>
        <html lang=site.language.clone() id="top">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <script nonce=use_nonce()>{THEME}</script>
                <link rel="stylesheet" href=assets.css.clone()/>
                {site.accent_path().map(|href| view! { <link rel="stylesheet" href=href/> })}
                {icons(site)}
                <title>{site.title(title)}</title>
                <meta name="robots" content="noindex"/>
            </head>
            <body>
                <a class="skip-link" href="#content">
                    "Skip to content"
                </a>
                <header class="site-header">
                    <div class="site-lead">
                        <Brand site=site.clone() logo=logo/>
                    </div>
                </header>
                <main class="page" id="content" tabindex="-1">
                    <section class="notice">
                        <p class="eyebrow">"410"</p>
                        <h1>{title}</h1>
                        <p class="lede">
                            "There was a page at this address, and whoever wrote it has taken it down. What it was about may be in \
                             another one."
                        </p>
                        <form class="search search-live" role="search" action=Place::Search.path()>
                            <label class="visually-hidden" for="search">
                                "Search posts"
                            </label>
                            <input
                                id="search"
                                type="search"
                                name="q"
                                placeholder="Search"
                                autocomplete="off"
                                maxlength="300"
                            />
                            <button class="button" type="submit">
                                "Search"
                            </button>
                        </form>
                        <p class="reference">"Reference " <code>{reference}</code></p>
                        <p class="actions">
                            <a class="button" href="/">
                                "Go to the front page"
                            </a>
                            <a class="button" href="/posts">
                                "See all posts"
                            </a>
                            <a class="button" href="/tags">
                                "Browse by tag"
                            </a>
                        </p>
                    </section>
                    {newest}
                </main>
            </body>
        </html>
    }
}
