//! What a word is: the one answer for texts, titles, tags and for what readers type.
//!
//! Words are runs of letters and digits, in lower case and without accents; `_`, `::`, `.` and the like separate, so
//! that an identifier is found whole (as a phrase) and by part. Letters of scripts that write no spaces are words of
//! their own. `C++`, `C#`, `F#` and `.NET` are words too. Nothing here knows SQL or queries.

use std::{borrow::Cow, cell::RefCell, ops::Range};

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization as _;

/// Counts up whenever another word comes out of the same text, so that older indexes are built anew.
pub const ANALYSER_VERSION: i64 = 1;

/// Longest word in bytes; what is longer is cut, in texts and in questions alike.
pub const MAX_WORD_BYTES: usize = 64;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// In lower case, without accents.
    pub folded: &'a str,
    /// Where it stands in the text, in bytes.
    pub range: Range<usize>,
    /// Only signs that join, such as `_` or `::`, stand between it and the word before.
    pub joined: bool,
}

/// Gives the words of a text in order.
pub fn each_word(text: &str, mut take: impl FnMut(Word<'_>)) {
    let mut folded = String::with_capacity(MAX_WORD_BYTES);
    let mut scan = Scan::default();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        match classify(c) {
            Class::Letter => {
                if folded.is_empty() {
                    scan.start = at;
                }
                fold(c, &mut folded);
                scan.end = end;
            }
            Class::Single => {
                scan.finish(&mut folded, &mut take);
                scan.start = at;
                scan.end = end;
                folded.push(c);
                scan.finish(&mut folded, &mut take);
                scan.joined = true;
            }
            Class::Unseen => {}
            Class::Sign => {
                let rest = text.get(end..).unwrap_or_default();
                if let Some((suffix, length)) = special(c, rest, &folded, scan.follows_word(at, &folded)) {
                    if folded.is_empty() {
                        scan.start = at;
                    }
                    folded.push_str(suffix);
                    scan.end = end + length;
                    scan.finish(&mut folded, &mut take);
                    scan.joined = true;
                    // All of them are plain ASCII.
                    for _ in 0..length {
                        chars.next();
                    }
                    continue;
                }
                if is_apostrophe(c) && !folded.is_empty() && rest.starts_with(char::is_alphanumeric) {
                    // "author's" is "author", "don't" is "dont".
                    if is_possessive(rest) {
                        scan.finish(&mut folded, &mut take);
                        chars.next();
                    }
                    continue;
                }
                scan.finish(&mut folded, &mut take);
                scan.joined = scan.joined && joins(c);
            }
        }
    }
    scan.finish(&mut folded, &mut take);
}

/// The words of a text, folded.
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| words.push(word.folded.to_owned()));
    words
}

#[derive(Default)]
struct Scan {
    start: usize,
    end: usize,
    joined: bool,
}

impl Scan {
    fn finish(&mut self, folded: &mut String, take: &mut impl FnMut(Word<'_>)) {
        if folded.is_empty() {
            return;
        }
        cut(folded);
        take(Word {
            folded,
            range: self.start..self.end,
            joined: self.joined,
        });
        folded.clear();
        self.joined = true;
    }

    /// Whether a sign at `at` comes right after a word.
    fn follows_word(&self, at: usize, folded: &str) -> bool {
        !folded.is_empty() || (self.end == at && at > 0)
    }
}

/// Words that a sign completes: what is added to the word, and how many more bytes of the text that takes.
fn special(c: char, rest: &str, folded: &str, follows: bool) -> Option<(&'static str, usize)> {
    let one_letter = folded.len() == 1 && folded.starts_with(|c: char| c.is_ascii_alphabetic());
    let ends_after = |length: usize| {
        !rest
            .get(length..)
            .is_some_and(|after| after.starts_with(char::is_alphanumeric))
    };
    match c {
        '+' if one_letter && rest.starts_with('+') && !rest.starts_with("++") => Some(("++", 1)),
        '#' if one_letter && ends_after(0) => Some(("#", 0)),
        '.' if !follows
            && rest.get(..3).is_some_and(|name| name.eq_ignore_ascii_case("net"))
            && ends_after(3) =>
        {
            Some(("dotnet", 3))
        }
        _ => None,
    }
}

enum Class {
    Letter,
    Single,
    Unseen,
    Sign,
}

fn classify(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() {
            Class::Letter
        } else {
            Class::Sign
        };
    }
    match c {
        // Marks of direction, joiners and soft hyphens are in no reader's word.
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => Class::Unseen,
        _ if writes_no_spaces(c) => Class::Single,
        _ if c.is_alphanumeric() || is_mark(c) => Class::Letter,
        _ => Class::Sign,
    }
}

