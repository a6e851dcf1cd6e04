//! What was thrown away: 410 where readers had seen it, and nothing told where they had not.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::{
    model::{
        role::Role,
        status::{Kind, Status},
    },
    server::{calendar, services::trash},
};

use crate::{
    site::{Answer, TestSite, post},
    staff::Person,
};

/// A site, somebody who edits it, and the public identity of its one post that has old addresses.
struct Desk {
    site: TestSite,
    editor: Person,
    one: String,
}

impl Desk {
    async fn begin() -> Self {
        let mut one = post("One", 2);
        one.old_paths = vec!["/2019/one".to_owned(), "/posts/once".to_owned()];
        let id = one.uuid.to_string();
        let site = TestSite::with(vec![one, post("Newest", 1)]).await;
        Self {
            editor: site.join("Grace", Role::Editor).await,
            site,
            one: id,
        }
    }

    async fn tell(&self, what: &str, post: &str) {
        let answer = self
            .site
            .post(
                &format!("/api/desk/{what}"),
                Some(&self.editor.cookie),
                &[("post", post)],
            )
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{what}: {}", answer.text);
    }

    async fn status(&self, path: &str) -> StatusCode {
        self.site.get(path).await.status
    }
}

/// Where the post was found.
const ADDRESSES: [&str; 10] = [
    "/posts/one",
    "/posts/one/",
    "/posts/one.md",
    "/posts/one/changes",
    "/posts/once",
    "/posts/once.md",
    "/posts/once/changes",
    "/2019/one",
    "/2019/one/",
    "/2019/one.html",
];

/// What a page says, whoever asked when.
fn words(answer: &Answer) -> String {
    answer.text.replace(answer.header("x-request-id"), "")
}

#[tokio::test]
async fn what_was_thrown_away_is_gone_wherever_it_was_found_and_comes_back() {
    let desk = Desk::begin().await;
    desk.tell("trash", &desk.one).await;
    for address in ADDRESSES {
        assert_eq!(desk.status(address).await, StatusCode::GONE, "{address}");
    }
    assert_eq!(desk.status("/api/v1/posts/one").await, StatusCode::GONE);
    assert_eq!(desk.status("/api/v1/posts/once").await, StatusCode::GONE);
    let preferred = desk
        .site
        .get_with("/posts/one", header::ACCEPT, "text/markdown")
        .await;
    assert_eq!(preferred.status, StatusCode::GONE);
    let head = Request::head("/posts/one").body(Body::empty()).unwrap();
    assert_eq!(desk.site.ask(head).await.status, StatusCode::GONE);
    for other in [
        "/posts/two",
        "/posts/one/more",
        "/2019",
        "/one",
        "/tags/one",
        "/posts/one/rss.xml",
    ] {
        assert_eq!(desk.status(other).await, StatusCode::NOT_FOUND, "{other}");
    }
    desk.tell("take-back", &desk.one).await;
    assert_eq!(desk.status("/posts/one").await, StatusCode::OK);
    for old in ["/posts/once", "/2019/one"] {
        let answer = desk.site.get(old).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{old}");
        assert_eq!(answer.header(header::LOCATION), "/posts/one");
    }
    // Once, and not by way of another old address.
    assert_eq!(
        desk.site.get("/posts/once.md").await.header(header::LOCATION),
        "/posts/one.md"
    );
}

#[tokio::test]
async fn the_page_says_so_and_helps_on() {
    let desk = Desk::begin().await;
    desk.tell("trash", &desk.one).await;
    let answer = desk.site.get("/posts/one").await;
    for part in [
        "<title>This has been taken down · Logbook</title>",
        "<h1>This has been taken down",
        "action=\"/search\"",
        "name=\"q\"",
        "Newest",
        "href=\"/posts\"",
        "content=\"noindex\"",
    ] {
        assert!(answer.text.contains(part), "{part}: {}", answer.text);
    }
    assert!(!answer.text.contains("There is no page here"));
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-cache");
    assert_eq!(answer.header(header::ETAG), "");
    let policy = answer.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("script-src 'sha256-"), "{policy}");
    assert!(!answer.text.contains(" nonce=") && !answer.text.contains("<!>"));
}

