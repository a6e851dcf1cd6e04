//! The box beside a part of a series. What stands in it is drawn by the server; here it is remembered what was read.

use gloo_timers::callback::Interval;
use leptos::prelude::*;

use crate::{model::series::DrawnBox, platform, state::reading::note_read};

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
    series: DrawnBox,
    /// The post's slug.
    part: String,
) -> impl IntoView {
    remember(series.slug, part);
    view! { <aside class="series-box" aria-label="Series" inner_html=series.html></aside> }
}
