//! Moments, as they are written in files and as they are kept.

use jiff::{Timestamp, tz::TimeZone};
use toml::value::Datetime;

/// A moment, in Unix milliseconds, as it is written.
pub fn moment(millis: i64, zone: &TimeZone) -> anyhow::Result<Datetime> {
    let moment = Timestamp::from_millisecond(millis)?;
    let local = moment.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%.f%:z");
    // Long ago zones were off by seconds, which the format has no room for.
    let written = local.to_string().parse();
    Ok(written.or_else(|_| moment.strftime("%Y-%m-%dT%H:%M:%S%.fZ").to_string().parse())?)
}

/// What was written as Unix milliseconds; a moment without a zone is local to `zone`.
pub fn millis(moment: Datetime, zone: &TimeZone) -> Result<i64, String> {
    let written = moment.to_string();
    let read = written.parse::<Timestamp>().or_else(|_| {
        let local: jiff::civil::DateTime = written.parse()?;
        zone.to_timestamp(local)
    });
    read.map(Timestamp::as_millisecond)
        .map_err(|_| format!("the moment {written} has no date; write it as 2024-05-31T09:00:00Z"))
}
