//! What is kept of views, and that the windows hold what a recount finds.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW, hidden, post},
    store::PostRecord,
};

/// (total, week, month, year) of a post.
async fn kept(connection: &mut Connection, post: i64) -> Option<(i64, i64, i64, i64)> {
    sqlx::query_as("SELECT total, week, month, year FROM post_views WHERE post_id = $1 AND total > 0")
        .bind(post)
        .fetch_optional(connection)
        .await
        .unwrap()
}

async fn count(connection: &mut Connection, table: &'static str) -> i64 {
    sqlx::query_scalar(table).fetch_one(connection).await.unwrap()
}

const KEYS: &str = "SELECT COUNT(*) FROM view_keys";

#[tokio::test]
async fn a_secret_is_made_once() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    assert_eq!(ensure_secret(&mut write, "a", b"first").await.unwrap(), b"first");
    assert_eq!(ensure_secret(&mut write, "a", b"second").await.unwrap(), b"first");
    assert_eq!(ensure_secret(&mut write, "b", b"other").await.unwrap(), b"other");
}

#[tokio::test]
async fn a_visitor_is_new_to_a_post_once_a_day() {
    let blog = Blog::open().await;
    let (one, two) = (
        blog.save(&post("one", 1_000)).await,
        blog.save(&post("two", 1_000)).await,
    );
    let (ada, zoe) = ([1; 16], [2; 16]);
    let mut write = blog.begin().await;
    begin_day(&mut write, 10, &[7; 32]).await.unwrap();
    let mut new = add_keys(&mut write, &[(one, ada), (one, zoe), (one, ada), (two, ada)])
        .await
        .unwrap();
    new.sort_unstable();
    assert_eq!(new, [one, one, two]);
    assert!(add_keys(&mut write, &[(one, ada)]).await.unwrap().is_empty());
    assert!(add_keys(&mut write, &[]).await.unwrap().is_empty());

    begin_day(&mut write, 11, &[8; 32]).await.unwrap();
    assert_eq!(count(&mut write, KEYS).await, 0);
    assert_eq!(add_keys(&mut write, &[(one, ada)]).await.unwrap(), [one]);
}

#[tokio::test]
async fn the_salt_of_a_day_is_gone_after_it() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    assert!(read_day(&mut write).await.unwrap().is_none());
    begin_day(&mut write, 10, &[7; 32]).await.unwrap();
    begin_day(&mut write, 11, &[8; 32]).await.unwrap();
    let day = read_day(&mut write).await.unwrap().unwrap();
    assert_eq!((day.day, day.salt), (11, vec![8; 32]));
    let salts = count(&mut write, "SELECT COUNT(*) FROM view_salts").await;
    assert_eq!(salts, 1);
}

