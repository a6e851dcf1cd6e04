//! `/api/desk/*`: writing, as the editor does it.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::model::{
    desk::{DeskPosts, OpenPost, RevisionItem},
    draft::{
        Draft,
        save::{Act, Head, Order, Reason, SaveReply, SaveRequest},
    },
    role::Role,
};
use logbook::server::services::accounts::{Actor, people};
use miniserde::json;

use crate::{
    site::{Answer, TestSite, post},
    staff::Person,
};

mod address;
mod changes;
mod check;
mod dates;
mod due;
mod feeds;
mod full;
mod limits;
mod numbers;
mod orders;
mod pages;
mod review;
mod share;
mod trash;

/// A writer at a post.
struct Desk<'a> {
    site: &'a TestSite,
    person: &'a Person,
    post: String,
}

impl<'a> Desk<'a> {
    async fn begin(site: &'a TestSite, person: &'a Person) -> Self {
        let begun = site
            .post("/api/desk/begin", Some(&person.cookie), &[])
            .await
            .page();
        Self {
            site,
            person,
            post: begun.trim_matches('"').to_owned(),
        }
    }

    async fn open(&self) -> OpenPost {
        json::from_str(&self.asked_to_open().await.page()).unwrap()
    }

    async fn asked_to_open(&self) -> Answer {
        let fields = [("post", self.post.as_str())];
        self.site
            .post("/api/desk/open", Some(&self.person.cookie), &fields)
            .await
    }

    fn request(&self, base: i64, draft: Draft, key: &str, then: Option<Order>) -> SaveRequest {
        SaveRequest {
            post: self.post.clone(),
            key: key.to_owned(),
            base,
            draft,
            reason: if then.is_some() {
                Reason::Publish
            } else {
                Reason::Manual
            },
            then,
        }
    }

    async fn send(&self, request: &SaveRequest) -> Answer {
        let body = format!("{{\"request\":{}}}", json::to_string(request));
        let request = Request::post("/api/desk/save")
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.person.cookie)
            .body(Body::from(body))
            .unwrap();
        self.site.ask(request).await
    }

    /// Saves on the latest revision; answers the new one.
    async fn save(&self, draft: Draft, then: Option<Order>) -> i64 {
        let base = self.open().await.head.revision;
        let key = format!("key-{base}");
        let answer = self.send(&self.request(base, draft, &key, then)).await;
        reply(answer).saved.unwrap()
    }
}

fn reply(answer: Answer) -> SaveReply {
    json::from_str(&answer.page()).unwrap()
}

fn draft(title: &str, source: &str) -> Draft {
    let mut draft = Draft {
        source: source.to_owned(),
        ..Draft::default()
    };
    draft.meta.title = title.to_owned();
    draft.meta.tags = vec!["Rust".to_owned()];
    draft.meta.authors = vec!["ada".to_owned()];
    draft
}

async fn list(site: &TestSite, person: &Person, query: &str) -> DeskPosts {
    let path = format!("/api/desk/posts?{query}");
    json::from_str(&site.get_as(&path, person).await.page()).unwrap()
}

const ALL: &str = "words=&status=&mine=false&sort=&page=1";

