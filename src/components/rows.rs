//! Posts as dense rows, for archives.

use leptos::prelude::*;

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
                view! { <h3 class="row-title">{link}</h3> }.into_any()
            } else {
                view! { <h2 class="row-title">{link}</h2> }.into_any()
            };
            view! {
                <li class="row">
                    {title} <p class="row-text">{post.summary}</p>
                    <span class="fact row-date">
                        <Date date=post.published/>
                    </span> <span class="fact row-minutes">{format!("{} min", post.minutes)}</span>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! { <ol class="rows" role="list">{rows}</ol> }
}
