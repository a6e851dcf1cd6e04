//! A post that came from a file, was written on at the desk, and changes in its file.

use logbook::{
    model::{
        desk::{DeskPosts, OpenPost, RevisionItem},
        draft::{
            Draft,
            save::{Act, Order, Reason, SaveRequest},
        },
        role::Role,
    },
    server::calendar,
};
use miniserde::json;

use super::*;
use crate::staff::Person;

struct Bench {
    site: TestSite,
    folder: tempfile::TempDir,
    grace: Person,
    post: String,
}

fn file(text: &str, more: &str) -> String {
    format!("+++\ntitle = \"One\"\ndate = 2020-01-02\n{more}+++\n{text}\n")
}

/// A post as the desk opens it.
pub async fn open(site: &TestSite, who: &Person, post: &str) -> OpenPost {
    let fields = [("post", post)];
    let answer = site.post("/api/desk/open", Some(&who.cookie), &fields).await;
    json::from_str(&answer.page()).unwrap()
}

/// Saves a post at the desk.
pub async fn send(site: &TestSite, who: &Person, post: &str, base: i64, draft: Draft, then: Option<Order>) {
    let request = SaveRequest {
        post: post.to_owned(),
        key: format!("key-{base}"),
        base,
        draft,
        reason: Reason::Manual,
        then,
    };
    let request = axum::http::Request::post("/api/desk/save")
        .header(header::CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, &who.cookie)
        .body(format!("{{\"request\":{}}}", json::to_string(&request)).into())
        .unwrap();
    site.ask(request).await.page();
}

impl Bench {
    async fn open() -> Self {
        let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
        write(folder.path(), "one.md", &file("From the file.", ""));
        run(&site, folder.path(), false).await;
        let grace = site.join("Grace", Role::Editor).await;
        let path = "/api/desk/posts?words=&status=&mine=false&sort=&page=1";
        let posts: DeskPosts = json::from_str(&site.get_as(path, &grace).await.page()).unwrap();
        Self {
            post: posts.posts[0].uuid.clone(),
            site,
            folder,
            grace,
        }
    }

    async fn head(&self) -> OpenPost {
        open(&self.site, &self.grace, &self.post).await
    }

    async fn page(&self) -> String {
        self.site.get("/posts/one").await.page()
    }

    async fn save(&self, source: &str, then: Option<Order>) -> Draft {
        let head = self.head().await.head;
        let mut draft = head.draft;
        draft.source = source.to_owned();
        self.send(head.revision, draft.clone(), then).await;
        draft
    }

    async fn send(&self, base: i64, draft: Draft, then: Option<Order>) {
        send(&self.site, &self.grace, &self.post, base, draft, then).await;
    }

    async fn import(&self, text: &str, more: &str) -> Report {
        write(self.folder.path(), "one.md", &file(text, more));
        run(&self.site, self.folder.path(), false).await
    }

    async fn reasons(&self) -> Vec<(String, bool)> {
        let path = format!("/api/desk/revisions?post={}", self.post);
        let items: Vec<RevisionItem> =
            json::from_str(&self.site.get_as(&path, &self.grace).await.page()).unwrap();
        items
            .into_iter()
            .map(|item| (item.reason, item.released))
            .collect()
    }
}

/// That nothing was written, and that it is told.
fn assert_kept(report: &Report, word: &str) {
    assert_eq!(
        (report.imported, report.updated, report.unchanged, report.kept),
        (0, 0, 0, 1),
        "{report:?}"
    );
    let [warning] = report.warnings.as_slice() else {
        panic!("{report:?}");
    };
    assert!(
        warning.file == "one.md" && warning.reason.contains(word),
        "{warning:?}"
    );
}

#[tokio::test]
async fn what_was_only_opened_is_updated_for_readers_and_the_desk() {
    let bench = Bench::open().await;
    bench.head().await;
    let report = bench.import("From the file, again.", "").await;
    assert_eq!((report.updated, report.warnings.len()), (1, 0), "{report:?}");
    assert!(bench.page().await.contains("From the file, again."));
    let open = bench.head().await;
    assert_eq!(open.head.draft.source, "From the file, again.\n");
    assert_eq!(
        (open.released, open.head.who.as_str()),
        (open.head.revision, "Import")
    );
    let reasons = bench.reasons().await;
    let words: Vec<&str> = reasons.iter().map(|(reason, _)| reason.as_str()).collect();
    assert_eq!(words, ["import", "import"]);
    assert!(reasons[0].1);

    // Nothing is added for a file that says the same in other words.
    bench.import("From the file, again.", "# a remark\n").await;
    assert_eq!(bench.reasons().await.len(), 2);
}

