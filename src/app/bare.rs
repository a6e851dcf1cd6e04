//! The document around a page on which no program runs: the name of the site above it, and what it shows.

use leptos::prelude::*;

use super::head::head;
use crate::{
    components::frame::Brand,
    model::{assets::Assets, site::Site},
};

/// What stands around it, on every such page of a site.
pub struct Around<'a> {
    /// The site.
    pub site: &'a Site,
    /// Where its style lies.
    pub assets: &'a Assets,
    /// Address of the picture beside its name; empty for the one that comes with the program.
    pub logo: &'a str,
}

/// Such a page.
pub struct Bare {
    /// What it is called, in its head.
    pub title: String,
    /// What search engines are told of it; nothing where it is not for them.
    pub description: Option<String>,
    /// What else its head holds.
    pub links: Option<AnyView>,
    /// Classes of its main part.
    pub class: &'static str,
    /// What it shows.
    pub content: AnyView,
}

impl Bare {
    /// The HTML document. Rendered on the server only.
    pub fn draw(self, around: &Around) -> AnyView {
        let Around { site, assets, logo } = *around;
        let (title, logo) = (site.title(&self.title), logo.to_owned());
        let told = match self.description {
            Some(description) => view! { <meta name="description" content=description/> }.into_any(),
            None => view! { <meta name="robots" content="noindex"/> }.into_any(),
        };
        view! {
            <!DOCTYPE html>
            <html lang=site.language.clone() id="top">
                <head>
                    {head(site, assets)}
                    {self.links}
                    <title>{title}</title>
                    {told}
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
                    <main class=self.class id="content" tabindex="-1">
                        {self.content}
                    </main>
                </body>
            </html>
        }
        .into_any()
    }
}
