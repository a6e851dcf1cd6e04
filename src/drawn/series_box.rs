//! The series box on a post: which part it is, and the other parts.

use leptos::prelude::*;

use crate::model::series::{DrawnBox, Place, SeriesBox, in_order};

/// Draws it.
pub fn draw(series: SeriesBox) -> DrawnBox {
    let leads = series.leads();
    let label = series.series.label().unwrap_or_else(|| "Series".to_owned());
    let (overviews, current) = (series.overviews, series.current);
    let parts = series.parts.into_iter().enumerate().collect();
    let places = in_order(parts, series.coming)
        .into_iter()
        .map(|place| match place {
            Place::Part((index, part)) => view! {
                <li class=(index < overviews).then_some("is-overview")>
                    <a
                        href=format!("/posts/{}", part.slug)
                        aria-current=(index == current).then_some("page")
                    >
                        {part.title}
                    </a>
                </li>
            }
            .into_any(),
            Place::Coming(title) => view! {
                <li class="is-coming">
                    <span>{title} " " <span class="fact">"Coming"</span></span>
                </li>
            }
            .into_any(),
        })
        .collect_view();
    let html = view! {
        <p class="eyebrow">{label}</p>
        <p class="series-title">
            <a href=format!("/series/{}", series.series.slug)>{series.series.title}</a>
        </p>
        <details>
            <summary>"All parts"</summary>
            <ol role="list">{places}</ol>
        </details>
    };
    DrawnBox {
        slug: series.series.slug,
        leads,
        html: html.to_html(),
    }
}