#[tokio::test]
async fn what_was_published_at_the_desk_stays_and_is_told_of_every_time() {
    let bench = Bench::open().await;
    bench
        .save("From the desk.\n", Some(Order::now(Act::Publish)))
        .await;
    let same = bench.import("From the file.", "").await;
    assert_eq!(
        (same.unchanged, same.kept, same.warnings.len()),
        (1, 0, 0),
        "{same:?}"
    );
    let before = bench.head().await;
    write(bench.folder.path(), "one.md", &file("From the file, again.", ""));
    for dry_run in [true, false, false, true] {
        let report = run(&bench.site, bench.folder.path(), dry_run).await;
        assert_kept(&report, "changed at the desk");
        assert!(bench.page().await.contains("From the desk."));
        assert_eq!(bench.head().await, before);
    }
}

#[tokio::test]
async fn a_draft_that_waits_is_a_change_as_well() {
    let bench = Bench::open().await;
    let waiting = bench.save("Half a thought.\n", None).await;
    for text in ["Second edition.", "Third edition."] {
        assert_kept(&bench.import(text, "").await, "changed at the desk");
        assert!(bench.page().await.contains("From the file."));
        assert_eq!(bench.head().await.head.draft, waiting, "as it was typed");
    }
    assert_eq!(bench.reasons().await.len(), 2);
}