#[tokio::test]
async fn what_is_written_is_kept_byte_for_byte_and_seen_once_it_is_published() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let source = "# A\r\n\ttext  \n\u{feff}</textarea><script>alert(1)</script>\n🦀 \u{202e}\n";
    let first = draft("Locks & <keys>", source);
    desk.save(first.clone(), None).await;
    let open = desk.open().await;
    assert_eq!(open.head.draft, first, "as it was typed");
    assert_eq!((open.status.as_str(), open.released), ("draft", 0));
    assert_eq!(
        site.get("/posts/locks-and-keys").await.status,
        StatusCode::NOT_FOUND
    );

    let released = desk.save(first.clone(), Some(Order::now(Act::Publish))).await;
    let page = site.get("/posts/locks-and-keys").await;
    page.assert_in_order(&["Locks &amp; &lt;keys&gt;", "#", "Rust"]);
    assert!(!page.text.contains("<script>alert"));
    assert!(page.text.contains("/authors/ada"));
    let open = desk.open().await;
    assert_eq!((open.status.as_str(), open.released), ("published", released));

    // Readers see the published text until the new one is released.
    desk.save(draft("Locks, again", "Other words.\n"), None).await;
    let page = site.get("/posts/locks-and-keys").await;
    assert!(!page.text.contains("Other words") && !page.text.contains("again"));
    let all = list(&site, &ada, ALL).await;
    assert_eq!((all.total, all.posts[0].title.as_str()), (1, "Locks, again"));
    assert!(all.posts[0].pending);

    let mut moved = draft("Locks, again", "Other words.\n");
    moved.meta.slug = "locks".to_owned();
    desk.save(moved, Some(Order::now(Act::Publish))).await;
    site.get("/posts/locks")
        .await
        .assert_in_order(&["Locks, again", "Other words"]);
    let old = site.get("/posts/locks-and-keys").await;
    assert_eq!(
        (old.status, old.header(header::LOCATION)),
        (StatusCode::MOVED_PERMANENTLY, "/posts/locks")
    );
    assert!(
        site.get("/search?q=other+words")
            .await
            .text
            .contains("/posts/locks")
    );

    let path = format!("/api/desk/revisions?post={}&before=", desk.post);
    let revisions: Vec<RevisionItem> =
        json::from_str(&site.get_as(path.trim_end_matches("&before="), &ada).await.page()).unwrap();
    let reasons: Vec<&str> = revisions.iter().map(|item| item.reason.as_str()).collect();
    assert_eq!(reasons, ["publish", "manual", "publish", "manual", "import"]);
    assert!(revisions[0].released && !revisions[1].released);
    assert!(revisions[0].who.starts_with("Ada"), "{}", revisions[0].who);

    // An older one is taken back as a new one; readers see no change.
    let fields = [("post", desk.post.as_str()), ("number", "2")];
    let restored = site
        .post("/api/desk/restore", Some(&ada.cookie), &fields)
        .await
        .page();
    let head: Head = json::from_str(&restored).unwrap();
    assert_eq!((head.draft.source.as_str(), head.revision), (source, 6));
    assert!(site.get("/posts/locks").await.text.contains("Other words"));
    let olga = site.join("Olga", Role::Owner).await;
    let log = site.get_as("/api/audit/list", &olga).await.page();
    assert!(
        log.contains("\"action\":\"post.restore\"") && log.contains("\"after\":\"6, as 2\""),
        "{log}"
    );
}

#[tokio::test]
async fn of_two_who_save_at_once_the_second_is_told_of_the_first() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let grace = site.join("Grace", Role::Editor).await;
    let desk = Desk::begin(&site, &ada).await;
    let other = Desk {
        person: &grace,
        post: desk.post.clone(),
        site: &site,
    };
    let base = desk.open().await.head.revision;
    let mine = desk.request(base, draft("Title", "Mine.\n"), "a-1", None);
    let theirs = other.request(base, draft("Title", "Theirs.\n"), "b-1", None);
    assert_eq!(reply(desk.send(&mine).await).saved, Some(base + 1));
    let head = reply(other.send(&theirs).await).conflict.unwrap();
    assert_eq!((head.revision, head.draft.source.as_str()), (base + 1, "Mine.\n"));
    assert!(head.who.starts_with("Ada"), "{}", head.who);

    // The same request again is the same save, also after others; the same name for another text is refused.
    let again = other.request(base + 1, draft("Title", "Mine.\nTheirs.\n"), "b-2", None);
    assert_eq!(reply(other.send(&again).await).saved, Some(base + 2));
    assert_eq!(reply(other.send(&again).await).saved, Some(base + 2));
    assert_eq!(reply(desk.send(&mine).await).saved, Some(base + 1));
    let misused = desk.request(base + 2, draft("Title", "Another.\n"), "a-1", None);
    assert_eq!(desk.send(&misused).await.status, StatusCode::CONFLICT);
    assert_eq!(desk.open().await.head.revision, base + 2);
}

