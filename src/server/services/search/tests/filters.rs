//! What a question may be bounded by.

use super::*;
use crate::server::db::store::save_post;

/// In milliseconds.
const DAY: i64 = 86_400_000;

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
    let tags = facets(&mut reader, &outcome.terms, false).await.unwrap();
    assert_eq!(tags.found, [(rust, 2), (go, 1)]);
    assert_eq!((tags.untagged, tags.cut), (vec![], false));
    let either = Asked {
        tags: &[go],
        any: true,
        ..asked("lock ")
    };
    let outcome = search(&mut reader, &either).await.unwrap();
    let tags = facets(&mut reader, &outcome.terms, true).await.unwrap();
    assert_eq!(tags.found, [(rust, 1), (go, 1)]);
    assert_eq!(
        tags.untagged,
        [(rust, 2), (go, 1)],
        "what one more tag may bring in"
    );
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
async fn of_more_posts_than_are_looked_at_the_tags_are_known_to_be_counted_in_part() {
    let blog = Blog::open().await;
    let (rare, common) = (blog.tag("rare").await, blog.tag("common").await);
    let mut write = blog.begin().await;
    for index in 0..=MOST_FACETED {
        let slug = format!("post-{index}");
        let tags: &[i64] = match index {
            0 => &[rare],
            1 => &[common],
            _ => &[],
        };
        let record = PostRecord {
            tags,
            body: text("lock"),
            ..post(&slug, i64::from(index))
        };
        save_post(&mut write, None, &record, NOW).await.unwrap();
    }
    write.commit().await.unwrap();
    let mut reader = blog.reader().await;
    let outcome = search(&mut reader, &asked("lock ")).await.unwrap();
    let tags = facets(&mut reader, &outcome.terms, false).await.unwrap();
    assert_eq!(
        (tags.found, tags.cut),
        (vec![(common, 1)], true),
        "the oldest is out of sight"
    );
    let few = Asked {
        tags: &[rare],
        any: true,
        ..asked("lock ")
    };
    let outcome = search(&mut reader, &few).await.unwrap();
    assert_eq!(outcome.total, 1);
    let tags = facets(&mut reader, &outcome.terms, false).await.unwrap();
    assert_eq!((tags.found, tags.cut), (vec![(rare, 1)], false));
    let tags = facets(&mut reader, &outcome.terms, true).await.unwrap();
    assert!(tags.cut, "what any tag may bring in is counted in part");
}
