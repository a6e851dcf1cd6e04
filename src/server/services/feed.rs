//! Feeds: the newest posts of the site, a tag, a series, an author or a search, as RSS, Atom or JSON Feed.
//!
//! What a feed says is gathered once, in `gather`; the three formats only write it down.

use super::changes::Changes;
use crate::{
    model::feed::Format,
    server::{context::Context, fault::Fault},
};

pub mod absolute;
pub mod address;
mod atom;
mod gather;
pub mod identity;
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
    /// What holds these words, which are not empty; see [`super::search`].
    Search(String),
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
    /// The oldest posts first, which only a series has: it can be followed from its beginning.
    pub oldest: bool,
}

/// A feed and when it last changed.
#[derive(Debug)]
pub struct FeedText {
    /// The document.
    pub text: String,
    /// What changed last of the site.
    pub changes: Changes,
}

/// The feed that is asked for; nothing where readers find none of its posts. Three queries, and of a search those of its page.
pub async fn write_feed(context: &Context, asked: &Asked) -> Result<Option<FeedText>, Fault> {
    let changes = Changes::read(context).await?;
    let Some(found) = gather::find(context, asked, changes.now).await? else {
        return Ok(None);
    };
    let format = asked.format;
    // Twenty whole texts can be long, and other requests wait for these threads.
    let text = tokio::task::spawn_blocking(move || {
        let feed = found.gather();
        match format {
            Format::Rss => rss::write(&feed),
            Format::Atom => atom::write(&feed),
            Format::Json => json::write(&feed),
        }
    })
    .await??;
    Ok(Some(FeedText { text, changes }))
}