#[tokio::test]
async fn what_cannot_appear_says_why_and_stays_as_it_is() {
    let site = TestSite::with(vec![post("Taken", 1)]).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let base = desk.open().await.head.revision;
    let publish = || Some(Order::now(Act::Publish));
    let slugged = |slug: &str| {
        let mut draft = draft("Title", "Text.\n");
        draft.meta.slug = slug.to_owned();
        draft
    };
    for (draft, then, field) in [
        (draft("", "Text.\n"), publish(), "title"),
        (draft("Title", " \n"), publish(), "source"),
        (slugged("taken"), publish(), "slug"),
        (slugged("feed"), publish(), "slug"),
        (slugged("../etc"), publish(), "slug"),
        (slugged("Größe"), publish(), "slug"),
        (draft("Title", "Text.\n"), Some(Order::schedule(1)), "at"),
        (
            draft("Title", "Text.\n"),
            Some(Order {
                act: Act::Schedule,
                at: None,
                note: None,
            }),
            "at",
        ),
        (draft("Title", &"a".repeat(600 * 1024)), None, "source"),
        (draft(&"a".repeat(2_000), "Text.\n"), None, "title"),
    ] {
        let answer = desk.send(&desk.request(base, draft, "k", then)).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field}: {}",
            answer.text
        );
        assert!(
            answer.text.contains(&format!("\"{field}\":")),
            "{field}: {}",
            answer.text
        );
    }
    assert_eq!(
        desk.open().await.head.revision,
        base,
        "nothing of it was kept half"
    );
    let huge = desk.request(base, draft("Title", &"a".repeat(5 * 1024 * 1024)), "k", None);
    assert_eq!(desk.send(&huge).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.open().await.head.revision, base);
}

