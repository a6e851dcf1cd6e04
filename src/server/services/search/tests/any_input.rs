//! Questions that are none.

use proptest::prelude::*;

use super::*;

#[tokio::test]
async fn nothing_that_is_no_question_finds_anything() {
    let (blog, _) = blog_of(&[("Locks", "text")]).await;
    for words in ["", " ", "-", "\"\"", "***", "in:title", "\u{202e}\0", "😀"] {
        let outcome = ask(&blog, &asked(words)).await;
        assert_eq!((outcome.total, outcome.posts.len()), (0, 0), "{words:?}");
        assert_eq!((outcome.corrected, outcome.nearest.len()), (None, 0));
    }
}

fn sign() -> impl Strategy<Value = String> {
    let pieces = vec![
        "\"",
        "*",
        "NEAR(",
        "col:",
        "title:",
        "^",
        "OR",
        "AND",
        "NOT",
        "(",
        ")",
        "{",
        "}",
        ":",
        "-",
        "+",
        "#",
        "'",
        "tag:",
        "in:title",
        "before:2020",
        "lock",
        "😀",
        "\0",
        "\u{202e}",
        "全",
        ".net",
        "c++",
        " ",
        " ",
        "\\",
        "·",
        "t·1",
        "%",
        ";",
        "--",
        "/*",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_text_is_a_question_without_an_error(
        texts in prop::collection::vec(prop_oneof![any::<String>(), sign()], 60),
        literal in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (blog, _) = blog_of(&[("Lock title", "near or not c++ 全文"), ("col", "and")]).await;
            let mut reader = blog.reader().await;
            for words in texts {
                let asked = Asked { literal, ..asked(&words) };
                let outcome = search(&mut reader, &asked).await.unwrap();
                facets(&mut reader, &outcome.terms, true).await.unwrap();
                passages(&mut reader, &outcome.terms, &outcome.posts, 200).await.unwrap();
            }
        });
    }
}

#[tokio::test]
async fn floods_are_answered_in_bounded_time() {
    let (blog, _) = blog_of(&[("Lock", "or and near")]).await;
    let start = std::time::Instant::now();
    for words in [
        "OR ".repeat(2_000),
        "a".repeat(10_000),
        "\"".repeat(10_000),
        "-a ".repeat(3_000),
        "a_".repeat(5_000),
    ] {
        ask(&blog, &asked(&words)).await;
    }
    assert!(start.elapsed().as_secs() < 5);
}
