//! Two texts that came from one, line by line: where only one side changed something its lines are taken, where both changed
//! the same place differently nothing is decided. After Khanna, Kunal and Pierce, "A Formal Investigation of Diff3" (2007).

use std::{cmp::Ordering, convert::Infallible, ops::Range};

use similar::{
    Algorithm,
    algorithms::{DiffHook, diff_slices},
};

/// Changed lines times all lines up to which two texts are compared line by line: half a second at worst. Texts that have
/// less in common and are longer count as changed from their first difference to their last.
const MAX_WORK: usize = 200_000_000;

/// How much may be done to compare texts closely.
#[derive(Debug)]
pub enum Work {
    /// As much as one comparison may take, for each anew: for who asks for one at a time.
    Each,
    /// So much for all of them together; one that would take more than is left is done coarsely.
    Left(usize),
}

impl Work {
    /// What a page that anybody may ask for has for all that it compares: a tenth of a second at worst.
    pub const PAGE: usize = MAX_WORK / 5;

    /// Whether something that takes so much is done.
    fn takes(&mut self, work: usize) -> bool {
        match self {
            Self::Each => work <= MAX_WORK,
            Self::Left(left) => {
                let fits = work <= *left;
                if fits {
                    *left -= work;
                }
                fits
            }
        }
    }
}

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
    compare_within(old, new, &mut Work::Each)
}

/// The same, as closely as there is work left for.
pub fn compare_within(old: &str, new: &str, work: &mut Work) -> Vec<Compared> {
    let (old, new) = (lines(old), lines(new));
    let mut out = Vec::new();
    let mut same = 0;
    let mut show = |lines: &[&str], kind: fn(String) -> Compared| {
        out.extend(lines.iter().map(|line| kind((*line).to_owned())));
    };
    for (gone, come) in changes_within(&old, &new, work) {
        show(part(&old, same..gone.start), Compared::Same);
        same = gone.end;
        show(part(&old, gone), Compared::Removed);
        show(part(&new, come), Compared::Added);
    }
    show(part(&old, same..old.len()), Compared::Same);
    out
}

/// Lines of the old text, and the lines of the new one that stand in their place.
pub(in crate::model::draft) type Change = (Range<usize>, Range<usize>);

/// What changed, in order; between two changes at least one line stayed the same.
///
/// Made from the lines that stayed alone: the operations that the library reports are moved about once more for looks, and
/// then no longer say exactly where in the old text something was put in (similar 2.7).
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    changes_within(old, new, &mut Work::Each)
}

/// The same, as closely as there is work left for.
pub(in crate::model::draft) fn changes_within(old: &[&str], new: &[&str], work: &mut Work) -> Vec<Change> {
    let mut hook = Changes::default();
    let first = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let shorter = old.len().min(new.len()) - first;
    let last = old.iter().rev().zip(new.iter().rev());
    let last = last.take(shorter).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - last, new.len() - last);
    let (inner_old, inner_new) = (part(old, first..old_end), part(new, first..new_end));
    hook.skip(first);
    if work.takes(strangers(inner_old, inner_new).saturating_mul(inner_old.len() + inner_new.len())) {
        let Ok(()) = diff_slices(Algorithm::Patience, &mut hook, inner_old, inner_new);
    }
    hook.ends(old_end, new_end);
    hook.changes
}

/// How many lines of either text have no partner in the other, wherever it stands: no fewer will have changed.
fn strangers(old: &[&str], new: &[&str]) -> usize {
    let (mut old, mut new) = (old.to_vec(), new.to_vec());
    old.sort_unstable();
    new.sort_unstable();
    let (mut a, mut b) = (old.iter().peekable(), new.iter().peekable());
    let mut alone = 0;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            Ordering::Equal => drop((a.next(), b.next())),
            Ordering::Less => alone += usize::from(a.next().is_some()),
            Ordering::Greater => alone += usize::from(b.next().is_some()),
        }
    }
    alone + a.count() + b.count()
}

/// Collects the gaps between lines that stayed.
#[derive(Default)]
struct Changes {
    changes: Vec<Change>,
    /// Lines that were left out at the beginning.
    first: usize,
    old: usize,
    new: usize,
}

impl Changes {
    /// The first lines are the same.
    fn skip(&mut self, lines: usize) {
        (self.first, self.old, self.new) = (lines, lines, lines);
    }

    /// Whatever stands before these lines and was not the same changed.
    fn ends(&mut self, old: usize, new: usize) {
        if old > self.old || new > self.new {
            self.changes.push((self.old..old, self.new..new));
        }
    }
}

impl DiffHook for Changes {
    type Error = Infallible;

    fn equal(&mut self, old: usize, new: usize, len: usize) -> Result<(), Infallible> {
        let (old, new) = (old + self.first, new + self.first);
        self.ends(old, new);
        (self.old, self.new) = (old + len, new + len);
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