#[tokio::test]
async fn pages_and_projects_are_gone_like_posts() {
    let mut about = post("About", 2);
    about.kind = Kind::Page;
    about.old_paths = vec!["/about-us.html".to_owned()];
    let mut engine = post("Engine", 2);
    engine.kind = Kind::Project;
    let mut plan = post("Plan", 2);
    plan.kind = Kind::Page;
    plan.status = Status::Draft;
    let ids = [&about, &engine, &plan].map(|page| page.uuid.to_string());
    let site = TestSite::with(vec![about, engine, plan, post("Newest", 1)]).await;
    let editor = site.join("Grace", Role::Editor).await;
    let lived = ["/about", "/portfolio/engine"];
    for path in lived {
        assert_eq!(site.get(path).await.status, StatusCode::OK, "{path}");
    }
    for what in ["trash", "delete"] {
        for id in &ids {
            let answer = site
                .post(
                    &format!("/api/desk/{what}"),
                    Some(&editor.cookie),
                    &[("post", id)],
                )
                .await;
            assert_eq!(answer.status, StatusCode::OK, "{what}: {}", answer.text);
        }
        for path in [
            "/about",
            "/about/",
            "/about.md",
            "/about-us.html",
            "/portfolio/engine",
            "/portfolio/engine.md",
        ] {
            let answer = site.get(path).await;
            assert_eq!(answer.status, StatusCode::GONE, "{what} {path}");
            assert!(answer.text.contains("This has been taken down"), "{path}");
        }
        for path in [
            "/plan",
            "/engine",
            "/posts/about",
            "/portfolio/about",
            "/portfolio",
        ] {
            assert_eq!(
                site.get(path).await.status,
                StatusCode::NOT_FOUND,
                "{what} {path}"
            );
        }
        // Who asks within the app is told that there is nothing, and asks for the whole address then.
        for path in [
            "/api/pages/read?path=%2Fabout&query=",
            "/api/posts/read?slug=newest-none",
        ] {
            assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn what_was_deleted_for_good_stays_gone() {
    let desk = Desk::begin().await;
    desk.tell("trash", &desk.one).await;
    desk.tell("delete", &desk.one).await;
    for address in ADDRESSES {
        assert_eq!(desk.status(address).await, StatusCode::GONE, "{address}");
    }
    let desk = Desk::begin().await;
    desk.tell("trash", &desk.one).await;
    let mut write = desk.site.context.database.begin().await.unwrap();
    let next = trash::purge(&mut write, calendar::now() + trash::KEPT + 1)
        .await
        .unwrap();
    assert_eq!(next, None, "a month has passed");
    write.commit().await.unwrap();
    for address in ADDRESSES {
        assert_eq!(desk.status(address).await, StatusCode::GONE, "{address}");
    }
}

#[tokio::test]
async fn a_new_post_at_the_address_ends_it_once_readers_see_it_and_not_before() {
    let desk = Desk::begin().await;
    desk.tell("trash", &desk.one).await;
    desk.tell("delete", &desk.one).await;
    let before = desk.site.get("/posts/one").await;
    let mut new = post("One", 0);
    new.status = Status::Draft;
    new.old_paths = vec!["/2019/one".to_owned()];
    let id = new.uuid.to_string();
    desk.site.write(vec![new]).await;
    for address in ["/posts/one", "/2019/one"] {
        let now = desk.site.get(address).await;
        assert_eq!(now.status, StatusCode::GONE, "{address}");
        assert_eq!(words(&now), words(&before), "nothing of the draft is told");
    }
    let mut write = desk.site.context.database.begin().await.unwrap();
    for (status, page, old) in [
        ("published", StatusCode::OK, StatusCode::MOVED_PERMANENTLY),
        ("unpublished", StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
    ] {
        sqlx::query("UPDATE posts SET status = $1, seen_at = 1 WHERE uuid = $2")
            .bind(status)
            .bind(&id)
            .execute(&mut *write)
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(desk.status("/posts/one").await, page, "{status}");
        assert_eq!(desk.status("/2019/one").await, old, "{status}");
        write = desk.site.context.database.begin().await.unwrap();
    }
}

#[tokio::test]
async fn what_nobody_ever_saw_was_never_there() {
    let mut draft = post("Secret plan", 0);
    draft.status = Status::Draft;
    draft.old_paths = vec!["/old/secret-plan".to_owned()];
    let mut waits = post("Secret news", -1);
    waits.status = Status::Scheduled;
    let ids = [draft.uuid.to_string(), waits.uuid.to_string()];
    let site = TestSite::with(vec![draft, waits, post("Newest", 1)]).await;
    let editor = site.join("Grace", Role::Editor).await;
    let addresses = [
        "/posts/secret-plan",
        "/posts/secret-news",
        "/old/secret-plan",
        "/api/v1/posts/secret-plan",
    ];
    for what in ["trash", "delete"] {
        for id in &ids {
            let path = format!("/api/desk/{what}");
            let answer = site.post(&path, Some(&editor.cookie), &[("post", id)]).await;
            assert_eq!(answer.status, StatusCode::OK, "{what}: {}", answer.text);
        }
        for address in addresses {
            assert_eq!(
                site.get(address).await.status,
                StatusCode::NOT_FOUND,
                "{what} {address}"
            );
        }
    }
}

#[tokio::test]
async fn what_was_only_taken_from_readers_is_not_gone() {
    let mut back = post("Back soon", 1);
    back.status = Status::Unpublished;
    back.seen_at = Some(1);
    back.old_paths = vec!["/old/back-soon".to_owned()];
    let site = TestSite::with(vec![back]).await;
    for address in ["/posts/back-soon", "/posts/back-soon.md", "/old/back-soon"] {
        assert_eq!(site.get(address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}
