//! How often posts were read, day by day, as the desk shows it.

use miniserde::{Deserialize, Serialize};

use super::date::DateLabel;

/// Days that can be looked at, today among them.
pub const PERIODS: [u32; 3] = [30, 90, 365];

/// The period that is meant by a number; the shortest where it is none of them.
pub fn period(days: u32) -> u32 {
    PERIODS.into_iter().find(|period| *period == days).unwrap_or(30)
}

/// The whole site's numbers over a period. Every list of counts has an entry for each day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteNumbers {
    /// The days, UTC, the first one first.
    pub days: Vec<DateLabel>,
    /// Views a day.
    pub views: Vec<u64>,
    /// Ever, and in the last 7, 30 and 365 days.
    pub totals: Totals,
    /// The most read posts, in the windows of [`WINDOWS`].
    pub top: Vec<Vec<TopPost>>,
    /// The most read posts of the period that who asks may look into, day by day.
    pub most: Vec<PostDays>,
    /// What was not counted, the most frequent reason first; only reasons that occurred.
    pub left_out: Vec<LeftOut>,
}

/// Windows by which posts are ranked, in days.
pub const WINDOWS: [u32; 3] = [7, 30, 365];

/// Sums of views.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Since counting began.
    pub ever: u64,
    /// Of 7 days, today among them.
    pub week: u64,
    /// Of 30.
    pub month: u64,
    /// Of 365.
    pub year: u64,
}

/// A post among the most read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopPost {
    /// Names it at the desk; nothing where who asks may not look into it.
    pub uuid: Option<String>,
    /// As readers see it.
    pub title: String,
    /// How often it was read.
    pub views: u64,
}

/// A post's views, day by day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostDays {
    /// Names it at the desk.
    pub uuid: String,
    /// As readers see it.
    pub title: String,
    /// Views a day.
    pub views: Vec<u64>,
}

/// Calls that were not counted for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The word under which it is kept.
    pub reason: String,
    /// Calls a day.
    pub calls: Vec<u64>,
}

/// A post's numbers over a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostNumbers {
    /// The latest title; may be empty.
    pub title: String,
    /// `/posts/{slug}`, once it has appeared.
    pub slug: String,
    /// The status machine's word.
    pub status: String,
    /// The days, UTC, the first one first.
    pub days: Vec<DateLabel>,
    /// Views a day.
    pub views: Vec<u64>,
    /// Sums.
    pub totals: Totals,
    /// Counted elsewhere, before it came here.
    pub imported: u64,
}

/// Why calls are left out, in words for who reads the numbers: a name, and what it means.
pub fn explain(reason: &str) -> (&'static str, &'static str) {
    match reason {
        "bot" => (
            "Programs",
            "They say that they are none of a reader's browsers: search engines, feeds, monitors.",
        ),
        "headless" => (
            "Browsers without a screen",
            "Nobody looks at them; tests and scrapers use them.",
        ),
        "no-agent" => (
            "Nameless callers",
            "They do not say what they are; every browser does.",
        ),
        "prefetch" => (
            "Fetched ahead",
            "A browser loaded the page before anybody had decided to look.",
        ),
        "opted-out" => (
            "Readers who asked",
            "They ask not to be followed, and this site heeds it.",
        ),
        "staff" => ("People of the desk", "They were signed in here while they read."),
        "rate" => (
            "Too many at once",
            "More calls came from one network than readers can make.",
        ),
        "unknown-post" => ("No such post", "The call named a post that readers do not see."),
        "bad-token" => (
            "Stale or forged calls",
            "The call did not come from a page that was made for this post lately.",
        ),
        "overflow" => (
            "Overload",
            "More calls than could be written; the callers were asked to come again.",
        ),
        _ => ("Other", "Left out for a reason that this version does not know."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_one_of_three() {
        for (asked, days) in [(30, 30), (90, 90), (365, 365), (0, 30), (7, 30), (u32::MAX, 30)] {
            assert_eq!(period(asked), days);
        }
    }
}
