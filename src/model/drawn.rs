//! Pages as the server drew them.

use miniserde::{Deserialize, Serialize};

/// A page that stays as it is once it is there: what it says of itself, and its HTML.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnPage {
    /// Its own title.
    pub title: String,
    /// One or two sentences.
    pub description: String,
    /// Path of its one address, or the whole address of another one; empty where it has none.
    pub canonical: String,
    /// Path of the page with newer entries.
    pub newer: Option<String>,
    /// Path of the page with older entries.
    pub older: Option<String>,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// The list that it shows, where that has feeds of its own.
    pub feeds: Option<FeedsOf>,
    /// What stands in its main part; safe.
    pub html: String,
}

/// A list with feeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedsOf {
    /// Its path; those of its feeds begin with it.
    pub path: String,
    /// What it is called.
    pub name: String,
}
