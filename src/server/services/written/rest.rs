//! What no post says of a blog: names and their descriptions, old addresses, files. One table a piece, so that it can be
//! written and read piece by piece.

use serde::{Deserialize, Serialize};
use toml::value::Datetime;

use crate::model::slug::Slug;

/// The file's name at the root of an export.
pub const FILE: &str = "logbook.toml";

/// The name of the file of the settings beside it, as `logbook settings export` writes it.
pub const SETTINGS: &str = "settings.toml";

/// The folder of the résumé beside it.
pub const RESUME: &str = "resume";

/// What the file holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rest {
    /// [`super::VERSION`]; first and once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logbook: Option<u32>,
    /// What names the site in its feeds, a UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// The owner's résumé.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume: Option<ResumeFacts>,
    /// Tags, used or not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagFacts>,
    /// Series, with parts or without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<SeriesFacts>,
    /// Collections, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub collections: Vec<CollectionFacts>,
    /// Who writes or wrote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<AuthorFacts>,
    /// Old addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<RedirectFacts>,
    /// Addresses of what was thrown away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<GoneFacts>,
    /// Pictures and other files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<FileFacts>,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TagFacts {
    /// Address.
    pub slug: Slug,
    /// As written.
    pub name: String,
    /// Plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Place among the focus areas, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focus: Option<u32>,
    /// What names its feed, a UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
}

/// A series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesFacts {
    /// Address.
    pub slug: Slug,
    /// As written.
    pub title: String,
    /// Plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// No further part is planned.
    #[serde(default)]
    pub complete: bool,
    /// Readers are told what the parts are called that are to come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shows_coming: bool,
    /// `/media/…`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<String>,
    /// What it shows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cover_alt: String,
    /// What names its feed, a UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
}

/// A list of posts that was put together by hand; their order here is that of the collections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CollectionFacts {
    /// Names it.
    pub slug: Slug,
    /// As written.
    pub name: String,
    /// Plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub intro: String,
    /// What is shown of its posts besides their titles, names with ", " between them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shows: String,
    /// Identities of its posts, in order.
    #[serde(default)]
    pub posts: Vec<String>,
}

/// An author.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuthorFacts {
    /// Address.
    pub slug: Slug,
    /// As written.
    pub name: String,
    /// Plain text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bio: String,
    /// Addresses, one a line; none where there is no profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub links: Option<String>,
    /// `/media/…`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// What names their feed, a UUID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
}

/// An old address; it leads to one of post, tag, series and target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RedirectFacts {
    /// A leading slash, none at the end.
    pub path: String,
    /// Identity of a post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// Slug of a tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Slug>,
    /// Slug of a series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<Slug>,
    /// An address, here or elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Why it was made.
    pub origin: Origin,
    /// When.
    pub created_at: Datetime,
}

/// Why an old address was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The blog came with it.
    Import,
    /// Something got another address.
    Address,
    /// Tags became one.
    Merge,
    /// Something was deleted.
    Delete,
    /// Somebody wrote it.
    Hand,
}

impl Origin {
    /// The word stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Address => "address",
            Self::Merge => "merge",
            Self::Delete => "delete",
            Self::Hand => "hand",
        }
    }
}

/// An address at which readers found something that was thrown away since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoneFacts {
    /// A leading slash, none at the end.
    pub path: String,
    /// When.
    pub deleted_at: Datetime,
}

/// A file in the folder [`RESUME`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResumeFacts {
    /// Its name there: what readers get it as.
    pub file: String,
    /// SHA-256 of its bytes, hex.
    pub hash: String,
}

/// A file in the folder `media`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its name there, which is the end of its address.
    pub file: String,
    /// SHA-256 that the address is made of, hex.
    pub hash: String,
    /// As it was called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
}