#[tokio::test]
async fn what_the_desk_took_from_readers_does_not_come_back_by_itself() {
    let bench = Bench::open().await;
    let text = bench.head().await.head.draft.source;
    bench.save(&text, Some(Order::now(Act::Unpublish))).await;
    assert_kept(
        &bench.import("Without the typo.", "").await,
        "changed at the desk",
    );
    assert_eq!(bench.site.get("/posts/one").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_taken_out_of_the_queue_is_not_put_back() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    let future = |text: &str| format!("+++\ntitle = \"Later\"\ndate = 2999-01-02\n+++\n{text}\n");
    write(folder.path(), "later.md", &future("Text."));
    run(&site, folder.path(), false).await;
    let grace = site.join("Grace", Role::Editor).await;
    let id: i64 = sqlx::query_scalar("SELECT id FROM jobs WHERE kind = 'publish'")
        .fetch_one(&mut *site.context.database.reader().await.unwrap())
        .await
        .unwrap();
    let id = id.to_string();
    site.post("/api/jobs/cancel", Some(&grace.cookie), &[("id", id.as_str())])
        .await
        .page();
    write(folder.path(), "later.md", &future("Other text."));
    let report = run(&site, folder.path(), false).await;
    assert_eq!((report.updated, report.kept), (0, 1), "{report:?}");
    let jobs: i64 =
        sqlx::query_scalar("SELECT count(*) FROM jobs WHERE kind = 'publish' AND state = 'queued'")
            .fetch_one(&mut *site.context.database.reader().await.unwrap())
            .await
            .unwrap();
    assert_eq!(jobs, 0);
}

#[tokio::test]
async fn an_address_of_the_desk_is_no_change_of_the_file() {
    let bench = Bench::open().await;
    let mut head = bench.head().await.head;
    head.draft.meta.slug = "elsewhere".to_owned();
    bench
        .send(head.revision, head.draft, Some(Order::now(Act::Publish)))
        .await;
    let report = run(&bench.site, bench.folder.path(), false).await;
    assert_eq!((report.unchanged, report.kept), (1, 0), "{report:?}");
    assert_kept(&bench.import("Changed.", "").await, "changed at the desk");
    assert_eq!(bench.site.get("/posts/elsewhere").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_file_that_goes_to_the_trash_over_there_takes_nothing_with_it() {
    let bench = Bench::open().await;
    write(
        bench.folder.path(),
        "never.md",
        "---\ntitle: Never\ndate: 2020-01-01\nstatus: trashed\n---\nText.\n",
    );
    for dry_run in [true, false] {
        write(
            bench.folder.path(),
            "one.md",
            "---\ntitle: One\ndate: 2020-01-02\nstatus: trashed\n---\nFrom the file.\n",
        );
        let report = run(&bench.site, bench.folder.path(), dry_run).await;
        assert_kept(&report, "as it is here");
        assert_eq!(
            (report.skipped.len(), report.skipped[0].file.as_str()),
            (1, "never.md")
        );
        assert!(bench.page().await.contains("From the file."));
    }
    let fields = [("post", bench.post.as_str())];
    bench
        .site
        .post("/api/desk/trash", Some(&bench.grace.cookie), &fields)
        .await
        .page();
    let report = run(&bench.site, bench.folder.path(), false).await;
    assert_eq!((report.unchanged, report.warnings.len()), (1, 0), "{report:?}");
}

#[tokio::test]
async fn what_is_in_the_trash_stays_there() {
    let bench = Bench::open().await;
    let fields = [("post", bench.post.as_str())];
    let trash = |path: &'static str| bench.site.post(path, Some(&bench.grace.cookie), &fields);
    assert_eq!(trash("/api/desk/trash").await.status, StatusCode::OK);
    let report = bench.import("Changed.", "").await;
    assert_kept(&report, "trash");
    assert_eq!(bench.site.get("/posts/one").await.status, StatusCode::GONE);
    assert_eq!(trash("/api/desk/take-back").await.status, StatusCode::OK);
    assert!(bench.page().await.contains("From the file."));
    let report = bench.import("Changed.", "").await;
    assert_eq!((report.updated, report.warnings.len()), (1, 0));
    assert!(bench.site.get("/posts/one").await.page().contains("Changed."));
}

#[tokio::test]
async fn what_waits_for_a_time_that_the_desk_chose_goes_on_waiting() {
    let bench = Bench::open().await;
    bench
        .save("From the file.\n", Some(Order::now(Act::Unpublish)))
        .await;
    let later = calendar::now() + 60_000;
    bench.save("From the file.\n", Some(Order::schedule(later))).await;
    let report = run(&bench.site, bench.folder.path(), false).await;
    assert_eq!(
        (report.updated, report.unchanged, report.warnings.len()),
        (0, 1, 0),
        "{report:?}"
    );
    assert_eq!(bench.head().await.status, "scheduled");
    assert_eq!(bench.site.get("/posts/one").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_export_holds_what_nobody_has_released_yet() {
    let bench = Bench::open().await;
    bench.save("From the desk.", None).await;
    let begun = bench
        .site
        .post("/api/desk/begin", Some(&bench.grace.cookie), &[])
        .await;
    let fresh = Bench {
        post: json::from_str(&begun.page()).unwrap(),
        ..bench
    };
    let mut draft = fresh.head().await.head.draft;
    draft.source = "A first thought.\n".to_owned();
    draft.meta.title = "A thought".to_owned();
    draft.meta.tags = vec!["C++".to_owned()];
    fresh.send(fresh.head().await.head.revision, draft, None).await;

    let folder = tempfile::tempdir().unwrap();
    let report = super::export::exported(&fresh.site, folder.path()).await;
    assert_eq!((report.posts, report.edits), (2, 1), "{report:?}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(read("content/one.md").ends_with("+++\nFrom the file.\n"));
    assert!(read("edits/one.md").ends_with("+++\nFrom the desk."));
    let thought = read(&format!("content/{}.md", fresh.post));
    assert!(
        thought.contains("title = \"A thought\"\n")
            && thought
                .ends_with("tags = [\"C++\"]\nauthors = [\"Grace\"]\norder = 2\n+++\nA first thought.\n"),
        "{thought}"
    );

    let other = TestSite::empty().await;
    let report = run(&other, folder.path(), false).await;
    assert_eq!((report.imported, report.warnings.len()), (2, 0), "{report:?}");
    let mut reader = other.context.database.reader().await.unwrap();
    let post = logbook::server::db::drafts::find_post(&mut reader, &fresh.post)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (post.title.as_str(), post.status.as_str()),
        ("A thought", "draft")
    );
    assert_eq!(post.slug, post.uuid, "it has no address yet");
}
