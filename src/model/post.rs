//! Posts as lists and pages show them.

use miniserde::{Deserialize, Serialize};

use super::{
    date::DateLabel,
    person::{Author, AuthorRef},
    series::{DrawnBox, SeriesRef},
    tag::TagRef,
    toc::TocEntry,
    views::ViewCount,
};

/// The picture at the head of a card or post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// Path on this site: `/media/….svg`.
    pub src: String,
    /// What it shows; empty when decorative.
    pub alt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// A title that leads to its post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostLink {
    /// `/posts/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
}

/// A post as a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostSummary {
    /// `/posts/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
    /// What it argues: the author's summary, else an excerpt of the text.
    pub summary: String,
    /// The one line to remember; empty where none was given.
    pub takeaway: String,
    /// BCP 47 language tag of the words above; empty for the site's own.
    pub language: String,
    /// Marked by the author.
    pub featured: bool,
    /// When it appeared.
    pub published: DateLabel,
    /// When its text last changed, if more than a day after it appeared.
    pub updated: Option<DateLabel>,
    /// Reading time in minutes, at least 1.
    pub minutes: u32,
    /// The picture, if there is one.
    pub cover: Option<Cover>,
    /// In the author's order.
    pub tags: Vec<TagRef>,
    /// In the author's order.
    pub authors: Vec<AuthorRef>,
    /// The series it belongs to.
    pub series: Option<SeriesRef>,
    /// How often it was read, if that is known.
    pub views: Option<ViewCount>,
}

/// A post as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostPage {
    /// Title, dates, tags …
    pub summary: PostSummary,
    /// The author's summary alone, shown under the title; empty where there is none.
    pub dek: String,
    /// Rendered and sanitised text.
    pub html: String,
    /// Headings of the second and third level.
    pub toc: Vec<TocEntry>,
    /// What the page sends back when it is read.
    pub view_token: String,
    /// In no list; search engines are asked to leave it out.
    pub unlisted: bool,
    /// Where the text first appeared, if elsewhere.
    pub canonical: Option<String>,
    /// Title for search engines, if it differs.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub description: String,
    /// Further facts, drawn; empty where there are none.
    pub more: String,
    /// Who wrote it, with what is known of them.
    pub authors: Vec<Author>,
    /// The other parts, if it is one, drawn.
    pub series: Option<DrawnBox>,
    /// The part before, or the next older post.
    pub previous: Option<PostLink>,
    /// The part after, or the next newer post.
    pub next: Option<PostLink>,
    /// At most four other posts on the same matter.
    pub related: Vec<RelatedPost>,
}

/// Another post on the same matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedPost {
    /// The post.
    pub post: PostLink,
    /// When it appeared.
    pub published: DateLabel,
    /// Reading time in minutes.
    pub minutes: u32,
}
