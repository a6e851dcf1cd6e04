//! Which part of a text is shown.

use proptest::prelude::*;

use super::*;

fn stems(words: &[&[&str]]) -> Vec<Vec<Wanted>> {
    let stem = |word: &&str| Wanted::Stem(analyse::stem(word).into_owned());
    words
        .iter()
        .map(|words| words.iter().map(stem).collect())
        .collect()
}

fn text(plain: &str, headings: &[&str]) -> TextRow {
    let toc: Vec<TocEntry> = headings
        .iter()
        .map(|title| TocEntry {
            level: 2,
            id: format!("id-{}", title.to_lowercase()),
            title: (*title).to_owned(),
        })
        .collect();
    TextRow {
        post_id: 1,
        plain: plain.to_owned(),
        toc: serde_json::to_string(&toc).unwrap(),
    }
}

/// The passage with its marks as brackets.
fn show(plain: &str, wanted: &[Vec<Wanted>], length: usize) -> String {
    let passage = find(&text(plain, &[]), wanted, length).unwrap();
    let piece = |piece: &Piece| match piece.marked {
        true => format!("[{}]", piece.text),
        false => piece.text.clone(),
    };
    passage.pieces.iter().map(piece).collect()
}

#[test]
fn words_are_marked_as_written_whatever_their_inflection_and_accents() {
    assert_eq!(
        show(
            "Indexes helped the Café to index.",
            &stems(&[&["index"], &["cafe"]]),
            200
        ),
        "[Indexes] helped the [Café] to [index]."
    );
}

#[test]
fn a_beginning_marks_the_words_that_it_begins() {
    let wanted = vec![vec![
        Wanted::Stem("observ".to_owned()),
        Wanted::Beginning("observa".to_owned()),
    ]];
    assert_eq!(
        show("observability, observers", &wanted, 200),
        "[observability], [observers]"
    );
    let wanted = vec![vec![
        Wanted::Stem("kub".to_owned()),
        Wanted::Beginning("kub".to_owned()),
    ]];
    assert_eq!(show("a kubernetes cube", &wanted, 200), "a [kubernetes] cube");
}

#[test]
fn the_part_with_the_most_different_words_is_shown() {
    let filler = "nothing to see here at all ".repeat(20);
    let plain = format!("lock lock lock {filler} a lock and its lease {filler}");
    let shown = show(&plain, &stems(&[&["lock"], &["lease"]]), 80);
    assert!(shown.contains("a [lock] and its [lease]"), "{shown}");
    assert!(shown.starts_with("…") && shown.ends_with("…"), "{shown}");
    assert!(shown.chars().count() < 100, "{shown}");
}

#[test]
fn words_in_the_order_of_the_phrase_win() {
    let filler = "nothing to see here at all ".repeat(20);
    let plain = format!("ahead of the write {filler} the write ahead log");
    let shown = show(&plain, &stems(&[&["write", "ahead"]]), 80);
    assert!(shown.contains("the [write] [ahead] log"), "{shown}");
}

#[test]
fn whole_words_are_shown_and_lines_become_one() {
    assert_eq!(
        show("One line\nof locks", &stems(&[&["lock"]]), 200),
        "of [locks]"
    );
    assert_eq!(
        show("A lock\nand more", &stems(&[&["lock"]]), 200),
        "A [lock] and more"
    );
    let shown = show(
        &"längere wörter überall lock ".repeat(30),
        &stems(&[&["lock"]]),
        60,
    );
    for word in shown
        .split(' ')
        .filter(|word| word.chars().all(char::is_alphabetic))
    {
        assert!(["längere", "wörter", "überall"].contains(&word), "{shown}");
    }
}

#[test]
fn the_nearest_heading_above_is_where_the_passage_is() {
    let row = text(
        "intro lock\nFirst\nnothing\nSecond\na lease\nSecond\n",
        &["First", "Second"],
    );
    let fragment = |word: &str| find(&row, &stems(&[&[word]]), 200).unwrap().fragment;
    assert_eq!(fragment("lock"), "");
    assert_eq!(fragment("lease"), "id-second");
    assert_eq!(fragment("first"), "id-first");
}

#[test]
fn a_text_without_the_words_has_no_passage() {
    assert_eq!(
        find(&text("something else", &[]), &stems(&[&["lock"]]), 200),
        None
    );
    assert_eq!(find(&text("", &[]), &stems(&[&["lock"]]), 200), None);
}

proptest! {
    #[test]
    fn a_passage_is_a_part_of_the_text(plain in any::<String>(), length in 0_usize..80) {
        let words = analyse::words(&plain);
        let wanted: Vec<Vec<Wanted>> = words
            .iter()
            .step_by(3)
            .map(|word| vec![Wanted::Stem(analyse::stem(word).into_owned())])
            .collect();
        let row = TextRow { post_id: 1, plain: plain.clone(), toc: "broken".to_owned() };
        let found = find(&row, &wanted, length);
        prop_assert_eq!(found.is_some(), !wanted.is_empty());
        let line = plain.replace('\n', " ");
        for piece in found.into_iter().flat_map(|passage| passage.pieces) {
            let text = piece.text.trim_start_matches("…").trim_end_matches("…");
            prop_assert!(line.contains(text), "{text:?}");
        }
    }
}
