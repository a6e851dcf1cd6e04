//! What changed in a post since readers first saw it, as its page of changes shows it.

use super::{
    date::DateLabel,
    draft::wording::{Passage, Stretch},
};

/// Releases that the page shows at most.
pub const SHOWN: u32 = 30;

/// All of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The post's address.
    pub slug: String,
    /// Its title now.
    pub title: String,
    /// BCP 47 tag; empty for the site's own.
    pub language: String,
    /// The newest first.
    pub releases: Vec<Release>,
    /// Whether there are earlier ones, which are not shown.
    pub more: bool,
}

/// A text that readers saw from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The day.
    pub date: DateLabel,
    /// What the author says of it; plain text, or nothing.
    pub note: String,
    /// How it differs from the one before.
    pub difference: Difference,
}

/// How a release differs from the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// There is none before it.
    First,
    /// What is said about the text, by its name, and the text; each only where it changed.
    Compared {
        /// Title, summary, takeaway.
        fields: Vec<(&'static str, Vec<Stretch>)>,
        /// The text.
        text: Vec<Passage>,
    },
    /// The texts are too long for a page that shows what is different between them.
    TooLong,
}
