//! `/authors/:slug`

use axum::http::StatusCode;
use logbook::server::services::save::Named;

use crate::site::{TestSite, post};

#[tokio::test]
async fn an_author_has_a_page_of_what_they_wrote() {
    let mut joint = post("Written together", 2);
    joint.authors = vec![Named::new("Jonas Lindqvist"), Named::new("Ada Marlow")];
    let site = TestSite::with(vec![post("Alone", 1), joint]).await;
    let ada = site.get("/authors/ada-marlow").await;
    ada.assert_in_order(&[
        "<h1>Ada Marlow",
        "2 posts",
        "/posts/alone",
        "/posts/written-together",
    ]);
    let jonas = site.get("/authors/jonas-lindqvist").await.page();
    assert!(!jonas.contains("/posts/alone\""));
}

#[tokio::test]
async fn an_author_without_visible_posts_is_not_found() {
    let mut draft = post("Hidden", 1);
    draft.status = logbook::model::status::Status::Draft;
    let site = TestSite::with(vec![draft]).await;
    assert_eq!(
        site.get("/authors/ada-marlow").await.status,
        StatusCode::NOT_FOUND
    );
}
