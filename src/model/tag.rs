//! Tags: what a post is about.

use miniserde::{Deserialize, Serialize};

use super::listing::PostList;

/// A tag's name and where its page is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRef {
    /// `/tags/{slug}`.
    pub slug: String,
    /// As written: `C++`.
    pub name: String,
}

/// A tag in the index of all tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagCount {
    /// `/tags/{slug}`.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text; empty where none was given.
    pub description: String,
    /// How many listed posts carry it; exact.
    pub posts: u32,
}

/// The page of one tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagPage {
    /// The tag and its exact count.
    pub tag: TagCount,
    /// One page of its posts, newest first.
    pub posts: PostList,
}

/// The index of all tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagIndex {
    /// By name.
    pub tags: Vec<TagCount>,
    /// How many posts are listed in all.
    pub posts: u32,
}
