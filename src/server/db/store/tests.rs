//! What becomes of a post that is saved, and saved again.

use super::*;
use crate::server::db::{
    cards::count_listed,
    drafts::{NewRevision, append, set_released},
    fixture::{Blog, NOW, body, hidden, post},
    labels::parse_labels,
    listing::last_change,
    posts::{PostRow, read_post},
    related::list_subjects,
    status::note_order,
};

async fn read(blog: &Blog, slug: &str) -> PostRow {
    let mut reader = blog.reader().await;
    read_post(&mut reader, slug, NOW).await.unwrap().unwrap()
}

/// Fails unless every field of `post` that a page shows was kept under its own name.
async fn assert_kept(blog: &Blog, post: &PostRecord<'_>) {
    let row = read(blog, post.slug).await;
    let card = &row.card;
    assert_eq!(card.title, post.title);
    assert_eq!(card.summary, post.summary);
    assert_eq!(card.takeaway, post.takeaway);
    assert_eq!(card.excerpt, post.body.excerpt);
    assert_eq!(card.minutes, post.body.minutes);
    assert_eq!(card.featured, post.featured);
    assert_eq!(Some(card.published_at), post.published_at);
    assert_eq!(card.updated_at, post.updated_at);
    assert_eq!(card.cover_alt, post.cover_alt);
    assert_eq!(card.cover_path.is_some(), post.cover.is_some());
    assert_eq!(row.series_id, post.series.map(|(series, _)| series));
    assert_eq!(row.reviewed_at, post.reviewed_at);
    assert_eq!(row.canonical_url.as_deref(), post.canonical_url);
    assert_eq!(row.seo_title.as_deref(), post.seo_title);
    assert_eq!(row.seo_description.as_deref(), post.seo_description);
    assert_eq!(row.card.language, post.language);
    assert_eq!(
        (row.toc.as_str(), row.html.as_str()),
        (post.body.toc, post.body.html)
    );

    let mut reader = blog.reader().await;
    let known = list_known_posts(&mut reader).await.unwrap();
    assert_eq!(
        (known[0].uuid.as_str(), known[0].slug.as_str()),
        (post.uuid, post.slug)
    );
    assert_eq!(known[0].source_path.as_deref(), post.source_path);
    assert_eq!(known[0].source_hash.as_deref(), post.source_hash);
    assert_eq!(
        list_subjects(&mut reader).await.unwrap()[0].opening,
        post.body.plain
    );
}

#[tokio::test]
async fn every_field_is_kept_when_a_post_is_made_and_when_it_is_replaced() {
    let blog = Blog::open().await;
    let cover = blog.picture().await;
    let full = PostRecord {
        uuid: "uuid",
        featured: true,
        title: "Größe zählt",
        summary: "summary",
        takeaway: "takeaway",
        updated_at: Some(2_000),
        reviewed_at: Some(3_000),
        series: Some((blog.series("jobs").await, 4)),
        cover: Some(cover),
        cover_alt: "alt",
        canonical_url: Some("https://elsewhere.test/"),
        seo_title: Some("seo title"),
        seo_description: Some("seo description"),
        language: "de",
        source_path: Some("notes/größe.md"),
        source_hash: Some("hash"),
        body: BodyRecord {
            html: "html",
            toc: "toc",
            plain: "plain",
            excerpt: "excerpt",
            minutes: 7,
            words: 900,
            ..body("source", 1)
        },
        ..post("full", 1_000)
    };
    let id = blog.save(&full).await;
    assert_kept(&blog, &full).await;

    let bare = PostRecord {
        uuid: "uuid",
        ..post("bare", 5_000)
    };
    blog.replace(id, &bare).await;
    assert_kept(&blog, &bare).await;
    let mut reader = blog.reader().await;
    assert!(
        read_post(&mut reader, "full", NOW).await.unwrap().is_none(),
        "its old address"
    );

    blog.replace(id, &full).await;
    assert_kept(&blog, &full).await;
}

#[tokio::test]
async fn labels_are_replaced_in_the_new_order_and_one_named_twice_stands_once() {
    let blog = Blog::open().await;
    let (api, go, rust) = (
        blog.tag("api").await,
        blog.tag("go").await,
        blog.tag("rust").await,
    );
    let (ada, zoe) = (blog.author("ada").await, blog.author("zoe").await);
    let first = PostRecord {
        tags: &[api, rust],
        authors: &[ada],
        ..post("post", 1_000)
    };
    let id = blog.save(&first).await;
    let second = PostRecord {
        tags: &[rust, rust, go],
        authors: &[zoe, ada, zoe],
        ..first
    };
    blog.replace(id, &second).await;

    let card = read(&blog, "post").await.card;
    let slugs = |text: Option<&str>| -> Vec<String> {
        parse_labels(text).into_iter().map(|label| label.slug).collect()
    };
    assert_eq!(slugs(card.tags.as_deref()), ["rust", "go"]);
    assert_eq!(slugs(card.authors.as_deref()), ["zoe", "ada"]);
}

