//! What one post and its surroundings look like from the database; no page is put together here.

use super::*;
use crate::{
    model::draft::Meta,
    server::db::{
        drafts::{NewRevision, append},
        fixture::{Blog, NOW, body, hidden, post},
        related::replace_related,
        series::order::{SeriesWords, save_series},
        store::{BodyRecord, PostRecord},
    },
};

#[tokio::test]
async fn a_published_post_is_read_listed_or_not_and_no_other() {
    let blog = Blog::open().await;
    blog.save_hidden(&post("hidden", 1_000)).await;
    blog.save(&post("listed", 1_000)).await;
    let mut reader = blog.reader().await;
    for (name, _) in hidden(&post("hidden", 1_000)) {
        let row = read_post(&mut reader, &format!("hidden-{name}"), NOW)
            .await
            .unwrap();
        assert_eq!(row.is_some(), name == "unlisted", "{name}");
        assert_eq!(row.and_then(|row| row.listed_at), None);
    }
    let listed = read_post(&mut reader, "listed", NOW).await.unwrap().unwrap();
    assert_eq!(listed.listed_at, Some(1_000));
}

#[tokio::test]
async fn a_post_appears_at_its_very_millisecond() {
    let blog = Blog::open().await;
    blog.save(&post("timely", NOW)).await;
    let mut reader = blog.reader().await;
    assert!(read_post(&mut reader, "timely", NOW - 1).await.unwrap().is_none());
    assert!(read_post(&mut reader, "timely", NOW).await.unwrap().is_some());
}

#[tokio::test]
async fn another_spelling_is_another_post() {
    let blog = Blog::open().await;
    blog.save(&post("uber-uns", 1_000)).await;
    let mut reader = blog.reader().await;
    for slug in [
        "",
        "Uber-uns",
        "über-uns",
        "uber",
        "uber-uns/",
        "uber_uns",
        "日本語",
    ] {
        assert!(
            read_post(&mut reader, slug, NOW).await.unwrap().is_none(),
            "{slug:?}"
        );
    }
}

/// The slugs around a post as (older, newer, related).
async fn around(
    connection: &mut Connection,
    listed_at: Option<i64>,
    id: i64,
    limit: u32,
) -> (Option<String>, Option<String>, Vec<String>) {
    let (mut older, mut newer, mut related) = (None, None, Vec::new());
    for (relation, link) in list_around(connection, listed_at, id, NOW, limit).await.unwrap() {
        match relation {
            Relation::Older => assert_eq!(older.replace(link.slug), None),
            Relation::Newer => assert_eq!(newer.replace(link.slug), None),
            Relation::Related => related.push(link.slug),
        }
    }
    (older, newer, related)
}

#[tokio::test]
async fn neighbours_go_by_time_then_by_row_and_end_at_the_ends() {
    let blog = Blog::open().await;
    let mut ids = Vec::new();
    // Oldest first, as a reader going from one to the next newer one meets them.
    let order = [
        ("first", 1_000),
        ("tie-1", 2_000),
        ("tie-2", 2_000),
        ("last", NOW),
    ];
    for (slug, at) in [order[3], order[1], order[0], order[2]] {
        ids.push((slug, blog.save(&post(slug, at)).await));
    }
    blog.save_hidden(&post("hidden", 1_500)).await;
    blog.save(&post("later", NOW + 1)).await;
    let mut reader = blog.reader().await;
    for (place, (slug, at)) in order.iter().enumerate() {
        let id = ids.iter().find(|(other, _)| other == slug).unwrap().1;
        let (older, newer, _) = around(&mut reader, Some(*at), id, 4).await;
        let at = |place: Option<usize>| place.and_then(|place| order.get(place)).map(|(slug, _)| *slug);
        assert_eq!(
            older.as_deref(),
            at(place.checked_sub(1)),
            "the one before {slug}"
        );
        assert_eq!(newer.as_deref(), at(Some(place + 1)), "the one after {slug}");
    }
}

#[tokio::test]
async fn an_unlisted_post_has_no_neighbours_but_may_have_related_posts() {
    let blog = Blog::open().await;
    let id = blog
        .save(&PostRecord {
            visibility: "unlisted",
            ..post("aside", 1_500)
        })
        .await;
    let older = blog.save(&post("older", 1_000)).await;
    blog.save(&post("newer", 2_000)).await;
    relate(&blog, id, &[older]).await;
    let around = around(&mut *blog.reader().await, None, id, 4).await;
    assert_eq!(around, (None, None, vec!["older".to_owned()]));
}

