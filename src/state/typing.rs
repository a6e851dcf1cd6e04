//! Posts that are found while somebody types.

use std::time::Duration;

use leptos::prelude::*;

use super::latest::Latest;
use crate::{
    api::posts::find_posts,
    error::AppError,
    model::find::{Found, Place},
    platform,
};

/// A pause in typing that is worth a question; shorter ones are between the letters of a word.
pub const PAUSE: Duration = Duration::from_millis(80);

/// What was found for what is typed. What was found before stays until the answer is there, and if it never comes.
#[derive(Clone, Copy)]
pub struct Typing {
    /// The last answer.
    pub found: RwSignal<Option<Found>>,
    /// Why there is no answer to the last question.
    pub failure: RwSignal<Option<AppError>>,
    /// A question is under way.
    pub is_waiting: RwSignal<bool>,
    /// Which post of the answer is highlighted, by its place.
    pub chosen: RwSignal<Option<usize>>,
    latest: Latest,
}

impl Default for Typing {
    fn default() -> Self {
        Self {
            found: RwSignal::new(None),
            failure: RwSignal::new(None),
            is_waiting: RwSignal::new(false),
            chosen: RwSignal::new(None),
            latest: Latest::default(),
        }
    }
}

impl Typing {
    /// Asks for `words` once typing pauses. An answer to an earlier question is never shown after that.
    pub fn ask(self, words: String) {
        self.chosen.set(None);
        if words.trim().is_empty() {
            self.latest.stop();
            self.is_waiting.set(false);
            self.failure.set(None);
            self.found.set(None);
            return;
        }
        self.latest.run(PAUSE, async move {
            self.is_waiting.set(true);
            let query = platform::query(&[("q", words.as_str()), ("brief", "1")]);
            match find_posts(Place::Search, query).await {
                Ok(found) => {
                    self.failure.set(None);
                    self.chosen.set(self.place_in(&found));
                    self.found.set(Some(found));
                }
                Err(error) => self.failure.set(Some(error)),
            }
            self.is_waiting.set(false);
        });
    }

    /// Where the highlighted post stands in another answer; nowhere if that has it not, or the page is gone by then.
    fn place_in(self, answer: &Found) -> Option<usize> {
        let chosen = self.chosen.try_get_untracked()??;
        self.found.try_with_untracked(|found| {
            let slug = &found.as_ref()?.hits.get(chosen)?.post.slug;
            answer.hits.iter().position(|hit| hit.post.slug == *slug)
        })?
    }
}