#[tokio::test]
async fn posts_are_found_as_readers_see_them() {
    let blog = Blog::open().await;
    let listed = blog.save(&post("listed", 1_000)).await;
    blog.save(&post("later", NOW + 1)).await;
    blog.save_hidden(&post("hidden", 1_000)).await;
    let mut slugs = vec!["listed".to_owned(), "later".to_owned(), "nowhere".to_owned()];
    slugs.extend(
        hidden(&post("hidden", 1_000))
            .iter()
            .map(|(name, _)| format!("hidden-{name}")),
    );
    let slugs: Vec<&str> = slugs.iter().map(String::as_str).collect();
    let mut reader = blog.reader().await;
    let mut found = find_posts(&mut reader, &slugs, NOW).await.unwrap();
    found.sort();
    let names: Vec<&str> = found.iter().map(|(_, slug)| slug.as_str()).collect();
    assert_eq!(names, ["listed", "hidden-unlisted"]);
    assert_eq!(found[0].0, listed);
    assert!(find_posts(&mut reader, &[], NOW).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_group_of_any_size_is_added_exactly() {
    let blog = Blog::open().await;
    let mut posts = Vec::new();
    for n in 0..70 {
        let slug = format!("post-{n}");
        posts.push(
            blog.save(&PostRecord {
                uuid: &slug,
                ..post(&slug, 1_000)
            })
            .await,
        );
    }
    let mut write = blog.begin().await;
    begin_day(&mut write, 10, &[7; 32]).await.unwrap();
    let mut expected = BTreeMap::new();
    for size in [0, 1, 2, 7, 8, 9, 31, 32, 33, 70] {
        let views: Vec<(i64, i64)> = posts
            .iter()
            .take(size)
            .map(|post| (*post, *post % 5 + 1))
            .collect();
        add_views(&mut write, 10, &views).await.unwrap();
        for (post, views) in views {
            *expected.entry(post).or_insert(0) += views;
        }
    }
    for (post, views) in expected {
        assert_eq!(kept(&mut write, post).await, Some((views, views, views, views)));
    }
}

#[tokio::test]
async fn exclusions_add_up_by_day_and_reason() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    add_exclusions(&mut write, 10, &[("bot", 2), ("rate", 1)])
        .await
        .unwrap();
    add_exclusions(&mut write, 10, &[("bot", 3)]).await.unwrap();
    add_exclusions(&mut write, 11, &[("bot", 1)]).await.unwrap();
    let rows: Vec<(i64, String, i64)> =
        sqlx::query_as("SELECT day, reason, count FROM view_exclusions ORDER BY day, reason")
            .fetch_all(&mut *write)
            .await
            .unwrap();
    let rows: Vec<_> = rows
        .iter()
        .map(|(day, reason, count)| (*day, reason.as_str(), *count))
        .collect();
    assert_eq!(rows, [(10, "bot", 5), (10, "rate", 1), (11, "bot", 1)]);
}

#[tokio::test]
async fn views_hang_on_the_post_and_not_on_its_address() {
    let blog = Blog::open().await;
    let id = blog.save(&post("first-name", 1_000)).await;
    let mut write = blog.begin().await;
    begin_day(&mut write, 10, &[7; 32]).await.unwrap();
    add_views(&mut write, 10, &[(id, 5)]).await.unwrap();
    write.commit().await.unwrap();
    blog.replace(
        id,
        &PostRecord {
            slug: "second-name",
            ..post("first-name", 1_000)
        },
    )
    .await;
    assert_eq!(kept(&mut *blog.reader().await, id).await, Some((5, 5, 5, 5)));
}

#[tokio::test]
async fn the_most_read_come_from_an_index() {
    let blog = Blog::open().await;
    for (statement, index) in [
        (
            "SELECT post_id FROM post_views ORDER BY week DESC, post_id DESC",
            "post_views_week",
        ),
        (
            "SELECT post_id FROM post_views ORDER BY month DESC, post_id DESC",
            "post_views_month",
        ),
        (
            "SELECT post_id FROM post_views ORDER BY year DESC, post_id DESC",
            "post_views_year",
        ),
        (
            "SELECT post_id FROM post_views ORDER BY total DESC, post_id DESC",
            "post_views_total",
        ),
    ] {
        let plan = blog.plan(statement).await;
        assert!(
            plan.len() == 1 && plan[0].contains(index),
            "{statement}: {plan:?}"
        );
    }
    for (_, statement) in WINDOWS {
        let plan = blog.plan(statement).await;
        assert!(
            plan.iter().any(|step| step.contains("daily_views_day"))
                && plan.iter().all(|step| !step.starts_with("SCAN daily_views")),
            "{plan:?}"
        );
    }
}

/// What a test does: lets days pass, or reads a post a number of times.
#[derive(Clone, Debug)]
enum Step {
    Pass(i64),
    Begin,
    Read(usize, i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (1..5_i64).prop_map(Step::Pass),
        1 => prop_oneof![Just(7), Just(29), Just(30), Just(364), Just(365), Just(400_i64)].prop_map(Step::Pass),
        1 => Just(Step::Begin),
        4 => (0..3_usize, 1..50_i64).prop_map(|(post, views)| Step::Read(post, views)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn windows_hold_what_a_recount_finds(steps in proptest::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let blog = Blog::open().await;
            let mut posts = Vec::new();
            for slug in ["a", "b", "c"] {
                posts.push(blog.save(&post(slug, 1_000)).await);
            }
            // Left unfinished, so that no case waits for the disk.
            let mut write = blog.begin().await;
            let mut today = 20_000;
            let mut read: BTreeMap<(i64, i64), i64> = BTreeMap::new();
            let mut seen = BTreeSet::new();
            begin_day(&mut write, today, &[1; 32]).await.unwrap();
            for step in steps {
                match step {
                    Step::Pass(days) => {
                        today += days;
                        begin_day(&mut write, today, &[1; 32]).await.unwrap();
                    }
                    Step::Begin => begin_day(&mut write, today, &[2; 32]).await.unwrap(),
                    Step::Read(which, views) => {
                        let post = posts[which];
                        add_views(&mut write, today, &[(post, views)]).await.unwrap();
                        *read.entry((post, today)).or_insert(0) += views;
                        seen.insert(post);
                    }
                }
                for post in &posts {
                    let since = |days: i64| -> i64 {
                        read.iter()
                            .filter(|((other, day), _)| other == post && *day > today - days)
                            .map(|(_, views)| views)
                            .sum()
                    };
                    let expected = (since(i64::from(i32::MAX)), since(7), since(30), since(365));
                    let expected = seen.contains(post).then_some(expected);
                    assert_eq!(kept(&mut write, *post).await, expected);
                }
            }
        });
    }
}
