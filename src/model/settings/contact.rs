//! Where and in which languages somebody is reached, as an owner types it.

use std::collections::BTreeSet;

use crate::model::{email::Email, language::is_language};

/// Longest address, in bytes.
const LONGEST: usize = 500;

/// Most languages that somebody reads.
const LANGUAGES: usize = 5;

/// Addresses, one a line and each once, of which there may be so many.
pub fn contacts(typed: &str, most: usize) -> Result<String, String> {
    let lines: Vec<&str> = typed
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.len() > most {
        return Err(format!(
            "There are {} addresses here, and room for at most {most}. Leave some out.",
            lines.len()
        ));
    }
    let mut seen = BTreeSet::new();
    let mut kept = Vec::new();
    for (number, line) in (1..).zip(lines) {
        let contact = contact(line).ok_or_else(|| {
            format!(
                "Line {number}: write mailto: and an address for letters, or a whole address that begins with https://, \
                 such as mailto:security@example.org."
            )
        })?;
        if seen.insert(contact.clone()) {
            kept.push(contact);
        }
    }
    Ok(kept.join("\n"))
}

fn contact(line: &str) -> Option<String> {
    // What is plainly meant is taken.
    match Email::parse(line.strip_prefix("mailto:").unwrap_or(line)) {
        Some(email) => {
            // Some signs mean something else in an address that begins with mailto:.
            let fits = |sign: char| sign.is_ascii_alphanumeric() || "-._~!$'*+=@".contains(sign);
            let email = email.as_str();
            email.chars().all(fits).then(|| format!("mailto:{email}"))
        }
        None => is_page(line).then(|| line.to_owned()),
    }
}

/// The whole address of a page, or nothing.
pub fn page(typed: &str) -> Result<String, String> {
    if typed.is_empty() || is_page(typed) {
        return Ok(typed.to_owned());
    }
    Err("Write a whole address that begins with https://, such as https://example.org/security.".to_owned())
}

/// Whether this is the address of a page, of signs that need no escape (RFC 3986, section 2).
fn is_page(address: &str) -> bool {
    let fits = |sign: char| sign.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(sign);
    address.len() <= LONGEST
        && address.chars().all(fits)
        && address
            .strip_prefix("https://")
            .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_ascii_alphanumeric()))
}

/// Tags of languages, each once.
pub fn languages(typed: &str) -> Result<String, String> {
    let mut tags: Vec<&str> = Vec::new();
    for tag in typed.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
        if !is_language(tag) {
            let tag: String = tag.chars().take(30).collect();
            return Err(format!(
                "“{tag}” is no tag of a language. Write tags with commas between them, such as en, de."
            ));
        }
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if tags.len() > LANGUAGES {
        return Err(format!(
            "Name at most {LANGUAGES} languages; these are {}.",
            tags.len()
        ));
    }
    Ok(tags.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_for_letters_or_pages_and_nothing_else() {
        for (typed, kept) in [
            ("", ""),
            ("mailto:security@example.org", "mailto:security@example.org"),
            (
                " security@example.org \n\nhttps://example.org/security\nsecurity@example.org",
                "mailto:security@example.org\nhttps://example.org/security",
            ),
        ] {
            assert_eq!(contacts(typed, 3).as_deref(), Ok(kept), "{typed:?}");
        }
        for (typed, told) in [
            ("http://example.org", "Line 1"),
            ("a@b.example\njavascript:alert(1)", "Line 2"),
            ("https://example.org/a b", "Line 1"),
            ("https://", "Line 1"),
            ("tel:+49", "mailto:"),
            ("mailto:a?cc=b@b.example", "Line 1"),
            ("a@b.example\nc@b.example\nd@b.example\ne@b.example", "at most 3"),
        ] {
            let error = contacts(typed, 3).unwrap_err();
            assert!(error.contains(told), "{typed:?}: {error}");
        }
    }

    #[test]
    fn a_policy_is_a_page_and_languages_are_tags() {
        assert_eq!(
            page("https://example.org/security#report").as_deref(),
            Ok("https://example.org/security#report")
        );
        assert_eq!(page("").as_deref(), Ok(""));
        assert!(page("/security").is_err() && page("https://a\nExpires: never").is_err());
        assert_eq!(languages(" en,de , en,").as_deref(), Ok("en, de"));
        assert!(languages("en, <b>").unwrap_err().contains("<b>"));
        assert!(languages("en, de, fr, it, es, pt").is_err());
    }
}
