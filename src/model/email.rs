//! Addresses of electronic mail, as far as they can be judged without sending any.

/// Longest address in bytes (RFC 5321, the path of 256 without its brackets).
pub const MAX_EMAIL_BYTES: usize = 254;

/// An address in lower case, so that one person has one account however they spell it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Reads what a person typed; nothing where no mail could arrive there.
    ///
    /// Only the shape is looked at: one `@`, something before it, a host after it, no space or sign that would end it
    /// in a list.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let (local, host) = text.split_once('@')?;
        let is_bad = |c: char| c.is_whitespace() || c.is_control() || "<>,;:\"()[]\\".contains(c);
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
}
