//! A date as a page shows it. The server writes it in the site's time zone; the browser only prints it.

use miniserde::{Deserialize, Serialize};

/// One moment in two spellings: for `<time datetime>` and for the eye.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateLabel {
    /// RFC 3339 in UTC, seconds precise: `2026-04-15T09:00:00Z`.
    pub iso: String,
    /// For readers: `15 April 2026`.
    pub text: String,
}
