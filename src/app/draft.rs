//! The document around a draft that somebody was given a link to: the post as its page would be, and no program.

use leptos::prelude::*;

use super::desk::staff_head;
use crate::model::{assets::Assets, date::DateLabel, site::Site};

/// The HTML document around what is shown until a moment. Rendered on the server only.
pub fn draft_shell(
    site: &Site,
    assets: &Assets,
    title: &str,
    until: DateLabel,
    shown: AnyView,
) -> impl IntoView + use<> {
    let content = view! {
        <p class="draft-note">
            "This is a draft, and may still change. The link opens it until "
            <time datetime=until.iso>{until.text}</time>
            "; please do not pass it on without asking its author."
        </p>
        {shown}
    };
    document(site, assets, title, content)
}

/// The same where too many ask for drafts at once.
pub fn busy_shell(site: &Site, assets: &Assets) -> impl IntoView + use<> {
    let content = view! {
        <section class="notice">
            <p class="eyebrow">"503"</p>
            <h1>"Too many drafts are asked for"</h1>
            <p class="lede">
                "The link is right, and the draft is there: the server puts a few drafts together at once, and there are more to \
                do now. Load this page again in some seconds."
            </p>
            <p class="actions">
                <a class="button" href="">
                    "Try again"
                </a>
            </p>
        </section>
    };
    document(site, assets, "Try again in a moment", content)
}

fn document<T: IntoView>(site: &Site, assets: &Assets, title: &str, content: T) -> impl IntoView + use<T> {
    view! {
        <!DOCTYPE html>
        <html lang=site.language.clone() id="top">
            <head>{staff_head(site, assets, title)}</head>
            <body>
                <a class="skip-link" href="#content">
                    "Skip to content"
                </a>
                <header class="site-header">
                    <div class="brand">
                        <a class="wordmark" href="/">
                            {site.name.clone()}
                        </a>
                    </div>
                </header>
                <main class="page" id="content" tabindex="-1">
                    {content}
                </main>
            </body>
        </html>
    }
}
