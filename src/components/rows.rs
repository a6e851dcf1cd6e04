//! Posts as dense rows, for archives.

use leptos::{either::Either, prelude::*};

use super::facts::Date;
use crate::model::post::PostSummary;

/// A list of posts, one row each.
#[component]
pub fn Rows(
    /// Newest first.
    posts: Vec<PostSummary>,
    /// The rows stand under a heading of their own, so their titles are one level lower.
    #[prop(optional)]
    nested: bool,
) -> impl IntoView {
    let rows = posts
        .into_iter()
        .map(|post| {
            let link = view! { <a href=format!("/posts/{}", post.slug)>{post.title}</a> };
            let title = if nested {
                Either::Left(view! { <h3 class="row-title">{link}</h3> })
            } else {
                Either::Right(view! { <h2 class="row-title">{link}</h2> })
            };
            view! {
                <li class="row">
                    {title} <p class="row-text">{post.summary}</p>
                    <span class="fact row-date">
                        <Date date=post.published/>
                    </span> <span class="fact row-minutes">{format!("{} min", post.minutes)}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="rows" role="list">{rows}</ol> }
}
