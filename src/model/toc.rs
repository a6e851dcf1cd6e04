//! The table of contents of a post.

/// One heading of a rendered post, in reading order.
// Read in browsers by a small reader, and on the server by that of everything else it stores.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    miniserde::Serialize,
    miniserde::Deserialize,
)]
pub struct TocEntry {
    /// Heading level as written, 1 to 6.
    pub level: u8,
    /// The heading's `id`, unique on the page, without `#`.
    pub id: String,
    /// The heading as plain text.
    pub title: String,
}
