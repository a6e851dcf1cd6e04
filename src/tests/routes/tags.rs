//! `/tags` and `/tags/:slug`

use axum::http::{StatusCode, header};
use logbook::server::services::save::Named;

use crate::site::{TestSite, post};

async fn tagged() -> TestSite {
    let mut cpp = post("Templates", 2);
    cpp.tags = vec![Named::new("C++"), Named::new("Backend")];
    let mut draft = post("Hidden", 3);
    draft.status = logbook::model::status::Status::Draft;
    draft.tags = vec![Named::new("Secret"), Named::new("Backend")];
    TestSite::with(vec![post("One", 1), cpp, draft]).await
}

#[tokio::test]
async fn the_index_has_exact_counts_of_visible_posts() {
    let page = tagged().await.get("/tags").await;
    page.assert_in_order(&["Backend", ">2<", "C++", ">1<"]);
    assert!(!page.text.contains("Secret"));
}

#[tokio::test]
async fn an_archive_is_headed_by_its_name_and_count() {
    let page = tagged().await.get("/tags/backend").await;
    page.assert_in_order(&["<h1>#Backend ", "— 2 posts", "/posts/one", "/posts/templates"]);
}

#[tokio::test]
async fn an_unknown_tag_or_one_of_drafts_only_is_not_found() {
    let site = tagged().await;
    for slug in ["nope", "Nope", "__nope__", "secret", "Secret", "%FF", "a%2Fb"] {
        assert_eq!(
            site.get(&format!("/tags/{slug}")).await.status,
            StatusCode::NOT_FOUND,
            "{slug}"
        );
    }
}

#[tokio::test]
async fn other_spellings_lead_to_the_one_address() {
    let site = tagged().await;
    for (spelling, right) in [
        ("/tags/Backend", "/tags/backend"),
        ("/tags/C++?page=1", "/tags/c-plus-plus?page=1"),
        ("/tags/", "/tags"),
        ("/search/?q=one", "/search?q=one"),
        ("/posts/?page=1", "/posts"),
        ("/posts/?tag=Backend&page=1", "/posts?tag=backend"),
    ] {
        let answer = site.get(spelling).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{spelling}");
        assert_eq!(answer.header(header::LOCATION), right);
    }
}

#[tokio::test]
async fn an_archive_shows_fifty_rows_to_a_page() {
    let site = TestSite::with((0..51).map(|n| post(&format!("Post {n}"), n)).collect()).await;
    let first = site.get("/tags/backend").await.page();
    assert_eq!(first.matches("class=\"row\"").count(), 50);
    assert!(first.contains("href=\"/tags/backend?page=2\""));
    assert_eq!(
        site.get("/tags/backend?page=3").await.status,
        StatusCode::NOT_FOUND
    );
}
