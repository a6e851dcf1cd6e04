//! What is found, against a really migrated file.

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW, body, post},
    store::{BodyRecord, PostRecord},
};

mod any_input;
mod changes;
mod filters;
mod ranking;

fn asked(words: &str) -> Asked<'_> {
    Asked {
        words,
        tags: &[],
        any: false,
        not: &[],
        sort: Sort::Best,
        limit: 20,
        offset: 0,
        now: NOW,
        literal: false,
    }
}

fn text(plain: &str) -> BodyRecord<'_> {
    BodyRecord { plain, ..body("", 1) }
}

async fn ask(blog: &Blog, asked: &Asked<'_>) -> Outcome {
    let outcome = search(&mut *blog.reader().await, asked).await.unwrap();
    if asked.offset == 0 {
        let shown = usize::try_from(outcome.total.min(asked.limit)).unwrap();
        assert_eq!(outcome.posts.len(), shown, "{asked:?}");
    }
    outcome
}

async fn found(blog: &Blog, words: &str) -> Vec<i64> {
    ask(blog, &asked(words)).await.posts
}

/// A blog with one post for each title and text, each a second newer than the one before.
async fn blog_of(posts: &[(&str, &str)]) -> (Blog, Vec<i64>) {
    let blog = Blog::open().await;
    let mut ids = Vec::new();
    for (index, (title, plain)) in posts.iter().enumerate() {
        let slug = format!("post-{index}");
        let time = 1_000 * (1 + i64::try_from(index).unwrap());
        let record = PostRecord {
            title,
            body: text(plain),
            ..post(&slug, time)
        };
        ids.push(blog.save(&record).await);
    }
    (blog, ids)
}

#[tokio::test]
async fn all_words_have_to_be_there_in_any_form_and_place() {
    let (blog, ids) = blog_of(&[
        ("Locks", "about leases"),
        ("Locking", "nothing"),
        ("A lease", "Café"),
    ])
    .await;
    assert_eq!(found(&blog, "lock leases ").await, [ids[0]]);
    assert_eq!(found(&blog, "LOCKED ").await, [ids[1], ids[0]]);
    assert_eq!(found(&blog, "lease cafe ").await, [ids[2]]);
    assert!(found(&blog, "lock cafe ").await.is_empty());
}

#[tokio::test]
async fn identifiers_are_found_whole_and_by_part() {
    let (blog, ids) = blog_of(&[
        ("1", "call tokio::spawn here"),
        ("2", "a snake_case name"),
        ("3", "the HashMap type"),
        ("4", "C++ and Node.js"),
        ("5", "C# on .NET"),
        ("6", "spawn by tokio, case of a snake, c and node"),
    ])
    .await;
    for (words, expected) in [
        ("tokio::spawn ", vec![ids[0]]),
        ("spawn tokio ", vec![ids[5], ids[0]]),
        ("snake_case ", vec![ids[1]]),
        ("hashmap ", vec![ids[2]]),
        ("map ", vec![ids[2]]),
        ("C++ ", vec![ids[3]]),
        ("cpp ", vec![ids[3]]),
        ("node.js ", vec![ids[3]]),
        ("nodejs ", vec![ids[3]]),
        ("c# ", vec![ids[4]]),
        (".net ", vec![ids[4]]),
        ("\"c\"", vec![ids[5]]),
    ] {
        let mut posts = found(&blog, words).await;
        posts.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(posts, expected, "{words}");
    }
}

#[tokio::test]
async fn phrases_are_words_in_order_and_end_with_their_line() {
    let (blog, ids) = blog_of(&[
        ("1", "the write ahead log"),
        ("2", "ahead of a write"),
        ("3", "write\nahead"),
    ])
    .await;
    assert_eq!(found(&blog, "\"write ahead\"").await, [ids[0]]);
    assert_eq!(found(&blog, "write ahead ").await.len(), 3);
    assert_eq!(found(&blog, "ahead -\"write ahead\"").await, [ids[2], ids[1]]);
}

#[tokio::test]
async fn letters_of_scripts_without_spaces_are_found_as_they_follow_each_other() {
    let (blog, ids) = blog_of(&[("1", "全文検索の話"), ("2", "検文"), ("3", "한국어 검색")]).await;
    assert_eq!(found(&blog, "検索").await, [ids[0]]);
    assert_eq!(found(&blog, "검색").await, [ids[2]]);
    assert_eq!(found(&blog, "文検").await, [ids[0]]);
}

