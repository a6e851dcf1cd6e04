//! What is found, in which order, against a really migrated file.

use proptest::prelude::*;

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW, body, post},
    store::{BodyRecord, PostRecord},
};

const DAY: i64 = 86_400_000;

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
async fn nothing_that_is_no_question_finds_anything() {
    let (blog, _) = blog_of(&[("Locks", "text")]).await;
    for words in ["", " ", "-", "\"\"", "***", "in:title", "\u{202e}\0", "😀"] {
        let outcome = ask(&blog, &asked(words)).await;
        assert_eq!((outcome.total, outcome.posts.len()), (0, 0), "{words:?}");
        assert_eq!((outcome.corrected, outcome.nearest.len()), (None, 0));
    }
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
async fn titles_outweigh_labels_then_headings_then_summaries_then_texts() {
    let blog = Blog::open().await;
    let tag = blog.tag("quorum").await;
    let plain = "quorum ".repeat(8);
    let toc = r#"[{"level":2,"id":"q","title":"Quorum"}]"#;
    let filler = "other words that are here for the length of it ".repeat(8);
    let with = |plain| text(plain);
    let in_text = blog
        .save(&PostRecord {
            title: "a",
            body: with(&plain),
            ..post("a", 5_000)
        })
        .await;
    let in_summary = blog
        .save(&PostRecord {
            title: "b",
            summary: "Quorum",
            body: with(&filler),
            ..post("b", 4_000)
        })
        .await;
    let in_heading = blog
        .save(&PostRecord {
            title: "c",
            body: BodyRecord { toc, ..with(&filler) },
            ..post("c", 3_000)
        })
        .await;
    let in_tag = blog
        .save(&PostRecord {
            title: "d",
            tags: &[tag],
            body: with(&filler),
            ..post("d", 2_000)
        })
        .await;
    let in_title = blog
        .save(&PostRecord {
            title: "Quorum",
            body: with(&filler),
            ..post("e", 1_000)
        })
        .await;
    let order = found(&blog, "quorum ").await;
    assert_eq!(order[..3], [in_title, in_tag, in_heading]);
    assert!(order.contains(&in_summary) && order.contains(&in_text));
    let plain = format!("quorum {filler}");
    let once = blog
        .save(&PostRecord {
            title: "f",
            body: with(&plain),
            ..post("f", 9_000)
        })
        .await;
    let order = found(&blog, "quorum ").await;
    let place = |id| order.iter().position(|other| *other == id).unwrap();
    assert!(place(in_summary) < place(once), "{order:?}");
}

#[tokio::test]
async fn of_equals_the_newest_is_first() {
    let (blog, ids) = blog_of(&[("Lock", "a"), ("Lock", "a"), ("Lock", "a")]).await;
    assert_eq!(found(&blog, "lock ").await, [ids[2], ids[1], ids[0]]);
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
async fn filters_are_heeded_wherever_they_come_from() {
    let blog = Blog::open().await;
    let (rust, go) = (blog.tag("rust").await, blog.tag("go").await);
    let (ada, bob) = (blog.author("ada").await, blog.author("bob").await);
    let series = blog.series("storage").await;
    let lock = text("lock");
    let first = blog
        .save(&PostRecord {
            tags: &[rust],
            authors: &[ada],
            body: lock,
            ..post("first", 1_000)
        })
        .await;
    let second = blog
        .save(&PostRecord {
            tags: &[rust, go],
            authors: &[bob],
            body: lock,
            ..post("second", 2_000)
        })
        .await;
    let third = blog
        .save(&PostRecord {
            series: Some((series, 1)),
            body: lock,
            ..post("third", 3_000)
        })
        .await;
    for (words, expected) in [
        ("lock tag:rust", vec![second, first]),
        ("lock -tag:go", vec![third, first]),
        ("tag:rust tag:go", vec![second]),
        ("author:ada", vec![first]),
        ("lock -author:ada", vec![third, second]),
        ("series:storage", vec![third]),
        ("-tag:rust", vec![third]),
        ("-lock", vec![]),
        ("-first", vec![third, second]),
        ("lock tag:unknown", vec![]),
        ("lock -tag:unknown", vec![third, second, first]),
    ] {
        let mut posts = found(&blog, words).await;
        posts.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(posts, expected, "{words}");
    }
    let both = Asked {
        tags: &[rust, go],
        ..asked("lock ")
    };
    assert_eq!(ask(&blog, &both).await.posts, [second]);
    assert_eq!(ask(&blog, &Asked { any: true, ..both }).await.total, 2);
    let not = Asked {
        not: &[go],
        ..asked("lock ")
    };
    assert_eq!(ask(&blog, &not).await.total, 2);

    let mut reader = blog.reader().await;
    let outcome = search(&mut reader, &asked("lock ")).await.unwrap();
    let tags = facets(&mut reader, &asked("lock "), &outcome.terms)
        .await
        .unwrap();
    assert_eq!(tags, [(rust, 2), (go, 1)]);
    let tags = facets(&mut reader, &both, &outcome.terms).await.unwrap();
    assert!(tags.is_empty(), "what is chosen already is no choice");
}

#[tokio::test]
async fn days_and_the_present_bound_what_is_found() {
    let blog = Blog::open().await;
    let mut ids = Vec::new();
    for (slug, time) in [("a", -DAY), ("b", 0), ("c", DAY - 1), ("d", DAY), ("e", DAY + 1)] {
        ids.push(
            blog.save(&PostRecord {
                title: "Lock",
                ..post(slug, time)
            })
            .await,
        );
    }
    let at = |words, now| Asked { now, ..asked(words) };
    let posts = async |words, now| ask(&blog, &at(words, now)).await.posts;
    assert_eq!(
        posts("lock ", DAY).await,
        [ids[3], ids[2], ids[1], ids[0]],
        "what is to come is not there"
    );
    assert_eq!(
        posts("lock before:1970-01-02", 2 * DAY).await,
        [ids[2], ids[1], ids[0]]
    );
    assert_eq!(posts("lock after:1970-01-02", 2 * DAY).await, [ids[4], ids[3]]);
    assert_eq!(
        posts("after:1970 before:1970-01-02", 2 * DAY).await,
        [ids[2], ids[1]]
    );
}

#[tokio::test]
async fn in_title_asks_the_title_alone() {
    let (blog, ids) = blog_of(&[("Locks", "text"), ("Other", "locks"), ("Lock leases", "")]).await;
    assert_eq!(found(&blog, "in:title lock ").await, [ids[2], ids[0]]);
    assert_eq!(found(&blog, "lock lease in:title").await, [ids[2]]);
}

#[tokio::test]
async fn what_readers_may_not_see_is_never_found() {
    let blog = Blog::open().await;
    let tag = blog.tag("secret-tag").await;
    let secret = PostRecord {
        title: "Secret plans",
        summary: "secret",
        tags: &[tag],
        body: text("a secret and a mystery"),
        ..post("secret", 1_000)
    };
    blog.save_hidden(&secret).await;
    for words in [
        "secret",
        "secret ",
        "se",
        "s",
        "mystery",
        "sceret ",
        "mistery ",
        "tag:secret-tag",
        "-nothing",
    ] {
        let outcome = ask(&blog, &asked(words)).await;
        assert_eq!((outcome.total, outcome.corrected), (0, None), "{words}");
        assert!(outcome.nearest.is_empty(), "{words}: {:?}", outcome.nearest);
    }
    let id = blog.save(&secret).await;
    assert_eq!(found(&blog, "mystery ").await, [id]);
    for status in ["draft", "scheduled", "unpublished", "trashed"] {
        blog.replace(id, &PostRecord { status, ..secret }).await;
        for words in ["secret ", "se", "mystery ", "mistery "] {
            assert_eq!(ask(&blog, &asked(words)).await.total, 0, "{status} {words}");
        }
        blog.replace(id, &secret).await;
        assert_eq!(found(&blog, "mystery ").await, [id]);
    }
    blog.replace(
        id,
        &PostRecord {
            published_at: Some(NOW + 1),
            ..secret
        },
    )
    .await;
    assert!(found(&blog, "mystery ").await.is_empty(), "its time has not come");
}

#[tokio::test]
async fn a_changed_text_is_found_by_its_new_words_alone() {
    let blog = Blog::open().await;
    let before = PostRecord {
        title: "Locks",
        body: text("lease"),
        ..post("notes", 1_000)
    };
    let id = blog.save(&before).await;
    blog.replace(
        id,
        &PostRecord {
            title: "Queues",
            body: text("retry"),
            ..post("notes", 2_000)
        },
    )
    .await;
    for words in ["lock ", "lease ", "loc", "leas"] {
        assert!(found(&blog, words).await.is_empty(), "{words}");
    }
    assert_eq!(found(&blog, "queue retry ").await, [id]);
}

#[tokio::test]
async fn typing_errors_are_forgiven_where_nothing_is_found_exactly() {
    let (blog, ids) = blog_of(&[
        ("Observability", "what kubernetes tells"),
        ("Obserbability", "a word that was printed wrong"),
        ("Rust", "cargo sha256"),
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
async fn every_order_has_every_match_once_over_all_pages() {
    let blog = Blog::open().await;
    let mut ids = Vec::new();
    for (index, title) in ["b Lock", "C lock", "a lock"].iter().enumerate() {
        let slug = format!("post-{index}");
        let time = i64::try_from(index).unwrap();
        let updated_at = (index == 0).then_some(9_000);
        ids.push(
            blog.save(&PostRecord {
                title,
                updated_at,
                ..post(&slug, 1_000 + time)
            })
            .await,
        );
    }
    let mut write = blog.begin().await;
    for (id, month, total) in [(ids[1], 5, 5), (ids[0], 1, 9)] {
        sqlx::query(
            "INSERT INTO post_views (post_id, total, week, month, year) VALUES ($1, $2, 0, $3, 0) \
             ON CONFLICT (post_id) DO UPDATE SET total = excluded.total, month = excluded.month",
        )
        .bind(id)
        .bind(total)
        .bind(month)
        .execute(&mut *write)
        .await
        .unwrap();
    }
    write.commit().await.unwrap();
    for (sort, expected) in [
        (Sort::Newest, [2, 1, 0]),
        (Sort::Oldest, [0, 1, 2]),
        (Sort::Title, [2, 0, 1]),
        (Sort::Updated, [0, 2, 1]),
        (Sort::Read(Window::All), [0, 1, 2]),
        (Sort::Read(Window::Month), [1, 0, 2]),
        (Sort::Read(Window::Week), [2, 1, 0]),
        (Sort::Read(Window::Year), [2, 1, 0]),
        (Sort::Best, [2, 1, 0]),
    ] {
        let mut all = Vec::new();
        for offset in 0..4 {
            let outcome = ask(
                &blog,
                &Asked {
                    sort,
                    limit: 1,
                    offset,
                    ..asked("lock ")
                },
            )
            .await;
            assert_eq!((outcome.total, outcome.bounded), (3, false), "{sort:?}");
            all.extend(outcome.posts);
        }
        assert_eq!(all, expected.map(|index: usize| ids[index]), "{sort:?}");
    }
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

/// Words that more posts hold than are ranked by all they hold.
#[tokio::test]
async fn of_common_words_titles_come_first_then_tags_then_the_newest() {
    let blog = Blog::open().await;
    let tag = blog.tag("lock").await;
    let mut write = blog.begin().await;
    let mut words = crate::server::db::search::words::WordChanges::default();
    let many = plan::RARE + 100;
    let mut ids = Vec::new();
    for index in 0..many {
        let slug = format!("post-{index}");
        let record = PostRecord {
            title: if index == 3 { "Lock" } else { "Other" },
            tags: if index == 5 { &[tag] } else { &[] },
            body: text(if index == 7 { "lock rare" } else { "lock" }),
            ..post(&slug, index)
        };
        let saved = crate::server::db::store::save_post_of_many(&mut write, None, &record, NOW, &mut words);
        ids.push(saved.await.unwrap());
    }
    words.write(&mut write).await.unwrap();
    write.commit().await.unwrap();
    let outcome = ask(
        &blog,
        &Asked {
            limit: 4,
            ..asked("lock ")
        },
    )
    .await;
    assert_eq!(
        outcome.posts,
        [ids[3], ids[5], ids[ids.len() - 1], ids[ids.len() - 2]]
    );
    assert_eq!((i64::from(outcome.total), outcome.bounded), (many, false));
    assert_eq!(found(&blog, "lock rare ").await, [ids[7]]);
    assert_eq!(found(&blog, "lock other -rare before:1970-01-02").await.len(), 20);
    let mut all = Vec::new();
    for page in 0..u32::try_from(many).unwrap().div_ceil(100) {
        let page = Asked {
            limit: 100,
            offset: page * 100,
            ..asked("lock ")
        };
        all.extend(ask(&blog, &page).await.posts);
    }
    let mut once = all.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!((all.len(), once.len()), (ids.len(), ids.len()));
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
                facets(&mut reader, &asked, &outcome.terms).await.unwrap();
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
