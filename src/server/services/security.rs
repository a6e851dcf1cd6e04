//! `security.txt`: whom to tell of a hole in the site (RFC 9116).

use std::fmt::Write as _;

use jiff::{Span, Timestamp, tz::TimeZone};

use crate::{
    model::{settings::Values, site::Site},
    server::fault::Fault,
};

/// Where it lies (RFC 9116, section 3).
pub const PATH: &str = "/.well-known/security.txt";

/// The document at the moment `now` (Unix milliseconds); nothing where the owner named nobody.
pub fn write_security(site: &Site, values: &Values, now: i64) -> Result<Option<String>, Fault> {
    let text = |name: &str| values.get(name).map(String::as_str).unwrap_or_default();
    let contacts = text("security_contacts");
    if contacts.is_empty() {
        return Ok(None);
    }
    let mut document = String::new();
    for contact in contacts.lines() {
        writeln!(document, "Contact: {contact}")?;
    }
    writeln!(document, "Expires: {}", expires(now)?)?;
    let languages = match text("security_languages") {
        "" => &site.language,
        languages => languages,
    };
    writeln!(document, "Preferred-Languages: {languages}")?;
    writeln!(document, "Canonical: {}", site.absolute(PATH))?;
    if !text("security_policy").is_empty() {
        writeln!(document, "Policy: {}", text("security_policy"))?;
    }
    Ok(Some(document))
}

/// A year from the beginning of this month: always more than eleven months away and never more than a year, as is advised
/// (section 2.5.5), and the same all month long.
fn expires(now: i64) -> Result<String, Fault> {
    let now = Timestamp::from_millisecond(now)?.to_zoned(TimeZone::UTC);
    let end = now
        .first_of_month()?
        .start_of_day()?
        .checked_add(Span::new().years(1))?;
    Ok(end.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 15 April 2026, 09:00 UTC.
    const NOW: i64 = 1_776_243_600_000;

    fn values(texts: &[(&str, &str)]) -> Values {
        texts
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn it_says_whom_to_tell_and_is_never_out_of_date() {
        let site = Site {
            base_url: "https://blog.test".to_owned(),
            ..Site::default()
        };
        let said = values(&[
            (
                "security_contacts",
                "mailto:ada@blog.test\nhttps://blog.test/contact",
            ),
            ("security_policy", "https://blog.test/security"),
            ("security_languages", "en, de"),
        ]);
        assert_eq!(
            write_security(&site, &said, NOW).unwrap().unwrap(),
            "Contact: mailto:ada@blog.test\nContact: https://blog.test/contact\nExpires: 2027-04-01T00:00:00Z\n\
             Preferred-Languages: en, de\nCanonical: https://blog.test/.well-known/security.txt\n\
             Policy: https://blog.test/security\n"
        );
        let brief = values(&[("security_contacts", "mailto:ada@blog.test")]);
        let brief = write_security(&site, &brief, NOW).unwrap().unwrap();
        assert!(brief.contains("Preferred-Languages: en\n") && !brief.contains("Policy"));
        assert_eq!(write_security(&site, &values(&[]), NOW).unwrap(), None);
    }

    #[test]
    fn it_ends_within_a_year_on_every_day_of_every_year() {
        const DAY: i64 = 24 * 60 * 60 * 1_000;
        for day in 0..1_500 {
            let now = NOW + day * DAY;
            let end: Timestamp = expires(now).unwrap().parse().unwrap();
            let left = end.as_millisecond() - now;
            assert!(left > 330 * DAY && left <= 366 * DAY, "{day}: {left}");
        }
    }
}