/// Letters that are words of their own: Han, kana, Hangul, Thai, Lao, Myanmar and Khmer.
pub fn writes_no_spaces(c: char) -> bool {
    matches!(c,
        '\u{0e01}'..='\u{0e3a}' | '\u{0e40}'..='\u{0e4e}' | '\u{0e81}'..='\u{0edf}' | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17d3}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Marks that a reader leaves out: accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05c7}' | '\u{064b}'..='\u{065f}' | '\u{0670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}')
}

fn fold(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        let spelled = match lower {
            'ß' => "ss",
            'æ' => "ae",
            'œ' => "oe",
            'ø' => "o",
            'đ' | 'ð' => "d",
            'ħ' => "h",
            'ı' => "i",
            'ł' => "l",
            'ŧ' => "t",
            'þ' => "th",
            _ => {
                let plain = std::iter::once(lower).nfkd().filter(|d| !is_accent(*d));
                let kept = plain.filter(|d| d.is_alphanumeric() || is_mark(*d));
                out.extend(kept.flat_map(char::to_lowercase));
                continue;
            }
        };
        out.push_str(spelled);
    }
}

fn cut(word: &mut String) {
    if word.len() > MAX_WORD_BYTES {
        let end = (0..=MAX_WORD_BYTES)
            .rev()
            .find(|at| word.is_char_boundary(*at))
            .unwrap_or_default();
        word.truncate(end);
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Signs inside of identifiers, versions, paths and addresses.
fn joins(c: char) -> bool {
    !c.is_whitespace()
        && !c.is_control()
        && !matches!(
            c,
            ',' | ';'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '<'
                | '>'
                | '!'
                | '?'
                | '"'
                | '|'
                | '…'
                | '—'
                | '、'
                | '。'
        )
}

thread_local! {
    static ENGLISH: RefCell<Option<Stemmer>> = const { RefCell::new(None) };
}

/// What a word has in common with its inflections; words that are not of plain letters stay as they are.
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.len() < 3 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    ENGLISH.with_borrow_mut(|stemmer| {
        stemmer
            .get_or_insert_with(|| Stemmer::create(Algorithm::English))
            .stem(word)
    })
}

/// The words that `writing`, one word of a text, is put together from: `HashMap` gives `hash` and `map`. Nothing where
/// it is only one.
pub fn parts(writing: &str) -> Vec<String> {
    let bytes = writing.as_bytes();
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, two) in bytes.windows(2).enumerate() {
        let [a, b] = two else { continue };
        // "hash|Map", and before the last capital of "HTTP|Server".
        let next_is_lower = bytes.get(at + 2).is_some_and(u8::is_ascii_lowercase);
        if !b.is_ascii_uppercase() || (a.is_ascii_uppercase() && !next_is_lower) || !a.is_ascii_alphanumeric()
        {
            continue;
        }
        let border = at + 1;
        parts.extend(writing.get(start..border).map(str::to_ascii_lowercase));
        start = border;
    }
    if start == 0 || !writing.is_ascii() {
        return Vec::new();
    }
    parts.extend(writing.get(start..).map(str::to_ascii_lowercase));
    parts
}

/// Another way to write a word that ends here: `nodejs` for `node.js`, `cpp` for `C++`.
pub fn other_spelling(word: &Word<'_>, before: &str) -> Option<String> {
    match word.folded {
        "c++" => Some("cpp".to_owned()),
        "c#" => Some("csharp".to_owned()),
        "f#" => Some("fsharp".to_owned()),
        "js" if word.joined && !before.is_empty() => Some(format!("{before}js")),
        "net" if word.joined && before == "asp" => Some("dotnet".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
