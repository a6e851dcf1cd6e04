//! Posts as the desk shows them to who writes them.

use miniserde::{Deserialize, Serialize};

use super::{
    date::DateLabel,
    draft::save::{AddressWord, Head},
    views::ViewCount,
};

/// A post opened for writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPost {
    /// The latest revision.
    pub head: Head,
    /// The number of the one that readers see or will see; 0 for none.
    pub released: i64,
    /// The status machine's word.
    pub status: String,
    /// When it appeared or is to appear.
    pub published: Option<DateLabel>,
    /// The last part of its address, once it has appeared.
    pub slug: String,
    /// `post`, `page` or `project`.
    pub kind: String,
    /// The site's name, for what others will show of the post.
    pub site: String,
    /// Of the address that the latest revision asks for.
    pub address: Option<AddressWord>,
}

/// Somebody who can be named as an author.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorChoice {
    /// `/authors/{slug}`; names them in a draft.
    pub slug: String,
    /// As written.
    pub name: String,
}

/// A date and time that somebody wrote, understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeChoice {
    /// Unix milliseconds.
    pub at: i64,
    /// In words, with the time zone of who wrote it.
    pub here: String,
    /// In words, with the site's time zone.
    pub there: String,
    /// What is worth knowing about it, or nothing.
    pub note: String,
}

/// What a preview needs and its text does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewNeeds {
    /// Paths of pictures whose size is not known.
    pub pictures: Vec<String>,
    /// Names of grammars for code.
    pub grammars: Vec<String>,
}

impl PreviewNeeds {
    /// Most pictures that are asked for at once.
    pub const MAX_PICTURES: usize = 500;
}

/// What the server knows of [`PreviewNeeds`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewParts {
    /// The pictures that are stored.
    pub pictures: Vec<PictureSize>,
    /// The grammars, one after the other.
    pub grammars: String,
}

/// A stored picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PictureSize {
    /// Path on this site.
    pub path: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// A page of the desk's list of posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPosts {
    /// The posts.
    pub posts: Vec<DeskPost>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
    /// The time zone of all times.
    pub zone: String,
}

/// A post in the desk's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPost {
    /// Public identity; names it at the desk.
    pub uuid: String,
    /// The last part of its address.
    pub slug: String,
    /// Its address on this site.
    pub path: String,
    /// The latest revision's title; may be empty.
    pub title: String,
    /// The status machine's word.
    pub status: String,
    /// Whether readers do not see the latest revision yet.
    pub pending: bool,
    /// Reachable by its link only.
    pub unlisted: bool,
    /// Names, with commas between them.
    pub authors: String,
    /// How often it was read; nothing where nobody has yet.
    pub views: Option<ViewCount>,
    /// When it was last written on.
    pub edited: DateLabel,
    /// When it appeared or is to appear.
    pub published: Option<DateLabel>,
    /// When it goes for good; only what is in the trash does.
    pub goes: Option<DateLabel>,
}

/// A revision in the list of a post's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionItem {
    /// Of its post.
    pub number: i64,
    /// Name and device.
    pub who: String,
    /// What was asked of the post with it, or else why it was made.
    pub reason: String,
    /// When.
    pub at: DateLabel,
    /// Whether it is the one that readers see or will see.
    pub released: bool,
}
