//! Links by which somebody without an account reads a draft.

use miniserde::{Deserialize, Serialize};

use super::{date::DateLabel, page::SitePage, post::PostPage};

/// For how many days a link may open a draft.
pub const LASTS: [u32; 3] = [1, 7, 30];

/// A link that still opens its draft. What it is was told once, when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLink {
    /// Names it without opening anything.
    pub id: String,
    /// The name of who made it.
    pub who: String,
    /// When.
    pub made: DateLabel,
    /// Until when it opens.
    pub until: DateLabel,
}

/// A link that was just made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLink {
    /// The whole address. Nobody can be told it again.
    pub address: String,
    /// All links of the post, this one first.
    pub links: Vec<DraftLink>,
}

/// A draft as whoever has a link to it reads it.
#[derive(Clone, Debug)]
pub struct SharedDraft {
    /// As its page would be.
    pub page: Shared,
    /// Until when the link opens.
    pub until: DateLabel,
}

/// What a link to a draft shows.
#[derive(Clone, Debug)]
pub enum Shared {
    /// A post.
    Post(Box<PostPage>),
    /// A page or a project.
    Page(Box<SitePage>),
}
