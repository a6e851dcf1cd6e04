//! How fresh a post is: when somebody looked at it last, that nobody did when they should have, and the way to what changed.

use leptos::prelude::*;

use crate::{
    components::facts::Date,
    model::{
        post::PostPage,
        review::{DATE, Freshness, Overdue},
    },
};

/// Draws it into the page of the post: among its facts, and before its text.
pub fn add(mut page: PostPage, freshness: &Freshness) -> PostPage {
    let reviewed = freshness
        .reviewed
        .clone()
        .map(|date| view! { <span>"Last reviewed " <Date date=date/></span> });
    let history = freshness.has_changes.then(|| {
        let href = format!("/posts/{}/changes", page.summary.slug);
        // No page of the program: the browser has to ask for it.
        view! {
            <a href=href rel="external">
                "History"
            </a>
        }
    });
    if reviewed.is_some() || history.is_some() {
        page.more = view! { {reviewed} {history} }.to_html();
    }
    if let Some(overdue) = &freshness.overdue {
        page.html.insert_str(0, &note(overdue));
    }
    page
}

/// The site's words, with the day in its place.
fn note(overdue: &Overdue) -> String {
    let mut rest = overdue.words.split(DATE);
    let first = rest.next().unwrap_or_default().to_owned();
    let rest = rest
        .map(|words| view! { <Date date=overdue.date.clone()/> {words.to_owned()} })
        .collect_view();
    view! {
        <p class="review-note" role="note">
            {first}
            {rest}
        </p>
    }
    .to_html()
}
