//! The marginalia of a post: who, when, how long.

use leptos::prelude::*;

use super::views::Views;
use crate::{
    model::{date::DateLabel, person::AuthorRef, tag::TagRef, views::ViewCount},
    state::site::use_site,
};

/// A date.
#[component]
pub fn Date(
    /// In both spellings.
    date: DateLabel,
) -> impl IntoView {
    (!date.iso.is_empty()).then(|| view! { <time datetime=date.iso>{date.text}</time> })
}

/// Authors, date, update and reading time in one line.
#[component]
pub fn Facts(
    /// In order; may be empty.
    authors: Vec<AuthorRef>,
    /// When the post appeared.
    published: DateLabel,
    /// When its text last changed, if that is worth saying.
    updated: Option<DateLabel>,
    /// Further ones, drawn; may be empty.
    #[prop(optional)]
    more: String,
    /// Reading time; zero where it is not shown.
    minutes: u32,
    /// The post; empty where it is not said how often it was read.
    slug: String,
    /// How often it was read.
    views: Option<ViewCount>,
) -> impl IntoView {
    let authors = (!authors.is_empty()).then(|| {
        let mut first = true;
        let links = authors
            .into_iter()
            .map(|author| {
                let separator = (!std::mem::take(&mut first)).then_some(", ");
                view! {
                    {separator}
                    <a href=format!("/authors/{}", author.slug)>{author.name}</a>
                }
                .into_any()
            })
            .collect_view();
        view! { <span class="authors">{links}</span> }
    });
    view! {
        <p class="facts">
            {authors} <Date date=published/>
            {updated.map(|date| view! { <span>"Updated " <Date date=date/></span> }.into_any())}
            {(!more.is_empty()).then(|| view! { <span class="facts-more" inner_html=more></span> }.into_any())}
            {(minutes > 0).then(|| view! { <span>{format!("{minutes} min read")}</span> })}
            {(use_site().counts && !slug.is_empty()).then(|| view! { <Views slug=slug views=views/> })}
        </p>
    }
}

/// Tags as links.
#[component]
pub fn Chips(
    /// In order; may be empty.
    tags: Vec<TagRef>,
) -> impl IntoView {
    (!tags.is_empty()).then(|| {
        let chips = tags
            .into_iter()
            .map(|tag| view! { <li><a href=format!("/tags/{}", tag.slug)>{tag.name}</a></li> })
            .collect_view();
        // Safari drops the list's role with its bullets.
        view! { <ul class="chips" role="list">{chips}</ul> }.into_any()
    })
}
