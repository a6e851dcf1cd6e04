//! What holds for every text and every selection.

use proptest::prelude::*;

use super::*;
use crate::model::editing::{Command::*, carry, enter, format_table, outline, paste, replacement, tab};

const COMMANDS: [Command; 10] = [
    Bold,
    Italic,
    InlineCode,
    CodeBlock,
    Link,
    Heading(2),
    Quote,
    List,
    Numbered,
    Task,
];

/// Texts of the pieces that mean something, as they are hard to meet by chance.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "  ",
        "    ",
        "\t",
        "- ",
        "* ",
        "1. ",
        "9) ",
        "[ ] ",
        "[x] ",
        "> ",
        ">",
        "# ",
        "## ",
        "```",
        "```rust",
        "````",
        "~~~",
        "`",
        "``",
        "*",
        "**",
        "***",
        "_",
        "__",
        "[",
        "](",
        "](a)",
        ")",
        "(",
        "|",
        "| a | b |\n|---|:-:|\n",
        "|-|",
        "\\",
        "---",
        "===",
        "<!--",
        "-->",
        "word",
        "two words",
        "é",
        "日本",
        "👍",
        "👩‍🚀",
        "e\u{301}",
        "https://a.example/b",
    ]);
    prop_oneof![
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

/// Positions, also beyond the end.
fn selection() -> impl Strategy<Value = Selection> {
    prop_oneof![
        (0u32..120).prop_map(|at| Selection { start: at, end: at }),
        (0u32..120, 0u32..120).prop_map(|(start, end)| Selection { start, end }),
        any::<(u32, u32)>().prop_map(|(start, end)| Selection { start, end }),
    ]
}

fn is_boundary(text: &str, at: u32) -> bool {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[..at as usize]).is_ok() && String::from_utf16(&units[at as usize..]).is_ok()
}

/// Everything that makes an edit.
fn edits(text: &str, selection: Selection) -> Vec<Edit> {
    COMMANDS
        .iter()
        .map(|command| command.edit(text, selection))
        .chain([
            enter(text, selection),
            tab(text, selection, false),
            tab(text, selection, true),
            paste(text, selection, "https://a.example/"),
            format_table(text, selection),
        ])
        .flatten()
        .collect()
}

/// The selection made to lie in the text, as a text field would give it.
fn within(text: &str, selection: Selection) -> Selection {
    let length = units(text);
    let mut start = selection.start.min(length);
    let mut end = selection.end.clamp(start, length);
    while !is_boundary(text, start) {
        start -= 1;
    }
    while !is_boundary(text, end) {
        end -= 1;
    }
    Selection { start, end }
}

proptest! {
    #[test]
    fn every_edit_is_whole_and_as_small_as_it_can_be(text in markdown(), selection in selection()) {
        for edit in edits(&text, selection) {
            let Change { from, to, insert } = &edit.change;
            prop_assert!(from <= to && *to <= units(&text));
            prop_assert!(is_boundary(&text, *from) && is_boundary(&text, *to));
            let new = changed(&text, &edit.change);
            prop_assert!(edit.select.start <= edit.select.end && edit.select.end <= units(&new));
            prop_assert!(is_boundary(&new, edit.select.start) && is_boundary(&new, edit.select.end));
            prop_assert_eq!(edit.change.is_empty(), new == text);
            let gone = (to - from) as usize;
            let least = replacement(&text, &new).map_or((0, 0), |c| ((c.to - c.from) as usize, c.insert.len()));
            prop_assert_eq!((gone, insert.len()), least);
        }
    }

    #[test]
    fn a_selection_is_read_as_a_text_field_would_have_it(text in markdown(), selection in selection()) {
        prop_assert_eq!(edits(&text, selection), edits(&text, within(&text, selection)));
    }

    /// Not so where the text has such signs already (they are taken for marks that were there), nor for what is selected
    /// of the white space at the ends; and a link's second press selects its address, if it has one.
    #[test]
    fn a_command_given_twice_gives_the_text_back(
        text in "[a-z é👍日.,\n]{0,40}",
        selection in selection(),
        command in prop::sample::select(COMMANDS.to_vec()),
    ) {
        if let Some(edit) = command.edit(&text, selection) {
            let once = changed(&text, &edit.change);
            prop_assert_ne!(&once, &text);
            let back = command.edit(&once, edit.select).unwrap();
            prop_assert_eq!(changed(&once, &back.change), text, "by way of {:?}", once);
        }
    }

    #[test]
    fn formatting_a_table_again_changes_nothing(
        cells in prop::collection::vec(prop::collection::vec("[a-zé👍 ]{0,8}|\\\\\\|", 3), 1..5),
        marks in prop::collection::vec(prop::sample::select(vec!["-", ":-", "-:", ":---:"]), 3),
        at in 0u32..80,
    ) {
        let mut rows: Vec<_> = cells.iter().map(|row| format!("|{}|", row.join("|"))).collect();
        rows.insert(1, format!("|{}|", marks.join("|")));
        let text = rows.join("\n");
        let edit = format_table(&text, Selection { start: at, end: at }).unwrap();
        let once = changed(&text, &edit.change);
        let again = format_table(&once, edit.select).unwrap();
        prop_assert!(again.change.is_empty(), "{once}\n{again:?}");
        let words = |text: &str| text.split(|c: char| " |\n-:".contains(c)).collect::<String>();
        prop_assert_eq!(words(&once), words(&text));
        let lengths: std::collections::HashSet<_> = once.lines().map(|line| line.chars().count()).collect();
        prop_assert_eq!(lengths.len(), 1, "{}", once);
    }

    #[test]
    fn a_replacement_makes_the_new_text(old in markdown(), new in markdown(), at in any::<prop::sample::Index>()) {
        let made = replacement(&old, &new);
        prop_assert_eq!(made.as_ref().map_or(old.clone(), |change| changed(&old, change)), new.clone());
        let Some(change) = made else { return Ok(()) };
        prop_assert!(is_boundary(&old, change.from) && is_boundary(&old, change.to));
        let at = within(&old, Selection { start: at.index(old.len() + 1) as u32, end: 0 }).start;
        let carried = carry(at, &change);
        prop_assert!(carried <= units(&new) && is_boundary(&new, carried));
        if at <= change.from {
            prop_assert_eq!(carried, at);
        } else if at >= change.to {
            prop_assert_eq!(units(&new) - carried, units(&old) - at);
        }
    }

    #[test]
    fn the_outline_points_at_the_beginnings_of_lines(text in markdown()) {
        let starts: Vec<u32> = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(feed, _)| units(&text[..=feed])))
            .collect();
        let mut last = 0;
        for heading in outline(&text) {
            prop_assert!(heading.line > last && (1..=6).contains(&heading.level));
            prop_assert_eq!(starts[heading.line as usize - 1], heading.at);
            last = heading.line;
        }
    }
}
