//! Pages with settings that are not saved.

use super::*;

/// Where they are shown.
const PREVIEW: &str = "/admin/settings/preview";

#[tokio::test]
async fn a_page_is_shown_as_it_would_be_and_nothing_of_it_is_kept() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let owner = site.join("Ada", Role::Owner).await;
    site.set(&[("shows", "summary, date")]).await;
    let typed = [
        ("name", "<b>Tide</b>"),
        ("headline", "What the tide brought"),
        ("layout", "index"),
        ("navigation", "Writing = /posts\nno link"),
        ("shows", "minutes"),
        ("shows", "date"),
        ("page", "/"),
    ];
    let answer = site.post(PREVIEW, Some(&owner.cookie), &typed).await;
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    let page = answer.page();
    for drawn in [
        "&lt;b&gt;Tide&lt;/b&gt;",
        "What the tide brought",
        "class=\"entries essays\"",
        ">One<",
        "1 min read",
        "Nothing of it is saved.",
    ] {
        assert!(page.contains(drawn), "{drawn}: {page}");
    }
    assert!(!page.contains("<b>Tide"));
    assert!(!page.contains("Writing"), "what is wrong is as it was");
    assert!(!page.contains("/pkg/logbook.js"), "no program runs on it");
    let none = [("layout", "index"), ("page", "/")];
    let page = site.post(PREVIEW, Some(&owner.cookie), &none).await.page();
    assert!(!page.contains("<time"), "no mark is none: {page}");
    let contact = [("contact_title", "Write to the tide"), ("page", "/contact")];
    let page = site.post(PREVIEW, Some(&owner.cookie), &contact).await.page();
    assert!(page.contains("Write to the tide"), "{page}");
    let now = site.get("/").await.page();
    assert!(!now.contains("Tide") && !now.contains("essays"), "{now}");
}

#[tokio::test]
async fn only_who_may_change_settings_is_shown_them() {
    let site = TestSite::empty().await;
    let author = site.join("Ada", Role::Author).await;
    let fields = [("name", "Tide"), ("page", "/")];
    let refused = site.post(PREVIEW, Some(&author.cookie), &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let nobody = site.post(PREVIEW, None, &fields).await;
    assert_eq!(nobody.header(header::LOCATION), "/admin/sign-in");
    let owner = site.join("Olga", Role::Owner).await;
    let elsewhere = site
        .post(PREVIEW, Some(&owner.cookie), &[("page", "/admin")])
        .await;
    assert_eq!(elsewhere.status, StatusCode::BAD_REQUEST);
    let plain = site.get_as(PREVIEW, &owner).await;
    assert_eq!(plain.header(header::LOCATION), "/admin/settings");
    let foreign = Request::post(PREVIEW)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .header(header::COOKIE, &owner.cookie)
        .body(Body::from("name=Tide&page=%2F"))
        .unwrap();
    assert_eq!(site.ask(foreign).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_picture_that_is_not_in_the_library_is_refused() {
    let site = TestSite::empty().await;
    let owner = site.join("Ada", Role::Owner).await;
    let body = r#"{"changes":{"logo":{"seen":"","wanted":"/media/nowhere.png"}}}"#;
    let answer = change(&site, &owner, body.to_owned()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("no such picture"), "{}", answer.text);
    assert_eq!(site.context.frame().logo, "");
}
