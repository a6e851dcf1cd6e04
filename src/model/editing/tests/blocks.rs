//! Headings, quotes, lists and code in lines of its own; the outline.

use super::{Command::*, *};
use crate::model::editing::outline;

#[test]
fn a_heading_is_put_before_the_line_or_taken_off() {
    toggles(
        Heading(2),
        &[
            ("|", "## |"),
            ("a ti|tle", "## a ti|tle"),
            ("⟦a\nb⟧", "⟦## a\n## b⟧"),
            ("> a|", "> ## a|"),
        ],
    );
    does(
        Heading(3),
        &[
            ("## a|", "### a|"),
            ("#a|", "### #a|"),
            ("⟦# a\n\nb⟧", "⟦### a\n\n### b⟧"),
        ],
    );
    does(Heading(0), &[("a|", "# a|")]);
    does(Heading(9), &[("a|", "###### a|")]);
}

#[test]
fn lines_go_into_a_quote_and_out() {
    toggles(
        Quote,
        &[
            ("|", "> |"),
            ("a|", "> a|"),
            ("⟦a\n\n  b⟧\nc", "⟦> a\n>\n>   b⟧\nc"),
        ],
    );
    does(
        Quote,
        &[
            ("⟦>a\n> b⟧", "⟦a\nb⟧"),
            ("⟦> a\nb⟧", "⟦> > a\n> b⟧"),
            ("> > a|", "> a|"),
            ("⟦a\n⟧b", "⟦> a\n⟧b"),
        ],
    );
}

#[test]
fn lines_become_items_of_any_list_and_plain_again() {
    toggles(
        List,
        &[
            ("|", "- |"),
            ("a|b", "- a|b"),
            ("⟦a\n\n  b⟧", "⟦- a\n\n  - b⟧"),
            ("> a|", "> - a|"),
            ("* x\na|", "* x\n* a|"),
        ],
    );
    toggles(
        Numbered,
        &[
            ("⟦a\nb\n  c\n  d\ne⟧", "⟦1. a\n2. b\n  1. c\n  2. d\n3. e⟧"),
            ("7) x\n⟦a\nb⟧", "7) x\n⟦8) a\n9) b⟧"),
        ],
    );
    toggles(Task, &[("a|", "- [ ] a|"), ("⟦a\nb⟧", "⟦- [ ] a\n- [ ] b⟧")]);
    does(
        List,
        &[("⟦1. a\n- b\n- [x] c⟧", "⟦- a\n- b\n- c⟧"), ("- [ ] a|", "- a|")],
    );
    does(Numbered, &[("⟦- a\n5. b⟧", "⟦1. a\n2. b⟧")]);
    does(
        Task,
        &[
            ("⟦- a\n3. b\n- [x] c⟧", "⟦- [ ] a\n3. [ ] b\n- [x] c⟧"),
            ("- [x] a|", "a|"),
        ],
    );
}

#[test]
fn code_blocks_are_put_around_lines_and_taken_away() {
    toggles(
        CodeBlock,
        &[
            ("|", "```\n|\n```"),
            ("a\n⟦b\nc⟧\nd", "a\n```\n⟦b\nc⟧\n```\nd"),
            ("> a|", "> ```\n> a|\n> ```"),
            ("- a\n  b|", "- a\n  ```\n  b|\n  ```"),
            ("⟦a\n```\nb⟧", "````\n⟦a\n```\nb⟧\n````"),
        ],
    );
    does(
        CodeBlock,
        &[
            ("```rust\na|\n```", "a|"),
            ("~~~~\na\n~~~\n|b\n~~~~\nc", "a\n~~~\n|b\nc"),
            ("```ru|st\na\n```\nb", "|a\nb"),
            ("```\na\n``|`\nb", "a|\nb"),
            ("```\na|", "a|"),
            ("x\n```\n```|\ny", "x\n|\ny"),
            ("- ```\n  a|\n  ```", "- \n  a|"),
            ("```\na\n```\nb|", "```\na\n```\n```\nb|\n```"),
        ],
    );
}

#[test]
fn the_outline_has_the_headings_and_nothing_else() {
    let text = "\u{feff}\n# One *two* `a*b`\n\nText 👍\n## [Link](/a(b) ![x](y) ##\n\nUnder\nlined\n---\n\n===\nb\n===\n\
        ```\n# code\n```\n<!-- \n# comment\n-->\n    # indented\n> # quoted\n- item\nlazy\n---\n### Pinned {#pin}\n\
        ####### seven\n#none\n###### \r\n- ```\n  # code\n\n# After\n~~~\n# open";
    let found: Vec<_> = outline(text)
        .into_iter()
        .map(|h| (h.level, h.title, h.line, h.at))
        .collect();
    let row = |level, title: &str, start: &str| {
        let at = text.find(start).unwrap();
        let line = u32::try_from(text[..at].matches('\n').count()).unwrap() + 1;
        (level, title.to_owned(), line, units(&text[..at]))
    };
    assert_eq!(
        found,
        [
            row(1, "One two a*b", "# One"),
            row(2, "Link x", "## [L"),
            row(2, "Under lined", "Under"),
            row(1, "=== b", "===\nb"),
            row(3, "Pinned", "### P"),
            row(6, "", "###### \r"),
            row(1, "After", "# After"),
        ]
    );
    assert!(outline("").is_empty());
}
