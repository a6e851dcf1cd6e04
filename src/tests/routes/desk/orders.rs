//! What is asked of a post as a whole: what readers, its authors and its old addresses are left with.

use logbook::{
    model::draft::Part,
    server::{
        calendar,
        db::{
            drafts::{PostRow, find_post},
            jobs::next_due,
        },
    },
};

use super::*;

impl Desk<'_> {
    /// The post as it is kept.
    pub(super) async fn row(&self) -> PostRow {
        let mut reader = self.site.context.database.reader().await.unwrap();
        find_post(&mut reader, &self.post).await.unwrap().unwrap()
    }

    /// Asks for something with the latest content.
    pub(super) async fn order(&self, act: Act) -> i64 {
        let draft = self.open().await.head.draft;
        self.save(draft, Some(Order::now(act))).await
    }

    /// Lets the time of a post pass without anybody noticing.
    pub(super) async fn pass(&self, at: i64) {
        let mut write = self.site.context.database.begin().await.unwrap();
        sqlx::query("UPDATE posts SET published_at = $2 WHERE uuid = $1")
            .bind(&self.post)
            .bind(at)
            .execute(&mut *write)
            .await
            .unwrap();
        write.commit().await.unwrap();
    }

    pub(super) async fn ask(&self, what: &str, person: &Person) -> StatusCode {
        let fields = [("post", self.post.as_str())];
        let path = format!("/api/desk/{what}");
        self.site.post(&path, Some(&person.cookie), &fields).await.status
    }

    /// Whether the list says that readers do not see the latest.
    pub(super) async fn pending(&self) -> bool {
        let all = list(self.site, self.person, ALL).await;
        all.posts
            .iter()
            .find(|post| post.uuid == self.post)
            .unwrap()
            .pending
    }
}

/// The desk of a post that was written elsewhere.
async fn desk_of<'a>(site: &'a TestSite, person: &'a Person, title: &str) -> Desk<'a> {
    let all = list(site, person, ALL).await;
    let found = all.posts.iter().find(|post| post.title == title).unwrap();
    Desk {
        site,
        person,
        post: found.uuid.clone(),
    }
}

fn at(title: &str, slug: &str) -> Draft {
    let mut draft = draft(title, "Text.\n");
    draft.meta.slug = slug.to_owned();
    draft
}

