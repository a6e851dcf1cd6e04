//! How often a post was read, and the call that counts it.

use std::{cell::Cell, rc::Rc};

use gloo_timers::callback::Interval;
use leptos::{ev, html, prelude::*};

use crate::{
    model::views::ViewCount,
    platform,
    state::views::{FRESH, StaleViews},
};

/// How often a post was read; nothing where nothing is known. Left out of what tells pages apart, because it changes
/// without the page.
#[component]
pub fn Views(
    /// The post.
    slug: String,
    /// In both spellings.
    views: Option<ViewCount>,
) -> impl IntoView {
    // Most of a list is made of these: where nothing can change, they are plain text.
    if !platform::IS_LIVE {
        let hidden = views.is_none();
        let text = words(views.as_ref());
        return view! {
            <span
                class="views"
                data-volatile=""
                data-at=platform::rendered_at()
                title=views.map(|views| views.exact)
                hidden=hidden
            >
                {text}
            </span>
        }
        .into_any();
    }
    let shown = RwSignal::new(views);
    let place = NodeRef::<html::Span>::new();
    let stale = use_context::<StaleViews>();
    Effect::new(move || {
        let Some(span) = place.get() else { return };
        // The page came with the number, its data without: what stands there is what is shown.
        let (exact, short) = (span.title(), span.text_content().unwrap_or_default());
        if shown.with_untracked(Option::is_none) && !exact.is_empty() {
            let short = short.trim_end_matches(" views").to_owned();
            shown.set(Some(ViewCount { short, exact }));
        }
        let age = span
            .dataset()
            .get("at")
            .and_then(|at| at.parse::<u32>().ok())
            .map(platform::seconds_since);
        if let Some(stale) = stale
            && age.is_some_and(|age| age > FRESH)
        {
            stale.refresh(slug.clone(), shown);
        }
    });
    view! {
        <span
            node_ref=place
            class="views"
            data-volatile=""
            data-at=platform::rendered_at()
            title=move || shown.with(|views| views.as_ref().map(|views| views.exact.clone()))
            hidden=move || shown.with(Option::is_none)
        >
            {move || shown.with(|views| words(views.as_ref()))}
        </span>
    }
    .into_any()
}

/// A number as it is read.
fn words(views: Option<&ViewCount>) -> String {
    match views {
        // Below a thousand there is nothing to shorten, and one view is no "views".
        Some(views) if views.exact.starts_with(&views.short) => views.exact.clone(),
        Some(views) => format!("{} views", views.short),
        None => String::new(),
    }
}

/// Seconds of looking at a page after which it counts as read.
const SECONDS: u32 = 5;

/// Part of the way through a page, in percent, that counts as read before that.
const PERCENT: f64 = 25.0;

/// Counts once that somebody reads the post: after five seconds in sight, or a quarter of the way from where they were
/// after the first. Until then the page itself scrolls: to a heading that the address names, or back to where it stood.
#[component]
pub fn CountView(
    /// The post.
    slug: String,
    /// That this page was made for it.
    token: String,
) -> impl IntoView {
    Effect::new(move || {
        let (slug, token) = (slug.clone(), token.clone());
        // No number until the page has come to rest, and nothing is a quarter beyond that.
        let began = Rc::new(Cell::new(f64::NAN));
        let ticking = StoredValue::new_local(None::<Interval>);
        let count = Callback::new(move |()| {
            if ticking.try_update_value(Option::take).flatten().is_some() {
                platform::send_beacon("/api/views/record", &[("slug", &slug), ("token", &token)]);
            }
        });
        let mut seen = 0;
        let rested = began.clone();
        let tick = move || {
            if !platform::is_hidden() {
                seen += 1;
            }
            if rested.get().is_nan() {
                rested.set(platform::percent_scrolled());
            }
            if seen >= SECONDS {
                count.run(());
            }
        };
        ticking.set_value(Some(Interval::new(1_000, tick)));
        let scrolled = window_event_listener(ev::scroll, move |_| {
            if platform::percent_scrolled() - began.get() >= PERCENT {
                count.run(());
            }
        });
        on_cleanup(move || {
            scrolled.remove();
            ticking.set_value(None);
        });
    });
}
