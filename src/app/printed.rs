//! The document of a whole series on one page, to be printed or read without a connection; no program runs in it.

use leptos::{nonce::use_nonce, prelude::*};

use super::{THEME, icons::icons};
use crate::{
    components::facts::Date,
    model::{
        assets::Assets,
        series::{PrintedPart, PrintedSeries},
        site::Site,
    },
};

/// The HTML document. Rendered on the server only.
pub fn printed_shell(site: &Site, assets: &Assets, series: PrintedSeries) -> impl IntoView + use<> {
    let path = format!("/series/{}", series.slug);
    let address = site.absolute(&path);
    let contents = series.parts.iter().map(entry).collect_view();
    let left_out = left_out(&series);
    let texts = series.parts.into_iter().filter_map(text).collect_view();
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
                <link rel="canonical" href=address.clone()/>
                <title>{site.title(&format!("{}, on one page", series.title))}</title>
                <meta name="robots" content="noindex"/>
            </head>
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
                <main class="page printed" id="content" tabindex="-1">
                    <header class="page-head">
                        <p class="eyebrow">"Series"</p>
                        <h1>{series.title}</h1>
                        {(!series.description.is_empty())
                            .then(|| view! { <p class="lede">{series.description}</p> })}
                        <p class="facts">
                            <span>{series.facts}</span>
                            <a href=path>{address}</a>
                        </p>
                        {left_out}
                        <nav aria-label="Contents">
                            <ol class="printed-contents" role="list">
                                {contents}
                            </ol>
                        </nav>
                    </header>
                    {texts}
                </main>
            </body>
        </html>
    }
}

/// What stands above the title of a part, and in front of it in the list of contents.
fn label(part: &PrintedPart) -> String {
    match part.number {
        0 => "Overview".to_owned(),
        number => format!("Part {number}"),
    }
}

fn entry(part: &PrintedPart) -> AnyView {
    let href = match part.html {
        Some(_) => format!("#{}", part.anchor),
        None => format!("/posts/{}", part.post.slug),
    };
    let label = label(part);
    view! {
        <li>
            <span class="fact">{label}</span>
            " "
            <a href=href>{part.post.title.clone()}</a>
            {part.html.is_none().then_some(" (on its own page only)")}
        </li>
    }
    .into_any()
}

/// Says what is not on the page, where it is all too much for one.
fn left_out(series: &PrintedSeries) -> Option<AnyView> {
    let missing = series.parts.iter().filter(|part| part.html.is_none()).count();
    let shown = series.parts.len() - missing;
    (missing > 0).then(|| {
        view! {
            <p class="printed-note" role="note">
                {format!(
                    "This series is too long for one page: here are the first {shown} of its {} texts. The others are on \
                     pages of their own, which the contents lead to.",
                    series.parts.len(),
                )}
            </p>
        }
        .into_any()
    })
}

fn text(part: PrintedPart) -> Option<AnyView> {
    let label = label(&part);
    let html = part.html?;
    let language = (!part.language.is_empty()).then_some(part.language);
    let authors = (!part.authors.is_empty()).then(|| part.authors.join(", "));
    Some(
        view! {
            <article class="post" id=part.anchor lang=language>
                <header class="post-head">
                    <p class="eyebrow">{label}</p>
                    <h2 class="printed-title">
                        <a href=format!("/posts/{}", part.post.slug)>{part.post.title}</a>
                    </h2>
                    <p class="facts">
                        {authors.map(|authors| view! { <span>{authors}</span> })}
                        <Date date=part.published/>
                        <span>{format!("{} min read", part.minutes)}</span>
                    </p>
                </header>
                <div class="prose" inner_html=html></div>
            </article>
        }
        .into_any(),
    )
}
