//! What programs are told of published posts, page after page.

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW, body, post},
    store::{BodyRecord, PostRecord},
};

fn slugs(rows: &[PublishedRow]) -> Vec<&str> {
    rows.iter().map(|row| row.slug.as_str()).collect()
}

/// Five posts with one tag, by one author and in one series, three of them of the same moment; and what nobody sees.
async fn blog() -> Blog {
    let blog = Blog::open().await;
    let (tag, author) = (blog.tag("rust").await, blog.author("ada").await);
    let series = blog.series("long").await;
    assert_eq!((tag, author, series), (1, 1, 1), "what the posts name");
    let like = |slug, published_at, part| PostRecord {
        tags: &[1],
        authors: &[1],
        series: Some((1, part)),
        ..post(slug, published_at)
    };
    for (slug, published_at, part) in [
        ("old", 1_000, 4),
        ("tie-1", 2_000, 3),
        ("tie-2", 2_000, 0),
        ("tie-3", 2_000, 1),
        ("now", NOW, 2),
        ("later", NOW + 1, 5),
    ] {
        blog.save(&like(slug, published_at, part)).await;
    }
    blog.save_hidden(&like("hidden", 1_500, 9)).await;
    blog
}

#[tokio::test]
async fn pages_bring_each_post_once_whatever_appears_between_them() {
    let blog = blog().await;
    let scopes = [
        Scope::All,
        Scope::Tag("rust"),
        Scope::Author("ada"),
        Scope::Series("long"),
    ];
    for scope in scopes {
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let rows = list_posts(&mut *blog.reader().await, scope, NOW, after, 2)
                .await
                .unwrap();
            let Some(last) = rows.last() else { break };
            after = Some(Place {
                at: last.published_at,
                id: last.id,
            });
            seen.extend(rows.into_iter().map(|row| row.slug));
        }
        assert_eq!(seen, ["now", "tie-3", "tie-2", "tie-1", "old"], "{scope:?}");
    }
    blog.save(&post("newest", NOW)).await;
    let after = Some(Place { at: 2_000, id: 3 });
    let rows = list_posts(&mut *blog.reader().await, Scope::All, NOW, after, 9)
        .await
        .unwrap();
    assert_eq!(slugs(&rows), ["tie-1", "old"]);
}

#[tokio::test]
async fn no_place_lets_anything_be_seen_before_its_time() {
    let blog = blog().await;
    for at in [NOW + 1, NOW + 9, i64::MAX] {
        let after = Some(Place { at, id: i64::MAX });
        let rows = list_posts(&mut *blog.reader().await, Scope::All, NOW, after, 9)
            .await
            .unwrap();
        assert_eq!(slugs(&rows), ["now", "tie-3", "tie-2", "tie-1", "old"]);
    }
    let after = Some(Place {
        at: i64::MIN,
        id: i64::MIN,
    });
    let mut reader = blog.reader().await;
    assert!(
        list_posts(&mut reader, Scope::All, NOW, after, 9)
            .await
            .unwrap()
            .is_empty()
    );
    for none in [Scope::Tag("go"), Scope::Author("zoe"), Scope::Series("short")] {
        assert!(
            list_posts(&mut reader, none, NOW, None, 9)
                .await
                .unwrap()
                .is_empty()
        );
    }
}

#[tokio::test]
async fn a_page_is_one_range_of_an_index_however_deep() {
    let blog = blog().await;
    for number in 0..200 {
        let (tag, author, series) = (
            blog.tag(&format!("t{number}")).await,
            blog.author(&format!("a{number}")).await,
            blog.series(&format!("s{number}")).await,
        );
        blog.save(&PostRecord {
            tags: &[tag, 1],
            authors: &[author, 1],
            series: Some((series, 1)),
            ..post(&format!("p{number}"), 3_000 + number)
        })
        .await;
    }
    for (statement, index) in [
        (ALL, "posts_listed (listed_at>? AND listed_at<?)"),
        (TAGGED, "post_tags_listed (tag_id=? AND listed_at"),
        (WRITTEN, "post_authors_listed (author_id=? AND listed_at"),
        (PARTS, "posts_series (series_id=?)"),
        (READING_ORDER, "posts_series (series_id=?)"),
        (WHOLE, "sqlite_autoindex_posts_2 (slug=?)"),
        (TAGS, "sqlite_autoindex_tags_1 (slug>?)"),
        (SERIES, "sqlite_autoindex_series_1 (slug>?)"),
    ] {
        let plan = blog.plan(statement).await;
        assert!(
            plan.iter().any(|step| step.contains(index)),
            "{statement}\n{plan:#?}"
        );
        let scans: Vec<&String> = plan
            .iter()
            .filter(|step| step.starts_with("SCAN") && *step != "SCAN page")
            .collect();
        assert!(scans.is_empty(), "{statement}\n{plan:#?}");
    }
}

