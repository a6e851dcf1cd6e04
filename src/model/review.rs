//! Whether what a post says still holds: when somebody looked last, when it is to be looked at again, and what readers are
//! told of that.

use miniserde::{Deserialize, Serialize};

use super::date::DateLabel;

/// What readers are told of how fresh a post is, beside its dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// When its author last found it true.
    pub reviewed: Option<DateLabel>,
    /// That it was to be looked at again, and was not.
    pub overdue: Option<Overdue>,
    /// Whether there are changes to be shown.
    pub has_changes: bool,
}

/// A review that did not happen, in the site's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// What is said; `{date}` stands for the day.
    pub words: String,
    /// The day.
    pub date: DateLabel,
}

/// Name of the setting that says what readers are told of a post that was to be looked at again.
pub const NOTE: &str = "review_note";

/// What stands for the day in the words of that setting.
pub const DATE: &str = "{date}";

/// Whether a post was to be looked at by `now` and was not since. Times are Unix milliseconds; `now` is what clocks show where
/// the site is, as if it were UTC, because the day on which to look is kept as its midnight in UTC.
pub fn is_overdue(review_after: Option<i64>, reviewed_at: Option<i64>, evergreen: bool, now: i64) -> bool {
    let after = review_after.filter(|after| *after <= now && !evergreen);
    after.is_some_and(|after| reviewed_at.is_none_or(|reviewed| reviewed < after))
}

/// When to look at a post again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, serde::Serialize, serde::Deserialize)]
pub enum Again {
    /// In half a year.
    HalfYear,
    /// In a year.
    Year,
    /// Never, until somebody says so.
    Never,
}

impl Again {
    /// All of them, with how each is called.
    pub const ALL: [(Self, &'static str); 3] = [
        (Self::Year, "again in a year"),
        (Self::HalfYear, "again in 6 months"),
        (Self::Never, "never again"),
    ];

    /// In how many months; nothing for never.
    pub fn months(self) -> Option<i32> {
        match self {
            Self::HalfYear => Some(6),
            Self::Year => Some(12),
            Self::Never => None,
        }
    }
}

/// Posts that are to be looked at, as the desk lists them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToReview {
    /// The longest overdue first.
    pub posts: Vec<DueItem>,
    /// How many there are, listed or not.
    pub total: u32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueItem {
    /// What names the post at the desk.
    pub uuid: String,
    /// What readers see.
    pub title: String,
    /// Names, with commas between them.
    pub authors: String,
    /// When it is to be looked at.
    pub due: DateLabel,
    /// Whether that day has come.
    pub overdue: bool,
    /// When somebody looked last.
    pub reviewed: Option<DateLabel>,
}

/// What became of a post that was found true.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// The number of the revision that readers see; 0 where nobody wrote on the post here.
    pub released: i64,
    /// When it is to be looked at again.
    pub after: Option<DateLabel>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_is_overdue_from_its_day_until_somebody_looks() {
        for (after, reviewed, evergreen, now, overdue) in [
            (None, None, false, 9, false),
            (Some(9), None, false, 8, false),
            (Some(9), None, false, 9, true),
            (Some(9), Some(8), false, 9, true),
            (Some(9), Some(9), false, 20, false),
            (Some(9), None, true, 20, false),
        ] {
            assert_eq!(
                is_overdue(after, reviewed, evergreen, now),
                overdue,
                "{after:?} {reviewed:?} {now}"
            );
        }
    }
}