#[tokio::test]
async fn authors_name_themselves_and_only_people_who_are_here() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let ada = site.join("Ada", Role::Author).await;
    let grace = site.join("Grace", Role::Editor).await;
    let desk = Desk::begin(&site, &ada).await;
    let base = desk.open().await.head.revision;
    let by = |authors: &[&str]| {
        let mut draft = draft("Title", "Text.\n");
        draft.meta.authors = authors.iter().map(|&author| author.to_owned()).collect();
        draft
    };
    let publish = || Some(Order::now(Act::Publish));
    for authors in [&["nobody"][..], &["ada", "nobody"], &[], &["grace"]] {
        let answer = desk.send(&desk.request(base, by(authors), "k", publish())).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{authors:?}");
        assert!(answer.text.contains("\"authors\":"), "{}", answer.text);
    }
    desk.save(by(&["ada", "grace"]), publish()).await;
    let page = site.get("/posts/title").await;
    assert!(page.text.contains("/authors/ada") && page.text.contains("/authors/grace"));

    // Who looks after everybody's posts may give them away, and that is written down.
    let other = Desk {
        person: &grace,
        post: desk.post.clone(),
        site: &site,
    };
    other.save(by(&["grace"]), publish()).await;
    let page = site.get("/posts/title").await;
    assert!(!page.text.contains("/authors/ada") && page.text.contains("/authors/grace"));
    let log = site.get_as("/api/audit/list", &owner).await;
    log.assert_in_order(&["post.authors", "ada, grace", "grace"]);
    assert_eq!(desk.asked_to_open().await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_log_tells_of_tags_and_series_that_a_post_brings() {
    let site = TestSite::with(vec![post("Known", 1)]).await;
    let owner = site.join("Olga", Role::Owner).await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let mut text = draft("Locks", "Text.\n");
    text.meta.tags = ["Backend", "Rust", "rust"].map(str::to_owned).into();
    text.meta.series = Some(Part {
        series: "Keys and locks".to_owned(),
        position: 1,
    });
    desk.save(text.clone(), None).await;
    let log = async || site.get_as("/api/audit/list", &owner).await;
    let before = log().await.page();
    assert!(!before.contains(".begin\",\"object\":\"Rust"), "{before}");
    for _ in 0..2 {
        desk.save(text.clone(), Some(Order::now(Act::Publish))).await;
        let told = log().await;
        told.assert_in_order(&[
            "\"actor\":\"Ada\",\"action\":\"series.begin\",\"object\":\"Keys and locks\"",
            "\"actor\":\"Ada\",\"action\":\"tag.begin\",\"object\":\"Rust\"",
        ]);
        for action in ["series.begin", "tag.begin"] {
            assert_eq!(told.text.matches(action).count(), 1, "{}", told.text);
        }
    }
}

#[tokio::test]
async fn who_may_throw_a_post_away_may_take_it_back_and_nobody_else() {
    let site = TestSite::empty().await;
    let grace = site.join("Grace", Role::Editor).await;
    let cora = site.join("Cora", Role::Contributor).await;
    let desk = Desk::begin(&site, &cora).await;
    let mut text = draft("Title", "Text.\n");
    text.meta.authors = vec!["cora".to_owned()];
    desk.save(text.clone(), None).await;
    assert_eq!(desk.ask("trash", &cora).await, StatusCode::OK);
    assert_eq!(desk.ask("take-back", &cora).await, StatusCode::OK);
    assert_eq!(desk.ask("take-back", &cora).await, StatusCode::CONFLICT);

    let other = Desk {
        person: &grace,
        post: desk.post.clone(),
        site: &site,
    };
    other.save(text, Some(Order::now(Act::Publish))).await;
    assert_eq!(desk.ask("trash", &cora).await, StatusCode::FORBIDDEN);
    site.get("/posts/title").await.page();
    assert_eq!(desk.ask("trash", &grace).await, StatusCode::OK);
    assert_eq!(desk.ask("take-back", &cora).await, StatusCode::FORBIDDEN);
    assert_eq!(desk.row().await.status, "trashed");
    assert_eq!(desk.ask("take-back", &grace).await, StatusCode::OK);
    site.get("/posts/title").await.page();
}

#[tokio::test]
async fn what_comes_out_of_the_trash_is_what_went_in() {
    let site = TestSite::with(vec![post("One", 2), post("Two", 1)]).await;
    let grace = site.join("Grace", Role::Editor).await;
    let related = async || {
        let mut reader = site.context.database.reader().await.unwrap();
        next_due(&mut reader, "relate").await.unwrap()
    };
    let desk = desk_of(&site, &grace, "One").await;
    let before = desk.open().await;
    assert_eq!(related().await, None);
    for _ in 0..2 {
        assert_eq!(desk.ask("trash", &grace).await, StatusCode::OK);
        assert_eq!(desk.ask("take-back", &grace).await, StatusCode::OK);
        assert!(!desk.pending().await, "readers see the latest");
        assert_eq!(desk.open().await, before, "no copy for the asking");
    }
    assert!(
        related().await.is_some(),
        "posts on the same matter are to be found anew"
    );

    // Saved again just before, too.
    let same = desk.open().await.head.draft;
    let number = desk.save(same, None).await;
    assert_eq!(desk.ask("trash", &grace).await, StatusCode::OK);
    assert_eq!(desk.ask("trash", &grace).await, StatusCode::CONFLICT);
    assert_eq!(desk.row().await.trashed_from.as_deref(), Some("published"));
    assert_eq!(desk.ask("take-back", &grace).await, StatusCode::OK);
    assert!(!desk.pending().await);
    assert_eq!(desk.open().await.released, number);
    site.get("/posts/one").await.page();

    // With changes it comes back with changes that readers do not see.
    desk.save(draft("Other", "Words.\n"), None).await;
    assert_eq!(desk.ask("trash", &grace).await, StatusCode::OK);
    assert_eq!(desk.ask("take-back", &grace).await, StatusCode::OK);
    assert!(desk.pending().await);
    assert_eq!(desk.open().await.released, number);
}

#[tokio::test]
async fn an_old_address_leads_to_the_post_that_had_it_last() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let publish = || Some(Order::now(Act::Publish));
    let leads = async |path: &str| {
        let answer = site.get(path).await;
        (answer.status, answer.header(header::LOCATION).to_owned())
    };
    let moved = |path: &str| (StatusCode::MOVED_PERMANENTLY, path.to_owned());
    let (a, b) = (Desk::begin(&site, &ada).await, Desk::begin(&site, &ada).await);
    a.save(at("A", "x"), publish()).await;
    a.save(at("A", "y"), publish()).await;
    assert_eq!(leads("/posts/x").await, moved("/posts/y"));

    // A title does not take what leads elsewhere; an author may.
    let c = Desk::begin(&site, &ada).await;
    c.save(at("X", ""), publish()).await;
    assert_eq!(c.row().await.slug, "x-2");
    b.save(at("B", "x"), publish()).await;
    b.save(at("B", "z"), publish()).await;
    assert_eq!(leads("/posts/x").await, moved("/posts/z"));

    // An address that was never public leads nowhere.
    let d = Desk::begin(&site, &ada).await;
    let later = || Some(Order::schedule(calendar::now() + 60_000));
    d.save(at("D", "early"), later()).await;
    d.save(at("D", "late"), later()).await;
    d.save(at("D", "late"), publish()).await;
    assert_eq!(leads("/posts/early").await.0, StatusCode::NOT_FOUND);
    // What is hidden for now was public.
    d.order(Act::Unpublish).await;
    d.save(at("D", "again"), publish()).await;
    assert_eq!(leads("/posts/late").await, moved("/posts/again"));
    // Also when it waits for its time before it comes back elsewhere.
    let e = Desk::begin(&site, &ada).await;
    e.save(at("E", "first"), publish()).await;
    e.order(Act::Unpublish).await;
    e.save(at("E", "first"), later()).await;
    e.save(at("E", "second"), later()).await;
    e.save(at("E", "second"), publish()).await;
    assert_eq!(leads("/posts/first").await, moved("/posts/second"));
}

