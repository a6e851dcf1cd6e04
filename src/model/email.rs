//! Addresses of electronic mail, as far as they can be judged without sending any.

use super::signs::is_seen;

/// Longest address in bytes (RFC 5321, the path of 256 without its brackets).
pub const MAX_EMAIL_BYTES: usize = 254;

/// An address in lower case, so that one person has one account however they spell it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Reads what a person typed; nothing where no mail could arrive there.
    ///
    /// Only the shape is looked at: one `@`, something before it, a host after it, no space or sign that would end it
    /// in a list. Signs that nobody sees come along when it is copied: around it they are left out, within it there are none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = bare(text).to_lowercase();
        let (local, host) = text.split_once('@')?;
        let is_bad = |c: char| !is_seen(c) || "<>,;:\"()[]\\".contains(c);
        let good = !local.is_empty()
            && !host.is_empty()
            && text.len() <= MAX_EMAIL_BYTES
            && !text.contains(is_bad)
            && host
                .split('.')
                .all(|label| !label.is_empty() && !label.contains('@') && !label.starts_with('-'));
        good.then_some(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether within what a person typed there is something besides spaces that they cannot have seen.
pub fn hides_signs(text: &str) -> bool {
    bare(text).contains(|c: char| !is_seen(c) && !c.is_whitespace())
}

/// The text without what nobody sees around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c| !is_seen(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_host() {
        for (typed, read) in [
            (" Ada@Example.ORG ", Some("ada@example.org")),
            ("ada+blog@localhost", Some("ada+blog@localhost")),
            ("größe@exämple.org", Some("größe@exämple.org")),
            ("ada", None),
            ("@example.org", None),
            ("ada@", None),
            ("ada@a@b", None),
            ("ada@.org", None),
            ("ada@example.", None),
            ("a da@example.org", None),
            ("ada@example.org, ben@example.org", None),
            ("Ada <ada@example.org>", None),
            ("ada@exam\0ple.org", None),
            ("", None),
        ] {
            assert_eq!(Email::parse(typed).as_ref().map(Email::as_str), read, "{typed:?}");
        }
        assert!(Email::parse(&format!("{}@example.org", "a".repeat(250))).is_none());
    }

    #[test]
    fn what_nobody_sees_is_no_part_of_an_address() {
        for sign in [
            '\0',
            '\u{ad}',
            '\u{34f}',
            '\u{200b}',
            '\u{200d}',
            '\u{200e}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{e0020}',
        ] {
            let around = format!("{sign} {sign}ada@example.org{sign}\u{a0}{sign}");
            let read = Email::parse(&around);
            assert_eq!(
                read.as_ref().map(Email::as_str),
                Some("ada@example.org"),
                "{sign:?}"
            );
            assert!(!hides_signs(&around), "{sign:?}");
            for within in [
                format!("a{sign}da@example.org"),
                format!("ada{sign}@example.org"),
                format!("ada@{sign}example.org"),
                format!("ada@example.o{sign}rg"),
            ] {
                assert!(Email::parse(&within).is_none(), "{within:?}");
                assert!(hides_signs(&within), "{within:?}");
            }
            assert!(Email::parse(&sign.to_string()).is_none(), "{sign:?}");
        }
        assert!(!hides_signs("a da@example.org") && !hides_signs(""));
    }
}
