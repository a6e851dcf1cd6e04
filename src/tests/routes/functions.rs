//! `/api/*`: server functions as the browser calls them.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::{error::AppError, model::find::Found};

use server_fn::error::FromServerFnError as _;

use crate::site::{TestSite, post};

#[tokio::test]
async fn a_list_comes_as_json() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let answer = site.get("/api/posts/find?place=Posts&query=").await;
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    let found: Found = miniserde::json::from_str(&answer.page()).unwrap();
    assert_eq!(found.hits[0].post.title, "One");
}

#[tokio::test]
async fn failures_have_their_status_and_say_nothing_of_what_was_sent() {
    let site = TestSite::empty().await;
    for (path, status) in [
        ("/api/posts/read?slug=nope", StatusCode::NOT_FOUND),
        (
            "/api/posts/find?place=Posts&query=page%3D7",
            StatusCode::NOT_FOUND,
        ),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        let error: AppError = AppError::de(answer.text.clone().into());
        assert_eq!(error, AppError::NotFound);
    }
    for bad in [
        "/api/posts/find?place=%3Cscript%3E&query=",
        "/api/posts/find",
        "/api/posts/read?slug=%FF",
        "/api/posts/find?place=Posts&query=q%3D%C3%28",
    ] {
        let answer = site.get(bad).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{bad}: {}",
            answer.text
        );
        assert!(!answer.text.contains("script"), "{}", answer.text);
        let error: AppError = AppError::de(answer.text.into());
        assert!(matches!(error, AppError::Invalid(_)), "{bad}: {error:?}");
    }
}

#[tokio::test]
async fn unknown_functions_and_other_methods_are_refused() {
    let site = TestSite::empty().await;
    assert!(site.get("/api/nope").await.status.is_client_error());
    let posted = Request::post("/posts").body(Body::empty()).unwrap();
    assert_eq!(site.ask(posted).await.status, StatusCode::METHOD_NOT_ALLOWED);
}
