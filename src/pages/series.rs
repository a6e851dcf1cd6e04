//! `/series/:slug`: the parts of a series in reading order.

use leptos::prelude::*;

use super::load;
use crate::{
    api::series::read_series,
    components::{facts::Date, feed_link::FeedLink, head::Head, load::Load},
    model::series::{SeriesPage as Series, SeriesPart, facts, next_part},
    state::reading::parts_read,
};

/// Slugs of the parts that were read on this device; none until the page is alive.
type Read = RwSignal<Vec<String>>;

/// One series.
#[component]
pub fn SeriesPage() -> impl IntoView {
    let series = load(|at| read_series(at.slug));
    view! { <Load resource=series view=parts/> }
}

fn parts(series: Series) -> AnyView {
    let overview = series.parts.first().is_some_and(|part| part.number == 0);
    let last = series.parts.last().map_or(0, |part| part.number);
    let minutes: u32 = series.parts.iter().map(|part| part.minutes).sum();
    let [standing, count, time] = facts(series.complete, overview, last, minutes);
    let description = series.about();
    let read: Read = RwSignal::new(Vec::new());
    let slug = series.slug.clone();
    // The page comes without them, so that it is the same for everybody.
    Effect::new(move || read.set(parts_read(&slug)));
    let way = (series.parts.len() > 1).then(|| way(series.parts.clone(), read));
    let parts = series
        .parts
        .into_iter()
        .map(|part| row(part, read))
        .collect_view();
    let path = format!("/series/{}", series.slug);
    view! {
        <Head
            title=series.title.clone()
            description=description
            canonical=path.clone()
            feeds=Some((path.clone(), series.title.clone()))
        />
        <header class="page-head">
            <p class="eyebrow">"Series"</p>
            <h1>{series.title}</h1>
            {(!series.description.is_empty())
                .then(|| view! { <p class="lede">{series.description}</p> }.into_any())}
            <p class="facts">
                <span>{standing}</span>
                <span>{count}</span>
                <span>{time}</span>
                // Drawn on the server alone.
                <a href=format!("/series/{}/print", series.slug) rel="external nofollow">
                    "On one page"
                </a>
                <FeedLink list=path/>
            </p>
            {way}
        </header>
        <ol class="parts" role="list">
            {parts}
        </ol>
    }
    .into_any()
}

/// The next part to read, and how many were. It is as high before anything is known as after, so nothing moves.
fn way(parts: Vec<SeriesPart>, read: Read) -> AnyView {
    let all = parts.len();
    let next = Memo::new(move |_| {
        let (done, next) = read.with(|read| next_part(&parts, read));
        let place = parts.get(next).map(|part| (part.post.slug.clone(), part.number));
        (done, place.unwrap_or_default())
    });
    let href = move || next.with(|(_, (slug, _))| format!("/posts/{slug}"));
    let words = move || {
        next.with(|(done, (_, number))| {
            let part = match number {
                0 => "the overview".to_owned(),
                number => format!("part {number}"),
            };
            match *done {
                0 => format!("Start with {part}"),
                done if done == all => "Read again".to_owned(),
                _ => format!("Go on with {part}"),
            }
        })
    };
    let count = move || {
        next.with(|(done, _)| match *done {
            0 => String::new(),
            done => format!("{done} of {all} read"),
        })
    };
    view! {
        <p class="series-way">
            <a class="button" href=href>
                {words}
            </a>
            <span class="fact">{count}</span>
        </p>
    }
    .into_any()
}

fn row(part: SeriesPart, read: Read) -> impl IntoView {
    let slug = part.post.slug.clone();
    let is_read = Memo::new(move |_| read.with(|read| read.contains(&slug)));
    view! {
        <li class="part" class:is-read=is_read>
            <span class="part-number" aria-hidden="true">
                {(part.number > 0).then_some(part.number)}
            </span>
            <h2 class="part-title">
                <a href=format!("/posts/{}", part.post.slug)>{part.post.title}</a>
                <span class="visually-hidden">{move || if is_read.get() { " (read)" } else { "" }}</span>
            </h2>
            <p class="card-summary">{part.summary}</p>
            <p class="facts">
                {(part.number == 0).then(|| view! { <span>"Overview"</span> })}
                <Date date=part.published/>
                <span>{format!("{} min read", part.minutes)}</span>
            </p>
        </li>
    }
}
