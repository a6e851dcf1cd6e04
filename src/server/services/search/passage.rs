//! The part of a text that says most about what was looked for.

use super::plan::Wanted;
use crate::{
    model::{
        find::{Passage, Piece},
        toc::TocEntry,
    },
    server::db::search::{analyse, texts::TextRow},
};

/// Places that are weighed in one text; a word that is everywhere says the same everywhere.
const MOST_HITS: usize = 400;

/// Characters that a passage shows before its first marked word.
const LEAD: usize = 40;

/// A marked word.
#[derive(Clone, Copy, Debug)]
struct Hit {
    start: usize,
    end: usize,
    /// Which term it is of.
    term: usize,
    /// Which word of that term.
    word: usize,
    /// Its place among all words of the text.
    number: usize,
}

/// The best passage of about `length` characters; nothing where the text has none of the words.
pub(super) fn find(text: &TextRow, wanted: &[Vec<Wanted>], length: usize) -> Option<Passage> {
    let hits = find_hits(&text.plain, wanted);
    let start = best_start(&hits, length)?;
    let (from, to) = borders(&text.plain, start, length);
    Some(Passage {
        pieces: cut(&text.plain, from, to, &hits),
        fragment: heading_above(&text.plain, start, &text.toc),
    })
}

fn find_hits(text: &str, wanted: &[Vec<Wanted>]) -> Vec<Hit> {
    // Stemming leaves the first letter as it is, so most words are passed over without it.
    let mut initials = [false; 256];
    for word in wanted.iter().flatten() {
        let (Wanted::Stem(text) | Wanted::Beginning(text)) = word;
        if let Some(seen) = text
            .bytes()
            .next()
            .and_then(|byte| initials.get_mut(usize::from(byte)))
        {
            *seen = true;
        }
    }
    let mut hits = Vec::new();
    let mut number = 0;
    analyse::each_word(text, |word| {
        number += 1;
        let initial = word.folded.bytes().next().unwrap_or_default();
        if hits.len() >= MOST_HITS || !initials.get(usize::from(initial)).is_some_and(|seen| *seen) {
            return;
        }
        let stem = analyse::stem(word.folded);
        let found = wanted.iter().enumerate().find_map(|(term, words)| {
            let place = words.iter().position(|wanted| match wanted {
                Wanted::Stem(wanted) => *wanted == stem,
                Wanted::Beginning(beginning) => word.folded.starts_with(beginning.as_str()),
            })?;
            Some((term, place))
        });
        if let Some((term, place)) = found {
            hits.push(Hit {
                start: word.range.start,
                end: word.range.end,
                term,
                word: place,
                number,
            });
        }
    });
    hits
}

/// Where the best passage has its first hit: the most different words, then phrases, then the most words, then
/// the earliest.
fn best_start(hits: &[Hit], length: usize) -> Option<usize> {
    let room = length.saturating_sub(LEAD).max(1);
    let (mut best, mut window) = ((0, 0, 0), None);
    for (first, hit) in hits.iter().enumerate() {
        let inside = hits
            .iter()
            .skip(first)
            .take_while(|other| other.end <= hit.start + room);
        let mut different: Vec<(usize, usize)> = Vec::new();
        let (mut together, mut count) = (0, 0);
        let mut before: Option<&Hit> = None;
        for other in inside.take(32) {
            count += 1;
            if !different.contains(&(other.term, other.word)) {
                different.push((other.term, other.word));
            }
            if before.is_some_and(|b| {
                b.number + 1 == other.number && (b.term, b.word + 1) == (other.term, other.word)
            }) {
                together += 1;
            }
            before = Some(other);
        }
        let weight = (different.len(), together, count);
        if window.is_none() || weight > best {
            best = weight;
            window = Some(hit.start);
        }
    }
    window
}

/// Where a passage around `start` begins and ends: at words, and at the beginning of the line where that is near.
fn borders(text: &str, start: usize, length: usize) -> (usize, usize) {
    let line = text
        .get(..start)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |at| at + 1);
    let mut from = start;
    let before = text.get(line..start).unwrap_or_default();
    for (count, (at, c)) in before.char_indices().rev().enumerate() {
        if count >= LEAD {
            break;
        }
        if at == 0 {
            from = line;
        } else if c.is_whitespace() {
            from = line + at + c.len_utf8();
        }
    }
    let rest = text.get(from..).unwrap_or_default();
    let mut to = from + rest.len();
    let mut space = None;
    for (count, (at, c)) in rest.char_indices().enumerate() {
        if count >= length {
            to = from + space.unwrap_or(at);
            break;
        }
        // The first marked word is in any passage.
        if c.is_whitespace() && from + at > start {
            space = Some(at);
        }
    }
    (from, to)
}

/// The text between two borders with its hits marked, on one line.
fn cut(text: &str, from: usize, to: usize, hits: &[Hit]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |text: &str, marked: bool| {
        let text = text.replace('\n', " ");
        if text.is_empty() {
            return;
        }
        match pieces.last_mut() {
            Some(piece) if piece.marked == marked => piece.text.push_str(&text),
            _ => pieces.push(Piece { text, marked }),
        }
    };
    let starts_line = from == 0 || text.get(..from).is_some_and(|before| before.ends_with('\n'));
    if !starts_line {
        push("…", false);
    }
    let mut at = from;
    for hit in hits.iter().filter(|hit| hit.start >= from && hit.end <= to) {
        push(text.get(at..hit.start).unwrap_or_default(), false);
        push(text.get(hit.start..hit.end).unwrap_or_default(), true);
        at = hit.end;
    }
    push(text.get(at..to).unwrap_or_default().trim_end(), false);
    if to < text.trim_end().len() {
        push("…", false);
    }
    pieces
}

/// The id of the last heading at or before a place, or nothing.
fn heading_above(text: &str, place: usize, toc: &str) -> String {
    let toc: Vec<TocEntry> = serde_json::from_str(toc).unwrap_or_default();
    let mut entries = toc.into_iter().peekable();
    let mut above = String::new();
    let mut at = 0;
    for line in text.split('\n') {
        if at > place {
            break;
        }
        if let Some(entry) = entries.next_if(|entry| entry.title == line) {
            above = entry.id;
        }
        at += line.len() + 1;
    }
    above
}

#[cfg(test)]
mod tests;
