//! What comes back when a reader asks the list of posts for something: hits, and every step that can follow, each with
//! its address worked out, so that a browser only has to show them.

use miniserde::{Deserialize, Serialize};

use super::{listing::Paging, post::PostSummary};

mod query;

pub use query::{MAX_TAGS, MAX_WORDS, PostQuery, Sort, Window};

/// Where a question is asked. Each place has its own address and its own words for a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Place {
    /// `/`
    Home,
    /// `/posts`
    Posts,
    /// `/search`
    Search,
}

impl Place {
    /// The path of its page.
    pub fn path(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::Posts => "/posts",
            Self::Search => "/search",
        }
    }

    /// The place whose page has this path.
    pub fn parse(path: &str) -> Option<Self> {
        [Self::Home, Self::Posts, Self::Search]
            .into_iter()
            .find(|place| place.path() == path)
    }
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The posts of this page.
    pub hits: Vec<Hit>,
    /// Which page this is, and how many posts there are on all.
    pub paging: Paging,
    /// There are more than `paging.total` says; they were not counted.
    pub bounded: bool,
    /// How many, in the words of the place.
    pub count: String,
    /// The words that were asked for.
    pub words: String,
    /// Path and query of the one page that search engines should keep of all that show the same.
    pub canonical: String,
    /// Whether search engines should keep this page at all.
    pub indexed: bool,
    /// The filters that are on.
    pub active: Vec<Active>,
    /// Tags to filter by, with what each would leave.
    pub tags: Vec<Choice>,
    /// Whether posts need all tags or any of them; empty with fewer than two tags.
    pub modes: Vec<Choice>,
    /// Orders.
    pub sorts: Vec<Choice>,
    /// What was searched for instead of what was typed.
    pub corrected: Option<Correction>,
    /// Words and tags near to what was asked, where nothing was found.
    pub nearest: Vec<Choice>,
    /// Address of the page before.
    pub newer: Option<String>,
    /// Address of the page after.
    pub older: Option<String>,
}

/// A filter that is on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Active {
    /// The tag's name, or the words in quotation marks.
    pub label: String,
    /// Posts with it are left out.
    pub excluded: bool,
    /// Address without this filter.
    pub remove: String,
    /// Address with the opposite filter; empty where there is none.
    pub invert: String,
}

/// Something that can be chosen next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// As it is shown.
    pub label: String,
    /// Where it leads; empty where it would leave nothing.
    pub href: String,
    /// How many posts it would leave, if that is known.
    pub posts: Option<u32>,
    /// It is the case now.
    pub on: bool,
}

/// A word that was not found was taken for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// What was searched for.
    pub shown: String,
    /// What was typed.
    pub asked: String,
    /// Address that searches for what was typed.
    pub href: String,
}

/// A post that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The post.
    pub post: PostSummary,
    /// Where the words stand in it.
    pub passage: Option<Passage>,
}

impl Hit {
    /// The post's address, at the heading nearest to the passage.
    pub fn href(&self) -> String {
        match &self.passage {
            Some(passage) if !passage.fragment.is_empty() => {
                format!("/posts/{}#{}", self.post.slug, passage.fragment)
            }
            _ => format!("/posts/{}", self.post.slug),
        }
    }
}

/// A piece of a post's text around the words that were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The text, cut where marks begin and end.
    pub pieces: Vec<Piece>,
    /// Id of the heading above it; empty where there is none.
    pub fragment: String,
}

/// A run of text that is marked or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Plain text.
    pub text: String,
    /// It is one of the words that were asked for.
    pub marked: bool,
}
