//! What the server answers to a question that changes while somebody types: only the newest question's answer is shown.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};

use crate::error::AppError;

/// A question, and the answer to the newest form of it.
pub struct Latest<T: Send + Sync + 'static> {
    answer: RwSignal<Option<Result<T, AppError>>>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Latest<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Latest<T> {}

impl<T: Clone + Send + Sync + 'static> Latest<T> {
    /// Asks now and whenever a signal changes that `question` reads.
    pub fn new<F>(question: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, AppError>> + 'static,
    {
        let latest = Self {
            answer: RwSignal::new(None),
            again: RwSignal::new(0),
        };
        let asked = StoredValue::new(0_u32);
        Effect::new(move |_| {
            latest.again.track();
            let question = question();
            asked.update_value(|asked| *asked += 1);
            let number = asked.get_value();
            spawn_local(async move {
                let answer = question.await;
                if asked.try_get_value() == Some(number) {
                    latest.answer.set(Some(answer));
                }
            });
        });
        latest
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

    /// The same without heeding later answers.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> Option<U> {
        self.answer
            .with_untracked(|answer| answer.as_ref().and_then(|answer| answer.as_ref().ok()).map(read))
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
