//! How many calls were not counted, and why, until the next group of views takes the numbers along.

use std::sync::atomic::{AtomicU64, Ordering};

/// Why a call counts no view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A program that says so, or that is no browser.
    Bot,
    /// A browser that nobody looks at.
    Headless,
    /// It does not say what it is.
    NoAgent,
    /// A browser fetched the page before anybody had decided to look.
    Prefetch,
    /// The reader asks not to be followed, and the site heeds it.
    OptedOut,
    /// Whoever calls writes here.
    Staff,
    /// More calls from one network than readers can make.
    Rate,
    /// Readers see no such post.
    UnknownPost,
    /// The token is none of this post, or too old.
    BadToken,
    /// More calls than can be written; the caller was asked to come again.
    Overflow,
}

impl Reason {
    /// All there are.
    pub const ALL: [Self; 10] = [
        Self::Bot,
        Self::Headless,
        Self::NoAgent,
        Self::Prefetch,
        Self::OptedOut,
        Self::Staff,
        Self::Rate,
        Self::UnknownPost,
        Self::BadToken,
        Self::Overflow,
    ];

    /// The word under which it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Headless => "headless",
            Self::NoAgent => "no-agent",
            Self::Prefetch => "prefetch",
            Self::OptedOut => "opted-out",
            Self::Staff => "staff",
            Self::Rate => "rate",
            Self::UnknownPost => "unknown-post",
            Self::BadToken => "bad-token",
            Self::Overflow => "overflow",
        }
    }
}

/// A number for each reason; noting one takes no lock and no memory.
#[derive(Default)]
pub struct Tally([AtomicU64; Reason::ALL.len()]);

impl Tally {
    /// Notes some calls that were not counted.
    pub fn note(&self, reason: Reason, calls: u64) {
        let numbers = Reason::ALL.into_iter().zip(&self.0);
        for (_, number) in numbers.filter(|(other, _)| *other == reason) {
            number.fetch_add(calls, Ordering::Relaxed);
        }
    }

    /// Takes the numbers that are not zero. Whoever cannot write them notes them again.
    pub fn take(&self) -> Vec<(Reason, u64)> {
        Reason::ALL
            .into_iter()
            .zip(&self.0)
            .map(|(reason, number)| (reason, number.swap(0, Ordering::Relaxed)))
            .filter(|(_, number)| *number > 0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_once() {
        let tally = Tally::default();
        assert!(tally.take().is_empty());
        tally.note(Reason::Rate, 2);
        tally.note(Reason::Bot, 1);
        tally.note(Reason::Rate, 1);
        assert_eq!(tally.take(), [(Reason::Bot, 1), (Reason::Rate, 3)]);
        assert!(tally.take().is_empty());
    }

    #[test]
    fn every_reason_has_a_word_of_its_own() {
        let mut words: Vec<_> = Reason::ALL.map(Reason::as_str).into();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Reason::ALL.len());
    }
}
