//! Sources made to hurt: they end soon and harm nobody.

use std::time::{Duration, Instant};

use super::super::MAX_SOURCE_BYTES;
use super::{html, render};

/// Generous, since tests are not optimised and share the machine.
const SOON: Duration = Duration::from_secs(20);

#[test]
fn a_source_that_is_too_large_is_not_parsed() {
    let rendered = render(&"a ".repeat(MAX_SOURCE_BYTES));
    assert!(rendered.html.starts_with("<p class=\"too-large\">"));
    assert_eq!((rendered.minutes, rendered.text.as_str()), (1, ""));
}

#[test]
fn deep_nesting_neither_overflows_nor_takes_long() {
    let started = Instant::now();
    for piece in [
        ">",
        "[",
        "![",
        "- ",
        "* a\n ",
        "**a _b ",
        "<div>",
        "<b>",
        "<table><tr><td>",
        "<b><div>",
        "`",
        "$",
        "$$x",
        "{",
        "> - ",
        "<a ",
    ] {
        html(&piece.repeat(10_000));
    }
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn signs_and_unknown_tags_by_the_thousand_do_not_take_long() {
    let started = Instant::now();
    for piece in ["&", "<", "<title>", "<script> ", "a<b>", "$a$ ", "# a\n", "[^1]"] {
        html(&piece.repeat(20_000));
    }
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
}

#[test]
fn nesting_beyond_the_limit_keeps_the_text() {
    assert!(html(&format!("{} deep", ">".repeat(500))).contains("deep"));
    assert!(html(&format!("{}deep", "<div>".repeat(500))).contains("deep"));
}

#[test]
fn a_mark_cannot_be_forged() {
    let source = "<div id=\"lb0000000000000000-0\"></div>\n\n```\ncode\n```";
    let html = html(source);
    assert_eq!(html.matches("<figure").count(), 1);
}

#[test]
fn characters_that_html_forbids_are_replaced() {
    assert_eq!(
        html("a\u{1}b\u{fdd0}c &#x1;"),
        "<p>a\u{fffd}b\u{fffd}c \u{fffd}</p>"
    );
    assert!(html("```\n\u{1b}[0m\n```").contains("\u{fffd}[0m"));
}
