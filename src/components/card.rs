//! A post as a card. The title is the link; its click area is the whole card.

use leptos::prelude::*;

use super::{
    facts::{Chips, Facts},
    passage::marked,
    said::said_in,
};
use crate::{
    model::{find::Hit, post::Cover},
    platform,
    state::site::use_site,
};

/// The posts of a list that holds nothing else, the first of them above the fold; where it `leads`, at the head of a front
/// page, it is wide.
pub fn cards(hits: Vec<Hit>, leads: bool) -> AnyView {
    platform::later(move || {
        hits.into_iter()
            .enumerate()
            .map(|(index, hit)| {
                let first = index == 0;
                view! { <Card hit=hit lead=first && leads first=first/> }
            })
            .collect_view()
            .into_any()
    })
}

/// One post in a list.
#[component]
fn Card(
    /// The post, and where the words that were asked for stand in it.
    hit: Hit,
    /// The first card of a front page is wide.
    lead: bool,
    /// Above the fold: the cover is loaded at once.
    first: bool,
) -> impl IntoView {
    let post = hit.post;
    let site = use_site();
    let lang = site.lang(post.language);
    let has_text = hit.passage.is_some() || !post.summary.is_empty();
    let text = match hit.passage {
        Some(passage) if !passage.pieces.is_empty() => marked(passage),
        _ => post.summary.into_any(),
    };
    view! {
        <article class=if lead { "card card-lead" } else { "card" }>
            {post.cover.map(|cover| view! { <CardCover cover=cover first=first/> }.into_any())}
            <div class="card-body">
                <div class="card-top">
                    {post.featured.then(|| view! { <span class="featured-mark">{site.featured_word}</span> }.into_any())}
                    <Chips tags=post.tags/>
                </div>
                <h2 class="card-title" lang=lang.clone()>
                    <a href=format!("/posts/{}", post.slug)>{post.title}</a>
                </h2>
                {post
                    .series
                    .map(|series| {
                        let label = series.label().map_or("Part of ".to_owned(), |label| format!("{label} · "));
                        view! {
                            <p class="card-series">
                                {label}
                                <a href=format!("/series/{}", series.slug)>{series.title}</a>
                            </p>
                        }.into_any()
                    })}
                {has_text.then(|| view! { <p class="card-summary" lang=lang.clone()>{text}</p> })}
                {said_in(lang, post.takeaway, "card-takeaway")}
                <Facts
                    authors=post.authors
                    published=post.published
                    updated=post.updated
                    minutes=post.minutes
                    slug=post.slug
                    views=post.views
                />
                {(!site.more_word.is_empty())
                    .then(|| view! { <span class="card-more" aria-hidden="true">{site.more_word}</span> })}
            </div>
        </article>
    }
    .into_any()
}

/// The picture of a card. The title stands beside it, so it says nothing to a screen reader.
#[component]
pub fn CardCover(
    /// The picture.
    cover: Cover,
    /// Above the fold: it is loaded at once.
    first: bool,
) -> impl IntoView {
    view! {
        <div class="cover">
            <img
                src=cover.src
                alt=""
                width=cover.width
                height=cover.height
                loading=(!first).then_some("lazy")
                fetchpriority=first.then_some("high")
                decoding="async"
            />
        </div>
    }
}