#[tokio::test]
async fn a_post_that_cannot_be_saved_leaves_nothing_behind() {
    let blog = Blog::open().await;
    let taken = post("taken", 1_000);
    blog.save(&taken).await;
    let cases = [
        (
            "a taken address",
            None,
            PostRecord {
                uuid: "other",
                ..taken
            },
        ),
        ("a row that is not there", Some(99), post("replacing", 1_000)),
        (
            "a tag that is not there",
            None,
            PostRecord {
                tags: &[99],
                ..post("tagged", 1_000)
            },
        ),
        (
            "no time",
            None,
            PostRecord {
                published_at: None,
                ..post("timeless", 1_000)
            },
        ),
    ];
    for (case, existing, post) in cases {
        let mut write = blog.begin().await;
        let saved = save_post(&mut write, existing, &post, NOW).await;
        assert!(saved.is_err(), "{case}");
        drop(write);
        let mut reader = blog.reader().await;
        assert_eq!(list_known_posts(&mut reader).await.unwrap().len(), 1, "{case}");
        assert_eq!(count_listed(&mut reader).await.unwrap(), 1, "{case}");
    }
}

#[tokio::test]
async fn every_save_moves_the_time_of_the_last_change_on() {
    let blog = Blog::open().await;
    let draft = PostRecord {
        status: "draft",
        ..post("draft", 1_000)
    };
    let id = blog.save(&draft).await;
    let mut reader = blog.reader().await;
    let made = last_change(&mut reader).await.unwrap();
    assert_eq!(made, NOW);
    blog.replace(id, &draft).await;
    assert!(
        last_change(&mut reader).await.unwrap() > made,
        "in the same millisecond"
    );
}

#[tokio::test]
async fn an_import_knows_of_every_post_whatever_its_status() {
    let blog = Blog::open().await;
    let mut reader = blog.reader().await;
    assert!(is_empty(&mut reader).await.unwrap());
    blog.save_hidden(&post("hidden", 1_000)).await;
    assert!(!is_empty(&mut reader).await.unwrap());
    let known = list_known_posts(&mut reader).await.unwrap();
    let expected = hidden(&post("hidden", 1_000)).map(|(name, post)| (format!("hidden-{name}"), post.status));
    assert_eq!(known.len(), expected.len());
    for (known, (slug, status)) in known.iter().zip(&expected) {
        assert_eq!(
            (known.slug.as_str(), known.status.as_str()),
            (slug.as_str(), *status)
        );
    }
    assert!(known.is_sorted_by_key(|post| post.id));
}

#[tokio::test]
async fn a_post_is_local_once_somebody_wrote_on_it_or_chose_where_it_stands() {
    let blog = Blog::open().await;
    let id = blog.save(&post("one", 1_000)).await;
    let ordered = blog.save(&post("two", 1_000)).await;
    let mut write = blog.begin().await;
    let mut number = 0;
    let imported = NewRevision {
        post: id,
        number,
        key: "",
        user_id: None,
        who: "",
        reason: "import",
        source: "",
        meta: "{}",
        title: "",
    };
    // The reason of the next revision, and which one is released then.
    for (reason, released, is_local) in [
        ("import", Some(1), false),
        ("import", Some(2), false),
        ("autosave", None, true),
        ("manual", Some(4), true),
        ("import", None, true),
        ("import", Some(6), false),
    ] {
        number += 1;
        let revision = NewRevision {
            number,
            reason,
            ..imported
        };
        append(&mut write, &revision, NOW).await.unwrap();
        if let Some(released) = released {
            set_released(&mut write, id, released).await.unwrap();
        }
        let known = find_known_post(&mut write, "one").await.unwrap().unwrap();
        assert_eq!((known.id, known.is_local), (id, is_local), "{number} {reason}");
    }
    assert!(
        !find_known_post(&mut write, "two")
            .await
            .unwrap()
            .unwrap()
            .is_local
    );
    note_order(&mut write, ordered, NOW).await.unwrap();
    let known = list_known_posts(&mut write).await.unwrap();
    let local: Vec<bool> = known.iter().map(|post| post.is_local).collect();
    assert_eq!(local, [false, true]);
    assert!(find_known_post(&mut write, "three").await.unwrap().is_none());
    // Of two rows there is no need for an index.
    let plan = Blog::open()
        .await
        .plan(known_posts!("WHERE p.uuid = 'one'"))
        .await;
    assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{plan:?}");
}
