//! The excerpt: where it is cut.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::super::excerpt;
use super::render;

#[test]
fn a_short_text_is_its_own_excerpt() {
    assert_eq!(excerpt("  Two\n words. ", 250), "Two words.");
}

#[test]
fn a_long_text_is_cut_after_a_sentence() {
    assert_eq!(
        excerpt(
            "One sentence here. Another one that is far too long to fit in.",
            30
        ),
        "One sentence here."
    );
}

#[test]
fn without_a_sentence_it_is_cut_after_a_word_with_one_ellipsis() {
    assert_eq!(
        excerpt("One sentence here, which never seems to end at all", 28),
        "One sentence here, which…"
    );
    assert_eq!(
        excerpt("One sentence here, which never seems to end at all", 24),
        "One sentence here…"
    );
}

#[test]
fn abbreviations_initials_and_numbers_end_no_sentence() {
    assert_eq!(
        excerpt("We know some rules, e.g. This one of many more rules", 40),
        "We know some rules, e.g. This one of…"
    );
    assert_eq!(
        excerpt("Written long ago by J. Smith and many others too", 30),
        "Written long ago by J. Smith…"
    );
    assert_eq!(
        excerpt("The version is 2.0 and not 3.1 as some say", 25),
        "The version is 2.0 and…"
    );
}

#[test]
fn runs_of_dots_become_one_ellipsis() {
    assert_eq!(excerpt("Wait.... what... … ok..", 250), "Wait… what… ok..");
}

#[test]
fn text_without_spaces_is_cut_between_graphemes() {
    assert_eq!(excerpt("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 12), "👩‍👩‍👧👩‍👩‍👧…");
    assert_eq!(
        excerpt("中文没有空格。这里是第二句话,很长很长", 12),
        "中文没有空格。"
    );
}

#[test]
fn a_post_is_quoted_without_headings_code_tables_and_notes() {
    let source = "# Title\n\nFirst[^1] *paragraph*.\n\n```\ncode\n```\n\n| a |\n|---|\n| cell |\n\n![alt](/media/a.png \"caption\")\n\n> [!TIP]\n> Second.\n\n[^1]: The note.";
    assert_eq!(render(source).excerpt, "First paragraph. Second.");
}

proptest! {
    #[test]
    fn an_excerpt_keeps_its_promises(text in "([a-zA-Z.…,!?é中。 \n]|\\PC|👩‍👩‍👧|e\u{301}){0,400}", max in 1usize..120) {
        let cut = excerpt(&text, max);
        prop_assert!(cut.chars().count() <= max);
        prop_assert!(!cut.contains("..."));
        prop_assert!(!cut.contains("……"));
        prop_assert_eq!(cut.trim(), &cut);
        prop_assert!(!cut.contains("  ") && !cut.contains('\n'));
        // What is kept is a whole number of the text's graphemes.
        let whole = excerpt(&text, usize::MAX);
        if cut != whole {
            let kept = cut.strip_suffix('…').filter(|kept| whole.starts_with(kept)).unwrap_or(&cut);
            prop_assert!(whole.starts_with(kept));
            let mut ends: Vec<usize> = whole.grapheme_indices(true).map(|(at, _)| at).collect();
            ends.push(whole.len());
            prop_assert!(kept.is_empty() || ends.contains(&kept.len()));
        }
        prop_assert_eq!(excerpt(&cut, max), cut);
    }
}
