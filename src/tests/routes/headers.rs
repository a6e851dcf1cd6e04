//! What every answer carries.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::site::{TestSite, post};

#[tokio::test]
async fn every_kind_of_answer_is_guarded() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for path in [
        "/",
        "/posts/one",
        "/nope",
        "/atom.xml",
        "/favicon.ico",
        "/api/posts/find?place=Posts&query=",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert_eq!(
            answer.header(header::REFERRER_POLICY),
            "strict-origin-when-cross-origin",
            "{path}"
        );
        assert!(
            answer
                .header(header::CONTENT_SECURITY_POLICY)
                .starts_with("default-src 'none'"),
            "{path}"
        );
        assert!(
            answer
                .header(header::STRICT_TRANSPORT_SECURITY)
                .contains("max-age"),
            "{path}"
        );
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
    }
}

#[tokio::test]
async fn the_policy_names_every_inline_script_of_the_page() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let page = site.get("/posts/one").await;
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(
        !policy.contains("unsafe-inline") && policy.contains("'strict-dynamic'"),
        "{policy}"
    );
    // What is only data runs nowhere.
    let data = page.text.matches("<script type=\"application/ld+json\"").count();
    let scripts = page.text.matches("<script").count() - data;
    assert!(scripts >= 3, "theme, start and data");
    assert_eq!(policy.matches("'sha256-").count(), scripts);
    assert!(!page.text.contains(" style="), "the policy forbids inline styles");
    assert!(!page.text.contains("<!>"));
}

#[tokio::test]
async fn a_page_that_is_held_already_is_not_sent_again() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let etag = site.get("/").await.header(header::ETAG).to_owned();
    let again = site.get_with("/", header::IF_NONE_MATCH, &etag).await;
    assert_eq!((again.status, again.text.len()), (StatusCode::NOT_MODIFIED, 0));
    let varies = again.headers.get_all(header::VARY);
    assert!(varies.iter().any(|value| value == "accept-encoding"));
    site.write(vec![post("Two", 0)]).await;
    assert_eq!(
        site.get_with("/", header::IF_NONE_MATCH, &etag).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_clients_own_request_id_is_not_believed() {
    let site = TestSite::empty().await;
    let answer = site
        .get_with("/", header::HeaderName::from_static("x-request-id"), "forged")
        .await;
    assert_ne!(answer.header("x-request-id"), "forged");
    assert!(!answer.text.contains("forged"));
}

#[tokio::test]
async fn nothing_of_the_host_header_is_reflected() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for path in [
        "/",
        "/atom.xml",
        "/rss.xml",
        "/feed.json",
        "/sitemap.xml",
        "/opensearch.xml",
        "/llms.txt",
        "/tags/Backend",
        "/tags/Backend/feed",
    ] {
        let answer = site.get_with(path, header::HOST, "evil.test").await;
        assert!(!answer.text.contains("evil.test"), "{path}");
        assert!(!answer.header(header::LOCATION).contains("evil.test"));
    }
}

#[tokio::test]
async fn head_answers_like_get_without_a_body() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for path in ["/", "/posts/one", "/atom.xml"] {
        let answer = site.ask(Request::head(path).body(Body::empty()).unwrap()).await;
        let got = site.get(path).await;
        for name in [
            header::ETAG,
            header::CONTENT_TYPE,
            header::CONTENT_SECURITY_POLICY,
        ] {
            assert_eq!(answer.header(&name), got.header(&name), "{path}");
        }
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (StatusCode::OK, ""),
            "{path}"
        );
    }
}

#[tokio::test]
async fn pages_are_compressed_for_who_can_read_it() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let answer = site.get_with("/", header::ACCEPT_ENCODING, "gzip, br").await;
    assert_eq!(answer.header(header::CONTENT_ENCODING), "br");
    assert!(answer.header(header::VARY).contains("accept-encoding"));
}
