//! Posts as dense rows, for archives.

use leptos::prelude::*;

use super::{facts::Date, said::said_in};
use crate::{
    model::{
        post::PostSummary,
        series::{
            SeriesRef,
            rows::{self, Row, group},
        },
    },
    state::site::use_site,
};

/// A list of posts, one row each.
#[component]
pub fn Rows(
    /// Newest first.
    posts: Vec<PostSummary>,
    /// The rows stand under a heading of their own, so their titles are one level lower.
    #[prop(optional)]
    nested: bool,
    /// The parts of a series are one row, to unfold.
    #[prop(optional)]
    grouped: bool,
) -> impl IntoView {
    let rows = if grouped {
        group(posts)
    } else {
        posts.into_iter().map(|post| Row::One(Box::new(post))).collect()
    };
    let rows = rows
        .into_iter()
        .map(|row| match row {
            Row::One(post) => one(*post, nested),
            Row::Series(series, parts) => series_row(series, parts, nested),
        })
        .collect_view();
    view! { <ol class="rows" role="list">{rows}</ol> }
}

fn one(post: PostSummary, nested: bool) -> AnyView {
    let lang = use_site().lang(post.language);
    let title = titled(format!("/posts/{}", post.slug), lang.clone(), post.title, nested);
    let series = post.series.map(|series| {
        let label = series.label().unwrap_or_else(|| "Series".to_owned());
        view! {
            <p class="row-series">
                {label} " · "
                <a href=format!("/series/{}", series.slug)>{series.title}</a>
            </p>
        }
        .into_any()
    });
    row(
        "row",
        title,
        said_in(lang, post.summary, "row-text"),
        series,
        view! { <Date date=post.published/> }.into_any(),
        post.minutes,
    )
}

fn series_row(series: SeriesRef, parts: Vec<PostSummary>, nested: bool) -> AnyView {
    let count = rows::count(&series, parts.iter().map(rows::number));
    let minutes = parts.iter().map(|part| part.minutes).sum();
    let name = series.title.clone();
    let title = titled(format!("/series/{}", series.slug), None, series.title, nested);
    // What the overview argues is what the series is about.
    let about = parts.first().filter(|part| rows::number(part) == 0);
    let text = about.and_then(|part| {
        said_in(
            use_site().lang(part.language.clone()),
            part.summary.clone(),
            "row-text",
        )
    });
    let parts = series_parts(count, name, parts);
    let what = view! { "Series" }.into_any();
    row("row row-of-parts", title, text, Some(parts), what, minutes)
}

fn titled(href: String, lang: Option<String>, title: String, nested: bool) -> AnyView {
    let link = view! { <a href=href>{title}</a> };
    if nested {
        view! { <h3 class="row-title" lang=lang>{link}</h3> }.into_any()
    } else {
        view! { <h2 class="row-title" lang=lang>{link}</h2> }.into_any()
    }
}

fn row(
    class: &'static str,
    title: AnyView,
    text: Option<AnyView>,
    below: Option<AnyView>,
    what: AnyView,
    minutes: u32,
) -> AnyView {
    view! {
        <li class=class>
            {title} {text} {below}
            <span class="fact row-date">{what}</span>
            {(minutes > 0).then(|| view! { <span class="fact row-minutes">{format!("{minutes} min")}</span> })}
        </li>
    }
    .into_any()
}

/// Parts of one series to unfold, in reading order; `count` says how many.
fn series_parts(count: String, name: String, parts: Vec<PostSummary>) -> AnyView {
    let parts = parts
        .into_iter()
        .map(|part| {
            let number = rows::number(&part);
            let lang = use_site().lang(part.language);
            view! {
                <li>
                    <span class="row-part">{(number > 0).then_some(number)}</span>
                    <a href=format!("/posts/{}", part.slug) lang=lang>
                        {part.title}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <details class="row-parts">
            // There may be others like it in the list.
            <summary>
                {count} <span class="visually-hidden">" of " {name}</span>
            </summary>
            <ol role="list">{parts}</ol>
        </details>
    }
    .into_any()
}
