//! Whether the index is what building it from nothing would give.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW, body, post},
    search::find::{self, Expression, Order, Scope, Table},
    store::{BodyRecord, PostRecord, save_post},
};

async fn find_posts(connection: &mut Connection, table: Table, word: &str) -> Vec<i64> {
    let scope = Scope {
        table,
        expression: Expression::phrase(&[word]),
        from: i64::MIN,
        until: i64::MAX,
    };
    let found = find::list_by_time(connection, &scope, Order::Newest, 99, 0)
        .await
        .unwrap();
    found.into_iter().map(|found| found.post).collect()
}

async fn counts(connection: &mut Connection) -> BTreeMap<String, (i64, i64)> {
    let rows: Vec<(String, i64, i64)> = sqlx::query_as("SELECT word, posts, recount FROM search_words")
        .fetch_all(connection)
        .await
        .unwrap();
    rows.into_iter()
        .map(|(word, posts, recount)| (word, (posts, recount)))
        .collect()
}

#[tokio::test]
async fn every_part_of_a_post_is_found() {
    let blog = Blog::open().await;
    let (tag, series) = (blog.tag("tagged").await, blog.series("serial").await);
    let id = blog
        .save(&PostRecord {
            title: "Titled",
            summary: "Summed",
            takeaway: "Taken",
            tags: &[tag],
            series: Some((series, 1)),
            authors: &[blog.author("ada").await],
            body: BodyRecord {
                plain: "Headed\nA HashMap of Node.js",
                toc: r#"[{"level":2,"id":"headed","title":"Headed"}]"#,
                ..body("", 1)
            },
            ..post("slugged", 1_000)
        })
        .await;
    let mut reader = blog.reader().await;
    for word in [
        "titl", "sum", "taken", "tag", "serial", "head", "hashmap", "hash", "map", "node", "nodej",
    ] {
        assert_eq!(find_posts(&mut reader, Table::Posts, word).await, [id], "{word}");
    }
    for facet in [tag_facet(tag), series_facet(series), FACET_ALL.to_owned()] {
        for table in [Table::Posts, Table::Titles] {
            assert_eq!(find_posts(&mut reader, table, &facet).await, [id], "{facet}");
        }
    }
    for word in ["titl", "tag", "serial"] {
        assert_eq!(find_posts(&mut reader, Table::Titles, word).await, [id], "{word}");
    }
    for word in ["slug", "ada"] {
        assert!(
            find_posts(&mut reader, Table::Posts, word).await.is_empty(),
            "{word}"
        );
    }
}

#[tokio::test]
async fn posts_of_one_moment_and_one_low_part_of_their_ids_get_keys_of_their_own() {
    let blog = Blog::open().await;
    let first = blog.save(&post("lock-1", 1_000)).await;
    let second = blog.save(&post("lock-2", 1_000)).await;
    let mut write = blog.begin().await;
    let wanted = key(1_000, first);
    assert_eq!(
        free_key(&mut write, 1_000, first + (1 << 20)).await.unwrap(),
        wanted + 2
    );
    assert_eq!(free_key(&mut write, 1_000, second + 1).await.unwrap(), wanted + 2);
    assert_eq!(
        free_key(&mut write, 2_000, first).await.unwrap(),
        key(2_000, first)
    );
}

#[tokio::test]
async fn labels_that_were_renamed_meanwhile_are_taken_out_as_they_were() {
    let blog = Blog::open().await;
    let tag = blog.tag("before").await;
    let tagged = PostRecord {
        tags: &[tag],
        ..post("notes", 1_000)
    };
    let id = blog.save(&tagged).await;
    let mut write = blog.begin().await;
    sqlx::query("UPDATE tags SET name = 'after'")
        .execute(&mut *write)
        .await
        .unwrap();
    save_post(&mut write, Some(id), &tagged, NOW).await.unwrap();
    assert!(find_posts(&mut write, Table::Posts, "befor").await.is_empty());
    assert_eq!(find_posts(&mut write, Table::Posts, "after").await, [id]);
    let words: Vec<String> = counts(&mut write).await.into_keys().collect();
    assert_eq!(words, ["after", "notes"]);
}

const TEXTS: [&str; 4] = ["", "locks lock a", "HashMap a\nlock", "C++ and Node.js"];
const STATUSES: [&str; 3] = ["published", "draft", "unpublished"];

/// Which of three posts is saved, with which title, text and status.
type Change = (usize, usize, usize, usize);

async fn replay(blog: &Blog, changes: &[Change]) {
    let names = ["post-0", "post-1", "post-2"];
    let mut rows: [Option<i64>; 3] = [None; 3];
    for (which, title, plain, status) in changes {
        let record = PostRecord {
            title: TEXTS[*title],
            status: STATUSES[*status],
            body: BodyRecord {
                plain: TEXTS[*plain],
                ..body("", 1)
            },
            ..post(names[*which], 1_000 + i64::try_from(*plain).unwrap())
        };
        let mut write = blog.begin().await;
        rows[*which] = Some(save_post(&mut write, rows[*which], &record, NOW).await.unwrap());
        write.commit().await.unwrap();
    }
}

/// The counts that counting would give.
fn recount(changes: &[Change]) -> BTreeMap<String, (i64, i64)> {
    let last: BTreeMap<usize, &Change> = changes.iter().map(|change| (change.0, change)).collect();
    let mut counts = BTreeMap::new();
    for (_, title, plain, _) in last.into_values().filter(|change| change.3 == 0) {
        let text = format!("{}\n{}", TEXTS[*title], TEXTS[*plain]);
        let mut words: BTreeSet<String> = analyse::words(&text).into_iter().collect();
        for (sign, more) in [
            ("HashMap", ["hash", "map"].as_slice()),
            ("C++", &["cpp", "nodejs"]),
        ] {
            if text.contains(sign) {
                words.extend(more.iter().map(|word| (*word).to_owned()));
            }
        }
        for word in words {
            let count = counts.entry(word).or_insert((0, 0));
            *count = (count.0 + 1, count.1 + 1);
        }
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn kept_counts_are_what_counting_would_give(
        changes in prop::collection::vec((0..3_usize, 0..4_usize, 0..4_usize, 0..3_usize), 1..10)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let blog = Blog::open().await;
            replay(&blog, &changes).await;
            assert_eq!(counts(&mut *blog.reader().await).await, recount(&changes));
        });
    }
}
