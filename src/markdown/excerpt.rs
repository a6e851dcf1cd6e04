//! Cuts plain text to an excerpt: at a sentence where one ends in time, else at a word.
//! What counts as text is decided elsewhere.

use unicode_segmentation::UnicodeSegmentation;

/// Most characters of a post's automatic excerpt.
pub const EXCERPT_CHARS: usize = 250;

/// A full stop after one of these does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "vs", "cf", "mr", "mrs", "ms", "dr", "prof", "st", "no", "fig", "approx", "eq", "sec",
    "al", "resp", "jr", "sr", "inc", "ca", "a.m", "p.m",
];

/// Cuts `text` to at most `max` characters (Unicode scalar values), the ellipsis included.
///
/// White space is folded and runs of dots become one `…`. The cut is after a sentence if one ends in the
/// second half, else after a word and marked with a single `…` (U+2026); never inside a grapheme.
pub fn excerpt(text: &str, max: usize) -> String {
    let folded = fold(text);
    if folded.chars().count() <= max {
        return folded;
    }
    if max == 0 {
        return String::new();
    }
    let boundaries = boundaries(&folded, max);
    if let Some(end) = sentence_end(&folded, &boundaries, max) {
        return folded.get(..end).unwrap_or_default().to_owned();
    }
    word_end(&folded, &boundaries, max)
}

/// White space as single spaces, three or more dots (or any `…`) as one `…`.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(4096));
    let mut dots = Dots::default();
    let mut space = false;
    for c in text.chars() {
        if c == '.' || c == '…' {
            if dots.count == 0 {
                dots.after_space = std::mem::take(&mut space);
            }
            dots.count += 1;
            dots.ellipsis |= c == '…';
            continue;
        }
        dots.push(&mut out);
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if std::mem::take(&mut space) && !out.is_empty() {
            out.push(' ');
        }
        out.push(c);
    }
    dots.push(&mut out);
    out
}

/// A run of dots that is not written yet.
#[derive(Default)]
struct Dots {
    count: usize,
    ellipsis: bool,
    after_space: bool,
}

impl Dots {
    fn push(&mut self, out: &mut String) {
        let Self {
            count,
            ellipsis,
            after_space,
        } = std::mem::take(self);
        let ellipsis = ellipsis || count > 2;
        // "… …" would read as two ellipses in a row.
        if count == 0 || (ellipsis && out.ends_with('…')) {
            return;
        }
        if after_space && !out.is_empty() {
            out.push(' ');
        }
        if ellipsis {
            out.push('…');
        } else {
            out.extend(std::iter::repeat_n('.', count));
        }
    }
}

/// Grapheme ends as (byte offset, characters before it), up to `max` characters.
fn boundaries(text: &str, max: usize) -> Vec<(usize, usize)> {
    let mut chars = 0;
    let mut ends = Vec::new();
    for (at, grapheme) in text.grapheme_indices(true) {
        chars += grapheme.chars().count();
        if chars > max {
            break;
        }
        ends.push((at + grapheme.len(), chars));
    }
    ends
}

fn sentence_end(text: &str, boundaries: &[(usize, usize)], max: usize) -> Option<usize> {
    boundaries
        .iter()
        .rev()
        .take_while(|(_, chars)| chars * 5 >= max * 2)
        .map(|(end, _)| *end)
        .find(|end| ends_sentence(text, *end))
}

/// Whether a sentence ends exactly at `end`.
fn ends_sentence(text: &str, end: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..end), text.get(end..)) else {
        return false;
    };
    let bare = before.trim_end_matches(['"', '\'', ')', ']', '”', '’', '»', '」', '』']);
    if bare.ends_with(['。', '！', '？']) {
        return !after.starts_with(['」', '』', '”', '。', '！', '？']);
    }
    if !bare.ends_with(['.', '!', '?', '…']) || !after.starts_with(' ') {
        return false;
    }
    if after.chars().nth(1).is_some_and(char::is_lowercase) {
        return false;
    }
    let Some(sentence) = bare.strip_suffix('.') else {
        return true;
    };
    let word = sentence.rsplit([' ', '(', '"', '“']).next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    let numbered =
        sentence.chars().count() == word.chars().count() && word.chars().all(|c| c.is_ascii_digit());
    !initial && !numbered && !ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

fn word_end(text: &str, boundaries: &[(usize, usize)], max: usize) -> String {
    let room: Vec<usize> = boundaries
        .iter()
        .filter(|(_, chars)| *chars < max)
        .map(|(end, _)| *end)
        .collect();
    let at_word = room
        .iter()
        .rev()
        .copied()
        .find(|end| text.get(*end..).is_some_and(|rest| rest.starts_with(' ')));
    for end in at_word.into_iter().chain(room.last().copied()) {
        let kept = text.get(..end).unwrap_or_default();
        let mut cut =
            kept.trim_end_matches([' ', ',', ';', ':', '.', '…', '-', '–', '—', '(', '[', '“', '"']);
        // Taking punctuation off may land inside a grapheme when a mark is attached to it.
        while !cut.is_empty() && !boundaries.iter().any(|(boundary, _)| *boundary == cut.len()) {
            cut = cut
                .get(..cut.len() - cut.chars().next_back().map_or(1, char::len_utf8))
                .unwrap_or_default();
        }
        if !cut.is_empty() {
            return format!("{cut}…");
        }
    }
    "…".to_owned()
}
