//! `/subscribe` and `/contact`: what readers send, what keeps programs out, and what the desk makes of it.

use axum::http::StatusCode;
use logbook::{model::role::Role, server::calendar};

use crate::{
    site::{Answer, TestSite},
    staff::Person,
};

mod contact;
mod footer;
mod refused;
mod subscribe;

/// What a form carries that was looked at for so many seconds.
fn seal(site: &TestSite, seconds: i64) -> String {
    site.context.letters.seal_of(calendar::now() - seconds * 1_000)
}

async fn subscribe(site: &TestSite, email: &str, more: &[(&str, &str)]) -> Answer {
    let seal = seal(site, 60);
    let mut fields = vec![("email", email), ("seal", seal.as_str())];
    for (name, value) in more {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    site.post("/subscribe", None, &fields).await
}

async fn write(site: &TestSite, name: &str, email: &str, message: &str) -> Answer {
    let seal = seal(site, 60);
    let fields = [
        ("name", name),
        ("email", email),
        ("message", message),
        ("seal", &seal),
        ("homepage", ""),
    ];
    site.post("/contact", None, &fields).await
}

async fn owner_of(site: &TestSite) -> Person {
    site.join("Olga", Role::Owner).await
}

async fn list(site: &TestSite, owner: &Person) -> String {
    site.get_as("/api/letters/subscribers?page=1", owner).await.page()
}

async fn inbox(site: &TestSite, owner: &Person, state: &str) -> String {
    let path = format!("/api/letters/inbox?state={state}&page=1");
    site.get_as(&path, owner).await.page()
}

#[tokio::test]
async fn the_pages_need_no_scripts_and_say_what_they_are() {
    let site = TestSite::empty().await;
    let subscribe = site.get("/subscribe").await;
    assert_eq!(subscribe.header("x-robots-tag"), "");
    subscribe.assert_in_order(&[
        "<h1>Newsletter",
        "New posts by mail",
        "sends no mail yet",
        "<form method=\"post\" action=\"/subscribe\"",
        "autocomplete=\"email\"",
        "required",
        "href=\"/privacy\"",
    ]);
    let contact = site.get("/contact").await;
    assert_eq!(contact.header("x-robots-tag"), "");
    contact.assert_in_order(&[
        "<h1>Contact",
        "<form method=\"post\" action=\"/contact\"",
        "<label for=\"contact-name\"",
        "autocomplete=\"name\"",
        "<label for=\"contact-email\"",
        "autocomplete=\"email\"",
        "aria-describedby=\"contact-email-note\"",
        "<label for=\"contact-message\"",
        "aria-describedby=\"contact-message-note\"",
        "at most 5,000 letters",
    ]);
    assert!(contact.text.contains("<title>Contact · Logbook</title>"));
    let within = site.get("/api/pages/read?path=%2Fcontact&query=").await.page();
    assert!(within.contains("contact-message"), "{within}");
    assert_eq!(
        site.get("/api/pages/read?path=%2Fadmin&query=").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(site.get("/contact?done").await.header("x-robots-tag"), "noindex");
}
