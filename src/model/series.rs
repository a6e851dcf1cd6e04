//! Series: posts that are meant to be read in order.

use miniserde::{Deserialize, Serialize};

use super::{date::DateLabel, post::PostLink};

/// Which part of which series a post is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesRef {
    /// `/series/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
}

/// One part as a series lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesPart {
    /// The post.
    pub post: PostLink,
    /// What it argues; empty where nothing is known.
    pub summary: String,
    /// When it appeared.
    pub published: DateLabel,
    /// Reading time in minutes.
    pub minutes: u32,
}

/// A series with the parts that readers can see, in reading order; parts are numbered by their place in this list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesPage {
    /// `/series/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
    /// Plain text; empty where none was given.
    pub description: String,
    /// No further part is planned.
    pub complete: bool,
    /// In reading order.
    pub parts: Vec<SeriesPart>,
}

/// The series box on a post: every visible part, and which of them this is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesBox {
    /// The series.
    pub series: SeriesRef,
    /// The visible parts in reading order.
    pub parts: Vec<PostLink>,
    /// Index of the current post in `parts`.
    pub current: usize,
}

impl SeriesBox {
    /// "Part 3 of 7", counted over what readers can see.
    pub fn label(&self) -> String {
        format!("Part {} of {}", self.current + 1, self.parts.len())
    }

    /// The part before and the part after this one.
    pub fn neighbours(&self) -> (Option<&PostLink>, Option<&PostLink>) {
        let before = self.current.checked_sub(1).and_then(|i| self.parts.get(i));
        (before, self.parts.get(self.current + 1))
    }
}
