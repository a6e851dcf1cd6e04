//! Two texts that came from one, line by line: where only one side changed something its lines are taken, where both changed
//! the same place differently nothing is decided. After Khanna, Kunal and Pierce, "A Formal Investigation of Diff3" (2007).

use std::{convert::Infallible, ops::Range};

use similar::{
    Algorithm,
    algorithms::{DiffHook, diff_slices},
};

/// A run of lines of the merged text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Undisputed.
    Settled(Vec<String>),
    /// Both sides changed it, each in another way.
    Open(Hunk),
}

/// One place in three texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    /// What stood there before.
    pub base: Vec<String>,
    /// What one side made of it.
    pub mine: Vec<String>,
    /// What the other side made of it.
    pub theirs: Vec<String>,
}

/// A line of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// In both texts.
    Same(String),
    /// Only in the old one.
    Removed(String),
    /// Only in the new one.
    Added(String),
}

/// The lines of a text; joined with line feeds they are the text again, byte for byte.
pub fn lines(text: &str) -> Vec<&str> {
    text.split('\n').collect()
}

/// How `new` differs from `old`, line by line.
pub fn compare(old: &str, new: &str) -> Vec<Compared> {
    let (old, new) = (lines(old), lines(new));
    let mut out = Vec::new();
    let mut same = 0;
    let mut show = |lines: &[&str], kind: fn(String) -> Compared| {
        out.extend(lines.iter().map(|line| kind((*line).to_owned())));
    };
    for (gone, come) in changes(&old, &new) {
        show(part(&old, same..gone.start), Compared::Same);
        same = gone.end;
        show(part(&old, gone), Compared::Removed);
        show(part(&new, come), Compared::Added);
    }
    show(part(&old, same..old.len()), Compared::Same);
    out
}

/// Lines of the old text, and the lines of the new one that stand in their place.
type Change = (Range<usize>, Range<usize>);

/// What changed, in order; between two changes at least one line stayed the same.
///
/// Made from the lines that stayed alone: the operations that the library reports are moved about once more for looks, and
/// then no longer say exactly where in the old text something was put in (similar 2.7).
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let mut hook = Changes::default();
    let Ok(()) = diff_slices(Algorithm::Patience, &mut hook, old, new);
    hook.stayed(old.len(), new.len(), 0);
    hook.changes
}

/// Collects the gaps between lines that stayed.
#[derive(Default)]
struct Changes {
    changes: Vec<Change>,
    old: usize,
    new: usize,
}

impl Changes {
    fn stayed(&mut self, old: usize, new: usize, len: usize) {
        if old > self.old || new > self.new {
            self.changes.push((self.old..old, self.new..new));
        }
        (self.old, self.new) = (old + len, new + len);
    }
}

impl DiffHook for Changes {
    type Error = Infallible;

    fn equal(&mut self, old: usize, new: usize, len: usize) -> Result<(), Infallible> {
        self.stayed(old, new, len);
        Ok(())
    }
}

/// Merges two texts that both came from `base`.
pub(super) fn merge(base: &str, mine: &str, theirs: &str) -> Vec<Piece> {
    let (base, mine, theirs) = (lines(base), lines(mine), lines(theirs));
    let (mut ours, mut other) = (Side::new(&base, &mine), Side::new(&base, &theirs));
    let mut pieces = Vec::new();
    let mut done = 0;
    while let Some(start) = [ours.next(), other.next()].into_iter().flatten().min() {
        settle(&mut pieces, part(&base, done..start));
        // Changes that overlap or touch are one place: what lies between them is no line that all three share.
        let mut end = start;
        while ours.take(&mut end) || other.take(&mut end) {}
        let (was, a, b) = (
            part(&base, start..end),
            ours.cut(start, end),
            other.cut(start, end),
        );
        if a == b || b == was {
            settle(&mut pieces, a);
        } else if a == was {
            settle(&mut pieces, b);
        } else {
            pieces.push(Piece::Open(Hunk {
                base: own(was),
                mine: own(a),
                theirs: own(b),
            }));
        }
        done = end;
    }
    settle(&mut pieces, part(&base, done..base.len()));
    pieces
}

/// One side of a merge, walked from its first change to its last.
struct Side<'a> {
    lines: &'a [&'a str],
    changes: Vec<Change>,
    /// How many changes were taken.
    taken: usize,
    /// Changes before this one belong to places that are done.
    place: usize,
}

impl<'a> Side<'a> {
    fn new(base: &[&str], lines: &'a [&'a str]) -> Self {
        Self {
            lines,
            changes: changes(base, lines),
            taken: 0,
            place: 0,
        }
    }

    /// Where in the base its next change begins.
    fn next(&self) -> Option<usize> {
        self.changes.get(self.taken).map(|(old, _)| old.start)
    }

    /// Takes the next change if it begins no later than `end`, which it then moves.
    fn take(&mut self, end: &mut usize) -> bool {
        match self.changes.get(self.taken) {
            Some((old, _)) if old.start <= *end => {
                *end = old.end.max(*end);
                self.taken += 1;
                true
            }
            _ => false,
        }
    }

    /// What this side made of the lines `start..end` of the base, whose changes are all taken.
    fn cut(&mut self, start: usize, end: usize) -> &'a [&'a str] {
        let (first, last) = (
            self.changes.get(self.place),
            self.taken.checked_sub(1).and_then(|at| self.changes.get(at)),
        );
        let range = if self.place == self.taken {
            // Nothing changed here: the same lines, moved by what changed before.
            let (old, new) = last.map_or((0, 0), |(old, new)| (old.end, new.end));
            start + new - old..end + new - old
        } else {
            let from = first.map_or(start, |(old, new)| new.start + start - old.start);
            let to = last.map_or(end, |(old, new)| new.end + end - old.end);
            from..to
        };
        self.place = self.taken;
        part(self.lines, range)
    }
}

fn settle(pieces: &mut Vec<Piece>, lines: &[&str]) {
    if lines.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Settled(before)) => before.extend(own(lines)),
        _ => pieces.push(Piece::Settled(own(lines))),
    }
}

fn own(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn part<'a, 'b>(lines: &'b [&'a str], range: Range<usize>) -> &'b [&'a str] {
    lines.get(range).unwrap_or_default()
}