#[tokio::test]
async fn a_series_is_read_in_its_own_order_with_the_overview_first() {
    let blog = blog().await;
    let rows = list_parts(&mut *blog.reader().await, 1, NOW).await.unwrap();
    assert_eq!(slugs(&rows), ["tie-2", "tie-3", "now", "tie-1", "old"]);
    let parts: Vec<(u32, u32)> = rows
        .iter()
        .map(|row| (row.series_part, row.series_parts))
        .collect();
    assert_eq!(parts, [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]);
}

#[tokio::test]
async fn these_come_in_the_order_in_which_they_are_asked_for() {
    let blog = blog().await;
    let mut reader = blog.reader().await;
    // The sixth has not appeared yet, and the seventh never did.
    let rows = list_these(&mut reader, &[1, 6, 3, 7, 2], NOW).await.unwrap();
    assert_eq!(slugs(&rows), ["old", "tie-2", "tie-1"]);
    assert!(list_these(&mut reader, &[], NOW).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_whole_post_has_its_text_as_rendered_and_as_written() {
    let blog = Blog::open().await;
    let cover = blog.picture().await;
    let whole = PostRecord {
        uuid: "an-id",
        language: "de",
        updated_at: Some(2_500),
        reviewed_at: Some(2_600),
        canonical_url: Some("https://elsewhere.test/"),
        cover: Some(cover),
        cover_alt: "A lighthouse",
        tags: &[blog.tag("rust").await],
        body: BodyRecord {
            html: "<p>Text</p>",
            excerpt: "Cut.",
            ..body("Text", 1)
        },
        ..post("whole", 2_000)
    };
    blog.save(&whole).await;
    blog.save(&PostRecord {
        visibility: "unlisted",
        ..post("unlisted", 2_000)
    })
    .await;
    blog.save(&PostRecord {
        kind: "page",
        ..post("page", 2_000)
    })
    .await;
    blog.save_hidden(&post("hidden", 1_000)).await;
    let mut reader = blog.reader().await;
    let row = read_post(&mut reader, "whole", NOW).await.unwrap().unwrap();
    assert_eq!((row.html.as_str(), row.source.as_str()), ("<p>Text</p>", "Text"));
    assert_eq!((row.listed, row.reviewed_at), (true, Some(2_600)));
    assert_eq!(row.canonical_url.as_deref(), Some("https://elsewhere.test/"));
    assert_eq!(
        (row.post.uuid.as_str(), row.post.summary.as_str()),
        ("an-id", "Cut.")
    );
    assert_eq!((row.post.language.as_str(), row.post.minutes), ("de", 1));
    assert_eq!(row.post.cover_path.as_deref(), Some("/media/aa.png"));
    assert!(row.post.tags.is_some() && row.post.authors.is_none());
    let unlisted = read_post(&mut reader, "unlisted", NOW).await.unwrap().unwrap();
    assert!(!unlisted.listed);
    for none in ["page", "hidden-draft", "nothing", "WHOLE"] {
        assert!(
            read_post(&mut reader, none, NOW).await.unwrap().is_none(),
            "{none}"
        );
    }
    assert!(read_post(&mut reader, "whole", 1_999).await.unwrap().is_none());
}

#[tokio::test]
async fn tags_and_series_come_by_slug_and_only_those_that_readers_see() {
    let blog = blog().await;
    blog.save(&PostRecord {
        tags: &[blog.tag("api").await],
        series: Some((blog.series("alone").await, 0)),
        ..post("alone", 1_000)
    })
    .await;
    blog.save(&PostRecord {
        status: "draft",
        tags: &[blog.tag("secret").await],
        series: Some((blog.series("secret").await, 1)),
        ..post("secret", 1_000)
    })
    .await;
    let mut reader = blog.reader().await;
    let tags = |rows: Vec<TagRow>| rows.into_iter().map(|row| row.slug).collect::<Vec<_>>();
    assert_eq!(
        tags(list_tags(&mut reader, "", 9).await.unwrap()),
        ["api", "rust"]
    );
    assert_eq!(tags(list_tags(&mut reader, "", 1).await.unwrap()), ["api"]);
    assert_eq!(tags(list_tags(&mut reader, "api", 9).await.unwrap()), ["rust"]);
    let series = |rows: Vec<SeriesRow>| {
        rows.into_iter()
            .map(|row| (row.slug, row.parts))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        series(list_series(&mut reader, "", NOW, 9).await.unwrap()),
        [("alone".to_owned(), 0), ("long".to_owned(), 4)]
    );
    assert_eq!(
        series(list_series(&mut reader, "alone", NOW, 9).await.unwrap()),
        [("long".to_owned(), 4)]
    );
    assert!(list_series(&mut reader, "", 500, 9).await.unwrap().is_empty());
}