#[tokio::test]
async fn an_older_revision_comes_back_without_its_authors() {
    let site = TestSite::empty().await;
    let grace = site.join("Grace", Role::Editor).await;
    site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &grace).await;
    let first = desk.save(draft("Title", "Text.\n"), None).await;
    let mut later = draft("Other", "Words.\n");
    later.meta.authors = vec!["grace".to_owned()];
    desk.save(later, None).await;
    let number = first.to_string();
    let fields = [("post", desk.post.as_str()), ("number", number.as_str())];
    site.post("/api/desk/restore", Some(&grace.cookie), &fields)
        .await
        .page();
    let head = desk.open().await.head;
    assert_eq!(
        (head.draft.source.as_str(), head.draft.meta.title.as_str()),
        ("Text.\n", "Title")
    );
    assert_eq!(head.draft.meta.authors, ["grace"], "they say who may write");
}

#[tokio::test]
async fn what_links_to_nothing_here_is_not_published() {
    let site = TestSite::with(vec![post("Here", 1)]).await;
    let ada = site.join("Ada", Role::Owner).await;
    let desk = Desk::begin(&site, &ada).await;
    let base = desk.open().await.head.revision;
    let publish = || Some(Order::now(Act::Publish));
    let with = |links: &[&str]| {
        let links = links
            .iter()
            .map(|link| format!("[a]({link})\n"))
            .collect::<String>();
        let code = "`<a href=\"/posts/code\">` and href=\"/posts/words\"\n\n    <a href=\"/posts/block\">\n";
        let mut draft = draft("Links", &(links + code));
        draft.meta.slug = "links".to_owned();
        draft.meta.tags = vec!["Brand new".to_owned()];
        draft
    };
    for broken in [
        "/posts/nowhere",
        "/tags/nothing",
        "/tags/nothing/rss.xml",
        "/portfolio/nowhere",
        "/posts/nowhere?a=b&c=d#e",
        "https://blog.test/posts/nowhere",
        "/series/here",
        "/media/none.png",
        "https://blog.test/media/0123456789abcdef0123456789abcdef-480.webp",
    ] {
        let draft = with(&["/posts/here", broken]);
        let answer = desk.send(&desk.request(base, draft, broken, publish())).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{broken}");
        let path = broken.trim_start_matches("https://blog.test");
        assert!(answer.text.contains("\"source\":"), "{}", answer.text);
        assert!(
            answer.text.contains(path) && !answer.text.contains("/posts/here"),
            "{}",
            answer.text
        );
    }
    // What is only saved may lead anywhere.
    let saved = desk
        .send(&desk.request(base, with(&["/posts/nowhere"]), "s", None))
        .await;
    assert_eq!(saved.status, StatusCode::OK);
    std::fs::write(site.folder().join("media/aa.png"), "x").unwrap();
    let good = with(&[
        "/posts/here",
        "/posts/here#part",
        "/posts/here.md",
        "/posts/links",
        "/posts/links/changes",
        "/tags/brand-new",
        "/tags/backend",
        "/tags/Backend",
        "/tags/backend/rss.xml",
        "/tags/backend/feed",
        "/shop",
        "/posts?tag=backend",
        "/",
        "#part",
        "other",
        "/admin/posts",
        "/media/aa.png",
        "/files/talk.pdf",
        "//example.org/x",
        "https://example.org/posts/nowhere",
        "https://blog.test/posts/here",
    ]);
    desk.save(good, publish()).await;
    assert_eq!(site.get("/posts/links").await.status, StatusCode::OK);
}

#[tokio::test]
async fn each_revision_says_what_was_asked_with_it() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let text = draft("Title", "Text.\n");
    let soon = || Order::schedule(calendar::now() + 60_000);
    desk.save(text.clone(), Some(soon())).await;
    desk.order(Act::Unpublish).await;
    desk.save(text.clone(), Some(soon())).await;
    desk.order(Act::Publish).await;
    desk.save(draft("Title", "Other words.\n"), None).await;
    desk.order(Act::Unpublish).await;
    let path = format!("/api/desk/revisions?post={}", desk.post);
    let told = async || {
        let revisions: Vec<RevisionItem> = json::from_str(&site.get_as(&path, &ada).await.page()).unwrap();
        revisions.into_iter().map(|item| item.reason).collect::<Vec<_>>()
    };
    let asked = [
        "unpublish",
        "manual",
        "publish",
        "schedule",
        "take-back",
        "schedule",
        "import",
    ];
    assert_eq!(told().await, asked);

    // As revisions from before were kept.
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("UPDATE revisions SET act = NULL")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    assert_eq!(told().await[0], "publish");
}
