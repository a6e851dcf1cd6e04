//! What is written stays, in order, and once.

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW, body, post},
    store::PostRecord,
};

fn revision<'a>(post: i64, number: i64, key: &'a str, reason: &'a str) -> NewRevision<'a> {
    NewRevision {
        post,
        number,
        key,
        user_id: None,
        who: "Ada",
        reason,
        source: "text\r\n",
        meta: "{}",
        title: "Title",
    }
}

#[tokio::test]
async fn the_latest_revision_is_the_head_and_a_key_is_used_once() {
    let blog = Blog::open().await;
    let id = blog.save(&post("one", 1_000)).await;
    let other = blog.save(&post("two", 1_000)).await;
    let mut write = blog.begin().await;
    assert!(read_head(&mut write, id).await.unwrap().is_none());
    append(&mut write, &revision(id, 1, "", "import"), 10)
        .await
        .unwrap();
    append(&mut write, &revision(id, 2, "k", "manual"), 20)
        .await
        .unwrap();
    append(&mut write, &revision(other, 1, "k", "manual"), 20)
        .await
        .unwrap();
    let head = read_head(&mut write, id).await.unwrap().unwrap();
    assert_eq!(
        (head.number, head.source.as_str(), head.created_at),
        (2, "text\r\n", 20)
    );
    assert_eq!(find_by_key(&mut write, id, "k").await.unwrap().unwrap().number, 2);
    assert!(find_by_key(&mut write, id, "").await.unwrap().is_none());
    assert!(find_by_key(&mut write, id, "other").await.unwrap().is_none());
    assert_eq!(
        read_revision(&mut write, id, 1).await.unwrap().unwrap().reason,
        "import"
    );
    assert!(read_revision(&mut write, id, 3).await.unwrap().is_none());
    assert_eq!(read_newer(&mut write, id, 1).await.unwrap().unwrap().number, 2);
    assert!(read_newer(&mut write, id, 2).await.unwrap().is_none());
    let numbers: Vec<i64> = list_revisions(&mut write, id, i64::MAX, 9)
        .await
        .unwrap()
        .iter()
        .map(|row| row.number)
        .collect();
    assert_eq!(numbers, [2, 1]);
    assert_eq!(list_revisions(&mut write, id, 2, 9).await.unwrap().len(), 1);
    assert!(
        append(&mut write, &revision(id, 3, "k", "manual"), 30)
            .await
            .is_err(),
        "the key is taken"
    );
    assert!(
        append(&mut write, &revision(id, 2, "l", "manual"), 30)
            .await
            .is_err(),
        "the number is taken"
    );
}

#[tokio::test]
async fn a_revision_is_listed_under_what_was_asked_with_it() {
    let blog = Blog::open().await;
    let id = blog.save(&post("one", 1_000)).await;
    let other = blog.save(&post("two", 1_000)).await;
    let mut write = blog.begin().await;
    for number in 1..=3 {
        append(&mut write, &revision(id, number, "", "publish"), NOW)
            .await
            .unwrap();
    }
    append(&mut write, &revision(other, 2, "", "publish"), NOW)
        .await
        .unwrap();
    set_act(&mut write, id, 2, "unpublish").await.unwrap();
    set_act(&mut write, id, 3, "schedule").await.unwrap();
    assert!(set_act(&mut write, id, 3, "another").await.is_err());
    for (post, reasons) in [
        (id, &["schedule", "unpublish", "publish"][..]),
        (other, &["publish"][..]),
    ] {
        let rows = list_revisions(&mut write, post, i64::MAX, 9).await.unwrap();
        let listed: Vec<&str> = rows.iter().map(|row| row.reason.as_str()).collect();
        assert_eq!(listed, reasons);
    }
    assert_eq!(
        read_revision(&mut write, id, 2).await.unwrap().unwrap().reason,
        "publish",
        "the word that an import is known by stays what it was"
    );
}

#[tokio::test]
async fn of_many_automatic_saves_one_a_minute_stays() {
    let blog = Blog::open().await;
    let id = blog.save(&post("one", 1_000)).await;
    let author = blog.author("ada").await;
    let mut write = blog.begin().await;
    let user = crate::server::db::users::NewUser {
        email: "ada@x",
        name: "Ada",
        role: "author",
        password: "",
        author_id: author,
    };
    let user = crate::server::db::users::add_user(&mut write, &user, 0)
        .await
        .unwrap();
    append(&mut write, &revision(id, 1, "", "import"), 0)
        .await
        .unwrap();
    for number in 2..=30 {
        let key = number.to_string();
        let reason = if number == 9 { "manual" } else { "autosave" };
        let saved = NewRevision {
            user_id: user,
            ..revision(id, number, &key, reason)
        };
        append(&mut write, &saved, (number - 1) * 10_000).await.unwrap();
        if number == 6 {
            set_released(&mut write, id, 6).await.unwrap();
        }
        thin_out(&mut write, id, number - 1, user, 60_000).await.unwrap();
    }
    let kept = list_revisions(&mut write, id, i64::MAX, 99).await.unwrap();
    let numbers: Vec<i64> = kept.iter().map(|row| row.number).rev().collect();
    // The first, the released one, what was asked for, the latest; of the rest one a minute.
    assert_eq!(numbers, [1, 6, 9, 15, 21, 27, 30]);
    assert!(
        !thin_out(&mut write, id, 30, user, 60_000).await.unwrap(),
        "the latest stays"
    );
    assert!(
        !thin_out(&mut write, id, 27, None, 1_000_000).await.unwrap(),
        "somebody else's"
    );
}

