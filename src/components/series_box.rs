//! Which part of a series a post is, and the other parts.

use leptos::prelude::*;

use crate::model::series::SeriesBox as Series;

/// The box beside a part: "Part 3 of 7", the series, all parts to unfold.
#[component]
pub fn SeriesBox(
    /// The series around this post.
    series: Series,
) -> impl IntoView {
    let label = series.label();
    let current = series.current;
    let parts = series
        .parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            view! {
                <li>
                    <a
                        href=format!("/posts/{}", part.slug)
                        aria-current=(index == current).then_some("page")
                    >
                        {part.title}
                    </a>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <aside class="series-box" aria-label="Series">
            <p class="eyebrow">{label}</p>
            <p class="series-title">
                <a href=format!("/series/{}", series.series.slug)>{series.series.title}</a>
            </p>
            <details>
                <summary>"All parts"</summary>
                <ol role="list">{parts}</ol>
            </details>
        </aside>
    }
}
