//! Code that nobody would write, put together of what languages are made of.

use proptest::prelude::*;

use super::super::super::{language::LANGUAGES, memory::Memory};
use super::super::{Finds, Highlighted, Languages, MAX_STEPS, highlight};
use super::origin;

/// What begins and ends something in one language or another, between broken bars.
const PIECES: &str = "a¦Foo¦_b¦1.5e3¦0xff¦ ¦  ¦\n¦\n¦\t¦(¦)¦[¦]¦{¦}¦<¦>¦\"¦'¦`¦\\¦//¦/*¦*/¦#¦--¦<!--¦-->¦=¦=>¦->¦::¦:¦;¦,¦\
    .¦?¦!¦@¦$¦${¦#{¦%w(¦&¦|¦~¦-¦*¦fn ¦function ¦def ¦class ¦let ¦if ¦for ¦do\n¦end\n¦return ¦import ¦\
    SELECT ¦\"\"\"¦r#\"¦\"#¦f\"¦<<EOF\n¦<<~EOT\n¦EOF\n¦EOT\n¦<script>¦</script>¦<style>¦</style>¦<?php ¦\
    ?>¦<a href=\"¦{{¦}}¦@media ¦.a:hover¦~s\"¦=begin\n¦=end\n¦#define X ¦#if 0\n¦match ¦case ¦=~ /¦/¦é¦\
    中¦²¦]]¦key: ¦- ¦|\n¦*a ¦$(¦))¦<<<¦|>¦'a¦location / {¦RUN ¦all: b\n\t¦+a\n¦@@ -1 +1 @@\n";

fn languages() -> Vec<&'static str> {
    let named = LANGUAGES.iter().map(|language| language.syntax);
    named.filter(|name| !name.is_empty()).collect()
}

fn code() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = PIECES.split('¦').collect();
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

fn lines(code: &str) -> Vec<&str> {
    code.split_inclusive('\n').collect()
}

fn memory(most: u64) -> Memory {
    let mut memory = Memory::new(Languages::all());
    memory.most = most;
    memory
}

/// A page of two blocks.
fn page(lines: &[&str], syntax: &'static str, memory: &mut Memory) -> [Vec<String>; 2] {
    memory.begin();
    let (first, second) = lines.split_at(lines.len() / 4);
    [
        highlight(first, syntax, memory),
        highlight(second, syntax, memory),
    ]
}

#[test]
fn code_that_takes_too_long_has_no_classes_nor_has_what_follows_it() {
    let (code, slow) = ("let a = 1;\n", "all: a b \t".repeat(190) + "\n");
    let slow: Vec<&str> = vec![&slow; 3];
    let mut memory = memory(1_000_000);
    memory.begin();
    assert!(highlight(&[code], "Rust", &mut memory)[0].contains("<span"));
    for round in 0..4 {
        assert_eq!(highlight(&slow, "SCSS", &mut memory), slow);
        assert_eq!(
            highlight(&[code], "Rust", &mut memory)[0].contains("<span"),
            round < 1
        );
    }
    memory.begin();
    assert!(highlight(&[code], "Rust", &mut memory)[0].contains("<span"));
}

#[test]
fn what_opens_more_and_more_ends_soon_and_does_not_grow() {
    for (syntax, start, piece) in [
        ("GraphQL", "type A {\n a:\n", "["),
        ("JavaScript", "", "new "),
        ("C#", "class A { void B() {\n", "if ("),
        ("C#", "class A { void B() {\n", "using ("),
        ("Ruby", "", "<<~EOT#{"),
        ("JavaScript", "", "`${"),
    ] {
        let code = start.to_owned() + &(piece.repeat(160) + "\n").repeat(60);
        let lines = lines(&code);
        let mut block = Highlighted::new(syntax, Languages::all(), MAX_STEPS);
        let started = std::time::Instant::now();
        block.update(&lines, &mut Finds::default());
        assert_eq!(block.lines.len(), lines.len());
        let deepest = block
            .lines
            .iter()
            .filter_map(|line| line.after.as_ref())
            .map(|state| state.depth());
        assert!(deepest.max().is_none_or(|deepest| deepest <= 100), "{syntax}");
        // Generous, since tests are not optimised and share the machine.
        assert!(
            started.elapsed().as_secs() < 20,
            "{syntax}: {:?}",
            started.elapsed()
        );
    }
}

proptest! {
    // What is not compared is another case than these, and leaves a thread behind that does not end: there may be few.
    #![proptest_config(ProptestConfig { cases: 200, max_global_rejects: 4, ..ProptestConfig::default() })]

    #[test]
    fn it_is_highlighted_as_its_origin_does(syntax in prop::sample::select(languages()), code in code()) {
        let lines = lines(&code);
        let ours = highlight(&lines, syntax, &mut Memory::new(Languages::all()));
        let theirs = origin::highlight_soon(&code, syntax);
        prop_assume!(theirs.is_some(), "the origin does not get to the end of this soup");
        prop_assert_eq!(Some(ours), theirs, "{}", syntax);
    }

    #[test]
    fn an_edit_gives_what_highlighting_it_anew_would(
        syntax in prop::sample::select(languages()),
        start in code(),
        most in prop::sample::select(vec![10_000, 100_000, MAX_STEPS]),
        edits in prop::collection::vec((any::<prop::sample::Index>(), code(), 0..20usize), 1..6),
    ) {
        let mut kept = memory(most);
        let mut code = start.repeat(3);
        for (at, piece, less) in edits {
            let places: Vec<usize> = code.char_indices().map(|(at, _)| at).chain([code.len()]).collect();
            let at = at.index(places.len());
            let (from, to) = (places[at], places[(at + less).min(places.len() - 1)]);
            code.replace_range(from..to, &piece);
            let lines = lines(&code);
            let anew = page(&lines, syntax, &mut memory(most));
            prop_assert_eq!(page(&lines, syntax, &mut kept), anew, "{}", syntax);
        }
    }
}
