//! A post in a list of the front page, with as much as its data has.

use leptos::prelude::*;

use crate::{
    components::{
        card::CardCover,
        facts::{Chips, Facts},
        said::said_in,
    },
    model::post::PostSummary,
    state::site::use_site,
};

/// A list of posts; `nested` under a heading of its own.
pub fn entries(posts: Vec<PostSummary>, class: &'static str, nested: bool) -> Option<AnyView> {
    (!posts.is_empty()).then(|| {
        let entries = posts.into_iter().map(|post| entry(post, nested)).collect_view();
        view! { <ol class=format!("entries {class}") role="list">{entries}</ol> }.into_any()
    })
}

fn entry(post: PostSummary, nested: bool) -> AnyView {
    let slug = post.slug;
    let site = use_site();
    let lang = site.lang(post.language);
    let link = view! { <a href=format!("/posts/{slug}")>{post.title}</a> };
    let title = if nested {
        view! { <h3 class="entry-title" lang=lang.clone()>{link}</h3> }.into_any()
    } else {
        view! { <h2 class="entry-title" lang=lang.clone()>{link}</h2> }.into_any()
    };
    let series = post.series.map(|series| {
        let label = series.label().unwrap_or_else(|| "Series".to_owned());
        view! {
            <p class="row-series">
                {label} " · " <a href=format!("/series/{}", series.slug)>{series.title}</a>
            </p>
        }
        .into_any()
    });
    let has_facts = post.minutes > 0
        || post.views.is_some()
        || !post.authors.is_empty()
        || !post.published.iso.is_empty();
    let counted = if post.views.is_some() { slug } else { String::new() };
    let facts = has_facts.then(|| {
        view! {
            <Facts
                authors=post.authors
                published=post.published
                updated=post.updated
                minutes=post.minutes
                slug=counted
                views=post.views
            />
        }
        .into_any()
    });
    view! {
        <li class="entry">
            {post.cover.map(|cover| view! { <CardCover cover=cover first=false/> }.into_any())}
            {title}
            {post.featured.then(|| view! { <p class="featured-mark">{site.featured_word}</p> }.into_any())}
            {series}
            {said_in(lang.clone(), post.summary, "entry-text")}
            {said_in(lang, post.takeaway, "entry-takeaway")}
            {facts}
            <Chips tags=post.tags/>
        </li>
    }
    .into_any()
}
