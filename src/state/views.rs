//! How often posts were read, brought up to date on pages that a cache kept: their text is as it was, but the numbers
//! are not.

use std::time::Duration;

use leptos::prelude::*;

use super::latest::Latest;
use crate::{api::views::read_views, model::views::ViewCount};

/// How old a number may be before it is asked for again, in seconds.
pub const FRESH: f64 = 60.0;

/// The parts of a page ask one after the other; whoever comes within this time is in the same question.
const TOGETHER: Duration = Duration::from_millis(50);

/// A number as it is shown; nothing while it is not known.
pub type Shown = RwSignal<Option<ViewCount>>;

/// Numbers that wait to be asked for.
#[derive(Clone, Copy, Default)]
pub struct StaleViews {
    waiting: StoredValue<Vec<(String, Shown)>>,
    latest: Latest,
}

impl StaleViews {
    /// Asks for the number of the post at `slug`, together with others.
    pub fn refresh(self, slug: String, shown: Shown) {
        self.waiting.update_value(|waiting| waiting.push((slug, shown)));
        self.latest.run(TOGETHER, async move {
            let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
            let slugs: Vec<&str> = waiting.iter().map(|(slug, _)| slug.as_str()).collect();
            // The old numbers stay where there is no answer.
            let Ok(counts) = read_views(slugs.join(",")).await else {
                return;
            };
            for count in counts {
                for (_, shown) in waiting.iter().filter(|(slug, _)| *slug == count.slug) {
                    let _ = shown.try_set(Some(count.views.clone()));
                }
            }
        });
    }
}
