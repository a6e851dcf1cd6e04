//! Reads every way in which front matter writes a moment. Nothing here knows which key it came from.

use jiff::{Timestamp, civil, fmt::strtime, tz::TimeZone};
use serde_json::Value;

use crate::server::calendar::{Calendar, DAY, day_of};

/// Earliest year believed; what is older is a placeholder such as `0000-00-00`, `0001-01-01` or the epoch.
const FIRST_YEAR: i16 = 1990;

/// Numbers from here on are milliseconds since the epoch, below it seconds.
const FIRST_MILLISECONDS: f64 = 1e11;

/// Reads a moment as Unix milliseconds; a text without a zone is local to `zone`.
///
/// The error is a sentence about the value, for the import's report.
pub fn read(value: &Value, zone: &TimeZone) -> Result<i64, String> {
    let moment = match value {
        Value::Number(number) => number.as_f64().and_then(from_number),
        Value::String(text) => from_text(text.trim(), zone),
        _ => None,
    };
    match moment {
        None => Err(format!(
            "the date {} is in no known form; write it as 2024-05-31 or 2024-05-31T09:00:00Z",
            shown(value)
        )),
        Some(moment) if zone.to_datetime(moment).year() < FIRST_YEAR => Err(format!(
            "the date {} lies before {FIRST_YEAR} and is taken as no date",
            shown(value)
        )),
        Some(moment) => Ok(moment.as_millisecond()),
    }
}

/// The day of a moment as days that somebody chose are kept: its midnight in UTC. What is one already is meant so.
pub fn chosen(millis: i64, zone: &TimeZone) -> i64 {
    let calendar = Calendar::of(zone.clone());
    if millis.rem_euclid(DAY) == 0 {
        millis
    } else {
        day_of(calendar.on_the_wall(millis)) * DAY
    }
}

/// Midnight of a day in `zone`, in Unix milliseconds; none for a day that does not exist or is before 1990.
pub fn day(year: i16, month: i8, day: i8, zone: &TimeZone) -> Option<i64> {
    if year < FIRST_YEAR {
        return None;
    }
    let midnight = civil::Date::new(year, month, day)
        .ok()?
        .to_datetime(civil::Time::midnight());
    zone.to_timestamp(midnight).ok().map(Timestamp::as_millisecond)
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\u{201c}{}\u{201d}", text.chars().take(60).collect::<String>()),
        other => other.to_string().chars().take(60).collect(),
    }
}

fn from_number(number: f64) -> Option<Timestamp> {
    let milliseconds = if number.abs() >= FIRST_MILLISECONDS {
        number
    } else {
        number * 1000.0
    };
    // Jiff's range is -9999 to 9999; what lies outside it is refused there.
    Timestamp::from_millisecond(milliseconds as i64).ok()
}

fn from_text(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(number) = text.parse::<f64>()
        && text.len() >= 9
    {
        return from_number(number);
    }
    from_iso(text, zone).or_else(|| from_words(text, zone))
}

/// `YYYY-MM-DD[ T]HH:MM[:SS[.fff]][ ](Z|±HH:MM|±HHMM)`, with `/` between the parts of the day tolerated.
fn from_iso(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let mut rest = text;
    let year = number(&mut rest, 4, 4)?;
    let dash = mark(&mut rest, &['-', '/'])?;
    let month = number(&mut rest, 1, 2)?;
    mark(&mut rest, &[dash])?;
    let date = civil::Date::new(
        year,
        month.try_into().ok()?,
        number(&mut rest, 1, 2)?.try_into().ok()?,
    );
    // Year 0 with month 0 is the zero date of many systems: a date all the same, and refused as too old.
    let date = if year < FIRST_YEAR {
        civil::Date::new(year, 1, 1)
    } else {
        date
    }
    .ok()?;
    let mut time = civil::Time::midnight();
    if !rest.is_empty() && date.year() >= FIRST_YEAR {
        mark(&mut rest, &['T', 't', ' '])?;
        rest = rest.trim_start();
        let hour = number(&mut rest, 1, 2)?;
        mark(&mut rest, &[':'])?;
        let minute = number(&mut rest, 2, 2)?;
        let mut second = 0;
        if mark(&mut rest, &[':']).is_some() {
            second = number(&mut rest, 2, 2)?.min(59);
            if mark(&mut rest, &['.', ',']).is_some() {
                rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            }
        }
        time = civil::Time::new(
            hour.try_into().ok()?,
            minute.try_into().ok()?,
            second.try_into().ok()?,
            0,
        )
        .ok()?;
    } else {
        rest = "";
    }
    let moment = date.to_datetime(time);
    match offset(rest.trim())? {
        None => zone.to_timestamp(moment).ok(),
        Some(zone) => zone.to_timestamp(moment).ok(),
    }
}

