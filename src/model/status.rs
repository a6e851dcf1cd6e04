//! The life of a post: one machine, one function that moves it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Days for which what was thrown away can be taken back.
pub const KEPT_DAYS: u16 = 30;

/// Where a post stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being written; nobody but its authors sees it.
    Draft,
    /// Finished, and to appear at its publication time.
    Scheduled,
    /// What readers see, unless it is unlisted.
    Published,
    /// Was published and is hidden for now.
    Unpublished,
    /// Thrown away; can be taken back for a while.
    Trashed,
}

impl Status {
    /// The word stored in the database and shown in the admin.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
            Self::Trashed => "trashed",
        }
    }

    /// Reads the word that [`Self::as_str`] writes.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Draft,
            Self::Scheduled,
            Self::Published,
            Self::Unpublished,
            Self::Trashed,
        ]
        .into_iter()
        .find(|status| status.as_str() == word)
    }

    /// What "publish at `published_at`" means at `now` (both Unix milliseconds): a time to come is a schedule.
    pub fn publish(published_at: i64, now: i64) -> Self {
        if published_at > now {
            Self::Scheduled
        } else {
            Self::Published
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who may come across a published post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// In every list, feed and search.
    Public,
    /// Reachable by whoever has the link, in no list, feed or search.
    Unlisted,
}

impl Visibility {
    /// The word stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
        }
    }
}

/// What a post is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An article in the lists.
    Post,
    /// A page of its own, such as "About".
    Page,
    /// A piece of the portfolio.
    Project,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Post, Self::Page, Self::Project];

    /// The word stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Post => "post",
            Self::Page => "page",
            Self::Project => "project",
        }
    }

    /// Reads the word that [`Self::as_str`] writes.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The name of many of them, as a heading.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Post => "Posts",
            Self::Page => "Pages",
            Self::Project => "Projects",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_reads_back_from_its_word() {
        for status in [
            Status::Draft,
            Status::Scheduled,
            Status::Published,
            Status::Unpublished,
            Status::Trashed,
        ] {
            assert_eq!(Status::parse(status.as_str()), Some(status));
        }
        assert_eq!(Status::parse("live"), None);
    }

    #[test]
    fn every_kind_reads_back_from_its_word() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("Page"), None);
    }

    #[test]
    fn a_time_to_come_is_a_schedule() {
        assert_eq!(Status::publish(2_000, 1_000), Status::Scheduled);
        assert_eq!(Status::publish(1_000, 1_000), Status::Published);
    }
}
