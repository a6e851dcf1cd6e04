//! Addresses that are wrong in every way.

use axum::{
    body::Body,
    http::{Request, StatusCode, Uri},
};

use crate::site::{TestSite, post};

#[tokio::test]
async fn the_not_found_page_helps_on() {
    let site = TestSite::with(vec![post("Newest of all", 1)]).await;
    for path in [
        "/nope",
        "/posts/nope",
        "/series/nope",
        "/tags/nope",
        "/posts?page=99999",
        "/posts?page=x",
        "/search?q=newest&page=9",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        for part in [
            "There is no page here",
            "Newest of all",
            "href=\"/posts\"",
            "content=\"noindex\"",
        ] {
            assert!(answer.text.contains(part), "{path} {part}: {}", answer.text);
        }
        assert_eq!(answer.text.matches(">Newest posts<").count(), 1, "{path}");
    }
}

#[tokio::test]
async fn where_nothing_can_be_offered_nothing_is_promised() {
    let site = TestSite::empty().await;
    for path in ["/nope", "/posts/nope", "/series/nope"] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text.contains("Newest posts"), "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn malformed_addresses_are_not_found_and_break_nothing() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for path in [
        "/%",
        "/%FF",
        "/posts/%FF%FE",
        "/posts/%00",
        "/posts/..%2F..%2Fetc%2Fpasswd",
        "/../../etc/passwd",
        "/media/../logbook.db",
        "/media/%2e%2e/logbook.db",
        "/pkg/../../Cargo.toml",
        "/posts/'%20OR%201=1--",
        "/posts/one/two",
        "/.git/config",
        "//evil.test/",
        "/posts//",
        "/posts?page=%FF",
    ] {
        let Ok(uri) = path.parse::<Uri>() else { continue };
        let answer = site.ask(Request::get(uri).body(Body::empty()).unwrap()).await;
        assert!(
            matches!(
                answer.status,
                StatusCode::NOT_FOUND | StatusCode::BAD_REQUEST | StatusCode::MOVED_PERMANENTLY
            ),
            "{path}: {}",
            answer.status
        );
    }
    let long = format!("/posts/{}", "a".repeat(8_000));
    assert_eq!(site.get(&long).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_fault_of_ours_is_shown_with_its_reference_only() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    site.context.database.close().await;
    let answer = site.get("/posts/one").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        answer.text.contains(answer.header("x-request-id")),
        "{}",
        answer.text
    );
    assert!(!answer.text.to_lowercase().contains("sqlx") && !answer.text.contains("Pool"));
}
