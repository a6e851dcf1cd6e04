//! The newsletter's box and the way to the contact form, in the footer of every page.

use axum::http::{StatusCode, header};

use crate::site::{TestSite, post};

#[tokio::test]
async fn the_box_is_on_every_page_and_a_page_that_is_held_stays_the_same() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    assert!(!site.get("/").await.text.contains("action=\"/subscribe\""));
    let footer = "Connect\nSay hello.\n[social]\n\nGet updates\n[newsletter]\n\nWork\n[contact]";
    site.set(&[("footer", footer)]).await;
    for path in [
        "/",
        "/posts/one",
        "/tags/backend",
        "/privacy",
        "/subscribe",
        "/nothing",
    ] {
        let page = site.get(path).await;
        page.assert_in_order(&[
            "<h2>Get updates",
            "<form method=\"post\" action=\"/subscribe\" novalidate class=\"letter-box\"",
            "New posts by e-mail.",
            "<label for=\"footer-email\">",
            "type=\"email\"",
            "name=\"seal\" value=\"",
            "<a href=\"/contact\"",
            "<code>",
            "initContact() →",
        ]);
    }
    for path in ["/", "/posts/one", "/subscribe", "/contact"] {
        let before = site.get(path).await;
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        let tag = before.header(header::ETAG);
        let after = site.get(path).await;
        assert_ne!(after.text, before.text, "{path}: the form was made later");
        assert_eq!(after.header(header::ETAG), tag, "{path}");
        let held = site.get_with(path, header::IF_NONE_MATCH, tag).await;
        assert_eq!(held.status, StatusCode::NOT_MODIFIED, "{path}");
    }
}

#[tokio::test]
async fn other_places_stand_once_on_a_page() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let mastodon = "href=\"https://social.test/@ada\"";
    for (footer, place) in [
        ("Connect\nSay hello.", "footer-about"),
        ("Connect\nSay hello.\n[social]", "<h2>Connect"),
    ] {
        site.set(&[
            ("footer", footer),
            ("social", "Mastodon = https://social.test/@ada"),
        ])
        .await;
        let page = site.get("/").await;
        page.assert_in_order(&[place, mastodon]);
        assert_eq!(page.text.matches(mastodon).count(), 1, "{footer}");
    }
}
