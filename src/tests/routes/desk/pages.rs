//! Pages and projects, written as posts are.

use logbook::model::{draft::Draft, project::Project};

use super::*;

impl<'a> Desk<'a> {
    async fn begin_a(kind: &str, site: &'a TestSite, person: &'a Person) -> Self {
        let begun = site
            .post("/api/desk/begin", Some(&person.cookie), &[("kind", kind)])
            .await
            .page();
        Self {
            site,
            person,
            post: begun.trim_matches('"').to_owned(),
        }
    }

    /// Asks for publication of the latest text with these changes; answers what the server said.
    async fn publish(&self, draft: Draft) -> Answer {
        let base = self.open().await.head.revision;
        let key = format!("key-{base}");
        let order = Some(Order::now(Act::Publish));
        self.send(&self.request(base, draft, &key, order)).await
    }

    async fn throw_away(&self) {
        let fields = [("post", self.post.as_str())];
        self.site
            .post("/api/desk/trash", Some(&self.person.cookie), &fields)
            .await
            .page();
    }
}

fn work() -> Draft {
    let mut draft = draft("Work", "The text.\n");
    draft.meta.technologies = Some(vec!["Rust".to_owned(), "SQLite".to_owned()]);
    draft.meta.links = Some("Code = https://example.org/code\nPaper = /media/paper.pdf".to_owned());
    draft.meta.year = Some("2024".to_owned());
    draft.meta.order = Some("2".to_owned());
    draft
}

#[tokio::test]
async fn a_page_is_published_moved_hidden_and_thrown_away_at_its_own_address() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin_a("page", &site, &ada).await;
    assert_eq!(desk.open().await.kind, "page");
    let about = draft("About", "Who I am.\n");
    desk.save(about.clone(), None).await;
    assert_eq!(site.get("/about").await.status, StatusCode::NOT_FOUND);
    desk.save(about.clone(), Some(Order::now(Act::Publish))).await;
    assert!(site.get("/about").await.page().contains("Who I am."));
    assert_eq!(desk.open().await.slug, "about");

    // A pending change is nobody's business.
    let mut changed = about.clone();
    changed.source = "Who I was.\n".to_owned();
    desk.save(changed.clone(), None).await;
    assert!(site.get("/about").await.page().contains("Who I am."));
    changed.meta.slug = "about-me".to_owned();
    desk.save(changed.clone(), Some(Order::now(Act::Publish))).await;
    assert!(site.get("/about-me").await.page().contains("Who I was."));
    let old = site.get("/about").await;
    assert_eq!(
        (old.status, old.header(header::LOCATION)),
        (StatusCode::MOVED_PERMANENTLY, "/about-me")
    );
    assert_eq!(
        site.get("/about.md").await.header(header::LOCATION),
        "/about-me.md"
    );

    // Back to where it was: no address leads to itself.
    changed.meta.slug = "about".to_owned();
    desk.save(changed.clone(), Some(Order::now(Act::Publish))).await;
    site.get("/about").await.page();
    assert_eq!(site.get("/about-me").await.header(header::LOCATION), "/about");

    desk.save(changed, Some(Order::now(Act::Unpublish))).await;
    for path in ["/about", "/about-me"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    desk.throw_away().await;
    let fields = [("post", desk.post.as_str())];
    site.post("/api/desk/take-back", Some(&ada.cookie), &fields)
        .await
        .page();
    assert_eq!(desk.open().await.status, "unpublished");
}

#[tokio::test]
async fn a_page_that_would_be_at_an_address_of_the_sites_own_is_told_so() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin_a("page", &site, &ada).await;
    for (title, slug) in [
        ("Contact", ""),
        ("About", "admin"),
        ("About", "Über uns"),
        ("Feed", ""),
    ] {
        let mut page = draft(title, "Text.");
        page.meta.slug = slug.to_owned();
        let answer = desk.publish(page).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{title} {slug}");
        assert!(answer.text.contains("\"slug\""), "{}", answer.text);
    }
    let mut page = draft("Contact", "Text.");
    page.meta.slug = "write-to-us".to_owned();
    assert_eq!(desk.publish(page).await.status, StatusCode::OK);
    site.get("/write-to-us").await.page();

    // A name is one thing's, whatever that is.
    let post = Desk::begin(&site, &ada).await;
    let mut taken = draft("Anything", "Text.");
    taken.meta.slug = "write-to-us".to_owned();
    let answer = post.publish(taken).await;
    assert!(answer.text.contains("share them"), "{}", answer.text);
    assert_eq!(
        post.publish(draft("Contact", "Text.")).await.status,
        StatusCode::OK
    );
    site.get("/posts/contact").await.page();
}

#[tokio::test]
async fn a_project_says_what_it_is_made_with() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin_a("project", &site, &ada).await;
    let mut wrong = work();
    wrong.meta.links = Some("Code = javascript:alert(1)".to_owned());
    wrong.meta.year = Some("soon".to_owned());
    wrong.meta.order = Some("-1".to_owned());
    // Kept as it is typed, and told once readers are to see it.
    desk.save(wrong.clone(), None).await;
    assert_eq!(desk.open().await.head.draft, wrong);
    let answer = desk.publish(wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["\"links\"", "\"year\"", "\"order\""] {
        assert!(answer.text.contains(field), "{field}: {}", answer.text);
    }
    desk.save(work(), Some(Order::now(Act::Publish))).await;
    let answer = site.get("/portfolio/work").await;
    answer.assert_in_order(&[
        "2024",
        "Rust",
        "SQLite",
        "https://example.org/code",
        "/media/paper.pdf",
    ]);
    answer.page();
    site.get("/portfolio")
        .await
        .assert_in_order(&["1 project", "/portfolio/work", "2024", "SQLite"]);

    // It can do without a text, but not without a title.
    let mut bare = work();
    bare.source = String::new();
    bare.meta.links = Some(String::new());
    bare.meta.technologies = Some(Vec::new());
    desk.save(bare, Some(Order::now(Act::Publish))).await;
    let text = site.get("/portfolio/work").await.page();
    assert!(
        !text.contains("SQLite") && !text.contains("example.org") && text.contains("2024"),
        "{text}"
    );
    let answer = desk.publish(Draft::default()).await;
    assert!(answer.text.contains("A project needs a title"), "{}", answer.text);
}

