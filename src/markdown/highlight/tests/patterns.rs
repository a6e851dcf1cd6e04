//! Patterns match what they match in the program that they were written for.

use std::collections::BTreeSet;

use syntect::parsing::{Regex as Origin, Region};

use super::super::{grammar::TEXT, regex::Regex};

fn patterns() -> BTreeSet<String> {
    let rules = TEXT.lines().filter_map(|line| line.strip_prefix("M\t"));
    rules
        .map(|rule| {
            let pattern = rule.split('\t').next().unwrap_or_default();
            pattern.replace('\u{1}', "\n").replace('\u{2}', "\t")
        })
        .collect()
}

#[test]
fn every_pattern_can_be_read() {
    let wrong: Vec<String> = patterns()
        .into_iter()
        .filter(|pattern| Regex::new(pattern).is_none())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Where a match and its groups are.
type Places = Vec<Option<(usize, usize)>>;

/// Where a pattern matches, here and in the origin's program.
fn both(pattern: &str, text: &str, from: usize) -> [Option<Places>; 2] {
    let mut region = Region::new();
    let is_there = Origin::new(pattern.to_owned()).search(text, from, text.len(), Some(&mut region));
    let ours = Regex::new(pattern).unwrap().find(text, from, &mut 0);
    [
        ours.map(|found| (0..10).map(|group| found.group(group)).collect()),
        is_there.then(|| (0..10).map(|group| region.pos(group)).collect()),
    ]
}

#[test]
fn what_patterns_are_made_of_matches_the_same() {
    let texts = [
        "",
        "a",
        "A",
        "b\n",
        "aAbB",
        "ab ab",
        "\n",
        "a\n",
        "é",
        "ÉCLAIR",
        "ß",
        "中文",
        "x²",
        "½",
        "٣",
        "a_b",
        "1a",
        "abcabc",
        "aaab",
        "{,3}",
        "a{2",
        "a]b",
        "-a-",
        "^",
        "a.b",
        "<<EOF",
        "tab\there",
        "Ⅳ",
        "Ⓐ",
        "K",
        "ſ",
        "\u{a0}a",
        "a\u{301}b",
    ];
    let patterns = [
        "a",
        "(?i)a",
        "(?i)[^a]",
        "(?i)[^A-Z]",
        "(?i)k",
        "(?i)ß",
        "(?i)é",
        "(?i:A)b",
        "[^a]",
        "[]a]",
        "[^]a]",
        "[a-]",
        "[-a]",
        "[a&&[^b]]",
        "[^a&&b]",
        "[\\w&&[^a]]",
        "[[:^ascii:]]",
        "[[:alpha:]]",
        "\\w+",
        "\\W",
        "\\d",
        "\\s",
        "\\h+",
        "\\bb",
        "\\Bb",
        "^a",
        "(?m:^)b",
        "$",
        "(?m:$)",
        "a\\Z",
        "a\\z",
        "\\Aa",
        "\\Gb",
        "a*",
        "a*?b",
        "a++b",
        "(?>a*)ab",
        "a{2}",
        "a{,2}b",
        "a{1,}",
        "{,3}",
        "a{2",
        "(a)(b)?",
        "(a|ab)(c|bcabc)",
        "(a)\\1",
        "(?i)(a)\\1",
        "(?=ab)a",
        "a(?!A)",
        "(?<=a)b",
        "(?<!a)b",
        "(?<=^|a)b",
        "(?x) a b # c",
        "(?x)[a b]",
        "(?x: a ) b",
        "\\x{e9}",
        "\\x41",
        "\\p{L}+",
        "\\P{L}",
        "\\p{Lu}",
        "\\p{N}",
        "\\p{Nd}",
        "(?:a|)b",
        "(?:a*)*b",
        "(a*)+",
        "(?:(a)|b)*",
        "\\.",
        "\\{,3\\}",
    ];
    let mut wrong = Vec::new();
    for pattern in patterns {
        for text in texts {
            for from in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let [ours, origin] = both(pattern, text, from);
                if ours != origin {
                    wrong.push(format!(
                        "{pattern:?} in {text:?} from {from}: {ours:?}, there {origin:?}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
