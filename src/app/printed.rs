//! A whole series on one page, to be printed or read without a connection.

use leptos::prelude::*;

use super::bare::Bare;
use crate::{
    components::facts::Date,
    model::{
        series::{PrintedPart, PrintedSeries},
        site::Site,
    },
};

/// The page.
pub fn printed_page(site: &Site, series: PrintedSeries) -> Bare {
    let path = format!("/series/{}", series.slug);
    let address = site.absolute(&path);
    let canonical = address.clone();
    let contents = series.parts.iter().map(entry).collect_view();
    let left_out = left_out(&series);
    let texts = series.parts.into_iter().filter_map(text).collect_view();
    let title = format!("{}, on one page", series.title);
    // The address of the series is the one that search engines keep.
    let description = match series.description.as_str() {
        "" => format!("All parts of {} on one page, to be printed.", series.title),
        description => description.to_owned(),
    };
    let content = view! {
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
    };
    Bare {
        title,
        description: Some(description),
        links: Some(view! { <link rel="canonical" href=canonical/> }.into_any()),
        class: "page printed",
        content: content.into_any(),
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
