//! The owner's résumé, as the desk shows it.

use miniserde::{Deserialize, Serialize};

use super::{date::DateLabel, media::size_in_words};

/// Where it is sent to.
pub const UPLOAD_RESUME: &str = "/admin/resume";

/// Where readers find it.
pub const RESUME: &str = "/resume";

/// Largest file that is taken, in bytes.
pub const MAX_RESUME: u64 = 10 * 1024 * 1024;

/// What is said to whoever sends more than is taken, or is about to.
pub fn too_large() -> String {
    format!(
        "This file is larger than {}. Save the PDF with smaller pictures, and try again.",
        size_in_words(MAX_RESUME)
    )
}

/// What there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskResume {
    /// The file, if there is one.
    pub file: Option<ResumeFile>,
    /// How often it was fetched in the last 30 days, today among them.
    pub month: u64,
    /// How often it was fetched ever.
    pub ever: u64,
}

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResumeFile {
    /// What it is called where it is kept.
    pub name: String,
    /// How large it is, in words.
    pub size: String,
    /// Since when it is there.
    pub since: DateLabel,
}