#[tokio::test]
async fn the_last_word_may_be_a_beginning_unless_it_is_complete_or_meant() {
    let (blog, ids) = blog_of(&[
        ("1", "observability"),
        ("2", "obscure"),
        ("3", "an obvious HashMap"),
    ])
    .await;
    assert_eq!(found(&blog, "observa").await, [ids[0]]);
    assert_eq!(found(&blog, "obs").await, [ids[1], ids[0]]);
    assert_eq!(
        found(&blog, "observing").await,
        [ids[0]],
        "no beginning, but a form of the word"
    );
    assert_eq!(found(&blog, "an obv").await, [ids[2]]);
    assert!(
        found(&blog, "ha").await.is_empty(),
        "two letters ask titles and tags"
    );
    assert_eq!(found(&blog, "hashm").await, [ids[2]]);
    for complete in ["obs ", "\"obs\"", "obs an"] {
        assert!(found(&blog, complete).await.is_empty(), "{complete}");
    }
    let literal = Asked {
        literal: true,
        ..asked("obs")
    };
    assert!(ask(&blog, &literal).await.posts.is_empty());
}

#[tokio::test]
async fn one_or_two_letters_are_beginnings_of_titles_and_tags_or_else_whole_words() {
    let (blog, ids) = blog_of(&[("Queues", "go"), ("Locks", "quick"), ("Caches", "x")]).await;
    let tag = blog.tag("quorum").await;
    let tagged = blog
        .save(&PostRecord {
            title: "Tagged",
            tags: &[tag],
            ..post("tagged", 500)
        })
        .await;
    assert_eq!(found(&blog, "q").await, [ids[0], tagged]);
    assert_eq!(found(&blog, "qu").await, [ids[0], tagged]);
    assert_eq!(found(&blog, "go").await, [ids[0]]);
    assert_eq!(
        found(&blog, "locks q").await,
        [ids[1]],
        "a letter after other words is no condition yet"
    );
}

#[tokio::test]
async fn typing_errors_are_forgiven_where_nothing_is_found_exactly() {
    let (blog, ids) = blog_of(&[
        ("Observability", "what kubernetes tells"),
        ("Obserbability", "a word that was printed wrong"),
        ("Rust", "cargo sha256"),
        ("Tasks", "call tokio::spawn"),
    ])
    .await;
    let corrected = async |words| {
        let outcome = ask(&blog, &asked(words)).await;
        (outcome.corrected, outcome.posts)
    };
    let some = |words: &str, id| (Some(words.to_owned()), vec![id]);
    assert_eq!(corrected("observabilty ").await, some("observability ", ids[0]));
    assert_eq!(corrected("Kuberntes").await, some("kubernetes", ids[0]));
    assert_eq!(corrected("kubrenets").await, some("kubernetes", ids[0]));
    assert_eq!(corrected("rsut ").await, some("rust ", ids[2]));
    assert_eq!(corrected("ruxt  cagro").await, some("rust  cargo", ids[2]));
    assert_eq!(
        corrected("tokoi::spa").await,
        some("tokio::spa", ids[3]),
        "the last word is still being typed"
    );
    assert_eq!(
        corrected("obserbability ").await,
        (None, vec![ids[1]]),
        "an exact hit is no error"
    );
    for words in [
        "rxxt ",
        "rus-t ",
        "sha265 ",
        "\"rsut\"",
        "ruts -cargo",
        "xyz ",
        "-rsut xyz",
    ] {
        let outcome = ask(&blog, &asked(words)).await;
        assert_eq!((outcome.corrected, outcome.total), (None, 0), "{words}");
    }
    let literal = ask(
        &blog,
        &Asked {
            literal: true,
            ..asked("rsut")
        },
    )
    .await;
    assert_eq!((literal.corrected, literal.total), (None, 0));
    assert_eq!(literal.nearest, ["rust"]);
    let apart = ask(&blog, &asked("rust kubernetes ")).await;
    assert_eq!(
        (apart.total, apart.nearest),
        (0, vec!["rust".to_owned(), "kubernetes".to_owned()])
    );
}

#[tokio::test]
async fn passages_tell_where_the_words_are() {
    let (blog, ids) = blog_of(&[("Lock", "nothing"), ("Other", "about a lock & <b>")]).await;
    let mut reader = blog.reader().await;
    let outcome = search(&mut reader, &asked("locks ")).await.unwrap();
    assert_eq!(outcome.posts, ids);
    let passages = passages(&mut reader, &outcome.terms, &outcome.posts, 200)
        .await
        .unwrap();
    assert_eq!(passages.len(), 1, "a text without the word has none");
    let texts: Vec<_> = passages[&ids[1]]
        .pieces
        .iter()
        .map(|piece| (piece.text.as_str(), piece.marked))
        .collect();
    assert_eq!(texts, [("about a ", false), ("lock", true), (" & <b>", false)]);
}
