//! Old addresses of posts, and those that are made by hand.

use axum::http::StatusCode;
use logbook::model::sorting::{DeskRedirects, DeskTags};

use super::{Desk, publish, tagged};

#[tokio::test]
async fn every_old_address_of_a_post_leads_straight_to_the_present_one() {
    let mut one = tagged("One", &["Rust"]);
    one.old_paths = vec!["/2019/one".to_owned()];
    let uuid = one.uuid.to_string();
    let desk = Desk::with(vec![one]).await;
    let mut old = vec!["/2019/one".to_owned()];
    for (before, slug) in [("one", "two"), ("two", "three"), ("three", "one")] {
        desk.save(&uuid, |draft| draft.meta.slug = slug.to_owned(), publish())
            .await;
        old.push(format!("/posts/{before}"));
        old.retain(|path| *path != format!("/posts/{slug}"));
        for path in &old {
            assert_eq!(desk.leads(path).await, format!("/posts/{slug}"), "{path}");
        }
        let present = desk.site.get(&format!("/posts/{slug}")).await;
        assert_eq!(present.status, StatusCode::OK, "{slug}");
        // For programs, too.
        let moved = desk.leads(&format!("/api/v1/posts/{before}")).await;
        assert_eq!(moved, format!("https://blog.test/api/v1/posts/{slug}"));
    }
}

#[tokio::test]
async fn redirects_are_made_by_hand_without_loops_and_chains() {
    let desk = Desk::with(vec![tagged("One", &["Rust"])]).await;
    let add = async |path: &str, target: &str| {
        desk.ask("sorting/redirects/add", &[("path", path), ("target", target)])
            .await
    };
    add("/old", "/posts/one").await.page();
    add("/older/", "https://blog.test/old").await.page();
    add("/elsewhere", "https://example.org/a?b=c").await.page();
    add("/a", "/elsewhere").await.page();
    for (path, target) in [
        ("/old", "/posts/one"),
        ("/older", "/posts/one"),
        ("/elsewhere", "https://example.org/a?b=c"),
        ("/a", "https://example.org/a?b=c"),
    ] {
        assert_eq!(desk.leads(path).await, target);
    }
    for (path, target, field) in [
        ("/old", "/tags", "path"),
        ("/posts/one", "/tags", "path"),
        ("/admin/x", "/tags", "path"),
        ("/search", "/tags", "path"),
        ("old", "/tags", "path"),
        ("/b", "/b", "target"),
        ("/b", "/nowhere", "target"),
        ("/b", "javascript:alert(1)", "target"),
        ("/b", "//example.org", "target"),
    ] {
        let refused = add(path, target).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{path} {target}"
        );
        assert!(
            refused.text.contains(&format!("\"{field}\":")),
            "{path} {target}: {}",
            refused.text
        );
    }
    for round in ["/b", "/b/", "https://blog.test/b", "HTTP://BLOG.test:80/b?c"] {
        let refused = add("/b", round).await;
        assert!(refused.text.contains("leads back"), "{round}: {}", refused.text);
    }
    let list: DeskRedirects = desk.get("sorting/redirects?words=&page=9").await;
    assert_eq!(
        (list.page, list.pages, list.redirects.len()),
        (1, 1, 4),
        "the last there is"
    );
    let list: DeskTags = desk.get("sorting/tags?words=&page=9").await;
    assert_eq!((list.page, list.pages, list.tags.len()), (1, 1, 1));
    // A target with a query of its own gets no second one.
    add("/tags/new", "/tags/rust?sort=oldest").await.page();
    assert_eq!(desk.leads("/tags/new").await, "/tags/rust?sort=oldest");
    assert_eq!(desk.leads("/tags/new?page=2").await, "/tags/rust?sort=oldest");
    // What led to an address goes straight on when that leads elsewhere, too.
    desk.ask("sorting/redirects/delete", &[("path", "/old")])
        .await
        .page();
    assert_eq!(desk.site.get("/old").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.leads("/older").await, "/posts/one");
    let gone = desk.ask("sorting/redirects/delete", &[("path", "/old")]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_made_of_a_post_or_list_can_be_led_to_and_is_followed_when_that_moves() {
    let one = tagged("One", &["Rust"]);
    let uuid = one.uuid.to_string();
    let desk = Desk::with(vec![one]).await;
    let add = async |path: &str, target: &str| {
        desk.ask("sorting/redirects/add", &[("path", path), ("target", target)])
            .await
    };
    for (path, target) in [
        ("/feeds/rust", "/tags/rust/rss.xml"),
        ("/one.txt", "/posts/one.md"),
        ("/one/end", "/posts/one#the-end"),
        ("/one/mail", "/posts/one?utm_source=mail"),
        ("/on/rust", "/posts?tag=rust"),
    ] {
        add(path, target).await.page();
        assert_eq!(desk.leads(path).await, target, "{path}");
    }
    for nowhere in [
        "/tags/go/rss.xml",
        "/posts/two.md",
        "/posts/one/rss.xml",
        "/tags/rust/print",
        "/resume",
    ] {
        assert_eq!(
            add("/x", nowhere).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{nowhere}"
        );
    }

    desk.rename("rust", "oxide").await;
    desk.save(&uuid, |draft| draft.meta.slug = "uno".to_owned(), publish())
        .await;
    for (path, target) in [
        ("/feeds/rust", "/tags/oxide/rss.xml"),
        ("/one.txt", "/posts/uno.md"),
        ("/one/end", "/posts/uno#the-end"),
        ("/one/mail", "/posts/uno?utm_source=mail"),
        ("/on/rust", "/posts?tag=oxide"),
    ] {
        assert_eq!(desk.leads(path).await, target, "{path}");
        let end = target.split('#').next().unwrap();
        assert_eq!(desk.site.get(end).await.status, StatusCode::OK, "{target}");
    }
}

#[tokio::test]
async fn a_post_that_is_called_like_a_feed_is_found_at_its_old_addresses() {
    let mut one = tagged("RSS", &["Rust"]);
    one.old_paths = vec!["/2019/rss-readers".to_owned()];
    let desk = Desk::with(vec![one]).await;
    assert_eq!(desk.leads("/2019/rss-readers").await, "/posts/rss");
    let add = async |path: &str, target: &str| {
        desk.ask("sorting/redirects/add", &[("path", path), ("target", target)])
            .await
            .status
    };
    // Lists have no files.
    assert_eq!(
        add("/list", "/tags/rust.md").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}
