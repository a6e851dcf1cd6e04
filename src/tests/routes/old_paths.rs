//! Addresses of an old site.

use axum::http::{StatusCode, header};

use crate::site::{TestSite, post};

#[tokio::test]
async fn an_old_address_leads_to_its_post_at_once() {
    let mut one = post("Traits", 1);
    one.old_paths = vec!["/2015/05/11/traits".to_owned(), "/über/uns".to_owned()];
    let site = TestSite::with(vec![one]).await;
    for old in [
        "/2015/05/11/traits",
        "/2015/05/11/traits/",
        "/2015/05/11/traits.html",
        "/2015/05/11/traits/index.html",
        "/%C3%BCber/uns",
    ] {
        let answer = site.get(old).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{old}");
        assert_eq!(answer.header(header::LOCATION), "/posts/traits");
    }
    assert_eq!(site.get("/posts/traits").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_old_address_of_a_draft_tells_nothing() {
    let mut draft = post("Secret plan", 1);
    draft.status = logbook::model::status::Status::Draft;
    draft.old_paths = vec!["/old/secret".to_owned()];
    let site = TestSite::with(vec![draft]).await;
    assert_eq!(site.get("/old/secret").await.status, StatusCode::NOT_FOUND);
}
