//! What comes out of texts.

use proptest::prelude::*;

use super::*;

#[test]
fn case_and_accents_are_folded() {
    assert_eq!(words("Ünïcode CAFÉ"), ["unicode", "cafe"]);
    assert_eq!(words("Straße Łódź smørrebrød"), ["strasse", "lodz", "smorrebrod"]);
    assert_eq!(words("cafe\u{301}"), ["cafe"], "an accent of its own");
    assert_eq!(words("ＦＵＬＬ ﬁne"), ["full", "fine"]);
    assert_eq!(words("Ελλάς Ёлка"), ["ελλας", "елка"]);
}

#[test]
fn identifiers_come_apart_and_are_told_to_belong_together() {
    let mut joined = Vec::new();
    each_word("call tokio::spawn, snake_case and v1.2", |word| {
        joined.push((word.folded.to_owned(), word.joined));
    });
    let expected = [
        ("call", false),
        ("tokio", false),
        ("spawn", true),
        ("snake", false),
        ("case", true),
        ("and", false),
        ("v1", false),
        ("2", true),
    ];
    assert_eq!(joined, expected.map(|(word, joined)| (word.to_owned(), joined)));
}

#[test]
fn languages_with_signs_are_words() {
    assert_eq!(words("C++ C# F# .NET"), ["c++", "c#", "f#", "dotnet"]);
    assert_eq!(words("C++20, C#; g++."), ["c++", "20", "c#", "g++"]);
    assert_eq!(
        words("(.net) ASP.NET x.network .network"),
        ["dotnet", "asp", "net", "x", "network", "network"]
    );
    assert_eq!(words("a+b c+++ #5 issue#5"), ["a", "b", "c", "5", "issue", "5"]);
    assert_eq!(words("Node.js"), ["node", "js"]);
}

#[test]
fn apostrophes_join_and_possessives_go() {
    assert_eq!(
        words("don't the author's L’été"),
        ["dont", "the", "author", "lete"]
    );
    assert_eq!(words("'quoted' rock'n'roll"), ["quoted", "rocknroll"]);
}

#[test]
fn letters_of_scripts_without_spaces_are_words() {
    assert_eq!(words("全文検索 search"), ["全", "文", "検", "索", "search"]);
    assert_eq!(words("が한"), ["が", "한"]);
    let mut ranges = Vec::new();
    each_word("a全b", |word| ranges.push((word.range, word.joined)));
    assert_eq!(ranges, [(0..1, false), (1..4, true), (4..5, true)]);
}

#[test]
fn marks_that_nobody_sees_are_left_out() {
    assert_eq!(
        words("ru\u{200b}st \u{202e}abc\u{202c} so\u{ad}ft"),
        ["rust", "abc", "soft"]
    );
    assert_eq!(words("nul\0nul"), ["nul", "nul"]);
}

#[test]
fn words_are_of_bounded_length() {
    assert_eq!(words(&"x".repeat(10_000)), ["x".repeat(MAX_WORD_BYTES)]);
    assert!(words(&"ж".repeat(10_000))[0].len() <= MAX_WORD_BYTES);
}

#[test]
fn inflections_have_one_stem() {
    for word in ["connection", "connections", "connecting", "connected"] {
        assert_eq!(stem(word), "connect");
    }
    assert_eq!(stem("c++"), "c++");
    assert_eq!(stem("sha256"), "sha256");
    assert_eq!(stem("елка"), "елка");
}

#[test]
fn words_that_are_written_together_come_apart() {
    assert_eq!(parts("HashMap"), ["hash", "map"]);
    assert_eq!(parts("HTTPServer"), ["http", "server"]);
    assert_eq!(parts("parseURLQuery"), ["parse", "url", "query"]);
    assert_eq!(parts("utf8Decoder"), ["utf8", "decoder"]);
    for whole in ["Rust", "SQL", "plain", "Éa", ""] {
        assert!(parts(whole).is_empty(), "{whole}");
    }
}

#[test]
fn other_spellings_are_known() {
    let mut found = Vec::new();
    let mut before = String::new();
    each_word("C++ Node.js js", |word| {
        found.extend(other_spelling(&word, &before));
        word.folded.clone_into(&mut before);
    });
    assert_eq!(found, ["cpp", "nodejs"]);
}

proptest! {
    #[test]
    fn words_are_bounded_plain_and_in_order(text in any::<String>()) {
        let mut end = 0;
        let mut wrong = None;
        each_word(&text, |word| {
            let plain = word.folded.chars().all(|c| {
                c.is_alphanumeric() || is_mark(c) || writes_no_spaces(c) || matches!(c, '+' | '#')
            });
            let whole = text.get(word.range.clone()).is_some_and(|t| !t.is_empty());
            if word.folded.is_empty() || word.folded.len() > MAX_WORD_BYTES || !plain || !whole || word.range.start < end {
                wrong = Some(word.folded.to_owned());
            }
            end = word.range.end;
        });
        prop_assert_eq!(wrong, None);
    }

    #[test]
    fn folding_twice_changes_nothing(text in "[a-zA-ZäöüßéÉŁœ0-9 .'_-]{0,40}") {
        let once = words(&text);
        prop_assert_eq!(words(&once.join(" ")), once);
    }
}
