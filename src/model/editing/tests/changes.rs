//! Changes, and where they carry a position.

use super::*;
use crate::model::editing::{carry, replacement};

#[test]
fn a_replacement_is_as_small_as_it_can_be() {
    let change = |from, to, insert: &str| {
        Some(Change {
            from,
            to,
            insert: insert.to_owned(),
        })
    };
    for (old, new, expected) in [
        ("", "", None),
        ("a", "a", None),
        ("", "a", change(0, 0, "a")),
        ("abc", "axc", change(1, 2, "x")),
        ("aa", "aaa", change(2, 2, "a")),
        ("aaa", "aa", change(2, 3, "")),
        ("a👍b", "a👎b", change(1, 3, "👎")),
        // Both begin or end with the same bytes, not with the same characters.
        ("é", "è", change(0, 1, "è")),
        ("\u{1f44d}", "\u{1f34d}", change(0, 2, "\u{1f34d}")),
    ] {
        assert_eq!(replacement(old, new), expected, "{old:?} to {new:?}");
    }
}

#[test]
fn a_position_keeps_its_place_around_a_change() {
    let change = Change {
        from: 2,
        to: 6,
        insert: "x👍y".to_owned(),
    };
    let carried: Vec<_> = (0..=8).map(|at| carry(at, &change)).collect();
    // Inside the pair of units it goes before the character.
    assert_eq!(carried, [0, 1, 2, 3, 3, 5, 6, 7, 8]);
    let typed = Change {
        from: 3,
        to: 3,
        insert: "abc".to_owned(),
    };
    assert_eq!([2, 3, 4].map(|at| carry(at, &typed)), [2, 3, 7]);
    let gone = Change {
        from: 1,
        to: 4,
        insert: String::new(),
    };
    assert_eq!([1, 2, 4, 5].map(|at| carry(at, &gone)), [1, 1, 1, 2]);
}

#[test]
fn positions_beyond_the_end_or_inside_a_character_are_moved_back() {
    let edit = Command::Bold
        .edit("👍 a", Selection { start: 99, end: 7 })
        .unwrap();
    assert_eq!(changed("👍 a", &edit.change), "👍 **a**");
    let edit = Command::Bold.edit("👍", Selection { start: 1, end: 1 }).unwrap();
    assert_eq!(changed("👍", &edit.change), "****👍");
    let far = format!("{}é👍 b", "👍é\n".repeat(500));
    let edit = Command::Bold
        .edit(
            &far,
            Selection {
                start: units(&far),
                end: 0,
            },
        )
        .unwrap();
    assert_eq!((edit.change.from, edit.change.to), (units(&far) - 1, units(&far)));
}

#[test]
fn an_edit_is_as_small_as_it_can_be() {
    let text = "- a\n- b\n- c";
    let edit = crate::model::editing::tab(text, Selection { start: 4, end: 11 }, false).unwrap();
    assert_eq!(
        edit.change,
        Change {
            from: 4,
            to: 8,
            insert: "  - b\n  ".to_owned()
        }
    );
    let edit = crate::model::editing::enter(text, Selection { start: 11, end: 11 }).unwrap();
    assert_eq!(
        edit.change,
        Change {
            from: 11,
            to: 11,
            insert: "\n- ".to_owned()
        }
    );
}
