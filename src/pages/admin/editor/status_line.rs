//! The line at the bottom edge: how it stands, how much there is, and what was done last.

use leptos::prelude::*;

use super::shown::Shown;
use crate::{model::draft::session::Status, platform};

/// Whoever asks to save what is saved is answered all the same, every time.
#[derive(Clone, Copy)]
pub struct Affirmed {
    shown: Shown,
    /// How often that was asked since it is saved, and when last, Unix milliseconds.
    asked: RwSignal<(u32, i64)>,
}

impl Affirmed {
    /// Not asked yet.
    pub fn new(shown: Shown) -> Self {
        let asked = RwSignal::new((0, 0));
        Effect::new(move |_| {
            if shown.status.get() != Status::Saved {
                asked.set((0, 0));
            }
        });
        Self { shown, asked }
    }

    /// Somebody asked to save.
    pub fn asked(self) {
        if self.shown.status.get_untracked() == Status::Saved {
            self.asked.update(|(times, at)| {
                *times = times.wrapping_add(1);
                *at = platform::now();
            });
        }
    }

    /// How it stands, to be read out: without the seconds of a pause, which would be heard one after the other, and not the
    /// same text as before when it is asked for once more.
    fn heard(self) -> String {
        let again = if self.asked.get().0 % 2 == 1 { "\u{a0}" } else { "" };
        format!("{}{again}", self.shown.status.get().said())
    }

    /// When it was asked for, to be seen.
    fn when(self) -> Option<String> {
        let (times, at) = self.asked.get();
        (times > 0).then(|| format!("at {}:{:02}", platform::clock(at), at / 1_000 % 60))
    }
}

/// The line.
#[component]
pub fn StatusLine(
    /// What the session shows.
    shown: Shown,
    /// Words and minutes; no minutes where they are not known.
    #[prop(into)]
    counts: Signal<(u32, u32)>,
    /// What is said to whoever asks to save.
    affirmed: Affirmed,
    /// Counts how often somebody asked to sign in.
    entering: RwSignal<u32>,
) -> impl IntoView {
    // What was not done is worth an interruption: the dialogue in which it was asked for is closed by then.
    let news = move |failure: bool| {
        shown
            .news
            .get()
            .and_then(|(text, wrong)| (wrong == failure).then_some(text))
    };
    view! {
        <p class="editor-status">
            <span class="visually-hidden" role="status">
                {move || affirmed.heard()}
            </span>
            <span class="editor-how" aria-hidden="true" class:is-wrong=move || is_wrong(&shown.status.get())>
                {move || shown.status.get().to_string()}
            </span>
            <span class="editor-asked" aria-hidden="true">
                {move || affirmed.when()}
            </span>
            <span>{move || {
                let (words, minutes) = counts.get();
                let noun = if words == 1 { "word" } else { "words" };
                (minutes > 0).then(|| format!("{words} {noun} · {minutes} min"))
            }}</span>
            <span class="editor-news" role="status">
                {move || news(false)}
            </span>
            <span class="editor-refusal is-wrong" role="alert">
                {move || news(true)}
            </span>
            <Show when=move || shown.status.get() == Status::SignedOut>
                <button type="button" on:click=move |_| entering.update(|times| *times += 1)>
                    "Sign in"
                </button>
            </Show>
        </p>
    }
}

/// Whether it tells of something that has to be looked at.
pub fn is_wrong(status: &Status) -> bool {
    matches!(
        status,
        Status::Failed { .. } | Status::Conflict | Status::SignedOut
    )
}
