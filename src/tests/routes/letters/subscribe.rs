//! `/subscribe`: addresses that readers leave, and the owner's list of them.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::model::role::Role;

use super::{list, owner_of, seal, subscribe};
use crate::site::TestSite;

#[tokio::test]
async fn an_address_is_kept_and_whether_it_was_there_is_not_told() {
    let site = TestSite::empty().await;
    let owner = owner_of(&site).await;
    let mut answers = Vec::new();
    for email in ["ada+news@Example.org", "ada+news@example.org", "grün@exämple.org"] {
        let answer = subscribe(&site, email, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        assert_eq!(answer.header(header::LOCATION), "/subscribe?done");
        let mut headers = answer.headers;
        headers.remove("x-request-id");
        answers.push((headers, answer.text));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
    let list = list(&site, &owner).await;
    assert!(list.contains("\"total\":2"), "{list}");
    assert!(list.contains("\"email\":\"ada+news@example.org\",\"status\":\"unconfirmed\""));
    let done = site.get("/subscribe?done").await;
    assert_eq!(done.header("x-robots-tag"), "noindex");
    done.assert_in_order(&["Thank you: your address is noted", "sends no mail yet"]);
}

#[tokio::test]
async fn where_an_address_was_entered_is_kept_as_a_path_of_this_site() {
    let site = TestSite::empty().await;
    let owner = owner_of(&site).await;
    for (email, referer, form) in [
        ("a@a.test", "https://blog.test/posts/one?utm=x", ""),
        ("b@a.test", "https://evil.test/x", ""),
        ("c@a.test", "https://blog.test/subscribe", "/posts/two"),
        ("d@a.test", "https://blog.test/subscribe", "//evil.test"),
    ] {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", email), ("form", form), ("seal", &seal(&site, 60))])
            .finish();
        let request = Request::post("/subscribe")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, referer)
            .body(Body::from(body))
            .unwrap();
        assert_eq!(site.ask(request).await.status, StatusCode::SEE_OTHER);
    }
    let list = list(&site, &owner).await;
    for (email, form) in [
        ("a@a.test", "/posts/one"),
        ("b@a.test", ""),
        ("c@a.test", "/posts/two"),
        ("d@a.test", "/subscribe"),
    ] {
        let at = list.find(email).unwrap();
        let rest = &list[at..];
        let entry = &rest[..rest.find('}').map_or(rest.len(), |end| end + 60).min(rest.len())];
        assert!(
            entry.contains(&format!("\"form\":\"{form}\"")),
            "{email}: {entry}"
        );
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_told_at_its_field() {
    let site = TestSite::empty().await;
    for (typed, shown, told) in [
        ("", "value=\"\"", "Enter your e-mail address."),
        ("ada", "value=\"ada\"", "No mail can arrive"),
        ("ada@gmail", "value=\"ada@gmail\"", "No mail can arrive"),
        (
            "\"><script>alert(1)</script>@a.test",
            "value=\"&quot;&gt;",
            "No mail can arrive",
        ),
        (
            "a@a.test\r\nBcc: b@b.test",
            "value=\"a@a.test",
            "No mail can arrive",
        ),
    ] {
        let answer = subscribe(&site, typed, &[]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        answer.assert_in_order(&[
            "<label for=\"subscribe-email\"",
            "id=\"subscribe-email\"",
            shown,
            "aria-invalid=\"true\"",
            "aria-describedby=\"subscribe-email-note\"",
            "id=\"subscribe-email-note\"",
            told,
        ]);
        assert!(!answer.text.contains("<script>alert(1)"), "{}", answer.text);
        assert_eq!(answer.header("x-robots-tag"), "noindex");
    }
}

#[tokio::test]
async fn the_list_is_the_owners_alone_and_forgets_whom_it_is_told_to() {
    let site = TestSite::empty().await;
    let owner = owner_of(&site).await;
    let editor = site.join("Ed", Role::Editor).await;
    for email in ["=cmd@example.org", "ada@example.org"] {
        assert_eq!(subscribe(&site, email, &[]).await.status, StatusCode::SEE_OTHER);
    }
    let nobody = site.get("/admin/subscribers.csv").await;
    assert!(nobody.status.is_redirection());
    let refused = site.get_as("/admin/subscribers.csv", &editor).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(!refused.text.contains("example.org"));
    let file = site.get_as("/admin/subscribers.csv", &owner).await;
    assert_eq!(file.header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
    assert_eq!(
        file.header(header::CONTENT_DISPOSITION),
        "attachment; filename=\"subscribers.csv\""
    );
    let lines: Vec<&str> = file.text.lines().collect();
    assert_eq!(lines[0], "email,status,subscribed_at,form");
    assert!(
        lines[1].starts_with("' =cmd@example.org,unconfirmed,20"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 3);

    let gone = site
        .post(
            "/api/letters/subscribers/erase",
            Some(&owner.cookie),
            &[("id", "2")],
        )
        .await;
    assert_eq!(gone.status, StatusCode::OK);
    let log = site.get_as("/api/audit/list", &owner).await.page();
    assert!(log.contains("subscriber.erase") && log.contains("subscriber.export"));
    assert!(!log.contains("example.org"), "{log}");
    assert!(!list(&site, &owner).await.contains("ada@example.org"));
}
