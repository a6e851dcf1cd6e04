//! Names of languages.

/// Whether a text has the form of a language's tag (BCP 47): a language of two or three letters, then parts of up to eight
/// letters and digits, all in all no longer than RFC 5646, section 4.4.1, asks to make room for.
pub fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=3).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        && text.len() <= 35
}

#[cfg(test)]
mod tests {
    use super::is_language;

    #[test]
    fn a_tag_is_a_language_and_what_else_is_known_of_it() {
        for good in ["en", "de-AT", "zh-Hant-TW", "gsw"] {
            assert!(is_language(good), "{good}");
        }
        let long = format!("en{}", "-abcdefgh".repeat(4));
        for bad in [
            "",
            "e",
            "English",
            "en_GB",
            "en-",
            "-en",
            "e\"n",
            "de-ÄT",
            long.as_str(),
        ] {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
