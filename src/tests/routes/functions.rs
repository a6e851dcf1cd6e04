//! `/api/*`: server functions as the browser calls them.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::{
    error::AppError,
    model::{
        account::People,
        desk::OpenPost,
        draft::{
            Draft,
            save::{Reason, SaveRequest},
        },
        find::Found,
        role::Role,
    },
};
use miniserde::json;
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

#[tokio::test]
async fn what_a_form_says_beyond_what_is_asked_does_nothing() {
    let site = TestSite::empty().await;
    let owner = site.join("Ada", Role::Owner).await;
    site.join("Ben", Role::Author).await;
    let fields = [
        ("id", "2"),
        ("role", "Editor"),
        ("user_id", "1"),
        ("name", "Eve"),
        ("email", "eve@blog.test"),
        ("disabled", "true"),
        ("password", "x"),
    ];
    site.post("/api/people/role", Some(&owner.cookie), &fields)
        .await
        .page();
    let list = site.get_as("/api/people/list", &owner).await.page();
    let people: People = json::from_str(&list).unwrap();
    let told: Vec<_> = people
        .people
        .iter()
        .map(|one| {
            (
                one.id,
                one.name.as_str(),
                one.email.as_str(),
                one.role,
                one.disabled,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, "Ada", "ada@blog.test", Role::Owner, false),
            (2, "Ben", "ben@blog.test", Role::Editor, false),
        ]
    );
}

#[tokio::test]
async fn what_a_save_says_beyond_what_is_asked_does_nothing() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Owner).await;
    let begun = site.post("/api/desk/begin", Some(&ada.cookie), &[]).await.page();
    let post = begun.trim_matches('"');
    let mut draft = Draft {
        source: "Text.\n".to_owned(),
        ..Draft::default()
    };
    draft.meta.title = "A title".to_owned();
    draft.meta.authors = vec!["ada".to_owned()];
    let request = SaveRequest {
        post: post.to_owned(),
        key: "k".to_owned(),
        base: 1,
        draft: draft.clone(),
        reason: Reason::Autosave,
        then: None,
    };
    let request = json::to_string(&request)
        .replacen(
            '{',
            "{\"status\":\"published\",\"who\":\"Eve\",\"user_id\":[7],",
            1,
        )
        .replace(
            "\"meta\":{",
            "\"kind\":\"page\",\"meta\":{\"status\":\"published\",\"uuid\":{},",
        );
    let body = format!("{{\"actor\":\"Eve\",\"request\":{request},\"role\":null}}");
    assert!(body.contains("\"uuid\":{}"), "{body}");
    let asked = Request::post("/api/desk/save")
        .header(header::CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, &ada.cookie)
        .body(Body::from(body))
        .unwrap();
    site.ask(asked).await.page();
    let fields = [("post", post)];
    let opened = site.post("/api/desk/open", Some(&ada.cookie), &fields).await;
    let open: OpenPost = json::from_str(&opened.page()).unwrap();
    assert_eq!(open.head.draft, draft);
    assert_eq!(
        (open.status.as_str(), open.kind.as_str(), open.released),
        ("draft", "post", 0)
    );
    assert!(open.head.who.starts_with("Ada"), "{}", open.head.who);
    assert_eq!(site.get("/posts/a-title").await.status, StatusCode::NOT_FOUND);
}
