//! Feeds: the newest posts of the site, a tag, a series or an author, as RSS, Atom or JSON Feed.
//!
//! What a feed says is gathered once, in [`gather`]; the three formats only write it down.

use crate::server::{context::Context, fault::Fault};

mod absolute;
pub mod address;
mod atom;
mod gather;
mod json;
mod rss;

/// What a feed is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The whole site.
    Site,
    /// The tag at this slug.
    Tag(String),
    /// The series at this slug.
    Series(String),
    /// The author at this slug.
    Author(String),
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// The name of its file.
    pub fn file(self) -> &'static str {
        match self {
            Self::Rss => "/rss.xml",
            Self::Atom => "/atom.xml",
            Self::Json => "/feed.json",
        }
    }

    /// Its type, without parameters.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// Which feed is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What it is of.
    pub subject: Subject,
    /// How it is written.
    pub format: Format,
    /// Which page of it, from 1; the later ones hold older posts.
    pub page: u32,
    /// With summaries in the place of whole texts.
    pub brief: bool,
}

/// A feed and when it last changed, in Unix milliseconds.
#[derive(Debug)]
pub struct FeedText {
    /// The document.
    pub text: String,
    /// When something that it may show was last written, in whole seconds.
    pub changed: i64,
}

/// The feed that is asked for; nothing where readers find none of its posts. Three queries.
pub async fn write_feed(context: &Context, asked: &Asked) -> Result<Option<FeedText>, Fault> {
    let Some((feed, written)) = gather::gather(context, asked).await? else {
        return Ok(None);
    };
    let text = match asked.format {
        Format::Rss => rss::write(&feed)?,
        Format::Atom => atom::write(&feed)?,
        Format::Json => json::write(&feed)?,
    };
    // Whole seconds, as the header has them; up, so that a change within the same second is not missed.
    Ok(Some(FeedText {
        text,
        changed: (written / 1000 + 1) * 1000,
    }))
}
