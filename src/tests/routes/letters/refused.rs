//! What keeps programs, other sites and too many letters out, while people lose nothing of what they wrote.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use super::{inbox, list, owner_of, seal, subscribe};
use crate::{
    site::{ORIGIN, TestSite},
    staff::AGENT,
};

#[tokio::test]
async fn what_may_be_a_programs_is_asked_once_more_and_nothing_is_lost() {
    let site = TestSite::empty().await;
    let owner = owner_of(&site).await;
    let (quick, stale) = (seal(&site, 1), seal(&site, 31 * 24 * 60 * 60));
    for wrong in [
        ("homepage", "https://spam.test"),
        ("seal", quick.as_str()),
        ("seal", stale.as_str()),
        ("seal", ""),
        ("seal", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ] {
        let answer = subscribe(&site, "ada@example.org", &[wrong]).await;
        assert_eq!(answer.status, StatusCode::OK, "{wrong:?}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store");
        answer.assert_in_order(&[
            "One more step",
            "value=\"ada@example.org\"",
            "name=\"seal\" value=\"",
            "autofocus",
        ]);
        let message = [
            ("name", "Ada"),
            ("email", "ada@example.org"),
            ("message", "Hello"),
            ("seal", &seal(&site, 60)),
            wrong,
        ];
        let answer = site.post("/contact", None, &last_of_each(&message)).await;
        assert_eq!(answer.status, StatusCode::OK, "{wrong:?}");
        answer.assert_in_order(&[
            "quicker than people write",
            "value=\"Ada\"",
            "\nHello</textarea>",
            "<button type=\"submit\" autofocus",
        ]);
    }
    assert!(list(&site, &owner).await.contains("\"total\":0"));
    assert!(inbox(&site, &owner, "unread").await.contains("\"messages\":[]"));
}

/// A form has each field once.
fn last_of_each<'a>(fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut each: Vec<(&str, &str)> = Vec::new();
    for (name, value) in fields {
        each.retain(|(known, _)| known != name);
        each.push((name, value));
    }
    each
}

#[tokio::test]
async fn another_sites_form_sends_nothing() {
    let site = TestSite::empty().await;
    let owner = owner_of(&site).await;
    for path in ["/subscribe", "/contact"] {
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.test")] {
            let fields = [
                ("email", "ada@example.org"),
                ("name", "Ada"),
                ("message", "Hello"),
                ("seal", &seal(&site, 60)),
            ];
            let body = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish();
            let request = Request::post(path)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(name, value)
                .body(Body::from(body))
                .unwrap();
            assert_eq!(
                site.ask(request).await.status,
                StatusCode::FORBIDDEN,
                "{path} {name}"
            );
        }
    }
    assert!(list(&site, &owner).await.contains("\"total\":0"));
}

#[tokio::test]
async fn a_form_that_no_program_of_ours_made_is_refused_in_words() {
    let site = TestSite::empty().await;
    let request = Request::post("/contact")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ORIGIN, ORIGIN)
        .header(header::USER_AGENT, AGENT)
        .body(Body::from("{}"))
        .unwrap();
    assert_eq!(site.ask(request).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