#[tokio::test]
async fn a_post_is_found_by_its_identity_with_where_its_writing_stands() {
    let blog = Blog::open().await;
    let (ada, ben) = (blog.author("ada").await, blog.author("ben").await);
    let id = blog
        .save(&PostRecord {
            authors: &[ada],
            ..post("one", 1_000)
        })
        .await;
    let mut write = blog.begin().await;
    assert!(find_post(&mut write, "nothing").await.unwrap().is_none());
    let row = find_post(&mut write, "one").await.unwrap().unwrap();
    assert_eq!((row.id, row.released, row.trashed_from), (id, None, None));
    assert!(is_by(&mut write, id, ada).await.unwrap() && !is_by(&mut write, id, ben).await.unwrap());
    append(&mut write, &revision(id, 1, "", "import"), NOW)
        .await
        .unwrap();
    set_released(&mut write, id, 1).await.unwrap();
    set_trashed_from(&mut write, id, Some(("draft", 5)))
        .await
        .unwrap();
    set_review_after(&mut write, id, Some(7)).await.unwrap();
    move_released(&mut write, id, 9, 10).await.unwrap();
    let row = find_post(&mut write, "one").await.unwrap().unwrap();
    assert_eq!(
        (row.released, row.trashed_from.as_deref()),
        (Some(1), Some("draft"))
    );
    move_released(&mut write, id, 1, 2).await.unwrap();
    let row = find_post(&mut write, "one").await.unwrap().unwrap();
    assert_eq!(
        (row.released, row.trashed_from.as_deref()),
        (Some(2), Some("draft"))
    );
    assert!(is_slug_taken(&mut write, "one", id + 1).await.unwrap());
    assert!(!is_slug_taken(&mut write, "one", id).await.unwrap());
    assert!(!is_slug_taken(&mut write, "two", id).await.unwrap());
}

#[tokio::test]
async fn what_has_an_address_is_named_only_where_everybody_can_come_across_it() {
    let blog = Blog::open().await;
    let shown = PostRecord {
        title: "Shown",
        ..post("one", 1_000)
    };
    blog.save(&shown).await;
    blog.save_hidden(&shown).await;
    let mut reader = blog.reader().await;
    for name in ["draft", "scheduled", "unpublished", "trashed", "unlisted"] {
        let title = find_shown_title(&mut reader, &format!("hidden-{name}"), NOW).await;
        assert_eq!(title.unwrap(), None, "{name}");
    }
    for slug in ["one", "hidden-page", "hidden-project"] {
        let title = find_shown_title(&mut reader, slug, NOW).await.unwrap();
        assert_eq!(title.as_deref(), Some("Shown"), "{slug}");
    }
    assert_eq!(find_shown_title(&mut reader, "one", 999).await.unwrap(), None);
}

#[tokio::test]
async fn the_content_of_a_post_is_read_back_as_it_was_saved() {
    let blog = Blog::open().await;
    let cover = blog.picture().await;
    let (rust, api) = (blog.tag("rust").await, blog.tag("api").await);
    let (ada, ben) = (blog.author("ada").await, blog.author("ben").await);
    let series = blog.series("jobs").await;
    let id = blog
        .save(&PostRecord {
            title: "Größe",
            summary: "summary",
            featured: true,
            visibility: "unlisted",
            cover: Some(cover),
            cover_alt: "A lighthouse",
            series: Some((series, 3)),
            tags: &[rust, api],
            authors: &[ben, ada],
            body: body("line\r\n\tend \u{feff}", 1),
            ..post("one", 1_000)
        })
        .await;
    let mut reader = blog.reader().await;
    let row = read_content(&mut reader, id).await.unwrap();
    assert_eq!(row.source, "line\r\n\tend \u{feff}");
    assert_eq!(
        (row.title.as_str(), row.visibility.as_str(), row.featured),
        ("Größe", "unlisted", true)
    );
    assert_eq!(
        (row.cover.as_deref(), row.cover_alt.as_str()),
        (Some("/media/aa.png"), "A lighthouse")
    );
    assert_eq!((row.series.as_deref(), row.series_part), (Some("jobs"), Some(3)));
    assert_eq!(list_tag_names(&mut reader, id).await.unwrap(), ["rust", "api"]);
    assert_eq!(list_author_slugs(&mut reader, id).await.unwrap(), ["ben", "ada"]);
}

