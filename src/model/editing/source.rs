//! A text with its selection in bytes, and the way back: several small changes made into one edit in UTF-16 code units.

use std::ops::Range;

use super::change::{Change, Edit, Selection, shared};

/// How many bytes are counted at once on the way to a position.
const STRIDE: usize = 256;

/// A text and what is selected in it, in bytes on character boundaries.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) selected: Range<usize>,
    /// The beginning of the selection in units: other positions are counted from here, for they are near.
    start: u32,
}

/// A range that gives way to a text.
pub(super) struct Splice {
    pub(super) range: Range<usize>,
    pub(super) insert: String,
}

impl Splice {
    pub(super) fn insert(at: usize, insert: impl Into<String>) -> Self {
        Self {
            range: at..at,
            insert: insert.into(),
        }
    }

    pub(super) fn remove(range: Range<usize>) -> Self {
        Self {
            range,
            insert: String::new(),
        }
    }
}

/// The length of a text in UTF-16 code units.
pub(super) fn units(text: &str) -> u32 {
    u32::try_from(count(text.as_bytes())).unwrap_or(u32::MAX)
}

/// One unit for every character, and another for those of four bytes.
fn count(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .map(|b| usize::from(b & 0xc0 != 0x80) + usize::from(*b >= 0xf0))
        .sum()
}

/// The byte `wanted` units into a text, or before the character that it would split, and how many units that is.
fn byte_at(text: &str, wanted: u32) -> (usize, u32) {
    let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
    let (mut byte, mut seen) = (0, 0);
    for stride in text.as_bytes().chunks(STRIDE) {
        let more = count(stride);
        if seen + more >= wanted {
            break;
        }
        byte += stride.len();
        seen += more;
    }
    // A stride may end inside a character, whose units were then counted with its first byte.
    let whole = text.ceil_char_boundary(byte);
    for c in text.get(whole..).unwrap_or_default().chars() {
        if seen + c.len_utf16() > wanted {
            break;
        }
        byte = whole.max(byte) + c.len_utf8();
        seen += c.len_utf16();
    }
    (byte.max(whole), u32::try_from(seen).unwrap_or(u32::MAX))
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str, selection: Selection) -> Self {
        let (start, units) = byte_at(text, selection.start);
        let rest = text.get(start..).unwrap_or_default();
        let length = byte_at(rest, selection.end.saturating_sub(units)).0;
        Self {
            text,
            selected: start..start + length,
            start: units,
        }
    }

    /// A part of the text; empty where there is none.
    pub(super) fn part(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether nothing is selected.
    pub(super) fn is_cursor(&self) -> bool {
        self.selected.is_empty()
    }

    /// The line around a position, without its line feed.
    pub(super) fn line(&self, at: usize) -> Range<usize> {
        let start = self.part(0..at).rfind('\n').map_or(0, |feed| feed + 1);
        let end = self
            .part(at..self.text.len())
            .find('\n')
            .map_or(self.text.len(), |feed| at + feed);
        start..end
    }

    /// The line above one that begins here.
    pub(super) fn above(&self, start: usize) -> Option<Range<usize>> {
        Some(self.line(start.checked_sub(1)?))
    }

    /// The lines that the selection touches; not the one at whose very beginning it ends.
    pub(super) fn lines(&self) -> Vec<Range<usize>> {
        let Range { start, end } = self.selected;
        let last = if end > start && self.part(start..end).ends_with('\n') {
            end - 1
        } else {
            end
        };
        let first = self.line(start).start;
        let mut from = first;
        self.part(first..self.line(last).end)
            .split('\n')
            .map(|line| {
                let range = from..from + line.len();
                from = range.end + 1;
                range
            })
            .collect()
    }

    /// One edit out of splices in order, with what is selected in the new text, in bytes.
    pub(super) fn edit(&self, splices: &[Splice], select: Range<usize>) -> Edit {
        let from = splices
            .first()
            .map_or(self.selected.start, |first| first.range.start);
        let to = splices.last().map_or(from, |last| last.range.end);
        let mut new = String::new();
        let mut at = from;
        for splice in splices {
            new.push_str(self.part(at..splice.range.start));
            new.push_str(&splice.insert);
            at = splice.range.end;
        }
        let select = Selection {
            start: self.units_after(select.start, from, &new, to),
            end: self.units_after(select.end, from, &new, to),
        };
        let old = self.part(from..to);
        let (head, tail) = shared(old, &new);
        let change = Change {
            from: self.units_to(from + head),
            to: self.units_to(to - tail),
            insert: new.get(head..new.len() - tail).unwrap_or_default().to_owned(),
        };
        Edit { change, select }
    }

    /// The same, with the selection where the splices carry it: around what is put in at its ends.
    pub(super) fn carried(&self, splices: &[Splice]) -> Edit {
        let end = carried(self.selected.end, splices, true);
        let start = if self.is_cursor() {
            end
        } else {
            carried(self.selected.start, splices, false)
        };
        self.edit(splices, start..end)
    }

    /// An edit that only selects.
    pub(super) fn select(&self, select: Range<usize>) -> Edit {
        self.edit(&[], select)
    }

    fn units_to(&self, at: usize) -> u32 {
        let start = self.selected.start;
        if at >= start {
            self.start.saturating_add(units(self.part(start..at)))
        } else {
            self.start.saturating_sub(units(self.part(at..start)))
        }
    }

    /// Units up to a byte of the text in which `new` stands for what was between `from` and `to`.
    fn units_after(&self, at: usize, from: usize, new: &str, to: usize) -> u32 {
        if at <= from {
            return self.units_to(at);
        }
        let inside = new.floor_char_boundary(at - from);
        let inserted = units(new.get(..inside).unwrap_or_default());
        let beyond = (at - from).saturating_sub(new.len());
        let after = units(self.part(to..self.text.floor_char_boundary(to + beyond)));
        self.units_to(from).saturating_add(inserted).saturating_add(after)
    }
}

/// Where splices in order carry a position; `after` what is put in right there, or before it.
pub(super) fn carried(at: usize, splices: &[Splice], after: bool) -> usize {
    let (mut gone, mut come) = (0, 0);
    for Splice { range, insert } in splices {
        if range.start > at || (range.start == at && !after) {
            break;
        }
        gone += at.min(range.end) - range.start;
        come += insert.len();
    }
    (at + come).saturating_sub(gone)
}
