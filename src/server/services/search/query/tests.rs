//! What questions are taken for.

use proptest::prelude::*;

use super::*;

fn texts(query: &Query) -> Vec<String> {
    let phrase = |term: &Term| {
        let words: Vec<&str> = term.words.iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    };
    query.terms.iter().map(phrase).collect()
}

fn parse(words: &str) -> Query {
    Query::parse(words, false)
}

#[test]
fn words_are_terms_and_what_is_written_together_is_one() {
    assert_eq!(texts(&parse("Fast  Café, index")), ["fast", "cafe", "index"]);
    assert_eq!(
        texts(&parse("tokio::spawn snake_case v1.2")),
        ["tokio spawn", "snake case", "v1 2"]
    );
    assert_eq!(texts(&parse("C++ 全文検索")), ["c++", "全 文 検 索"]);
}

#[test]
fn quotes_make_phrases_even_where_one_is_missing() {
    for text in ["\"write ahead\" log", "“write ahead” log"] {
        let query = parse(text);
        assert_eq!(texts(&query), ["write ahead", "log"]);
        assert_eq!((query.terms[0].quoted, query.terms[1].quoted), (true, false));
    }
    assert_eq!(texts(&parse("log \"write ahead")), ["log", "write ahead"]);
    assert_eq!(texts(&parse("log\"write ahead\"")), ["log", "write ahead"]);
    assert!(parse("\"\" \" \"").is_empty());
}

#[test]
fn only_the_last_word_is_still_being_typed() {
    let open = |words: &str| -> Vec<bool> { parse(words).terms.iter().map(|term| term.open).collect() };
    assert_eq!(open("fast ind"), [false, true]);
    assert_eq!(open("tokio::sp"), [true]);
    for complete in ["index ", "index.", "\"index", "\"index\"", "-index", "tag:index"] {
        assert!(open(complete).iter().all(|open| !open), "{complete}");
    }
    assert!(Query::parse("index", true).terms.iter().all(|term| !term.open));
}

#[test]
fn a_minus_before_a_word_or_a_phrase_excludes_it() {
    let query = parse("index -slow -\"full scan\" half-open");
    assert_eq!(texts(&query), ["index", "half open"]);
    assert_eq!(query.not, [vec!["slow"], vec!["full", "scan"]]);
    assert!(parse("- -- ---").is_empty());
    let only = parse("-slow");
    assert!(only.terms.is_empty() && !only.is_empty());
}

#[test]
fn filters_take_slugs_and_names() {
    let query = parse("tag:rust -tag:C++ author:\"Ada Lovelace\" Series:storage-101");
    let filters: Vec<_> = query
        .filters
        .iter()
        .map(|filter| (filter.label, filter.slug.as_str(), filter.not))
        .collect();
    assert_eq!(
        filters,
        [
            (Label::Tag, "rust", false),
            (Label::Tag, "c-plus-plus", true),
            (Label::Author, "ada-lovelace", false),
            (Label::Series, "storage-101", false),
        ]
    );
    assert!(query.terms.is_empty());
}

#[test]
fn what_is_no_operator_is_text() {
    assert_eq!(
        texts(&parse("tag: std::io col:x http://a.b/c")),
        ["tag", "std io", "col x", "http a b c"]
    );
    assert_eq!(
        texts(&parse("before:soon after:2026-13-01")),
        ["before soon", "after 2026 13 01"]
    );
    assert_eq!(
        texts(&parse("NEAR(a b) OR ^c* AND {d}:e")),
        ["near", "a", "b", "or", "c", "and", "d", "e"]
    );
}

#[test]
fn days_bound_the_time() {
    let day = 86_400_000;
    let query = parse("after:1970-01-03 before:1970-02");
    assert_eq!((query.from, query.until), (Some(2 * day), Some(31 * day)));
    assert_eq!(parse("before:1969").until, Some(-365 * day));
    let twice = parse("after:1970-01-02 after:1970-01-03 before:1971 before:1970-01-05");
    assert_eq!((twice.from, twice.until), (Some(2 * day), Some(4 * day)));
    assert!(parse("in:title").is_empty());
    assert!(parse("in:title a").in_title);
}

#[test]
fn a_flood_is_cut() {
    let query = parse(&"a OR ".repeat(1_200));
    assert_eq!(query.terms.len(), MOST_TERMS);
    assert_eq!(parse(&"-a ".repeat(1_000)).not.len(), MOST_TERMS);
    assert_eq!(parse(&"tag:a ".repeat(1_000)).filters.len(), MOST_TERMS);
    let long = parse(&"a_".repeat(5_000));
    assert_eq!((long.terms.len(), long.terms[0].words.len()), (1, MOST_WORDS));
    assert!(parse(&"\u{202e}".repeat(4_000)).is_empty());
}

proptest! {
    #[test]
    fn words_are_where_they_were_typed(text in any::<String>(), complete in any::<bool>()) {
        let query = Query::parse(&text, complete);
        let mut end = 0;
        for word in query.terms.iter().flat_map(|term| &term.words) {
            prop_assert!(word.range.start >= end && word.range.start < word.range.end);
            let typed = text.get(word.range.clone());
            prop_assert!(typed.is_some_and(|typed| analyse::words(typed).concat() == word.text), "{typed:?} {word:?}");
            end = word.range.end;
        }
    }

    #[test]
    fn signs_never_end_in_an_error(text in "[-\":*^(){}a-z +.#',;|&%\\\\“«\u{0}\u{202e}全😀]{0,60}") {
        let query = Query::parse(&text, false);
        prop_assert!(query.terms.iter().all(|term| !term.words.is_empty()));
        prop_assert!(query.not.iter().all(|words| !words.is_empty()));
    }
}
