//! What keys and buttons do, by example. In a text `|` is the cursor and `⟦ ⟧` is what is selected; where a text has bars
//! of its own, `⟦⟧` is the cursor.

mod any_text;
mod blocks;
mod changes;
mod keys;
mod marks;
mod tables;

use super::{Change, Command, Edit, Selection};

/// A text without its marks, and what they select.
fn marked(text: &str) -> (String, Selection) {
    let (start, end) = if text.contains('⟦') {
        ('⟦', '⟧')
    } else {
        ('|', '|')
    };
    let from = text.find(start).unwrap();
    let (before, rest) = text.split_at(from);
    let rest = &rest[start.len_utf8()..];
    let (inside, after) = match rest.split_once(end) {
        Some((inside, after)) if start != '|' => (inside, after),
        _ => ("", rest),
    };
    let start = units(before);
    let selection = Selection {
        start,
        end: start + units(inside),
    };
    (format!("{before}{inside}{after}"), selection)
}

/// A text with the marks of a selection, in the manner of `like`.
fn shown(text: &str, selection: Selection, like: &str) -> String {
    let part = |from: u32, to: u32| {
        let units: Vec<u16> = text.encode_utf16().collect();
        String::from_utf16(&units[from as usize..to as usize]).unwrap()
    };
    let (before, inside) = (part(0, selection.start), part(selection.start, selection.end));
    let after = part(selection.end, units(text));
    if inside.is_empty() && !like.contains('⟦') {
        format!("{before}|{after}")
    } else {
        format!("{before}⟦{inside}⟧{after}")
    }
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap()
}

/// The text after a change, as a text field would have it.
fn changed(text: &str, change: &Change) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    units.splice(
        change.from as usize..change.to as usize,
        change.insert.encode_utf16(),
    );
    String::from_utf16(&units).unwrap()
}

/// Each row: before, after; both the same where there is nothing to change; no mark after where it is left to the browser.
fn holds(rows: &[(&str, &str)], act: impl Fn(&str, Selection) -> Option<Edit>) {
    for (before, after) in rows {
        let (text, selection) = marked(before);
        let found = match act(&text, selection) {
            Some(edit) => shown(&changed(&text, &edit.change), edit.select, after),
            None => "browser".to_owned(),
        };
        assert_eq!(&found, after, "from {before:?}");
    }
}

fn does(command: Command, rows: &[(&str, &str)]) {
    holds(rows, |text, selection| command.edit(text, selection));
}

/// The rows hold, and the command given again takes each back.
fn toggles(command: Command, rows: &[(&str, &str)]) {
    does(command, rows);
    let back: Vec<_> = rows.iter().map(|(before, after)| (*after, *before)).collect();
    does(command, &back);
}
