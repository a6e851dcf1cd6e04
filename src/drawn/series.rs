//! A series: what it is, its picture, and its parts in reading order.

use leptos::prelude::*;

use crate::{
    components::{facts::Date, feed_link::FeedLink},
    model::{
        drawn::{DrawnPage, FeedsOf},
        media::shown_at,
        post::Cover,
        series::{PartRef, Place, Series, SeriesPage, SeriesPart, in_order},
    },
};

/// Widest that the picture is shown, in pixels; twice that for screens that have more of them.
const COVER: u32 = 1250;

/// Draws it.
pub fn draw(series: Series) -> SeriesPage {
    let path = format!("/series/{}", series.slug);
    let description = series.about();
    let parts = series
        .parts
        .iter()
        .map(|part| PartRef {
            slug: part.post.slug.clone(),
            number: part.number,
        })
        .collect();
    let head = head(&series, &path).to_html();
    let list = list(series.cover, in_order(series.parts, series.coming)).to_html();
    SeriesPage {
        page: DrawnPage {
            // Its overview may be called the same.
            title: format!("{} (series)", series.title),
            description,
            canonical: path.clone(),
            newer: None,
            older: None,
            noindex: false,
            feeds: Some(FeedsOf {
                path,
                name: series.title,
            }),
            html: head,
        },
        slug: series.slug,
        parts,
        list,
    }
}

fn head(series: &Series, path: &str) -> AnyView {
    let [standing, count, time] = series.facts();
    let description = (!series.description.is_empty()).then(|| series.description.clone());
    view! {
        <header class="page-head series-head">
            <p class="eyebrow">"Series"</p>
            <h1>{series.title.clone()}</h1>
            {description.map(|description| view! { <p class="lede">{description}</p> })}
            <p class="facts">
                <span>{standing}</span>
                <span>{count}</span>
                <span>{time}</span>
                // No page of the program: the browser has to ask for it.
                <a href=format!("{path}/print") rel="external nofollow">
                    "On one page"
                </a>
                <FeedLink list=path.to_owned()/>
            </p>
        </header>
    }
    .into_any()
}

fn list(cover: Option<Cover>, places: Vec<Place<SeriesPart>>) -> AnyView {
    let cover = cover.map(|cover| {
        view! {
            <div class="cover series-cover">
                <img
                    src=shown_at(&cover.src, cover.width, COVER)
                    alt=cover.alt
                    width=cover.width
                    height=cover.height
                    fetchpriority="high"
                />
            </div>
        }
    });
    let places = places
        .into_iter()
        .map(|place| match place {
            Place::Part(part) => row(part),
            Place::Coming(title) => coming(title),
        })
        .collect_view();
    view! {
        {cover}
        <ol class="parts" role="list">
            {places}
        </ol>
    }
    .into_any()
}

fn row(part: SeriesPart) -> AnyView {
    view! {
        <li class="part">
            <span class="part-number" aria-hidden="true">
                {(part.number > 0).then_some(part.number)}
            </span>
            <h2 class="part-title">
                <a href=format!("/posts/{}", part.post.slug)>{part.post.title}</a>
            </h2>
            <p class="card-summary">{part.summary}</p>
            <p class="facts">
                {(part.number == 0).then(|| view! { <span>"Overview"</span> })}
                <Date date=part.published/>
                <span>{format!("{} min read", part.minutes)}</span>
            </p>
        </li>
    }
    .into_any()
}

/// A part of which readers are told nothing but what it is called.
fn coming(title: String) -> AnyView {
    view! {
        <li class="part part-coming">
            <span class="part-number" aria-hidden="true"></span>
            <h2 class="part-title">{title}</h2>
            <p class="facts">
                <span>"Coming"</span>
            </p>
        </li>
    }
    .into_any()
}
