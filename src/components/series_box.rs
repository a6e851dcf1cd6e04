//! Which part of a series a post is, and the other parts.

use gloo_timers::callback::Interval;
use leptos::prelude::*;

use crate::{model::series::SeriesBox as Series, platform, state::reading::note_read};

/// Seconds in sight before a part can count as read: one that is short is at its end at once.
const SECONDS: u32 = 5;

/// What follows the text of a post.
const END: &str = ".post-foot";

/// Remembers on this device that a part was read to its end.
fn remember(series: String, part: String) {
    Effect::new(move || {
        let (series, part) = (series.clone(), part.clone());
        let ticking = StoredValue::new_local(None::<Interval>);
        let mut seen = 0;
        let tick = move || {
            if !platform::is_hidden() {
                seen += 1;
            }
            if seen >= SECONDS && platform::is_reached(END) {
                note_read(&series, &part);
                ticking.set_value(None);
            }
        };
        ticking.set_value(Some(Interval::new(1_000, tick)));
        on_cleanup(move || ticking.set_value(None));
    });
}

/// The box beside a part: "Part 3 of 7", the series, all parts to unfold.
#[component]
pub fn SeriesBox(
    /// The series around this post.
    series: Series,
) -> impl IntoView {
    let label = series.series.label().unwrap_or_else(|| "Series".to_owned());
    let overviews = series.overviews;
    let current = series.current;
    if let Some(part) = series.parts.get(current) {
        remember(series.series.slug.clone(), part.slug.clone());
    }
    let parts = series
        .parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            view! {
                <li class=(index < overviews).then_some("is-overview")>
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