/// The numbers that stay of saves with these keys at these times.
async fn kept(saves: &[(&str, i64)]) -> Vec<i64> {
    let blog = Blog::open().await;
    let id = blog.save(&post("one", 1_000)).await;
    let author = blog.author("ada").await;
    let mut write = blog.begin().await;
    let user = crate::server::db::users::NewUser {
        email: "ada@x",
        name: "Ada",
        role: "author",
        password: "",
        author_id: author,
    };
    let user = crate::server::db::users::add_user(&mut write, &user, 0)
        .await
        .unwrap();
    for (number, (key, at)) in (1..).zip(saves) {
        let saved = NewRevision {
            user_id: user,
            ..revision(id, number, key, "autosave")
        };
        append(&mut write, &saved, *at).await.unwrap();
        thin_out(&mut write, id, number - 1, user, 60_000).await.unwrap();
    }
    let kept = list_revisions(&mut write, id, i64::MAX, 99).await.unwrap();
    kept.iter().map(|row| row.number).rev().collect()
}

#[tokio::test]
async fn what_was_written_last_before_a_pause_stays() {
    let pause = 3 * 24 * 60 * 60 * 1_000;
    let saves = [
        ("a-1", 0),
        ("a-2", 9_000),
        ("a-3", 40_000),
        ("a-4", pause),
        ("a-5", pause + 9_000),
    ];
    assert_eq!(kept(&saves).await, [1, 3, 4, 5]);
}

#[tokio::test]
async fn a_save_that_may_be_asked_for_again_is_still_known() {
    // The other tab does not know whether the first ever had its answer.
    let saves = [
        ("a-1", 0),
        ("a-2", 9_000),
        ("b-1", 18_000),
        ("b-2", 27_000),
        ("b-3", 36_000),
    ];
    assert_eq!(kept(&saves).await, [1, 2, 5]);
}

#[tokio::test]
async fn what_was_said_of_the_released_revision_is_found_and_of_an_imported_draft() {
    let blog = Blog::open().await;
    let ids = [
        blog.save(&post("one", 1_000)).await,
        blog.save(&post("two", 1_000)).await,
    ];
    let mut write = blog.begin().await;
    for (id, reasons) in ids
        .into_iter()
        .zip([["import", "import", "manual"], ["manual", "manual", "manual"]])
    {
        for ((number, meta), reason) in [(1, "first"), (2, "second"), (3, "third")]
            .into_iter()
            .zip(reasons)
        {
            let revision = NewRevision {
                meta,
                ..revision(id, number, "", reason)
            };
            append(&mut write, &revision, NOW).await.unwrap();
        }
    }
    let mut released = async |id| read_released_meta(&mut write, id).await.unwrap();
    assert_eq!(
        released(ids[0]).await.as_deref(),
        Some("second"),
        "the import's last"
    );
    assert_eq!(released(ids[1]).await, None);
    set_released(&mut write, ids[1], 2).await.unwrap();
    assert_eq!(
        read_released_meta(&mut write, ids[1]).await.unwrap().as_deref(),
        Some("second")
    );
}

#[tokio::test]
async fn a_post_names_its_authors_by_its_latest_revision() {
    let blog = Blog::open().await;
    let (one, two) = (
        blog.save(&post("one", 1_000)).await,
        blog.save(&post("two", 1_000)).await,
    );
    let mut write = blog.begin().await;
    for (id, number, meta) in [
        (one, 1, r#"{"authors":["ada","ben"]}"#),
        (two, 1, r#"{"authors":["ben"]}"#),
        (two, 2, r#"{"authors":["ada-b"]}"#),
    ] {
        let named = NewRevision {
            meta,
            ..revision(id, number, "", "manual")
        };
        append(&mut write, &named, NOW).await.unwrap();
    }
    assert_eq!(list_naming(&mut write, "ben").await.unwrap(), [one]);
    assert_eq!(list_naming(&mut write, "ada").await.unwrap(), [one]);
    assert_eq!(list_naming(&mut write, "ada-b").await.unwrap(), [two]);
    write.commit().await.unwrap();
    // Every head is asked once, and each revision is found by its number.
    let plan = blog
        .plan(
            "SELECT h.post_id FROM post_heads h JOIN revisions r ON r.post_id = h.post_id AND r.number = h.number \
             WHERE r.meta LIKE '%\"' || 'ada' || '\"%' ORDER BY h.post_id",
        )
        .await;
    assert!(plan[1].contains("(post_id=? AND number=?)"), "{plan:?}");
}
