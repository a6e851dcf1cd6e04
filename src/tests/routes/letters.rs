//! `/subscribe` and `/contact`: what readers send, what keeps programs out, and what the desk makes of it.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::{
    model::role::Role,
    server::{
        calendar,
        services::{accounts::Actor, settings::set_settings},
    },
};

use crate::{
    site::{Answer, ORIGIN, TestSite, post},
    staff::{AGENT, Person},
};

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

async fn set_footer(site: &TestSite, footer: &str) {
    let context = &site.context;
    let values = [("footer".to_owned(), footer.to_owned())].into();
    set_settings(&context.database, &context.settings, &Actor::operator(), &values)
        .await
        .unwrap()
        .unwrap();
}

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
    done.assert_in_order(&["Your address is noted", "No mail was sent"]);
}

#[tokio::test]
async fn known_and_unknown_addresses_take_as_long() {
    let site = TestSite::empty().await;
    for _ in 0..2 {
        let began = std::time::Instant::now();
        subscribe(&site, "ada@example.org", &[]).await;
        assert!(began.elapsed().as_millis() >= 150);
    }
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
        answer.assert_in_order(&["quicker than people write", "value=\"Ada\"", "\nHello</textarea>"]);
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
async fn an_address_that_is_none_is_told_at_its_field() {
    let site = TestSite::empty().await;
    for (typed, shown, told) in [
        ("", "value=\"\"", "Enter your e-mail address."),
        ("ada", "value=\"ada\"", "No mail can arrive"),
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
async fn too_many_are_told_when_to_come_again_and_keep_what_they_wrote() {
    let site = TestSite::empty().await;
    let mut refused = None;
    for number in 0..4 {
        let answer = subscribe(&site, &format!("ada+{number}@example.org"), &[]).await;
        if number < 3 {
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
        } else {
            refused = Some(answer);
        }
    }
    let refused = refused.unwrap();
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = refused.header(header::RETRY_AFTER).parse().unwrap();
    assert!((1..=3_600).contains(&wait));
    refused.assert_in_order(&["Send it again in", "value=\"ada+3@example.org\""]);
    for number in 0..17 {
        let answer = subscribe(&site, &format!("reader{number}@example.org"), &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}");
    }
    let answer = subscribe(&site, "last@example.org", &[]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS, "of one network");

    for number in 0..6 {
        let answer = write(&site, "Ada", "ada@example.org", &format!("Message {number}")).await;
        if number < 5 {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        } else {
            assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
            answer.assert_in_order(&["Send it again in", "\nMessage 5</textarea>"]);
        }
    }
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
async fn the_box_is_on_every_page_and_a_page_that_is_held_stays_the_same() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    assert!(!site.get("/").await.text.contains("action=\"/subscribe\""));
    set_footer(
        &site,
        "Connect\nSay hello.\n[social]\n\nGet updates\n[newsletter]\n\nWork\n[contact]",
    )
    .await;
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
    let context = &site.context;
    let mastodon = "href=\"https://social.test/@ada\"";
    for (footer, place) in [
        ("Connect\nSay hello.", "footer-about"),
        ("Connect\nSay hello.\n[social]", "<h2>Connect"),
    ] {
        let values = [
            ("footer".to_owned(), footer.to_owned()),
            (
                "social".to_owned(),
                "Mastodon = https://social.test/@ada".to_owned(),
            ),
        ]
        .into();
        set_settings(&context.database, &context.settings, &Actor::operator(), &values)
            .await
            .unwrap()
            .unwrap();
        let page = site.get("/").await;
        page.assert_in_order(&[place, mastodon]);
        assert_eq!(page.text.matches(mastodon).count(), 1, "{footer}");
    }
}

#[tokio::test]
async fn the_pages_need_no_scripts_and_say_what_they_are() {
    let site = TestSite::empty().await;
    let subscribe = site.get("/subscribe").await;
    assert_eq!(subscribe.header("x-robots-tag"), "");
    subscribe.assert_in_order(&[
        "<h1>Newsletter",
        "One mail for each new post",
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
    let within = site.get("/api/site/page?path=%2Fcontact&query=").await.page();
    assert!(within.contains("contact-message"), "{within}");
    assert_eq!(
        site.get("/api/site/page?path=%2Fadmin&query=").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(site.get("/contact?done").await.header("x-robots-tag"), "noindex");
}

#[tokio::test]
async fn a_message_is_kept_as_text_and_is_answered_at_the_desk() {
    let site = TestSite::empty().await;
    let owner = owner_of(&site).await;
    let words = "Dear Olga,\r\n\r\n<b>this</b> & that </textarea><script>alert(1)</script>";
    let sent = write(&site, "Ada <b>", "ada@example.org", words).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    assert_eq!(sent.header(header::LOCATION), "/contact?done");
    site.get("/contact?done")
        .await
        .assert_in_order(&["Your message is here", "No mail tells of it yet"]);

    let unread = inbox(&site, &owner, "unread").await;
    assert!(unread.contains("\"counts\":[1,0,0,0]"), "{unread}");
    assert!(unread.contains("Dear Olga,\\n\\n"), "{unread}");
    assert!(unread.contains("mailto:ada@example.org?subject=Re%3A%20your%20message%20to%20Logbook"));
    let ask =
        async |path: &str, fields: &[(&str, &str)]| site.post(path, Some(&owner.cookie), fields).await.status;
    for state in ["read", "answered", "spam", "unread"] {
        let fields = [("id", "1"), ("state", state)];
        assert_eq!(ask("/api/letters/inbox/mark", &fields).await, StatusCode::OK);
        assert!(inbox(&site, &owner, state).await.contains("\"id\":1"), "{state}");
    }
    let nonsense = [("id", "1"), ("state", "lost")];
    assert_eq!(
        ask("/api/letters/inbox/mark", &nonsense).await,
        StatusCode::NOT_FOUND
    );
    let gone = ask("/api/letters/inbox/delete", &[("id", "1")]).await;
    assert_eq!(gone, StatusCode::OK);
    assert!(inbox(&site, &owner, "unread").await.contains("\"messages\":[]"));
    let log = site.get_as("/api/audit/list", &owner).await.page();
    assert!(log.contains("message.delete") && !log.contains("ada@example.org"));
}

#[tokio::test]
async fn what_is_wrong_with_a_message_is_told_and_all_of_it_comes_back() {
    let site = TestSite::empty().await;
    let owner = owner_of(&site).await;
    let long = format!("\nFirst <line>\n{}</textarea><i>", "ü".repeat(5_000));
    let answer = write(&site, "Ada\nBcc: ben@example.org", "ada@example.org", &long).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.assert_in_order(&[
        "id=\"contact-name-note\"",
        "on one line",
        "value=\"ada@example.org\"",
        "<textarea",
        ">\n\nFirst &lt;line&gt;\n",
        "ü&lt;/textarea&gt;&lt;i&gt;</textarea>",
        "id=\"contact-message-note\"",
        "this one has 50",
    ]);
    let answer = write(&site, "", "", "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.assert_in_order(&[
        "Say what you are called",
        "Enter your e-mail",
        "Write your message",
    ]);
    let huge = write(&site, "Ada", "ada@example.org", &"a".repeat(2_000_000)).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(huge.text.contains("Go back"), "{}", huge.text);
    assert!(inbox(&site, &owner, "unread").await.contains("\"messages\":[]"));
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
        lines[1].starts_with("'=cmd@example.org,unconfirmed,20"),
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
