//! When a post is to appear: what somebody wrote in their time zone, understood once and for all.

use jiff::{Timestamp, civil::DateTime, tz::AmbiguousOffset, tz::TimeZone};

use crate::{
    error::AppError,
    model::desk::TimeChoice,
    server::{calendar, context::Context},
};

/// How far ahead a post can be scheduled, in milliseconds: ten years.
const FARTHEST: i64 = 10 * 366 * calendar::DAY;

/// How a moment is written for who chooses it.
const WORDS: &str = "%A, %-d %B %Y, %H:%M";

/// Understands a date and time as a form gives it (`2026-03-29T02:30`), in the named zone of who wrote it.
pub fn read_time(context: &Context, text: &str, zone: &str) -> Result<TimeChoice, AppError> {
    choose(text, zone, &context.calendar().zone(), calendar::now())
}

/// Whether a post can be scheduled for a moment, or why not.
pub fn check_time(at: i64, now: i64) -> Result<(), AppError> {
    let wrong = |problem: &str| Err(AppError::field("at", problem));
    if at <= now {
        return wrong("This time has passed. Choose a later one, or publish at once.");
    }
    if at.saturating_sub(now) > FARTHEST {
        return wrong("Choose a time within the next ten years.");
    }
    Ok(())
}

fn choose(text: &str, zone: &str, site: &TimeZone, now: i64) -> Result<TimeChoice, AppError> {
    let wrong = |problem: String| AppError::field("at", problem);
    let Ok(time) = text.trim().parse::<DateTime>() else {
        return Err(wrong("Write a date and a time.".to_owned()));
    };
    let Ok(here) = TimeZone::get(zone) else {
        return Err(wrong(
            "The time zone of this device is not known here. Set it to one such as Europe/Berlin.".to_owned(),
        ));
    };
    let meant = here.to_ambiguous_zoned(time);
    let note = match meant.offset() {
        AmbiguousOffset::Unambiguous { .. } => String::new(),
        AmbiguousOffset::Gap { before, after } => {
            let gap = i64::from(after.seconds()) - i64::from(before.seconds());
            return Err(wrong(format!(
                "There is no {} on this day in {zone}: clocks are put forward by {}. Choose an earlier or a later time.",
                time.strftime("%H:%M"),
                if gap == 3_600 {
                    "an hour".to_owned()
                } else {
                    format!("{} minutes", gap / 60)
                },
            )));
        }
        AmbiguousOffset::Fold { .. } => {
            format!(
                "Clocks are put back on this day in {zone}, so this time comes twice. The first is meant."
            )
        }
    };
    let Ok(moment) = meant.earlier() else {
        return Err(wrong("This time is out of reach. Choose another one.".to_owned()));
    };
    let moment = moment.timestamp();
    check_time(moment.as_millisecond(), now)?;
    Ok(TimeChoice {
        at: moment.as_millisecond(),
        here: words(moment, &here),
        there: words(moment, site),
        note,
    })
}

fn words(moment: Timestamp, zone: &TimeZone) -> String {
    let name = zone.iana_name().unwrap_or("UTC");
    format!("{} ({name})", moment.to_zoned(zone.clone()).strftime(WORDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_767_225_600_000; // 2026-01-01T00:00:00Z

    fn choose_here(text: &str, zone: &str) -> Result<TimeChoice, String> {
        let site = TimeZone::get("America/New_York").unwrap();
        choose(text, zone, &site, NOW).map_err(|error| match error {
            AppError::Invalid(fields) => fields.into_values().collect(),
            other => other.to_string(),
        })
    }

    #[test]
    fn a_time_is_said_in_both_zones() {
        let time = choose_here("2026-04-15T09:00", "Europe/Berlin").unwrap();
        assert_eq!(time.at, 1_776_236_400_000);
        assert_eq!(time.here, "Wednesday, 15 April 2026, 09:00 (Europe/Berlin)");
        assert_eq!(time.there, "Wednesday, 15 April 2026, 03:00 (America/New_York)");
        assert_eq!(time.note, "");
    }

    #[test]
    fn an_hour_that_is_left_out_is_refused_and_one_that_comes_twice_is_explained() {
        let gap = choose_here("2026-03-29T02:30", "Europe/Berlin").unwrap_err();
        assert!(gap.contains("no 02:30") && gap.contains("an hour"), "{gap}");
        let fold = choose_here("2026-10-25T02:30", "Europe/Berlin").unwrap();
        assert_eq!(fold.at, 1_792_888_200_000, "00:30 UTC");
        assert!(fold.note.contains("twice"));
    }

    #[test]
    fn what_has_passed_is_too_far_or_cannot_be_read_is_refused() {
        assert!(
            choose_here("2025-12-31T23:00", "UTC")
                .unwrap_err()
                .contains("has passed")
        );
        assert!(choose_here("2035-12-31T23:00", "UTC").is_ok());
        assert!(
            choose_here("2046-01-01T00:00", "UTC")
                .unwrap_err()
                .contains("ten years")
        );
        for (text, zone) in [
            ("", "UTC"),
            ("tomorrow", "UTC"),
            ("2026-04-15T09:00", "Mars/Olympus"),
        ] {
            assert!(choose_here(text, zone).is_err(), "{text} {zone}");
        }
    }
}
