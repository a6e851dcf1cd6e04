//! What readers were told of changes goes with an export, and goes on where it is imported.

use axum::http::StatusCode;
use logbook::{
    model::{draft::save::Order, role::Role, status::Status},
    server::{
        calendar,
        services::publish::{Due, publish_due},
    },
};

use super::{
    blog::{publish, revise, uuid_of},
    exported, warnings,
};
use crate::{
    import::{run, written},
    site::{TestSite, post},
    staff::Person,
};

const ADDRESS: &str = "/posts/one/changes";

const FILE: &str = "history/one.toml";

/// A blog with a post of which readers saw three texts, who may write on it, and an export of it.
async fn told() -> (TestSite, Person, tempfile::TempDir) {
    let site = TestSite::with(vec![post("One", 9)]).await;
    let grace = site.join("Grace", Role::Editor).await;
    publish(&site, &grace, "one", "Two of them.\n", "The second.").await;
    publish(&site, &grace, "one", "Three of them.\n", "The third.").await;
    let folder = tempfile::tempdir().unwrap();
    let report = exported(&site, folder.path()).await;
    assert_eq!((report.posts, report.histories), (1, 1), "{report:?}");
    (site, grace, folder)
}

/// Number, text and fields of a revision, since when readers saw it, and what they were told.
type Kept = (i64, String, String, Option<i64>, Option<String>);

/// Every revision.
async fn kept(site: &TestSite) -> Vec<Kept> {
    let mut reader = site.context.database.reader().await.unwrap();
    sqlx::query_as(
        "SELECT r.number, r.source, r.meta, l.released_at, l.note FROM revisions r \
         LEFT JOIN releases l ON l.post_id = r.post_id AND l.number = r.number ORDER BY r.post_id, r.number",
    )
    .fetch_all(&mut *reader)
    .await
    .unwrap()
}

/// That both tell their readers the same of the post.
async fn assert_same(site: &TestSite, other: &TestSite) {
    let (there, here) = (site.get(ADDRESS).await.page(), other.get(ADDRESS).await.page());
    assert_eq!(there, here);
    other
        .get("/posts/one")
        .await
        .assert_in_order(&[ADDRESS, "History"]);
}

#[tokio::test]
async fn a_post_goes_on_from_what_its_readers_were_told_elsewhere() {
    let (site, _, folder) = told().await;
    let other = TestSite::empty().await;
    let dry = run(&other, folder.path(), true).await;
    assert!(dry.warnings.is_empty() && dry.skipped.is_empty(), "{dry:?}");
    assert!(kept(&other).await.is_empty());
    let report = run(&other, folder.path(), false).await;
    assert!(
        report.warnings.is_empty() && report.skipped.is_empty(),
        "{report:?}"
    );
    assert_same(&site, &other).await;
    let before = kept(&other).await;
    let second = run(&other, folder.path(), false).await;
    assert_eq!((second.unchanged, second.warnings.len()), (1, 0), "{second:?}");
    assert_eq!(kept(&other).await, before);

    // Nothing waits to be published, and what is then is one more.
    let edda = other.join("Edda", Role::Editor).await;
    let open = written::open(&other, &edda, &uuid_of(&other, "one").await).await;
    assert_eq!(
        (
            open.released,
            open.head.who.as_str(),
            open.head.draft.source.as_str()
        ),
        (open.head.revision, "Import", "Three of them.\n")
    );
    assert_eq!(kept(&other).await, before, "to open it makes no revision");
    publish(&other, &edda, "one", "Four of them.\n", "The fourth.").await;
    let told = [
        "The fourth.",
        "<del>",
        "Three",
        "<ins>",
        "Four",
        "The third.",
        "The second.",
        "the first text that there is a record of",
    ];
    other.get(ADDRESS).await.assert_in_order(&told);
    run(&other, folder.path(), false).await;
    other.get(ADDRESS).await.assert_in_order(&told);
    assert_eq!(kept(&other).await.len(), before.len() + 1);
}

#[tokio::test]
async fn a_later_export_brings_what_readers_were_told_since() {
    let (site, grace, folder) = told().await;
    let other = TestSite::empty().await;
    run(&other, folder.path(), false).await;
    publish(&site, &grace, "one", "Four of them.\n", "The fourth.").await;
    let later = tempfile::tempdir().unwrap();
    exported(&site, later.path()).await;
    for updated in [1, 0] {
        let report = run(&other, later.path(), false).await;
        assert_eq!(
            (report.updated, report.warnings.len()),
            (updated, 0),
            "{report:?}"
        );
        assert_same(&site, &other).await;
    }
    let releases = kept(&other).await.into_iter().filter(|row| row.3.is_some());
    assert_eq!(releases.count(), 4);
}

