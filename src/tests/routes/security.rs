//! `/.well-known/security.txt`

use axum::http::{StatusCode, header};
use logbook::{
    model::settings::Values,
    server::services::{accounts::Actor, settings::set_settings},
};

use crate::site::{ORIGIN, TestSite};

const PATH: &str = "/.well-known/security.txt";

async fn set(site: &TestSite, name: &str, value: &str) -> bool {
    let values = Values::from([(name.to_owned(), value.to_owned())]);
    set_settings(
        &site.context.database,
        &site.context.settings,
        &Actor::operator(),
        &values,
    )
    .await
    .unwrap()
    .is_ok()
}

#[tokio::test]
async fn whom_to_tell_of_a_hole_is_there_once_somebody_is_named() {
    let site = TestSite::empty().await;
    let none = site.get(PATH).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(none.text.contains("names nobody"), "{}", none.text);

    assert!(
        set(
            &site,
            "security_contacts",
            "security@blog.test\nhttps://blog.test/report"
        )
        .await
    );
    let there = site.get(PATH).await;
    assert_eq!(there.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    there.assert_in_order(&[
        "Contact: mailto:security@blog.test\n",
        "Contact: https://blog.test/report\n",
        "Expires: 2",
        "Preferred-Languages: en\n",
        &format!("Canonical: {ORIGIN}{PATH}\n"),
    ]);
    let etag = there.header(header::ETAG).to_owned();
    let held = site.get_with(PATH, header::IF_NONE_MATCH, &etag).await;
    assert_eq!(held.status, StatusCode::NOT_MODIFIED);

    // Nobody can write lines of their own into it.
    for (name, value) in [
        ("security_contacts", "javascript:alert(1)"),
        (
            "security_policy",
            "https://blog.test/\nExpires: 2000-01-01T00:00:00Z",
        ),
        ("security_languages", "en\nExpires: 2000-01-01T00:00:00Z"),
    ] {
        assert!(!set(&site, name, value).await, "{name}");
    }
}
