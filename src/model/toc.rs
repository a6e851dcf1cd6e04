//! The table of contents of a post.

use serde::{Deserialize, Serialize};

/// One heading of a rendered post, in reading order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TocEntry {
    /// Heading level as written, 1 to 6.
    pub level: u8,
    /// The heading's `id`, unique on the page, without `#`.
    pub id: String,
    /// The heading as plain text.
    pub title: String,
}
