//! Links: made of a selection, of an address that is pasted over one, and found again.

use std::{borrow::Cow, ops::Range};

use super::{
    Selection,
    change::Edit,
    code::is_code,
    inline::{parts, trimmed, word},
    source::{Source, Splice},
};

/// What an address that is not of this site begins with.
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// A link or image.
struct Link {
    whole: Range<usize>,
    text: Range<usize>,
    address: Range<usize>,
    image: bool,
}

/// Makes a link of what is selected; in a link, selects its address, and after that takes the link off.
pub(super) fn toggle(source: &Source<'_>) -> Edit {
    let selected = source.selected.clone();
    if let Some(link) = around(source, &selected) {
        let done = link.address.is_empty() || selected == link.address || selected == link.whole;
        if link.image || !done {
            return source.select(link.address);
        }
        let text = source.part(link.text).to_owned();
        let select = link.whole.start..link.whole.start + text.len();
        return source.edit(
            &[Splice {
                range: link.whole,
                insert: text,
            }],
            select,
        );
    }
    let range = if source.is_cursor() {
        word(source, selected.start)
    } else {
        chosen(source)
    };
    let text = source.part(range.clone());
    let (insert, cursor) = if is_address(text) {
        (format!("[]({})", destination(text)), 1)
    } else {
        let text = escaped(text);
        let cursor = if text.is_empty() { 1 } else { text.len() + 3 };
        (format!("[{text}]()"), cursor)
    };
    let cursor = range.start + cursor;
    source.edit(&[Splice { range, insert }], cursor..cursor)
}

/// What an address does that is pasted over a selection: it makes a link of it.
///
/// `None` where pasting is left to the browser: something else is pasted, nothing or more than a line is selected, or what
/// is selected is code, a link or itself an address.
pub fn paste(text: &str, selection: Selection, pasted: &str) -> Option<Edit> {
    let address = pasted.trim();
    if !is_address(address) {
        return None;
    }
    let source = Source::new(text, selection);
    let range = trimmed(&source, source.selected.clone());
    let chosen = source.part(range.clone());
    let plain = !chosen.is_empty() && !chosen.contains('\n') && !chosen.contains("](") && !is_address(chosen);
    if !plain || around(&source, &range).is_some() || is_code(&source, &range) {
        return None;
    }
    let insert = format!("[{}]({})", escaped(chosen), destination(address));
    let cursor = range.start + insert.len();
    Some(source.edit(&[Splice { range, insert }], cursor..cursor))
}

/// What is selected without the signs of its line and the white space around it, up to the end of the paragraph.
fn chosen(source: &Source<'_>) -> Range<usize> {
    let parts = parts(source);
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return source.selected.start..source.selected.start;
    };
    let end = source
        .part(first.start..last.end)
        .find("\n\n")
        .map_or(last.end, |gap| first.start + gap);
    trimmed(source, first.start..end)
}

/// What is between empty lines around a position.
fn paragraph(source: &Source<'_>, at: usize) -> Range<usize> {
    let end = source.text.len();
    let start = source.part(0..at).rfind("\n\n").map_or(0, |gap| gap + 2);
    start..source.part(at..end).find("\n\n").map_or(end, |gap| at + gap)
}

/// The link or image that a range is in.
fn around(source: &Source<'_>, range: &Range<usize>) -> Option<Link> {
    let block = paragraph(source, range.start);
    let before = source
        .part(block.start..range.start)
        .rfind("](")
        .map(|at| block.start + at);
    // One byte back, for a cursor between the two brackets.
    let from = source
        .text
        .floor_char_boundary(range.start.saturating_sub(1))
        .max(block.start);
    let after = source.part(from..block.end).find("](").map(|at| from + at);
    [before, after]
        .into_iter()
        .flatten()
        .filter_map(|middle| link(source, &block, middle))
        .find(|link| {
            link.whole.start <= range.start && range.end <= link.whole.end && {
                // A cursor right before or behind a link is not in it.
                !range.is_empty() || (link.whole.start < range.start && range.end < link.whole.end)
            }
        })
}

/// The link whose text ends and whose address begins at `middle`.
fn link(source: &Source<'_>, block: &Range<usize>, middle: usize) -> Option<Link> {
    let mut depth = 0usize;
    let open = source.part(block.start..middle).bytes().rposition(|b| match b {
        b']' => {
            depth += 1;
            false
        }
        b'[' if depth > 0 => {
            depth -= 1;
            false
        }
        b => b == b'[',
    })?;
    let text = block.start + open + 1..middle;
    let start = middle + 2;
    let mut depth = 0usize;
    let length = source.part(start..block.end).bytes().position(|b| match b {
        b'(' => {
            depth += 1;
            false
        }
        b')' if depth > 0 => {
            depth -= 1;
            false
        }
        b => b == b')',
    })?;
    let image = source.part(block.start..text.start - 1).ends_with('!');
    Some(Link {
        whole: text.start - 1..start + length + 1,
        text,
        address: start..start + length,
        image,
    })
}

/// Whether a text is an address and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    let rest = SCHEMES.iter().find_map(|scheme| {
        let (start, rest) = text.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    });
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'))
    })
}

/// An address as it stands between the parentheses.
fn destination(address: &str) -> Cow<'_, str> {
    if is_balanced(address, '(', ')') && !address.contains('\\') {
        Cow::Borrowed(address)
    } else {
        Cow::Owned(format!("<{address}>"))
    }
}

/// A text as it stands between the brackets: those in it must not end it.
fn escaped(text: &str) -> Cow<'_, str> {
    if is_balanced(text, '[', ']') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut escaped = false;
    for c in text.chars() {
        if !escaped && matches!(c, '[' | ']') {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    Cow::Owned(out)
}

fn is_balanced(text: &str, open: char, close: char) -> bool {
    let (mut depth, mut escaped) = (0usize, false);
    for c in text.chars() {
        if !escaped && c == open {
            depth += 1;
        } else if !escaped && c == close {
            let Some(less) = depth.checked_sub(1) else {
                return false;
            };
            depth = less;
        }
        escaped = c == '\\' && !escaped;
    }
    depth == 0
}
