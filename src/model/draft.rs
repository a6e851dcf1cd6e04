//! What an author edits, and the rules by which no word of it is lost: journal, save queue and three-way merge. Plain data
//! and rules; time, ids, storage and network are told to it from outside.

use miniserde::{Deserialize, Serialize};

pub mod field;
pub mod journal;
pub mod merge;
pub mod problems;
pub mod save;
pub mod session;
pub mod wording;

pub use field::Field;

#[cfg(test)]
mod simulation;

#[cfg(test)]
mod tests {
    use super::Meta;

    const OLDER: &str = r#"{"title":"T","slug":"","summary":"","takeaway":"","tags":[],"series":null,"cover":null,"authors":[],"featured":false,"unlisted":false,"canonical":"","seo_title":"","seo_description":"","language":"","review_after":null}"#;

    #[test]
    fn what_an_older_program_wrote_is_read_and_takes_nothing_away() {
        let mut older: Meta = miniserde::json::from_str(OLDER).unwrap();
        assert_eq!((older.title.as_str(), &older.links), ("T", &None));
        let known = Meta {
            technologies: Some(vec!["Rust".into()]),
            links: Some("Code = /code".into()),
            year: Some("2024".into()),
            order: Some("1".into()),
            date: Some(7),
            ..Meta::default()
        };
        older.complete(&known);
        assert_eq!((older.title.as_str(), &older.links), ("T", &known.links));
        assert_eq!(
            (&older.technologies, &older.year, &older.order),
            (&known.technologies, &known.year, &known.order)
        );
        assert_eq!(older.date, Some(7));
        // What somebody emptied stays empty.
        let mut emptied = Meta {
            links: Some(String::new()),
            date: Some(0),
            ..Meta::default()
        };
        emptied.complete(&known);
        assert_eq!(emptied.links.as_deref(), Some(""));
        assert_eq!((emptied.date, emptied.dated()), (Some(0), None));
    }
}

/// Longest text, in bytes: what the renderer takes in one go.
pub const MAX_SOURCE: usize = 512 * 1024;

/// Why a text is too long for a post, if it is.
pub fn too_long(source: &str) -> Option<String> {
    (source.len() > MAX_SOURCE).then(|| {
        format!(
            "The text has {} kB; a post holds at most {}. Divide it into parts of a series.",
            source.len().div_ceil(1024),
            MAX_SOURCE / 1024
        )
    })
}

/// The whole of what an author edits in one post.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Markdown, byte for byte as typed.
    pub source: String,
    /// Everything about the text that is not in it.
    pub meta: Meta,
}

/// What is said about a text. Kept as typed, also where it is not yet valid: whether a slug is one is asked when it is saved.
///
/// A field that is added later has to be an `Option`: what an older program left on a device is still read then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// One line.
    pub title: String,
    /// The last part of its address; empty as long as it follows the title.
    pub slug: String,
    /// What it argues.
    pub summary: String,
    /// The one line to remember.
    pub takeaway: String,
    /// Names, in the author's order.
    pub tags: Vec<String>,
    /// The series it belongs to, and where in it.
    pub series: Option<Part>,
    /// The picture at its head.
    pub cover: Option<Picture>,
    /// Slugs of people, in the author's order.
    pub authors: Vec<String>,
    /// Marked by the author.
    pub featured: bool,
    /// Reachable by its link, in no list, feed or search.
    pub unlisted: bool,
    /// Where the text first appeared, if elsewhere; else empty.
    pub canonical: String,
    /// Title for search engines; empty where it is the title.
    pub seo_title: String,
    /// Description for search engines; empty where it is the summary.
    pub seo_description: String,
    /// BCP 47 tag; empty where it is the site's.
    pub language: String,
    /// When to look whether it still holds, Unix milliseconds.
    pub review_after: Option<i64>,
    /// What a project is made with, in the author's order. Nothing here and in what follows says nothing: it is as it was.
    pub technologies: Option<Vec<String>>,
    /// Where a project can be seen and had: `Label = address`, one a line.
    pub links: Option<String>,
    /// When a project was made.
    pub year: Option<String>,
    /// The place of a project in the owner's order.
    pub order: Option<String>,
    /// What it says is never out of date, so nobody is reminded of it.
    pub evergreen: Option<bool>,
    /// Readers are shown what changed since it was published.
    pub tells_changes: Option<bool>,
    /// When it first appeared, Unix milliseconds; 0 where that is when it is published.
    pub date: Option<i64>,
}

impl Meta {
    /// Takes over what nothing is said of. An older program does not know every field, and cannot have meant to take away what
    /// it does not know.
    pub fn complete(&mut self, known: &Self) {
        if self.technologies.is_none() {
            self.technologies.clone_from(&known.technologies);
        }
        for (own, known) in [
            (&mut self.evergreen, known.evergreen),
            (&mut self.tells_changes, known.tells_changes),
        ] {
            *own = own.or(known);
        }
        self.date = self.date.or(known.date);
        for (own, known) in [
            (&mut self.links, &known.links),
            (&mut self.year, &known.year),
            (&mut self.order, &known.order),
        ] {
            if own.is_none() {
                own.clone_from(known);
            }
        }
    }

    /// [`Self::evergreen`]
    pub fn is_evergreen(&self) -> bool {
        self.evergreen == Some(true)
    }

    /// [`Self::tells_changes`]
    pub fn shows_changes(&self) -> bool {
        self.tells_changes == Some(true)
    }

    /// [`Self::date`], where one is said.
    pub fn dated(&self) -> Option<i64> {
        self.date.filter(|date| *date != 0)
    }
}

/// A place in a series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The series' slug.
    pub series: String,
    /// Counted from 1; 0 for the overview.
    pub position: u32,
}

/// A picture with what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Path on this site.
    pub src: String,
    /// What it shows; empty when decorative.
    pub alt: String,
}
