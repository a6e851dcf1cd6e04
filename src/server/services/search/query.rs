//! What a reader typed, taken apart. Signs are hints: whatever is no operator is text, and nothing is an error.

use std::ops::Range;

use jiff::{civil::Date, tz::TimeZone};

use crate::{
    model::slug::Slug,
    server::db::search::{analyse, find::Label},
};

/// How much of a question is read, in bytes.
const MOST_BYTES: usize = 4_096;

/// How many terms, exclusions and filters are heeded, each.
const MOST_TERMS: usize = 32;

/// How many words of a phrase are heeded.
const MOST_WORDS: usize = 16;

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// All of these have to be there.
    pub terms: Vec<Term>,
    /// None of these phrases may be there.
    pub not: Vec<Vec<String>>,
    /// What posts have to be filed under, and what not.
    pub filters: Vec<Filter>,
    /// The terms have to be in the title.
    pub in_title: bool,
    /// Listed at this time or later, in Unix milliseconds.
    pub from: Option<i64>,
    /// Listed before this time.
    pub until: Option<i64>,
}

/// Words that have to follow each other; mostly it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// At least one.
    pub words: Vec<Word>,
    /// Meant as it is written.
    pub quoted: bool,
    /// Still being typed: its last word may be the beginning of one.
    pub open: bool,
}

/// A word of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded.
    pub text: String,
    /// Where it was typed, in bytes.
    pub range: Range<usize>,
}

/// `tag:x`, `-author:y` …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// What it is about.
    pub label: Label,
    /// Its address.
    pub slug: String,
    /// Posts of it are left out.
    pub not: bool,
}

impl Query {
    /// Whether nothing is asked at all.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
            && self.not.is_empty()
            && self.filters.is_empty()
            && self.from.is_none()
            && self.until.is_none()
    }

    /// Takes a question apart. A `complete` one has no word that is still being typed.
    ///
    /// Known are `"a phrase"`, `-word`, `-"a phrase"`, `tag:`, `author:`, `series:` (each also with `-`), `in:title`,
    /// `after:` (that day or later) and `before:` (earlier than that day), with days in UTC as 2026-04-30, 2026-04 or
    /// 2026.
    pub fn parse(words: &str, complete: bool) -> Self {
        let mut query = Self::default();
        let text = head(words);
        let mut at = 0;
        while let Some(chunk) = next_chunk(text, at) {
            at = chunk.end;
            let open = !complete && !chunk.quoted && text.len() == words.len() && chunk.end == text.len();
            query.take(text, &chunk, open);
        }
        query
    }

    fn take(&mut self, text: &str, chunk: &Chunk, open: bool) {
        let inner = text.get(chunk.inner.clone()).unwrap_or_default();
        if !chunk.quoted
            && let Some((key, value)) = inner.split_once(':')
            && self.operator(key, value.trim_matches(is_quote), chunk.not)
        {
            return;
        }
        for term in terms(inner, chunk, open) {
            if chunk.not && self.not.len() < MOST_TERMS {
                self.not
                    .push(term.words.into_iter().map(|word| word.text).collect());
            } else if !chunk.not && self.terms.len() < MOST_TERMS {
                self.terms.push(term);
            }
        }
    }

    /// Heeds an operator; whether it was one.
    fn operator(&mut self, key: &str, value: &str, not: bool) -> bool {
        let label = match key.to_ascii_lowercase().as_str() {
            "tag" => Label::Tag,
            "author" => Label::Author,
            "series" => Label::Series,
            "in" if value.eq_ignore_ascii_case("title") => {
                self.in_title |= !not;
                return true;
            }
            "after" if !not => {
                let time = parse_day(value);
                self.from = self.from.max(time);
                return time.is_some();
            }
            "before" if !not => {
                let time = parse_day(value);
                self.until = [self.until, time].into_iter().flatten().min();
                return time.is_some();
            }
            _ => return false,
        };
        if !value.contains(char::is_alphanumeric) {
            return false;
        }
        if self.filters.len() < MOST_TERMS {
            self.filters.push(Filter {
                label,
                slug: Slug::from_title(value).as_str().to_owned(),
                not,
            });
        }
        true
    }
}

/// A piece between spaces, or between quotes.
struct Chunk {
    /// Without the minus and the quotes.
    inner: Range<usize>,
    /// Where the next one is looked for.
    end: usize,
    quoted: bool,
    not: bool,
}

fn head(words: &str) -> &str {
    let end = (0..=MOST_BYTES.min(words.len()))
        .rev()
        .find(|at| words.is_char_boundary(*at))
        .unwrap_or_default();
    words.get(..end).unwrap_or_default()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

fn next_chunk(text: &str, at: usize) -> Option<Chunk> {
    let rest = text.get(at..)?;
    let skipped = rest.trim_start_matches(is_space);
    if skipped.is_empty() {
        return None;
    }
    let bare = skipped.trim_start_matches('-');
    let not = bare.len() < skipped.len();
    let start = text.len() - bare.len();
    if bare.starts_with(is_quote) {
        let start = start + bare.chars().next().map_or(1, char::len_utf8);
        let inside = text.get(start..).unwrap_or_default();
        let length = inside.find(is_quote);
        let inner = start..start + length.unwrap_or(inside.len());
        let close = inside
            .get(length.unwrap_or(inside.len())..)
            .and_then(|rest| rest.chars().next());
        return Some(Chunk {
            end: inner.end + close.map_or(0, char::len_utf8),
            inner,
            quoted: true,
            not,
        });
    }
    let mut end = bare.find(|c| is_space(c) || is_quote(c)).unwrap_or(bare.len());
    // A value in quotes belongs to its operator.
    let (before, after) = bare.split_at_checked(end).unwrap_or((bare, ""));
    if before.ends_with(':') && after.starts_with(is_quote) {
        let value = after
            .get(after.chars().next().map_or(1, char::len_utf8)..)
            .unwrap_or_default();
        end = bare.len() - value.len() + value.find(is_quote).unwrap_or(value.len());
        end += bare
            .get(end..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
    Some(Chunk {
        inner: start..start + end,
        end: start + end,
        quoted: false,
        not,
    })
}

/// The words of a piece; those that belong together are one term.
fn terms(inner: &str, chunk: &Chunk, open: bool) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    analyse::each_word(inner, |word| {
        let start = chunk.inner.start;
        let found = Word {
            text: word.folded.to_owned(),
            range: start + word.range.start..start + word.range.end,
        };
        match terms.last_mut() {
            Some(term) if chunk.quoted || word.joined => {
                if term.words.len() < MOST_WORDS {
                    term.words.push(found);
                }
            }
            _ => terms.push(Term {
                words: vec![found],
                quoted: chunk.quoted,
                open: false,
            }),
        }
    });
    if open
        && let Some(term) = terms.last_mut()
        && term
            .words
            .last()
            .is_some_and(|word| word.range.end == chunk.inner.end)
        && !inner.ends_with(analyse::writes_no_spaces)
    {
        term.open = true;
    }
    terms
}

/// The beginning of a day, month or year in UTC, in Unix milliseconds.
fn parse_day(text: &str) -> Option<i64> {
    let mut numbers = text.split('-').map(|part| {
        let plain = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<i16>().ok()).flatten()
    });
    let year = numbers.next()??;
    let month = numbers.next().unwrap_or(Some(1))?;
    let day = numbers.next().unwrap_or(Some(1))?;
    if numbers.next().is_some() || text.len() < 4 {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let start = date.to_zoned(TimeZone::UTC).ok()?;
    Some(start.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests;
