//! Two drafts that came from one: the text merged line by line, the fields one by one, lists as sets. What does not merge is
//! left to the author; nothing of either side is dropped unless the other side deleted it and this one left it alone.

use super::{Draft, Field, Meta};

mod lines;

pub(super) use lines::changes_within;
pub use lines::{Compared, Hunk, Piece, Work, compare, compare_within, lines};

/// What became of two drafts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// One draft with the changes of both.
    Clean(Box<Draft>),
    /// Some of it has to be chosen.
    Split(Box<Split>),
}

/// A merge with something left to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The text in order, settled and open.
    pub pieces: Vec<Piece>,
    /// Fields that both sides changed, each in another way.
    pub fields: Vec<Field>,
    /// One side's fields.
    pub mine: Meta,
    /// The other side's fields.
    pub theirs: Meta,
    /// What is undisputed; disputed fields are as on the first side.
    settled: Meta,
}

/// What the author takes at an open place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The first side.
    Mine,
    /// The other side.
    Theirs,
    /// The first side, then the other. Fields that do not [join](Field::joins) cannot have both.
    Both,
}

/// How much one draft differs from what it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Lines that are new.
    pub added: usize,
    /// Lines that are gone.
    pub removed: usize,
    /// Fields that hold something else.
    pub fields: Vec<Field>,
}

impl Changes {
    /// What happened between two drafts.
    pub fn between(old: &Draft, new: &Draft) -> Self {
        let mut changes = Self {
            fields: Field::differing(&old.meta, &new.meta),
            ..Self::default()
        };
        if old.source != new.source {
            for line in compare(&old.source, &new.source) {
                match line {
                    Compared::Same(_) => {}
                    Compared::Removed(_) => changes.removed += 1,
                    Compared::Added(_) => changes.added += 1,
                }
            }
        }
        changes
    }

    /// In words: `3 lines added, 1 line removed, Tags`; empty where nothing changed.
    pub fn told(&self) -> String {
        let counted = |count: usize, what: &str| match count {
            0 => None,
            1 => Some(format!("1 line {what}")),
            _ => Some(format!("{count} lines {what}")),
        };
        [counted(self.added, "added"), counted(self.removed, "removed")]
            .into_iter()
            .flatten()
            .chain(self.fields.iter().map(|field| field.label().to_owned()))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Merges two drafts that both came from `base`.
pub fn merge(base: &Draft, mine: &Draft, theirs: &Draft) -> Merged {
    let pieces = if mine.source == theirs.source || theirs.source == base.source {
        vec![settled(&mine.source)]
    } else if mine.source == base.source {
        vec![settled(&theirs.source)]
    } else {
        lines::merge(&base.source, &mine.source, &theirs.source)
    };
    let (meta, fields) = merge_meta(&base.meta, &mine.meta, &theirs.meta);
    let split = Split {
        pieces,
        fields,
        mine: mine.meta.clone(),
        theirs: theirs.meta.clone(),
        settled: meta,
    };
    match split.resolve(&[], &[]) {
        Some(draft) => Merged::Clean(Box::new(draft)),
        None => Merged::Split(Box::new(split)),
    }
}

impl Split {
    /// The open places of the text, in order.
    pub fn hunks(&self) -> impl Iterator<Item = &Hunk> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Open(hunk) => Some(hunk),
            Piece::Settled(_) => None,
        })
    }

    /// The merged draft, given a choice for every [hunk](Self::hunks) and every one of the [fields](Self::fields), in their
    /// order. `None` as long as a choice is missing, or is none that can be made there.
    pub fn resolve(&self, hunks: &[Choice], fields: &[Choice]) -> Option<Draft> {
        if hunks.len() != self.hunks().count() || fields.len() != self.fields.len() {
            return None;
        }
        let mut chosen = hunks.iter();
        let mut lines: Vec<&str> = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Settled(settled) => lines.extend(settled.iter().map(String::as_str)),
                Piece::Open(hunk) => {
                    let choice = chosen.next()?;
                    if *choice != Choice::Theirs {
                        lines.extend(hunk.mine.iter().map(String::as_str));
                    }
                    if *choice != Choice::Mine {
                        lines.extend(hunk.theirs.iter().map(String::as_str));
                    }
                }
            }
        }
        let mut meta = self.settled.clone();
        for (field, choice) in self.fields.iter().zip(fields) {
            match choice {
                Choice::Mine => field.copy(&self.mine, &mut meta),
                Choice::Theirs => field.copy(&self.theirs, &mut meta),
                Choice::Both if field.joins() => field.join(&self.theirs, &mut meta),
                Choice::Both => return None,
            }
        }
        Some(Draft {
            source: lines.join("\n"),
            meta,
        })
    }
}

fn settled(text: &str) -> Piece {
    Piece::Settled(lines(text).into_iter().map(ToOwned::to_owned).collect())
}

/// Merged fields, and those that both sides changed in different ways.
fn merge_meta(base: &Meta, mine: &Meta, theirs: &Meta) -> (Meta, Vec<Field>) {
    let mut meta = mine.clone();
    let mut open = Vec::new();
    for field in Field::ALL {
        if field.same(mine, theirs) || field.same(theirs, base) {
            continue;
        }
        if field.same(mine, base) {
            field.copy(theirs, &mut meta);
            continue;
        }
        match (field.set(base), field.set(mine), field.set(theirs)) {
            (Some(base), Some(mine), Some(theirs)) => {
                if let Some(set) = field.set_mut(&mut meta) {
                    *set = merge_set(base, mine, theirs);
                }
            }
            _ => open.push(field),
        }
    }
    (meta, open)
}

/// What one side holds without what the other removed, then what the other added.
fn merge_set(base: &[String], mine: &[String], theirs: &[String]) -> Vec<String> {
    let kept = mine
        .iter()
        .filter(|entry| theirs.contains(entry) || !base.contains(entry));
    let added = theirs
        .iter()
        .filter(|entry| !mine.contains(entry) && !base.contains(entry));
    kept.chain(added).cloned().collect()
}

#[cfg(test)]
mod tests;
