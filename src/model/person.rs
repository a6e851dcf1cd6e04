//! The people who write.

use miniserde::{Deserialize, Serialize};

use super::listing::PostList;

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorPage {
    /// Who it is.
    pub author: Author,
    /// Their listed posts, newest first.
    pub posts: PostList,
}
