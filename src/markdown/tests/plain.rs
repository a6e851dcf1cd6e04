//! Search text, words and minutes.

use super::super::read_time::Reading;
use super::render;

#[test]
fn the_text_has_one_block_a_line() {
    let rendered = render("# T\n\nA **b**\nc.\n\n- x\n- y\n\n| h |\n|---|\n| z |\n\n![alt](/media/a.png)");
    assert_eq!(rendered.text, "T\nA b c.\nx\ny\nh\nz\nalt");
    assert_eq!(rendered.headings, "T");
    assert_eq!(rendered.words, 8);
}

#[test]
fn minutes_are_rounded_and_never_nought() {
    let minutes = |reading: Reading| reading.minutes();
    assert_eq!(minutes(Reading::default()), 1);
    assert_eq!(
        minutes(Reading {
            words: 230 * 7,
            ..Reading::default()
        }),
        7
    );
    assert_eq!(
        minutes(Reading {
            words: 344,
            ..Reading::default()
        }),
        1
    );
    assert_eq!(
        minutes(Reading {
            words: 346,
            ..Reading::default()
        }),
        2
    );
    assert_eq!(
        minutes(Reading {
            characters: 1_500,
            ..Reading::default()
        }),
        3
    );
    assert_eq!(
        minutes(Reading {
            code_words: 230,
            ..Reading::default()
        }),
        2
    );
    // 12 + 11 + … + 3 = 75 seconds for ten, 3 for each further one.
    assert_eq!(
        minutes(Reading {
            images: 10 + 15,
            ..Reading::default()
        }),
        2
    );
}

#[test]
fn han_and_kana_are_counted_one_by_one() {
    assert_eq!(render("日本語 and かな").words, 6);
}

#[test]
fn code_counts_for_time_but_not_for_words() {
    let rendered = render(&format!("One.\n\n```\n{}\n```", "word ".repeat(690)));
    assert_eq!((rendered.words, rendered.minutes), (1, 6));
}
