//! How often a post was read, as a page shows it. The server writes it; the browser only prints it.

use miniserde::{Deserialize, Serialize};

use super::listing::grouped;

/// A number of views in two spellings: for the eye, and exactly.
///
/// Where nothing is known, as of a post that nobody has read yet, there is no such value rather than a zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewCount {
    /// At most four characters up to 999 billion: `999`, `1.2k`, `12k`, `1.3M`. Never more than there were.
    pub short: String,
    /// For `title` and `aria-label`: `1,234 views`.
    pub exact: String,
}

/// A post, and how often it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostViews {
    /// `/posts/{slug}`.
    pub slug: String,
    /// In both spellings.
    pub views: ViewCount,
}

impl ViewCount {
    /// Spells a number of views.
    pub fn new(views: u64) -> Self {
        let noun = if views == 1 { "view" } else { "views" };
        Self {
            short: shorten(views),
            exact: format!("{} {noun}", grouped(views)),
        }
    }
}

/// The largest unit that fits, with one decimal below ten of it. What is left over is cut off and not rounded, so that
/// the number never claims more than there were.
fn shorten(number: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")];
    let Some((unit, name)) = UNITS.into_iter().find(|(unit, _)| number >= *unit) else {
        return number.to_string();
    };
    let (whole, tenth) = (number / unit, number % unit / (unit / 10));
    if whole < 10 && tenth > 0 {
        format!("{whole}.{tenth}{name}")
    } else {
        format!("{whole}{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_spelling_cuts_and_never_claims_more() {
        for (views, short) in [
            (0, "0"),
            (1, "1"),
            (999, "999"),
            (1_000, "1k"),
            (1_099, "1k"),
            (1_234, "1.2k"),
            (1_999, "1.9k"),
            (9_999, "9.9k"),
            (10_000, "10k"),
            (12_900, "12k"),
            (999_999, "999k"),
            (1_000_000, "1M"),
            (1_399_999, "1.3M"),
            (12_345_678, "12M"),
            (1_500_000_000, "1.5B"),
            (u64::MAX, "18446744073B"),
        ] {
            assert_eq!(ViewCount::new(views).short, short, "{views}");
        }
    }

    #[test]
    fn the_exact_spelling_has_separators_and_the_right_noun() {
        for (views, exact) in [
            (0, "0 views"),
            (1, "1 view"),
            (2, "2 views"),
            (999, "999 views"),
            (1_000, "1,000 views"),
            (12_345, "12,345 views"),
            (123_456, "123,456 views"),
            (1_234_567, "1,234,567 views"),
        ] {
            assert_eq!(ViewCount::new(views).exact, exact);
        }
    }
}
