//! The part of a URL that names a post, tag, series or person.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Longest slug in bytes; long enough for any title worth reading, short enough for every file system and log.
pub const MAX_SLUG_BYTES: usize = 120;

/// Lower-case ASCII letters, digits and single hyphens, neither first nor last a hyphen.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// Why a text is no slug, in words for whoever typed it: authors know it as an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// Nothing was given.
    #[error("An address cannot be empty. Use letters, digits and hyphens.")]
    Empty,
    /// More than [`MAX_SLUG_BYTES`].
    #[error("An address has at most {MAX_SLUG_BYTES} characters. Shorten it.")]
    TooLong,
    /// A character outside `a-z`, `0-9` and `-`, or a hyphen at an end or doubled.
    #[error("An address holds only a–z, 0–9 and single hyphens between them.")]
    Illegal,
}

impl Slug {
    /// Accepts a text that already is a slug; changes nothing.
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        if text.is_empty() {
            return Err(SlugError::Empty);
        }
        if text.len() > MAX_SLUG_BYTES {
            return Err(SlugError::TooLong);
        }
        let legal = text
            .bytes()
            .all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if !legal || text.starts_with('-') || text.ends_with('-') || text.contains("--") {
            return Err(SlugError::Illegal);
        }
        Ok(Self(text.to_owned()))
    }

    /// Makes a slug of any title: `C++` gives `c-plus-plus`, `Über uns` gives `uber-uns`.
    ///
    /// A title without a single letter or digit that can be written in ASCII gives `untitled`.
    pub fn from_title(title: &str) -> Self {
        Self::meant(title).unwrap_or_else(|| Self("untitled".to_owned()))
    }

    /// The slug that a title makes; nothing of one without a single letter or digit that can be written in ASCII.
    pub fn meant(title: &str) -> Option<Self> {
        let mut slug = String::with_capacity(title.len());
        for word in spell_out(title).chars() {
            match word {
                'a'..='z' | '0'..='9' => slug.push(word),
                // An apostrophe joins: "what's" reads better as "whats" than as "what-s".
                '\'' | '’' => {}
                _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
                _ => {}
            }
        }
        slug.truncate(MAX_SLUG_BYTES);
        let slug = slug.trim_matches('-');
        (!slug.is_empty()).then(|| Self(slug.to_owned()))
    }

    /// The same with a number at its end, for where the slug itself is taken: `notes-2`.
    pub fn numbered(&self, number: u32) -> Self {
        let end = format!("-{number}");
        let kept = self.0.get(..MAX_SLUG_BYTES - end.len()).unwrap_or(&self.0);
        Self(format!("{}{end}", kept.trim_end_matches('-')))
    }

    /// The slug as it stands in a URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Lower case, accents folded, and the signs that tell languages apart put into words.
fn spell_out(title: &str) -> String {
    let lower = title.trim().to_lowercase();
    let dotted = match lower.strip_prefix('.') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_alphabetic()) => format!("dot{rest}"),
        _ => lower,
    };
    let mut out = String::with_capacity(dotted.len() + 8);
    let mut chars = dotted.chars().peekable();
    while let Some(c) = chars.next() {
        let after_word = out.ends_with(|p: char| p.is_ascii_alphanumeric() || p == '-');
        match c {
            '+' if after_word => out.push_str("-plus"),
            '#' if after_word => out.push_str("-sharp"),
            '&' => out.push_str(" and "),
            // "Node.js" is one word, "1.88.0" three, "Hello. World" two.
            '.' if out.ends_with(|p: char| p.is_ascii_alphabetic())
                && chars.peek().is_some_and(char::is_ascii_alphabetic) => {}
            _ => match fold(c) {
                Some(ascii) => out.push_str(ascii),
                None => out.push(c),
            },
        }
    }
    out
}

/// The ASCII spelling of the Latin letters that European names and words use.
fn fold(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Slug {
    type Error = SlugError;

    fn try_from(text: String) -> Result<Self, SlugError> {
        Self::parse(&text)
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_of_languages_stay_apart() {
        for (title, slug) in [
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            (".NET", "dotnet"),
            ("Node.js", "nodejs"),
            ("C", "c"),
            ("Rust 1.88.0", "rust-1-88-0"),
            ("Über uns", "uber-uns"),
            ("What's new & next?", "whats-new-and-next"),
            ("  ", "untitled"),
            ("日本語", "untitled"),
        ] {
            assert_eq!(Slug::from_title(title).as_str(), slug, "{title}");
        }
    }

    #[test]
    fn what_is_no_slug_is_refused_with_a_reason() {
        assert_eq!(Slug::parse(""), Err(SlugError::Empty));
        assert_eq!(Slug::parse("-a"), Err(SlugError::Illegal));
        assert_eq!(Slug::parse("a--b"), Err(SlugError::Illegal));
        assert_eq!(Slug::parse("../etc"), Err(SlugError::Illegal));
        assert_eq!(Slug::parse(&"a".repeat(121)), Err(SlugError::TooLong));
    }

    #[test]
    fn a_numbered_slug_is_a_slug() {
        assert_eq!(Slug::from_title("Notes").numbered(2).as_str(), "notes-2");
        let long = Slug::parse(&"a".repeat(MAX_SLUG_BYTES))
            .unwrap()
            .numbered(u32::MAX);
        assert_eq!(Slug::parse(long.as_str()), Ok(long.clone()));
        let hyphen = format!("{}-b", "a".repeat(MAX_SLUG_BYTES - 2));
        let hyphen = Slug::parse(&hyphen).unwrap().numbered(2);
        assert_eq!(Slug::parse(hyphen.as_str()), Ok(hyphen.clone()));
    }

    proptest! {
        #[test]
        fn every_title_makes_a_slug_that_parses(title in ".{0,300}") {
            let slug = Slug::from_title(&title);
            prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug));
        }
    }
}