#[tokio::test]
async fn a_history_that_cannot_be_read_is_told_of_and_the_rest_comes() {
    let (site, _, folder) = told().await;
    let place = folder.path().join(FILE);
    let whole = std::fs::read_to_string(&place).unwrap();
    for (from, to, has_line, words) in [
        ("logbook = 1", "logbook = 2", true, "newer Logbook"),
        ("source = \"Two", "source = Two", true, "is malformed"),
        ("\nid = \"", "\nid = \"no-", false, "its id is no UUID"),
        (
            r#"\"title\""#,
            r#"\"titel\""#,
            false,
            "its meta is not as it was exported",
        ),
    ] {
        let broken = whole.replace(from, to);
        assert_ne!(broken, whole, "{from}");
        std::fs::write(&place, broken).unwrap();
        let other = TestSite::empty().await;
        for dry_run in [true, false] {
            let report = run(&other, folder.path(), dry_run).await;
            assert_eq!(report.imported, 1, "{report:?}");
            let [skipped] = report.skipped.as_slice() else {
                panic!("{report:?}");
            };
            assert!(
                skipped.file == FILE && skipped.faulty && skipped.reason.contains(words),
                "{skipped:?}"
            );
            assert_eq!(skipped.line.is_some(), has_line, "{skipped:?}");
        }
        assert!(other.get("/posts/one").await.page().contains("Three of them."));
        assert_eq!(other.get(ADDRESS).await.status, StatusCode::NOT_FOUND);
        // Mended, it comes as well.
        std::fs::write(&place, &whole).unwrap();
        run(&other, folder.path(), false).await;
        assert_same(&site, &other).await;
    }
}

#[tokio::test]
async fn a_history_is_left_out_where_its_post_is_not_here_or_was_changed() {
    let (_site, _, folder) = told().await;
    let place = folder.path().join(FILE);
    let whole = std::fs::read_to_string(&place).unwrap();
    std::fs::remove_file(&place).unwrap();
    let other = TestSite::empty().await;
    let report = run(&other, folder.path(), false).await;
    assert!(
        report.warnings.is_empty() && report.skipped.is_empty(),
        "{report:?}"
    );
    let edda = other.join("Edda", Role::Editor).await;
    revise(&other, &edda, "one", |draft| {
        "Not to be seen yet.".clone_into(&mut draft.source);
    })
    .await;
    let before = kept(&other).await;
    std::fs::write(&place, whole).unwrap();
    let report = run(&other, folder.path(), false).await;
    assert!(
        warnings(&report).contains("history/one.toml: is left out: its post is in the trash, or was changed"),
        "{report:?}"
    );
    assert_eq!(kept(&other).await, before);

    std::fs::remove_file(folder.path().join("content/one.md")).unwrap();
    let report = run(&TestSite::empty().await, folder.path(), false).await;
    assert!(
        warnings(&report).contains("history/one.toml: is left out: the post that it is of is not here"),
        "{report:?}"
    );
}

#[tokio::test]
async fn what_waits_with_its_note_for_a_time_goes_on_waiting() {
    let mut draft = post("One", 1);
    draft.status = Status::Draft;
    let site = TestSite::with(vec![draft]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let later = calendar::now() + 60_000;
    let uuid = uuid_of(&site, "one").await;
    let head = written::open(&site, &grace, &uuid).await.head;
    let order = Order::schedule(later).telling("At its time.");
    written::send(&site, &grace, &uuid, head.revision, head.draft, Some(order)).await;
    let folder = tempfile::tempdir().unwrap();
    exported(&site, folder.path()).await;

    let other = TestSite::empty().await;
    for _ in 0..2 {
        run(&other, folder.path(), false).await;
        let mut waiting = kept(&other).await;
        waiting.retain(|row| row.4.is_some());
        assert_eq!(waiting.len(), 1, "{waiting:?}");
        assert_eq!(
            (waiting[0].3, waiting[0].4.as_deref()),
            (None, Some("At its time."))
        );
    }
    let mut write = other.context.database.begin().await.unwrap();
    let post: i64 = sqlx::query_scalar("SELECT id FROM posts")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    assert_eq!(publish_due(&mut write, post, later).await.unwrap(), Due::Live);
    write.commit().await.unwrap();
    let seen = kept(&other).await.into_iter().find_map(|row| row.3);
    assert_eq!(seen, Some(later));
}