#[tokio::test]
async fn a_tab_with_an_older_program_takes_nothing_away_that_it_does_not_know() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin_a("project", &site, &ada).await;
    desk.save(work(), Some(Order::now(Act::Publish))).await;
    let mut older = desk.open().await.head.draft;
    older.source = "Another text.\n".to_owned();
    for field in [&mut older.meta.links, &mut older.meta.year, &mut older.meta.order] {
        *field = None;
    }
    older.meta.technologies = None;
    let base = desk.open().await.head.revision;
    let request = desk.request(base, older, "older-1", None);
    let first = reply(desk.send(&request).await).saved;
    assert_eq!(
        reply(desk.send(&request).await).saved,
        first,
        "the same save once more"
    );
    let kept = desk.open().await.head.draft;
    assert_eq!(kept.source, "Another text.\n");
    assert_eq!(kept.meta, work().meta);
    desk.save(kept, Some(Order::now(Act::Publish))).await;
    site.get("/portfolio/work")
        .await
        .assert_in_order(&["2024", "SQLite", "Another text"]);
}

#[tokio::test]
async fn what_an_import_brought_is_edited_as_it_is() {
    let mut brought = crate::routes::pages::project("Brought", Some(2021), Some(4));
    brought.uuid = uuid::Uuid::from_u128(7);
    let said = brought.project.clone().unwrap();
    let site = TestSite::with(vec![brought]).await;
    let ada = site.join("Ada", Role::Editor).await;
    let desk = Desk {
        site: &site,
        person: &ada,
        post: uuid::Uuid::from_u128(7).to_string(),
    };
    let open = desk.open().await;
    assert_eq!((open.kind.as_str(), open.slug.as_str()), ("project", "brought"));
    let draft = open.head.draft;
    assert_eq!(Project::of(&draft.meta, &Project::default()), said);
    let before = site.get("/portfolio/brought").await.page();
    desk.save(draft, Some(Order::now(Act::Publish))).await;
    assert_eq!(site.get("/portfolio/brought").await.page(), before);
}

#[tokio::test]
async fn each_kind_has_a_list_of_its_own() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    for kind in ["post", "page", "project"] {
        let desk = Desk::begin_a(kind, &site, &ada).await;
        desk.save(
            draft(&format!("A {kind}"), "Text."),
            Some(Order::now(Act::Publish)),
        )
        .await;
    }
    for (kind, path) in [
        ("post", "/posts/a-post"),
        ("page", "/a-page"),
        ("project", "/portfolio/a-project"),
    ] {
        let posts = list(&site, &ada, &format!("{ALL}&kind={kind}")).await;
        let listed: Vec<_> = posts.posts.iter().map(|post| post.path.as_str()).collect();
        assert_eq!((posts.total, listed), (1, vec![path]));
        site.get(path).await.page();
    }
    // A tab with an older program asks for posts, and begins them.
    assert_eq!(list(&site, &ada, ALL).await.posts[0].path, "/posts/a-post");
    assert_eq!(Desk::begin(&site, &ada).await.open().await.kind, "post");
    let answer = site
        .post("/api/desk/begin", Some(&ada.cookie), &[("kind", "poem")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer.text.contains("a post, a page or a project"),
        "{}",
        answer.text
    );

    let page = list(&site, &ada, &format!("{ALL}&kind=page")).await.posts[0]
        .uuid
        .clone();
    let fields = [("post", page.as_str())];
    let copy = site
        .post("/api/desk/duplicate", Some(&ada.cookie), &fields)
        .await
        .page();
    let copy = Desk {
        site: &site,
        person: &ada,
        post: copy.trim_matches('"').to_owned(),
    };
    assert_eq!(copy.open().await.kind, "page");
}

#[tokio::test]
async fn a_link_shows_the_draft_of_a_project_and_leads_to_it_once_it_is_there() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin_a("project", &site, &ada).await;
    desk.save(work(), None).await;
    let (path, _) = share::share(&desk).await;
    site.get(&path).await.assert_in_order(&[
        "This is a draft",
        "Portfolio",
        "<h1>Work",
        "2024",
        "SQLite",
        "https://example.org/code",
        "The text.",
    ]);
    desk.save(work(), Some(Order::now(Act::Publish))).await;
    assert_eq!(site.get(&path).await.header(header::LOCATION), "/portfolio/work");
}

#[tokio::test]
async fn a_scheduled_page_is_nobodys_before_its_time() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin_a("page", &site, &ada).await;
    let at = logbook::server::calendar::now() + 60_000;
    desk.save(draft("Soon", "Text."), Some(Order::schedule(at))).await;
    assert_eq!(desk.open().await.status, "scheduled");
    assert_eq!(site.get("/soon").await.status, StatusCode::NOT_FOUND);
    assert!(!site.get("/sitemap.xml").await.page().contains("/soon"));
}
