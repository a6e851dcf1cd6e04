//! The page in blocks, rendered again and again: it is always the page that is published.

use proptest::prelude::*;

use super::super::{Preview, Renderer, grammars, tree};
use super::{property, size};

/// As the browser does it: what a page lacks is fetched, and the page rendered again.
fn preview(renderer: &mut Renderer, source: &str) -> Preview {
    for _ in 0..10 {
        let page = renderer.render(source, &size);
        if page.missing.is_empty() {
            return page;
        }
        renderer.learn(&grammars(&page.missing));
    }
    panic!("grammars are missing");
}

fn joined(page: &Preview) -> String {
    page.blocks.iter().map(|block| block.html.as_str()).collect()
}

#[test]
fn code_is_highlighted_once_its_grammars_are_known() {
    let mut renderer = Renderer::default();
    let source = "```rust\nfn a() {}\n```\n\n```html\n<script>let a = 1;</script>\n<style>a { color: red }</style>\n```\n";
    let first = renderer.render(source, &size);
    assert_eq!(first.missing, ["HTML", "Rust"]);
    assert!(!joined(&first).contains("class=\"k\""));
    assert_eq!(joined(&preview(&mut renderer, source)), super::html(source));
}

#[test]
fn blocks_know_their_lines() {
    let source = "# A\n\nText\nmore\n\n- one\n- two\n\n```rust\nfn a() {}\n```\n\n> q\n\n---\n\n| a |\n|---|\n| b |\n\n\
        > [!NOTE]\n> n\n\n$5 and $a^2$\n\n![p](/media/a.png \"t\")\n\nEnd[^1].\n\n[^1]: Note.\n";
    let page = preview(&mut Renderer::default(), source);
    let lines: Vec<Option<u32>> = page.blocks.iter().map(|block| block.line).collect();
    let expected = [0, 2, 5, 8, 12, 14, 16, 20, 23, 25, 27];
    let expected: Vec<Option<u32>> = expected.into_iter().map(Some).chain([None]).collect();
    assert_eq!(lines, expected, "{:#?}", page.blocks);
}

#[test]
fn an_edit_within_code_is_seen_in_the_lines_after_it() {
    let code: String = (0..40).map(|n| format!("let a{n} = \"{n}\"; // {n}\n")).collect();
    let mut renderer = Renderer::default();
    let page = |code: &str| format!("Before\n\n```rust\n{code}```\n\nAfter\n");
    for edit in [
        "let a20",
        "/* let a20",
        "/* let a20 */",
        "\" let a20",
        "\nlet a20",
        "",
    ] {
        let source = page(&code.replace("let a20", edit));
        assert_eq!(
            joined(&preview(&mut renderer, &source)),
            super::html(&source),
            "{edit}"
        );
    }
    let source = page(&format!("{code}{code}"));
    assert_eq!(joined(&preview(&mut renderer, &source)), super::html(&source));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_edit_gives_the_page_that_is_published(texts in prop::collection::vec(property::source(), 1..6)) {
        let mut renderer = Renderer::default();
        let mut source = String::new();
        for text in &texts {
            // At the beginning, in the middle, at the end.
            let at = source.char_indices().map(|(at, _)| at).nth(text.len() % 50).unwrap_or(source.len());
            source.insert_str(at, text);
            let page = preview(&mut renderer, &source);
            let html = joined(&page);
            prop_assert_eq!(&html, &super::html(&source));
            prop_assert_eq!(page.words, super::render(&source).words);
            // A block is a node of its own.
            for block in &page.blocks {
                prop_assert!(!tree::parse(&block.html).is_empty(), "{:?}", block);
            }
        }
    }
}