fn offset(text: &str) -> Option<Option<TimeZone>> {
    if text.is_empty() {
        return Some(None);
    }
    if matches!(text, "Z" | "z" | "UTC" | "GMT") {
        return Some(Some(TimeZone::UTC));
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return TimeZone::get(text).ok().map(Some),
    };
    let mut rest = text.get(1..)?;
    let hours = i32::from(number(&mut rest, 2, 2)?);
    mark(&mut rest, &[':']);
    let minutes = if rest.is_empty() {
        0
    } else {
        i32::from(number(&mut rest, 2, 2)?)
    };
    let seconds = sign * (hours * 3600 + minutes * 60);
    jiff::tz::Offset::from_seconds(seconds)
        .ok()
        .map(|offset| Some(offset.to_time_zone()))
}

fn number(rest: &mut &str, least: usize, most: usize) -> Option<i16> {
    let digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < least {
        return None;
    }
    let (taken, after) = rest.split_at(digits);
    *rest = after;
    taken.parse().ok()
}

fn mark(rest: &mut &str, wanted: &[char]) -> Option<char> {
    let found = rest.chars().next().filter(|c| wanted.contains(c))?;
    *rest = rest.get(found.len_utf8()..)?;
    Some(found)
}

/// RFC 2822, `15 Oct 2023`, `October 15, 2023` and what JavaScript's `Date` prints.
fn from_words(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(moment) = jiff::fmt::rfc2822::parse(text) {
        return Some(moment.timestamp());
    }
    if let Some((head, _)) = text.split_once(" (")
        && let Ok(moment) = Timestamp::strptime("%a %b %d %Y %H:%M:%S GMT%z", head)
    {
        return Some(moment);
    }
    [
        "%d %b %Y",
        "%d %B %Y",
        "%b %d, %Y",
        "%B %d, %Y",
        "%b %d %Y",
        "%B %d %Y",
        "%d %b %Y %H:%M",
        "%d %b %Y %H:%M:%S",
    ]
    .iter()
    .find_map(|format| {
        let broken = strtime::parse(format, text).ok()?;
        let time = broken.to_time().unwrap_or(civil::Time::midnight());
        zone.to_timestamp(broken.to_date().ok()?.to_datetime(time)).ok()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOON: i64 = 1_697_371_200_000; // 2023-10-15T12:00:00Z

    #[test]
    fn every_form_of_the_same_moment_reads_alike() {
        for value in [
            json!(NOON),
            json!(NOON / 1000),
            json!(NOON.to_string()),
            json!("2023-10-15T12:00:00Z"),
            json!("2023-10-15T12:00:00.000+00:00"),
            json!("2023-10-15 14:00:00 +0200"),
            json!("2023-10-15 14:00 +02:00"),
            json!("2023-10-15T12:00"),
            json!("Sun, 15 Oct 2023 12:00:00 +0000"),
            json!("Sun Oct 15 2023 12:00:00 GMT+0000 (Coordinated Universal Time)"),
        ] {
            assert_eq!(read(&value, &TimeZone::UTC), Ok(NOON), "{value}");
        }
        for value in ["2023-10-15", "15 Oct 2023", "October 15, 2023", "2023/10/15"] {
            assert_eq!(
                read(&json!(value), &TimeZone::UTC),
                Ok(NOON - 12 * 3_600_000),
                "{value}"
            );
        }
    }

    #[test]
    fn a_date_without_a_zone_is_local_to_the_site() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(read(&json!("2023-10-15 14:00:00"), &berlin), Ok(NOON));
    }

    #[test]
    fn placeholder_dates_are_no_dates() {
        for value in [
            json!("0000-00-00 00:00:00"),
            json!("0001-01-01T00:00:00Z"),
            json!(0),
            json!("1970-01-01"),
        ] {
            let refused = read(&value, &TimeZone::UTC).unwrap_err();
            assert!(refused.contains("1990"), "{value}: {refused}");
        }
        for value in [
            json!("soon"),
            json!(true),
            json!("2023-13-01"),
            json!("2023-10-15T25:00:00Z"),
            json!(""),
        ] {
            assert!(
                read(&value, &TimeZone::UTC)
                    .unwrap_err()
                    .contains("no known form"),
                "{value}"
            );
        }
    }
}
