//! The people who write.

use miniserde::{Deserialize, Serialize};

use super::{listing::PostList, site::Entry};

/// An author's name and where their page is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorRef {
    /// `/authors/{slug}`.
    pub slug: String,
    /// As written.
    pub name: String,
}

/// An author with what the end of a post says of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// `/authors/{slug}`.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text, one or two sentences; empty where none was given.
    pub bio: String,
}

/// The page of one author: who they are and one page of what they wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorPage {
    /// Who it is.
    pub author: Author,
    /// What they look like.
    pub portrait: Option<Portrait>,
    /// Where they are besides.
    pub links: Vec<Entry>,
    /// Their listed posts, newest first.
    pub posts: PostList,
}

/// How wide and high somebody's picture is shown, in pixels.
pub const PORTRAIT: u32 = 96;

/// A picture of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portrait {
    /// Path of the whole one.
    pub path: String,
    /// Path of the one that their page shows.
    pub src: String,
}
