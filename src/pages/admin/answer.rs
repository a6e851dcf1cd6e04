//! What the server answers to a question that changes while somebody types: only the newest question's answer is shown.

use std::{future::Future, time::Duration};

use leptos::prelude::*;

use super::form::{give_place_back, has_place};
use crate::{error::AppError, state::latest::Latest};

/// The place of one question: a later one ends the one before, and so does leaving what asks. Nothing of the page is
/// touched any more then.
pub fn latest() -> Latest {
    let latest = Latest::default();
    on_cleanup(move || latest.stop());
    latest
}

/// A question, and the answer to the newest form of it.
pub struct Answer<T: Send + Sync + 'static> {
    answer: RwSignal<Option<Result<T, AppError>>>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Answer<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Answer<T> {}

impl<T: Clone + Send + Sync + 'static> Answer<T> {
    /// Asks now and whenever a signal changes that `question` reads.
    pub fn new<F>(question: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, AppError>> + 'static,
    {
        Self::after(Duration::ZERO, question)
    }

    /// Asks now, and again a pause after such a signal changed: the letters of a word are no questions of their own.
    pub fn after<F>(pause: Duration, question: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, AppError>> + 'static,
    {
        let answer = Self {
            answer: RwSignal::new(None),
            again: RwSignal::new(0),
        };
        let latest = latest();
        Effect::new(move |asked: Option<()>| {
            answer.again.track();
            let question = question();
            let is_first = asked.is_none();
            let pause = if is_first { Duration::ZERO } else { pause };
            latest.run(pause, async move {
                let found = question.await;
                let had = has_place();
                answer.answer.set(Some(found));
                // What is drawn anew takes the keyboard's place with it.
                if !is_first && had.is_some() {
                    give_place_back(None);
                }
            });
        });
        answer
    }

    /// The answer, if one has come.
    pub fn get(self) -> Option<Result<T, AppError>> {
        self.answer.get()
    }

    /// Something of the answer, if one has come and is no failure.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.answer
            .with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().ok()).map(read))
    }

    /// The same without heeding later answers; nothing once the page is gone.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.answer
            .try_with_untracked(|answer| answer.as_ref().and_then(|answer| answer.as_ref().ok()).map(read))?
    }

    /// Shows this as the answer.
    pub fn set(self, answer: T) {
        self.answer.set(Some(Ok(answer)));
    }

    /// Asks once more.
    pub fn reload(self) -> Callback<()> {
        Callback::new(move |()| self.again.update(|again| *again = again.wrapping_add(1)))
    }
}
