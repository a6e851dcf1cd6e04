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
        let path = format!("/api/desk/open?post={}", self.post);
        json::from_str(&self.site.get_as(&path, &self.grace).await.page()).unwrap()
    }

    async fn save(&self, source: &str, then: Option<Order>) -> Draft {
        let head = self.head().await.head;
        let mut draft = head.draft;
        draft.source = source.to_owned();
        let request = SaveRequest {
            post: self.post.clone(),
            key: format!("key-{}", head.revision),
            base: head.revision,
            draft: draft.clone(),
            reason: Reason::Manual,
            then,
        };
        let request = axum::http::Request::post("/api/desk/save")
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.grace.cookie)
            .body(format!("{{\"request\":{}}}", json::to_string(&request)).into())
            .unwrap();
        self.site.ask(request).await.page();
        draft
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

#[tokio::test]
async fn readers_and_the_desk_have_the_same_text_after_it() {
    let bench = Bench::open().await;
    bench
        .save("From the desk.\n", Some(Order::now(Act::Publish)))
        .await;
    let report = bench.import("From the file, again.", "").await;
    assert_eq!((report.updated, report.warnings.len()), (1, 0), "{report:?}");
    assert!(
        bench
            .site
            .get("/posts/one")
            .await
            .page()
            .contains("From the file, again.")
    );
    let open = bench.head().await;
    assert_eq!(open.head.draft.source, "From the file, again.\n");
    assert_eq!(
        (open.released, open.head.who.as_str()),
        (open.head.revision, "Import")
    );
    let reasons = bench.reasons().await;
    let words: Vec<&str> = reasons.iter().map(|(reason, _)| reason.as_str()).collect();
    assert_eq!(words, ["import", "manual", "import"]);
    assert!(reasons[0].1);

    // Nothing is added for a file that says the same in other words.
    bench.import("From the file, again.", "# a remark\n").await;
    assert_eq!(bench.reasons().await.len(), 3);
}

#[tokio::test]
async fn a_draft_that_waits_stays_the_latest_and_is_told_of() {
    let bench = Bench::open().await;
    let waiting = bench.save("Half a thought.\n", None).await;
    for text in ["Second edition.", "Third edition."] {
        let report = bench.import(text, "").await;
        assert_eq!(report.updated, 1);
        assert_eq!(
            (report.warnings.len(), report.warnings[0].file.as_str()),
            (1, "one.md")
        );
        assert!(report.warnings[0].reason.contains("draft"), "{report:?}");
        assert!(bench.site.get("/posts/one").await.page().contains(text));
        let open = bench.head().await;
        assert_eq!(open.head.draft, waiting, "as it was typed");
        assert!(open.head.who.starts_with("Grace"));
        assert_eq!(open.released, open.head.revision - 1);
    }
    let reasons = bench.reasons().await;
    let words: Vec<&str> = reasons.iter().map(|(reason, _)| reason.as_str()).collect();
    assert_eq!(
        words,
        ["manual", "import", "manual", "import", "manual", "import"]
    );
    bench
        .save("A whole thought.\n", Some(Order::now(Act::Publish)))
        .await;
    assert!(
        bench
            .site
            .get("/posts/one")
            .await
            .page()
            .contains("A whole thought.")
    );
}

#[tokio::test]
async fn what_is_in_the_trash_stays_there() {
    let bench = Bench::open().await;
    let fields = [("post", bench.post.as_str())];
    let trash = |path: &'static str| bench.site.post(path, Some(&bench.grace.cookie), &fields);
    assert_eq!(trash("/api/desk/trash").await.status, StatusCode::OK);
    let report = bench.import("Changed.", "").await;
    assert_eq!(report.updated, 0);
    assert!(report.warnings[0].reason.contains("trash"), "{report:?}");
    assert_eq!(bench.site.get("/posts/one").await.status, StatusCode::NOT_FOUND);
    assert_eq!(trash("/api/desk/take-back").await.status, StatusCode::OK);
    assert!(
        bench
            .site
            .get("/posts/one")
            .await
            .page()
            .contains("From the file.")
    );
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
