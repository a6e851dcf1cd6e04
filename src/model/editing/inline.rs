//! Marks within a line: strong and emphasis. Code and links have rooms of their own.

use std::ops::Range;

use super::{
    change::Edit,
    line::Line,
    source::{Source, Splice, carried},
};

/// A mark made of one sign, once or twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `**`
    Strong,
    /// `*`, which unlike `_` also works inside a word, and in scripts without spaces.
    Emphasis,
}

impl Mark {
    fn text(self) -> &'static str {
        match self {
            Self::Strong => "**",
            Self::Emphasis => "*",
        }
    }

    /// Whether so many signs hold this mark: one is emphasis, two are strong, three both.
    fn is_in(self, signs: usize) -> bool {
        match self {
            Self::Strong => signs >= 2,
            Self::Emphasis => signs % 2 == 1,
        }
    }
}

/// Puts a mark around what is selected, or takes it off.
pub(super) fn toggle(source: &Source<'_>, mark: Mark) -> Edit {
    if source.is_cursor() {
        return at_cursor(source, mark);
    }
    let parts = parts(source);
    if parts.is_empty() {
        return put_in(source, source.selected.start, mark.text());
    }
    let marked: Vec<_> = parts.iter().map(|part| marked(source, part, mark)).collect();
    let all = marked.iter().all(Option::is_some);
    let mut splices = Vec::with_capacity(parts.len() * 2);
    for (part, marked) in parts.iter().zip(marked) {
        match marked {
            Some((open, close)) if all => splices.extend([Splice::remove(open), Splice::remove(close)]),
            Some(_) => {}
            None => splices.extend(wrapped(part.clone(), mark.text(), mark.text())),
        }
    }
    let start = parts.first().map_or(source.selected.start, |part| part.start);
    let end = parts.last().map_or(source.selected.end, |part| part.end);
    // The marks of several lines stay selected, for those between the lines are as well.
    let several = parts.len() > 1;
    source.edit(
        &splices,
        carried(start, &splices, !several)..carried(end, &splices, several),
    )
}

/// What is put in to have a range between two marks.
pub(super) fn wrapped(range: Range<usize>, open: &str, close: &str) -> [Splice; 2] {
    [
        Splice::insert(range.start, open),
        Splice::insert(range.end, close),
    ]
}

/// Marks with nothing between but the cursor.
pub(super) fn put_in(source: &Source<'_>, at: usize, mark: &str) -> Edit {
    let cursor = at + mark.len();
    source.edit(&wrapped(at..at, mark, mark), cursor..cursor)
}

fn at_cursor(source: &Source<'_>, mark: Mark) -> Edit {
    let cursor = source.selected.start;
    let word = word(source, cursor);
    if let Some((open, close)) = marked(source, &word, mark).or_else(|| around(source, cursor, mark)) {
        let cursor = cursor - open.len();
        return source.edit(&[Splice::remove(open), Splice::remove(close)], cursor..cursor);
    }
    let cursor = cursor + mark.text().len();
    source.edit(&wrapped(word, mark.text(), mark.text()), cursor..cursor)
}

/// The two marks right outside a range, or at its ends inside.
fn marked(source: &Source<'_>, range: &Range<usize>, mark: Mark) -> Option<(Range<usize>, Range<usize>)> {
    let length = mark.text().len();
    let before = source.part(0..range.start);
    let after = source.part(range.end..source.text.len());
    let inside = source.part(range.clone());
    for sign in ['*', '_'] {
        let signs = trailing(before, sign).min(leading(after, sign));
        if mark.is_in(signs) {
            return Some((range.start - length..range.start, range.end..range.end + length));
        }
        let signs = leading(inside, sign).min(trailing(inside, sign));
        if mark.is_in(signs) && inside.len() > 2 * signs {
            return Some((range.start..range.start + length, range.end - length..range.end));
        }
    }
    None
}

/// The two marks on the cursor's line between which it is.
fn around(source: &Source<'_>, cursor: usize, mark: Mark) -> Option<(Range<usize>, Range<usize>)> {
    let line = source.line(cursor);
    let length = mark.text().len();
    let content = line.start + Line::parse(source.part(line.clone())).prefix();
    for sign in ['*', '_'] {
        let mut open: Option<Range<usize>> = None;
        let mut at = content;
        while let Some(found) = source.part(at..line.end).find(sign) {
            let start = at + found;
            let run = start..start + leading(source.part(start..line.end), sign);
            at = run.end;
            if !mark.is_in(run.len()) {
                continue;
            }
            let opens = source
                .part(run.end..line.end)
                .starts_with(|c: char| !c.is_whitespace());
            let closes = source
                .part(line.start..run.start)
                .ends_with(|c: char| !c.is_whitespace());
            match open.take() {
                Some(first) if closes && (first.end..=run.start).contains(&cursor) => {
                    return Some((first.end - length..first.end, run.start..run.start + length));
                }
                Some(_) if closes => {}
                _ if opens => open = Some(run),
                _ => {}
            }
        }
    }
    None
}

/// What is selected of each line, without the signs a line begins with and without white space at the ends.
pub(super) fn parts(source: &Source<'_>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    for line in source.lines() {
        let parsed = Line::parse(source.part(line.clone()));
        let hashes = super::outline::hashes(parsed.text).map_or(0, |(_, title)| title.start);
        let start = source
            .selected
            .start
            .max(line.start + parsed.prefix() + hashes)
            .min(line.end);
        let end = source.selected.end.min(line.end);
        let part = trimmed(source, start..end);
        if !part.is_empty() {
            parts.push(part);
        }
    }
    parts
}

/// A range without white space at its ends.
pub(super) fn trimmed(source: &Source<'_>, range: Range<usize>) -> Range<usize> {
    let text = source.part(range.clone());
    let start = range.start + text.len() - text.trim_start().len();
    start..start + text.trim().len()
}

/// The word around a position: letters and digits, and the signs that join them.
pub(super) fn word(source: &Source<'_>, at: usize) -> Range<usize> {
    let line = source.line(at);
    let before = source.part(line.start..at);
    let after = source.part(at..line.end);
    let back = length(before.chars().rev(), after.chars().next());
    let on = length(after.chars(), before.chars().next_back());
    at - back..at + on
}

/// Bytes of a word in one direction; `behind` is what stands on the other side.
fn length(chars: impl Iterator<Item = char> + Clone, behind: Option<char>) -> usize {
    let mut behind = behind;
    let mut length = 0;
    let mut ahead = chars.clone().skip(1);
    for c in chars {
        let next = ahead.next();
        let joins = matches!(c, '_' | '-' | '\'' | '’')
            && behind.is_some_and(char::is_alphanumeric)
            && next.is_some_and(char::is_alphanumeric);
        if !joins && !c.is_alphanumeric() && !matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe0f}') {
            break;
        }
        length += c.len_utf8();
        behind = Some(c);
    }
    length
}

/// How often a sign stands at the beginning.
pub(super) fn leading(text: &str, sign: char) -> usize {
    text.chars().take_while(|c| *c == sign).count()
}

/// How often a sign stands at the end.
pub(super) fn trailing(text: &str, sign: char) -> usize {
    text.chars().rev().take_while(|c| *c == sign).count()
}
