//! Changes of a text in the terms of a text field: which units go, what comes, where the selection is afterwards.

use super::source::units;

/// A selection in UTF-16 code units; a cursor where both are the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Where it begins.
    pub start: u32,
    /// Where it ends; taken for its beginning if it is less.
    pub end: u32,
}

/// One piece of a text gives way to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// First unit that goes.
    pub from: u32,
    /// First unit that stays.
    pub to: u32,
    /// What comes.
    pub insert: String,
}

/// A change, and the selection in the text that it makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// As small as it can be. [Empty](Change::is_empty) where the key is ours but there is nothing to change, or only the
    /// selection moves.
    pub change: Change,
    /// What is selected afterwards.
    pub select: Selection,
}

impl Change {
    /// Nothing goes and nothing comes.
    pub fn is_empty(&self) -> bool {
        self.from == self.to && self.insert.is_empty()
    }
}

/// The smallest single change that turns one text into another; `None` if they are the same.
pub fn replacement(old: &str, new: &str) -> Option<Change> {
    if old == new {
        return None;
    }
    let (head, tail) = shared(old, new);
    let gone = old.get(head..old.len() - tail).unwrap_or_default();
    let from = units(old.get(..head).unwrap_or_default());
    Some(Change {
        from,
        to: from.saturating_add(units(gone)),
        insert: new.get(head..new.len() - tail).unwrap_or_default().to_owned(),
    })
}

/// Puts a text in place of what is selected, with the cursor after it.
pub fn insert(text: &str, selection: Selection, insert: &str) -> Edit {
    let length = units(text);
    let from = selection.start.min(length);
    let to = selection.end.clamp(from, length);
    let after = from.saturating_add(units(insert));
    Edit {
        change: Change {
            from,
            to,
            insert: insert.to_owned(),
        },
        select: Selection {
            start: after,
            end: after,
        },
    }
}

/// Bytes that two texts share at their beginning and, of the rest, at their end; whole characters.
pub(super) fn shared(old: &str, new: &str) -> (usize, usize) {
    let same = |(a, b): &(u8, u8)| a == b;
    let head = old.bytes().zip(new.bytes()).take_while(same).count();
    let head = old.floor_char_boundary(head);
    let rest = old.len().min(new.len()) - head;
    let tail = old
        .bytes()
        .rev()
        .zip(new.bytes().rev())
        .take(rest)
        .take_while(same)
        .count();
    (head, old.len() - old.ceil_char_boundary(old.len() - tail))
}

/// Where a position goes when a change is made around it: one before the change stays, one after it moves along, one inside
/// stays as far from the beginning as what came allows.
pub fn carry(position: u32, change: &Change) -> u32 {
    if position <= change.from {
        return position;
    }
    if position >= change.to {
        return (position - change.to)
            .saturating_add(change.from)
            .saturating_add(units(&change.insert));
    }
    let mut carried = change.from;
    for c in change.insert.chars() {
        let next = carried.saturating_add(if c.len_utf16() == 2 { 2 } else { 1 });
        if next > position {
            break;
        }
        carried = next;
    }
    carried
}
