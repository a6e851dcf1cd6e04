//! Code within a line and code in lines of its own.

use std::ops::Range;

use super::{
    change::Edit,
    fence::{Fence, Reader, Role},
    inline::{leading, parts, put_in, trailing, trimmed, word, wrapped},
    line::Line,
    source::{Source, Splice, carried},
};

/// Two runs of backticks, and what is code between them.
pub(super) struct Span {
    pub(super) open: Range<usize>,
    pub(super) close: Range<usize>,
}

/// Puts what is selected between backticks, or takes them off; several lines between fences.
pub(super) fn toggle_inline(source: &Source<'_>) -> Edit {
    let parts = parts(source);
    if parts.len() > 1 {
        return toggle_block(source);
    }
    let cursor = source.is_cursor();
    let range = match parts.into_iter().next() {
        _ if cursor => word(source, source.selected.start),
        Some(part) => part,
        None => return put_in(source, source.selected.start, "`"),
    };
    let found = outside(source, &range)
        .or_else(|| within(source, &range))
        .or_else(|| {
            let line = source.line(range.start);
            spans(source, line)
                .find(|span| cursor && span.open.end <= range.start && range.end <= span.close.start)
        });
    let (splices, inner) = match found {
        Some(span) => ([Splice::remove(span.open), Splice::remove(span.close)], range),
        None => {
            let code = source.part(range.clone());
            let ticks = "`".repeat(longest_run(code).map_or(1, |longest| longest + 1));
            let pad = if code.starts_with('`') || code.ends_with('`') {
                " "
            } else {
                ""
            };
            (
                wrapped(range.clone(), &format!("{ticks}{pad}"), &format!("{pad}{ticks}")),
                range,
            )
        }
    };
    let first = splices.get(..1).unwrap_or_default();
    let select = if cursor {
        let at = carried(source.selected.start, first, true);
        at..at
    } else {
        carried(inner.start, first, true)..carried(inner.end, &splices, false)
    };
    source.edit(&splices, select)
}

/// The backticks right around a range, with the space that keeps them from backticks in it.
fn outside(source: &Source<'_>, range: &Range<usize>) -> Option<Span> {
    [0, 1].into_iter().find_map(|pad| {
        let mut before = source.part(0..range.start);
        let mut after = source.part(range.end..source.text.len());
        if pad == 1 {
            before = before.strip_suffix(' ')?;
            after = after.strip_prefix(' ')?;
        }
        let ticks = trailing(before, '`');
        let least = pad + 1;
        (ticks >= least && ticks == leading(after, '`')).then(|| Span {
            open: before.len() - ticks..range.start,
            close: range.end..range.end + pad + ticks,
        })
    })
}

/// The backticks at the ends of a range.
fn within(source: &Source<'_>, range: &Range<usize>) -> Option<Span> {
    let span = spans(source, range.clone()).next()?;
    (span.open.start == range.start && span.close.end == range.end).then_some(span)
}

/// Code spans of a part of a line (CommonMark 0.31, 6.1).
pub(super) fn spans<'a>(source: &'a Source<'_>, part: Range<usize>) -> impl Iterator<Item = Span> + 'a {
    let mut at = part.start;
    std::iter::from_fn(move || {
        loop {
            let open = run(source, at..part.end)?;
            at = open.end;
            let mut search = open.end;
            while let Some(close) = run(source, search..part.end) {
                search = close.end;
                if close.len() == open.len() {
                    at = close.end;
                    return Some(Span { open, close });
                }
            }
        }
    })
}

/// The next run of backticks.
fn run(source: &Source<'_>, part: Range<usize>) -> Option<Range<usize>> {
    let start = part.start + source.part(part.clone()).find('`')?;
    Some(start..start + leading(source.part(start..part.end), '`'))
}

/// The most backticks in a row; `None` without any.
fn longest_run(text: &str) -> Option<usize> {
    text.split(|c| c != '`')
        .map(str::len)
        .max()
        .filter(|longest| *longest > 0)
}

/// Puts the selected lines between fences, or takes away the fences around them, with the language they name.
pub(super) fn toggle_block(source: &Source<'_>) -> Edit {
    let lines = source.lines();
    let first = lines.first().cloned().unwrap_or_default();
    let last = lines.last().cloned().unwrap_or_default();
    if let Some(fence) = fence_around(source, &first) {
        return unfenced(source, &fence);
    }
    let parsed = Line::parse(source.part(first.clone()));
    let quotes = source.part(first.start..first.start + parsed.quoted());
    let lead = parsed.lead();
    let ticks = "`".repeat(longest_run(source.part(first.start..last.end)).map_or(3, |run| (run + 1).max(3)));
    let open = Splice::insert(first.start, format!("{quotes}{lead}{ticks}\n"));
    let moved = open.insert.len();
    let Range { start, end } = source.selected;
    let close = Splice::insert(last.end, format!("\n{quotes}{lead}{ticks}"));
    source.edit(&[open, close], start + moved..end.min(last.end) + moved)
}

/// The fence that a line opens, closes or is in.
fn fence_around(source: &Source<'_>, line: &Range<usize>) -> Option<Fence> {
    let mut reader = Reader::before(source.text, line.start);
    let open = reader.fence().cloned();
    match reader.read(source.part(line.clone())) {
        Role::Opens(_) => reader.fence().cloned(),
        Role::Code | Role::Closes => open,
        Role::Comment | Role::Text(_) => None,
    }
}

fn unfenced(source: &Source<'_>, fence: &Fence) -> Edit {
    let line = source.line(fence.start);
    let parsed = Line::parse(source.part(line.clone()));
    let open = if parsed.item().is_some() {
        // The list item stays.
        line.start + parsed.prefix()..line.end
    } else {
        line.start..(line.end + 1).min(source.text.len())
    };
    let mut splices = vec![Splice::remove(open.clone())];
    if let Some(end) = fence.end(source.text) {
        splices.push(Splice::remove(
            open.end.max(end.saturating_sub(1))..source.line(end).end,
        ));
    }
    source.carried(&splices)
}

/// Whether a part of one line is code, by fences or by backticks.
pub(super) fn is_code(source: &Source<'_>, part: &Range<usize>) -> bool {
    let line = source.line(part.start);
    let part = trimmed(source, part.clone());
    fence_around(source, &line).is_some()
        || spans(source, line).any(|span| span.open.start < part.end && part.start < span.close.end)
}
