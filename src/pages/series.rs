//! `/series/:slug`: the parts of a series in reading order.

use leptos::prelude::*;

use super::load;
use crate::{
    api::series::read_series,
    components::{facts::Date, feed_link::FeedLink, head::Head, load::Load},
    model::series::{SeriesPage as Series, SeriesPart},
};

/// One series.
#[component]
pub fn SeriesPage() -> impl IntoView {
    let series = load(|at| read_series(at.slug));
    view! { <Load resource=series view=parts/> }
}

fn parts(series: Series) -> AnyView {
    let count = match series.parts.len() {
        1 => "1 part".to_owned(),
        n => format!("{n} parts"),
    };
    let minutes: u32 = series.parts.iter().map(|part| part.minutes).sum();
    let description = if series.description.is_empty() {
        format!("{}: {count}, {minutes} minutes.", series.title)
    } else {
        series.description.clone()
    };
    let parts = (1..)
        .zip(series.parts)
        .map(|(number, part)| row(number, part))
        .collect_view();
    let path = format!("/series/{}", series.slug);
    view! {
        <Head
            title=series.title.clone()
            description=description
            canonical=path.clone()
            feeds=(path.clone(), series.title.clone())
        />
        <header class="page-head">
            <p class="eyebrow">"Series"</p>
            <h1>{series.title}</h1>
            {(!series.description.is_empty())
                .then(|| view! { <p class="lede">{series.description}</p> }.into_any())}
            <p class="facts">
                <span>{if series.complete { "Complete" } else { "Ongoing" }}</span>
                <span>{count}</span>
                <span>{format!("{minutes} min in all")}</span>
                <FeedLink list=path/>
            </p>
        </header>
        <ol class="parts" role="list">
            {parts}
        </ol>
    }
    .into_any()
}

fn row(number: usize, part: SeriesPart) -> impl IntoView {
    view! {
        <li class="part">
            <span class="part-number" aria-hidden="true">
                {number}
            </span>
            <h2 class="part-title">
                <a href=format!("/posts/{}", part.post.slug)>{part.post.title}</a>
            </h2>
            <p class="card-summary">{part.summary}</p>
            <p class="facts">
                <Date date=part.published/>
                <span>{format!("{} min read", part.minutes)}</span>
            </p>
        </li>
    }
}