async fn relate(blog: &Blog, id: i64, others: &[i64]) {
    let mut write = blog.begin().await;
    replace_related(&mut write, id, others).await.unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn related_posts_come_best_first_and_one_that_is_hidden_makes_room_for_the_next() {
    let blog = Blog::open().await;
    let id = blog.save(&post("subject", 1_000)).await;
    let mut others = Vec::new();
    for slug in ["c", "hidden", "a", "b"] {
        others.push(blog.save(&post(slug, 1_000)).await);
    }
    others.push(blog.save(&post("later", NOW + 1)).await);
    others.push(blog.save(&post("last", 1_000)).await);
    blog.replace(
        others[1],
        &PostRecord {
            status: "unpublished",
            ..post("hidden", 1_000)
        },
    )
    .await;
    relate(&blog, id, &others).await;
    let mut reader = blog.reader().await;
    for (limit, expected) in [
        (9, ["c", "a", "b", "last"].as_slice()),
        (2, &["c", "a"]),
        (0, &[]),
    ] {
        let (_, _, related) = around(&mut reader, Some(1_000), id, limit).await;
        assert_eq!(related, expected);
    }
}

#[tokio::test]
async fn parts_come_in_reading_order_the_overview_first_and_those_that_readers_see() {
    let blog = Blog::open().await;
    let (series, other) = (blog.series("jobs").await, blog.series("other").await);
    for (slug, part, published_at) in [
        ("part-2-late", 2, 4_000),
        ("part-1", 1, 5_000),
        ("part-2-early", 2, 3_000),
        ("part-2-late-again", 2, 4_000),
        ("part-10", 10, 1_000),
        ("overview", 0, NOW),
        ("part-11", 11, NOW + 1),
    ] {
        blog.save(&PostRecord {
            series: Some((series, part)),
            ..post(slug, published_at)
        })
        .await;
    }
    blog.save_hidden(&PostRecord {
        series: Some((series, 3)),
        ..post("hidden", 1_000)
    })
    .await;
    blog.save(&PostRecord {
        series: Some((other, 1)),
        ..post("of-another", 1_000)
    })
    .await;
    blog.save(&post("of-none", 1_000)).await;
    let mut reader = blog.reader().await;
    let parts = list_parts(&mut reader, series, NOW).await.unwrap();
    let slugs: Vec<&str> = parts.iter().map(|part| part.link.slug.as_str()).collect();
    let expected = [
        "overview",
        "part-1",
        "part-2-early",
        "part-2-late",
        "part-2-late-again",
        "part-10",
    ];
    assert_eq!(slugs, expected);
    let overviews: Vec<bool> = parts.iter().map(|part| part.overview).collect();
    assert_eq!(overviews, [true, false, false, false, false, false]);
    assert!(list_parts(&mut reader, -1, NOW).await.unwrap().is_empty());
}

/// Lets readers be told what the parts of a series are called that are to come.
async fn show_coming(blog: &Blog, series: i64) {
    let mut write = blog.begin().await;
    let words = SeriesWords {
        slug: "jobs",
        title: "jobs",
        description: "",
        complete: false,
        shows_coming: true,
        cover: None,
    };
    save_series(&mut write, series, words).await.unwrap();
    write.commit().await.unwrap();
}

/// Makes the latest draft of a post one with this title, unlisted or not.
async fn revise(blog: &Blog, post: i64, title: &str, unlisted: bool) {
    let meta = Meta {
        title: title.to_owned(),
        // No text passes for what is said beside it.
        summary: "\"unlisted\":true".to_owned(),
        unlisted,
        ..Meta::default()
    };
    let mut write = blog.begin().await;
    let revision = NewRevision {
        post,
        number: 1,
        key: "",
        user_id: None,
        who: "",
        reason: "manual",
        source: "\"unlisted\":true",
        meta: &miniserde::json::to_string(&meta),
        title,
    };
    append(&mut write, &revision, NOW).await.unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn parts_to_come_are_told_by_title_and_place_where_that_is_wanted() {
    let blog = Blog::open().await;
    let series = blog.series("jobs").await;
    let save = async |slug: &'static str, status, part| {
        let record = PostRecord {
            status,
            series: Some((series, part)),
            summary: "Secret.",
            body: BodyRecord {
                excerpt: "Secret.",
                minutes: 7,
                ..body("Secret.", 1)
            },
            ..post(slug, 1_000)
        };
        blog.save(&record).await
    };
    save("one", "published", 1).await;
    save("four", "published", 4).await;
    let renamed = save("three", "draft", 3).await;
    revise(&blog, renamed, "Three, renamed", false).await;
    let waiting = save("two", "scheduled", 2).await;
    revise(&blog, waiting, "Two, not released", false).await;
    save("five", "draft", 5).await;
    let secret = save("secret", "draft", 5).await;
    revise(&blog, secret, "Secret", true).await;
    // Hidden for another reason than that it is to come.
    for (name, hidden) in hidden(&post("hidden", 1_000)) {
        for (status, visibility) in [
            (hidden.status, hidden.visibility),
            ("draft", "public"),
            ("draft", "unlisted"),
            ("scheduled", "unlisted"),
        ] {
            let is_coming =
                ["draft", "scheduled"].contains(&status) && visibility == "public" && hidden.kind == "post";
            if is_coming {
                continue;
            }
            let slug = format!("hidden-{name}-{status}-{visibility}");
            blog.save(&PostRecord {
                uuid: &slug,
                slug: &slug,
                status,
                visibility,
                series: Some((series, 5)),
                ..hidden
            })
            .await;
        }
    }
    let other = blog.series("other").await;
    blog.save(&PostRecord {
        status: "draft",
        series: Some((other, 1)),
        ..post("of-another", 1_000)
    })
    .await;

    let titles = async || {
        let parts = list_parts(&mut *blog.reader().await, series, NOW).await.unwrap();
        let told = parts.into_iter().map(|part| (part.link, part.coming));
        told.collect::<Vec<_>>()
    };
    let all = titles().await;
    assert!(all.iter().all(|(_, coming)| !coming), "{all:?}");
    assert_eq!(all.len(), 2);
    show_coming(&blog, series).await;
    let all = titles().await;
    let told: Vec<_> = all
        .iter()
        .map(|(link, coming)| (link.title.as_str(), *coming))
        .collect();
    assert_eq!(
        told,
        [
            ("one", false),
            ("two", true),
            ("Three, renamed", true),
            ("four", false),
            ("five", true),
        ]
    );
    for (link, _) in all.iter().filter(|(_, coming)| *coming) {
        assert_eq!(
            (
                link.slug.as_str(),
                link.summary.as_str(),
                link.published_at,
                link.minutes
            ),
            ("", "", 0, 0)
        );
    }
    // Enough of everything that looking a row up is cheaper than reading the table.
    for number in 0..60 {
        let slug = format!("other-{number}");
        let series = blog.series(&slug).await;
        let id = blog
            .save(&PostRecord {
                series: Some((series, 1)),
                ..post(&slug, 1_000)
            })
            .await;
        revise(&blog, id, &slug, false).await;
    }
    let plan = blog.plan(&PARTS.replace("$1", "1").replace("$2", "9")).await;
    assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{plan:#?}");
    let parts = plan.iter().filter(|step| step.contains("INDEX posts_series"));
    assert_eq!(parts.count(), 2, "{plan:#?}");
}

#[tokio::test]
async fn a_part_has_an_excerpt_where_there_is_no_summary() {
    let blog = Blog::open().await;
    let id = blog.series("jobs").await;
    let series = Some((id, 1));
    let body = BodyRecord {
        excerpt: "Cut.",
        minutes: 7,
        ..body("Text", 1)
    };
    blog.save(&PostRecord {
        series,
        body,
        ..post("cut", 1_000)
    })
    .await;
    blog.save(&PostRecord {
        series,
        body,
        summary: "Written.",
        ..post("written", 2_000)
    })
    .await;
    let parts = list_parts(&mut *blog.reader().await, id, NOW).await.unwrap();
    let told: Vec<_> = parts
        .iter()
        .map(|PartRow { link, .. }| (link.summary.as_str(), link.minutes, link.published_at))
        .collect();
    assert_eq!(told, [("Cut.", 7, 1_000), ("Written.", 7, 2_000)]);
}

#[tokio::test]
async fn texts_are_read_up_to_a_bound_and_the_first_always() {
    let blog = Blog::open().await;
    let id = blog.series("jobs").await;
    let html = "<p>ü</p>";
    for part in 0..4 {
        let body = BodyRecord {
            html,
            ..body("Text", 1)
        };
        let series = Some((id, part));
        let authors = &[blog.author("ada").await];
        blog.save(&PostRecord {
            series,
            body,
            authors,
            ..post(&format!("part-{part}"), 1_000)
        })
        .await;
    }
    blog.save_hidden(&PostRecord {
        series: Some((id, 2)),
        ..post("hidden", 1_000)
    })
    .await;
    let bytes = i64::try_from(html.len()).unwrap();
    let mut reader = blog.reader().await;
    for (bound, shown) in [
        (0, 1),
        (bytes, 1),
        (2 * bytes, 2),
        (4 * bytes - 1, 3),
        (4 * bytes, 4),
    ] {
        let parts = list_printed(&mut reader, id, NOW, bound).await.unwrap();
        let slugs: Vec<&str> = parts.iter().map(|part| part.part.link.slug.as_str()).collect();
        assert_eq!(slugs, ["part-0", "part-1", "part-2", "part-3"]);
        let texts = parts.iter().take_while(|part| part.html.as_deref() == Some(html));
        assert_eq!(texts.count(), shown, "{bound}");
        assert_eq!(parts.iter().filter(|part| part.html.is_some()).count(), shown);
        assert!(parts[0].part.overview && parts[0].authors.is_some());
    }
    drop(reader);
    let plan = blog.plan(PRINTED).await;
    assert!(plan.iter().any(|step| step.contains("posts_series")), "{plan:#?}");
}
