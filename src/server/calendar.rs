//! Dates in the site's time zone.

use anyhow::Context as _;
use jiff::{Timestamp, civil::DateTime, fmt::rfc2822::DateTimeParser, tz::TimeZone};

use crate::model::date::DateLabel;

/// Milliseconds in a day.
pub const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Writes moments as readers of this site read them.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
}

impl Default for Calendar {
    /// UTC's.
    fn default() -> Self {
        Self { zone: TimeZone::UTC }
    }
}

impl Calendar {
    /// A calendar of the named zone of the IANA database, such as `Europe/Berlin`.
    pub fn parse(zone: &str) -> anyhow::Result<Self> {
        let zone = TimeZone::get(zone).with_context(|| {
            format!("there is no time zone '{zone}'; use a name such as Europe/Berlin or UTC")
        })?;
        Ok(Self { zone })
    }

    /// A calendar of this zone.
    pub fn of(zone: TimeZone) -> Self {
        Self { zone }
    }

    /// The zone itself, for reading dates that come without one.
    pub fn zone(&self) -> TimeZone {
        self.zone.clone()
    }

    /// The zone's name in the IANA database.
    pub fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// The day of a moment, in Unix milliseconds, in both spellings.
    pub fn label(&self, millis: i64) -> DateLabel {
        self.write(millis, "%-d %B %Y")
    }

    /// What clocks here show at a moment, as the moment at which those of UTC show it; both in Unix milliseconds. Chosen days,
    /// which are kept as midnights in UTC, are compared with it.
    pub fn on_the_wall(&self, millis: i64) -> i64 {
        let moment = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
        millis.saturating_add(i64::from(self.zone.to_offset(moment).seconds()) * 1_000)
    }

    /// The year of a moment, in Unix milliseconds.
    pub fn year(&self, millis: i64) -> String {
        self.write(millis, "%Y").text
    }

    /// A moment, in Unix milliseconds, to the minute, in both spellings.
    pub fn moment(&self, millis: i64) -> DateLabel {
        self.write(millis, "%-d %B %Y, %H:%M")
    }

    fn write(&self, millis: i64, format: &str) -> DateLabel {
        let moment = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
        DateLabel {
            iso: rfc3339(millis),
            text: moment.to_zoned(self.zone.clone()).strftime(format).to_string(),
        }
    }
}

/// The names of the time zones there are, in order.
pub fn zones() -> Vec<String> {
    let mut zones: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
    zones.sort_unstable();
    zones
}

/// A day that somebody chose, kept as its midnight in UTC in Unix milliseconds, in both spellings: the same day wherever the
/// site is.
pub fn chosen_day(millis: i64) -> DateLabel {
    Calendar::default().label(millis)
}

/// A day, counted from 1970-01-01, in both spellings; days are UTC's wherever the site is.
pub fn day(day: i64) -> DateLabel {
    let moment = Timestamp::from_second(day.saturating_mul(24 * 60 * 60)).unwrap_or(Timestamp::UNIX_EPOCH);
    DateLabel {
        iso: moment.strftime("%Y-%m-%d").to_string(),
        text: moment.strftime("%-d %b %Y").to_string(),
    }
}

/// The day of a moment, in Unix milliseconds, counted from 1970-01-01, UTC.
pub fn day_of(millis: i64) -> i64 {
    millis.div_euclid(DAY)
}

/// A moment, in Unix milliseconds, as RFC 3339 in UTC with whole seconds.
pub fn rfc3339(millis: i64) -> String {
    let moment = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A moment, in Unix milliseconds, in UTC as RFC 822 has it, with the four digits of a year that RSS 2.0 allows.
pub fn rfc822(millis: i64) -> String {
    let moment = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// The second of a moment, in Unix milliseconds, as HTTP has it (RFC 9110, section 5.6.7).
pub fn http(millis: i64) -> String {
    let moment = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// The moment of such a text, in Unix milliseconds; nothing for what is no such date. The two spellings that were given up in
/// 1995 are none.
pub fn parse_http(text: &str) -> Option<i64> {
    let moment = DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
    Some(moment.as_millisecond())
}

/// The moment of a text such as `2026-01-31 09:00:00`, which is UTC's, in Unix milliseconds; nothing for what is no such text.
pub fn parse_stamp(text: &str) -> Option<i64> {
    let stamp: DateTime = text.parse().ok()?;
    let moment = stamp.to_zoned(TimeZone::UTC).ok()?.timestamp();
    Some(moment.as_millisecond())
}

/// Now, in Unix milliseconds.
pub fn now() -> i64 {
    Timestamp::now().as_millisecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_sites_own() {
        let late = 1_776_294_000_000; // 2026-04-15T23:00:00Z
        assert_eq!(Calendar::parse("UTC").unwrap().label(late).text, "15 April 2026");
        let label = Calendar::parse("Europe/Berlin").unwrap().label(late);
        assert_eq!(
            (label.text.as_str(), label.iso.as_str()),
            ("16 April 2026", "2026-04-15T23:00:00Z")
        );
        let last = 1_798_760_700_000; // 2026-12-31T23:45:00Z
        assert_eq!(Calendar::default().year(last), "2026");
        assert_eq!(Calendar::parse("Europe/Berlin").unwrap().year(last), "2027");
    }

    #[test]
    fn a_chosen_day_is_the_same_everywhere_and_begins_when_it_does_here() {
        let chosen = 1_803_772_800_000; // 2027-02-28T00:00:00Z
        assert_eq!(chosen_day(chosen).text, "28 February 2027");
        for (zone, begins) in [
            ("UTC", chosen),
            ("America/New_York", chosen + 5 * 3_600_000),
            ("Pacific/Auckland", chosen - 13 * 3_600_000),
        ] {
            let calendar = Calendar::parse(zone).unwrap();
            assert_eq!(calendar.on_the_wall(begins), chosen, "{zone}");
        }
    }

    #[test]
    fn days_of_counting_are_the_same_everywhere() {
        let late = 1_776_294_000_000; // 2026-04-15T23:00:00Z
        let label = day(day_of(late));
        assert_eq!(
            (label.iso.as_str(), label.text.as_str()),
            ("2026-04-15", "15 Apr 2026")
        );
        assert_eq!((day_of(-1), day_of(0)), (-1, 0));
    }

    #[test]
    fn times_for_machines_are_in_utc_with_four_digits_of_the_year() {
        assert_eq!(rfc822(1_776_294_000_000), "Wed, 15 Apr 2026 23:00:00 +0000");
        assert_eq!(rfc3339(1_776_294_000_000), "2026-04-15T23:00:00Z");
    }

    #[test]
    fn a_time_of_http_is_read_as_it_is_written() {
        let text = "Wed, 15 Apr 2026 23:00:00 GMT";
        assert_eq!(http(1_776_294_000_999), text);
        assert_eq!(parse_http(text), Some(1_776_294_000_000));
        for other in [
            "",
            "yesterday",
            "1776294000",
            "Wed, 15 Apr 2026",
            "2026-04-15T23:00:00Z",
        ] {
            assert_eq!(parse_http(other), None, "{other}");
        }
    }

    #[test]
    fn an_unknown_zone_says_what_to_write() {
        let error = Calendar::parse("Mars/Olympus").unwrap_err().to_string();
        assert!(error.contains("Europe/Berlin"), "{error}");
    }
}
