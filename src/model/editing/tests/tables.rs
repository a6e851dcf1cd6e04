//! Tables brought into line.

use super::*;
use crate::model::editing::format_table;

#[test]
fn columns_are_as_wide_as_their_widest_cell() {
    holds(
        &[
            (
                "|a|long header|\n|-|:-:|\n|some⟦⟧thing|x|\n",
                "| a         | long header |\n| --------- | :---------: |\n| some⟦⟧thing |      x      |\n",
            ),
            ("⟦⟧a|b\n-|-\nc|d", "| ⟦⟧a   | b   |\n| --- | --- |\n| c   | d   |"),
            (
                "a | b\n--: | :--\n1⟦⟧ | 2",
                "|   a | b   |\n| --: | :-- |\n|   1⟦⟧ | 2   |",
            ),
            // Cells that a row lacks, and those it has beyond the header's.
            (
                "|a|b|\n|-|-|\n|c⟦⟧|",
                "| a   | b   |\n| --- | --- |\n| c⟦⟧   |     |",
            ),
            ("|a|\n|-|\n|⟦b⟧|c|", "| a   |\n| --- |\n| ⟦b⟧   | c   |"),
            // Bars with a backslash divide nothing; characters count, not bytes.
            ("|a\\|b|⟦⟧\n|-|\n|é👍|", "| a\\|b⟦⟧ |\n| ---- |\n| é👍   |"),
            ("> |a|\n> |-|⟦⟧\n\n|b|", "> | a   |\n> | ⟦⟧--- |\n\n|b|"),
            ("- |a|⟦⟧\n  |-|", "- | a⟦⟧   |\n  | --- |"),
            (
                "x\n|a||\n|-|-|\n||⟦⟧|",
                "x\n| a   |     |\n| --- | --- |\n|     | ⟦⟧    |",
            ),
            // In line already.
            ("| a   |\n| --- |\n| b⟦⟧   |", "| a   |\n| --- |\n| b⟦⟧   |"),
        ],
        format_table,
    );
}

#[test]
fn what_is_no_table_is_left_alone() {
    for text in [
        "⟦⟧",
        "a⟦⟧",
        "a | b⟦⟧",
        "| a |\n| b⟦⟧ |",
        "| a | b |\n| --- |\n⟦⟧| c |",
        "```\n| a |\n| - |\n| b⟦⟧ |\n```",
        "| a |\n| - |\n\nb⟦⟧",
        "x | y⟦⟧\n| a |\n| - |",
    ] {
        holds(&[(text, "browser")], format_table);
    }
}

#[test]
fn a_huge_table_does_not_become_a_larger_text() {
    let wide = format!("|{}|\n|-|\n{}", "x".repeat(10_000), "|y|\n".repeat(10_000));
    let edit = format_table(&wide, Selection::default()).unwrap();
    assert!(
        edit.change.insert.len() < 100 * 10_004,
        "{}",
        edit.change.insert.len()
    );
    let long = format!(
        "{}\n{}\n{}",
        "|a".repeat(1000),
        "|-".repeat(1000),
        "|b\n".repeat(1000)
    );
    assert_eq!(format_table(&long, Selection::default()), None);
}
