//! What programs are told, as it is written: times as RFC 3339 in UTC, addresses whole. What there is not is `null`, so that
//! every field is always there.

use serde::Serialize;

/// A post without its text.
#[derive(Debug, Serialize)]
pub struct Post {
    /// What stays when title and address change: a UUID.
    pub id: String,
    /// Its address on the site, as its path names it.
    pub slug: String,
    /// Its page.
    pub url: String,
    /// The post with its text, as programs read it.
    pub api_url: String,
    /// The post as the file that it is written as.
    pub markdown_url: String,
    /// Plain text.
    pub title: String,
    /// The author's, else the beginning of the text; plain text.
    pub summary: String,
    /// The one line to remember.
    pub takeaway: Option<String>,
    /// Marked by its author.
    pub featured: bool,
    /// How long it takes to read.
    pub reading_minutes: u32,
    /// BCP 47.
    pub language: String,
    /// When it appeared.
    pub published_at: String,
    /// When its text last changed.
    pub updated_at: Option<String>,
    /// In the author's order.
    pub tags: Vec<Name>,
    /// In order.
    pub authors: Vec<Name>,
    /// Its place in a series.
    pub series: Option<Part>,
    /// The picture at its head.
    pub cover: Option<Cover>,
}

/// A post with its text.
#[derive(Debug, Serialize)]
pub struct WholePost {
    /// What lists tell as well.
    #[serde(flatten)]
    pub post: Post,
    /// Whether lists, feeds and the search have it.
    pub listed: bool,
    /// When its author last found it true.
    pub reviewed_at: Option<String>,
    /// The one address of the text, which may be elsewhere.
    pub canonical_url: String,
    /// As rendered, with whole addresses.
    pub html: String,
    /// As written, byte for byte.
    pub markdown: String,
}

/// A tag or an author of a post.
#[derive(Debug, Serialize)]
pub struct Name {
    /// In addresses.
    pub slug: String,
    /// Plain text.
    pub name: String,
    /// Its page.
    pub url: String,
}

/// A place in a series.
#[derive(Debug, Serialize)]
pub struct Part {
    /// The series, in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its page.
    pub url: String,
    /// From 1; 0 for the overview, which stands before the parts.
    pub part: u32,
    /// How many there are, without the overview.
    pub parts: u32,
}

/// A picture.
#[derive(Debug, Serialize)]
pub struct Cover {
    /// Where it is.
    pub url: String,
    /// What it shows.
    pub alt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// A tag.
#[derive(Debug, Serialize)]
pub struct Tag {
    /// In addresses.
    pub slug: String,
    /// Plain text.
    pub name: String,
    /// Plain text, or empty.
    pub description: String,
    /// Its page.
    pub url: String,
    /// How many posts have it.
    pub posts: u32,
}

/// A series.
#[derive(Debug, Serialize)]
pub struct Series {
    /// In addresses.
    pub slug: String,
    /// Plain text.
    pub title: String,
    /// Plain text, or empty.
    pub description: String,
    /// Its page.
    pub url: String,
    /// No further part is planned.
    pub complete: bool,
    /// How many there are, without the overview.
    pub parts: u32,
}

/// A series with its posts.
#[derive(Debug, Serialize)]
pub struct WholeSeries {
    /// What lists tell as well.
    #[serde(flatten)]
    pub series: Series,
    /// In reading order, the overview first.
    pub posts: Vec<Post>,
}

/// A post that was found.
#[derive(Debug, Serialize)]
pub struct Hit {
    /// It.
    pub post: Post,
    /// Where the words stand in its text.
    pub passage: Option<Passage>,
}

/// A piece of a post's text.
#[derive(Debug, Serialize)]
pub struct Passage {
    /// The page of the post, at the nearest heading.
    pub url: String,
    /// The text, cut where marks begin and end.
    pub pieces: Vec<Piece>,
}

/// A run of text that is marked or not.
#[derive(Debug, Serialize)]
pub struct Piece {
    /// Plain text.
    pub text: String,
    /// It is one of the words that were looked for.
    pub marked: bool,
}