#[tokio::test]
async fn the_trash_gives_everything_back() {
    let site = TestSite::with(vec![post("One", 2), post("Two", 1)]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let all = list(&site, &grace, ALL).await;
    let one = all
        .posts
        .iter()
        .find(|post| post.title == "One")
        .unwrap()
        .uuid
        .clone();
    let fields = [("post", one.as_str())];
    let tag = async || site.get("/tags/backend").await.text;
    assert!(tag().await.contains("2 posts"));

    assert_eq!(
        site.post("/api/desk/trash", Some(&grace.cookie), &fields)
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(site.get("/posts/one").await.status, StatusCode::GONE);
    assert!(tag().await.contains("1 post"));
    assert_eq!(list(&site, &grace, ALL).await.total, 1);
    let trashed = list(
        &site,
        &grace,
        "words=one&status=trashed&mine=false&sort=title&page=1",
    )
    .await;
    assert_eq!(trashed.posts[0].uuid, one);

    assert_eq!(
        site.post("/api/desk/take-back", Some(&grace.cookie), &fields)
            .await
            .status,
        StatusCode::OK
    );
    site.get("/posts/one")
        .await
        .assert_in_order(&["One", "The text of One"]);
    assert!(tag().await.contains("2 posts"));
    let again = site
        .post("/api/desk/take-back", Some(&grace.cookie), &fields)
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn an_imported_post_is_opened_as_readers_see_it_and_others_do_not_see_it_at_the_desk() {
    let mut imported = post("One", 2);
    imported.source = "Text *with* marks.\r\n".to_owned();
    let site = TestSite::with(vec![imported]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let ben = site.join("Ben", Role::Author).await;
    let all = list(&site, &grace, ALL).await;
    let desk = Desk {
        person: &grace,
        post: all.posts[0].uuid.clone(),
        site: &site,
    };
    let open = desk.open().await;
    assert_eq!((open.head.revision, open.released), (1, 1));
    assert_eq!(open.head.draft.source, "Text *with* marks.\r\n");
    assert_eq!(open.head.draft.meta.tags, ["Backend"]);
    assert_eq!(open.head.draft.meta.authors, ["ada-marlow"]);
    let again = desk.open().await;
    assert_eq!((again.head.revision, again.released), (1, 1));
    assert_eq!(list(&site, &ben, ALL).await.total, 0);
    let desk = Desk { person: &ben, ..desk };
    assert_eq!(desk.asked_to_open().await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whose_post_it_is_outlives_the_next_publishing() {
    let site = TestSite::empty().await;
    let (ada, ben) = (
        site.join("Ada", Role::Author).await,
        site.join("Ben", Role::Author).await,
    );
    let desk = Desk::begin(&site, &ada).await;
    desk.save(draft("Handed over", "Text.\n"), Some(Order::now(Act::Publish)))
        .await;
    let handed = people::hand_over(&site.context.database, &Actor::operator(), 1, 2).await;
    assert_eq!(handed.unwrap(), Some(Ok(1)));
    let desk = Desk { person: &ben, ..desk };
    let open = desk.open().await;
    assert_eq!(open.head.draft.meta.authors, ["ben"]);
    assert_eq!(open.released, open.head.revision, "readers see who it is now");
    desk.save(open.head.draft, Some(Order::now(Act::Publish))).await;
    assert_eq!(desk.open().await.head.draft.meta.authors, ["ben"]);
    let desk = Desk { person: &ada, ..desk };
    assert_eq!(desk.asked_to_open().await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn who_takes_a_place_has_it_in_what_is_being_written_as_in_what_readers_see() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Editor).await;
    site.join("Ben", Role::Author).await;
    site.join("Cyd", Role::Author).await;
    let by = |authors: &[&str]| {
        let mut draft = draft("Title", "Text.\n");
        draft.meta.authors = authors.iter().map(|&author| author.to_owned()).collect();
        draft
    };
    let (both, asked) = (Desk::begin(&site, &ada).await, Desk::begin(&site, &ada).await);
    both.save(by(&["ada", "cyd", "ben"]), Some(Order::now(Act::Publish)))
        .await;
    // Ben is asked to write on this one; readers do not know yet.
    asked.save(by(&["ada", "ben"]), None).await;
    let handed = people::hand_over(&site.context.database, &Actor::operator(), 2, 3).await;
    assert_eq!(handed.unwrap(), Some(Ok(1)));
    assert_eq!(asked.open().await.head.draft.meta.authors, ["ada", "cyd"]);

    let handed = people::hand_over(&site.context.database, &Actor::operator(), 1, 3).await;
    assert_eq!(handed.unwrap(), Some(Ok(2)));
    for desk in [&both, &asked] {
        assert_eq!(desk.open().await.head.draft.meta.authors, ["cyd"]);
    }
    let mut reader = site.context.database.reader().await.unwrap();
    let kept: Vec<String> = sqlx::query_scalar(
        "SELECT a.slug FROM post_authors x JOIN authors a ON a.id = x.author_id JOIN posts p ON p.id = x.post_id \
         WHERE p.uuid = $1 ORDER BY x.position",
    )
    .bind(&both.post)
    .fetch_all(&mut *reader)
    .await
    .unwrap();
    assert_eq!(kept, ["cyd"]);
}

#[tokio::test]
async fn of_two_authors_the_one_who_stays_keeps_their_place() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Editor).await;
    for name in ["Ben", "Cyd"] {
        site.join(name, Role::Author).await;
    }
    let desk = Desk::begin(&site, &ada).await;
    let mut three = draft("Title", "Text.\n");
    three.meta.authors = ["ben", "ada", "cyd"].map(ToOwned::to_owned).to_vec();
    desk.save(three, Some(Order::now(Act::Publish))).await;
    // Ben's posts go to Cyd, who is on this one already, behind Ada.
    let handed = people::hand_over(&site.context.database, &Actor::operator(), 2, 3).await;
    assert_eq!(handed.unwrap(), Some(Ok(1)));
    let page = site.get("/posts/title").await;
    page.assert_in_order(&["/authors/ada", "/authors/cyd"]);
    assert_eq!(desk.open().await.head.draft.meta.authors, ["ada", "cyd"]);
}

#[tokio::test]
async fn a_post_is_opened_as_it_stands_when_its_first_revision_is_made() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let path = format!("/api/desk/open?post={}", desk.post);
    let by_reading = site.get_as(&path, &ada).await;
    assert_ne!(by_reading.status, StatusCode::OK, "what writes is no GET");

    // It is published while the one who opens it waits for the file.
    let mut write = site.context.database.begin().await.unwrap();
    let publish = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        sqlx::query(
            "UPDATE posts SET status = 'published', published_at = 1000, slug = 'seen' WHERE uuid = $1",
        )
        .bind(&desk.post)
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
    };
    let (open, ()) = tokio::join!(desk.open(), publish);
    assert_eq!((open.status.as_str(), open.slug.as_str()), ("published", "seen"));
    assert_eq!((open.head.revision, open.released), (1, 1));
    assert_eq!(open.head.draft.meta.slug, "seen");
    assert_eq!(desk.open().await, open);
}
