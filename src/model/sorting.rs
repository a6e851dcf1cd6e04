//! What orders posts, as those who look after it see it: tags, series and old addresses.

use miniserde::{Deserialize, Serialize};

use super::{date::DateLabel, draft::Picture};

pub mod collection;
pub mod order;

/// A tag that completes what somebody types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagChoice {
    /// `/tags/{slug}`.
    pub slug: String,
    /// As written.
    pub name: String,
    /// How many listed posts carry it.
    pub posts: u32,
}

/// A series that completes what somebody types.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesChoice {
    /// `/series/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
    /// How many posts are in it, whatever their status; those in the trash are not counted.
    pub parts: u32,
}

/// A page of all tags, and what was done to tags lately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskTags {
    /// The tags, by name.
    pub tags: Vec<DeskTag>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
    /// Which of them this is, from 1: beyond the last it is the last.
    pub page: u32,
    /// The last change first.
    pub changes: Vec<TagChange>,
}

/// A tag as it is looked after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskTag {
    /// By which it is changed.
    pub id: i64,
    /// `/tags/{slug}`.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text; empty where none was given.
    pub description: String,
    /// How many posts carry it, whatever their status.
    pub posts: u32,
    /// How many of these are listed.
    pub listed: u32,
    /// Addresses that lead to it besides its own.
    pub was: Vec<String>,
}

/// Something that was done to a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagChange {
    /// By which it is taken back.
    pub id: i64,
    /// When.
    pub at: DateLabel,
    /// By whom.
    pub who: String,
    /// In words.
    pub told: String,
    /// Whether it was taken back.
    pub undone: bool,
}

/// What was done just now, and by which it is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The number of the change.
    pub id: i64,
    /// In words.
    pub told: String,
}

/// A series in the list of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskSeriesItem {
    /// By which it is opened.
    pub id: i64,
    /// `/series/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
    /// No further part is planned.
    pub complete: bool,
    /// How many posts are in it, whatever their status.
    pub parts: u32,
    /// How many of these are listed.
    pub listed: u32,
}

/// What is said of a series, as it is and as it is to be; its parts are a list of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskSeries {
    /// By which it is changed.
    pub id: i64,
    /// Which state of what is said it is, or comes from.
    pub state: i64,
    /// `/series/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
    /// Plain text; empty where none was given.
    pub description: String,
    /// No further part is planned.
    pub complete: bool,
    /// Readers are told what the parts are called that are to come.
    pub shows_coming: bool,
    /// Its picture.
    pub cover: Option<Picture>,
}

/// A page of the addresses that lead elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRedirects {
    /// The newest first.
    pub redirects: Vec<DeskRedirect>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
    /// Which of them this is, from 1: beyond the last it is the last.
    pub page: u32,
}

/// An address that leads elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRedirect {
    /// On this site.
    pub path: String,
    /// Where it leads now.
    pub target: String,
    /// Whether readers find something there; else they are told that there is nothing.
    pub alive: bool,
    /// Why it is there, in words.
    pub why: String,
    /// Made by itself, when something got another address.
    pub automatic: bool,
    /// Since when.
    pub since: DateLabel,
}
