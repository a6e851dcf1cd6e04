//! `/subscribe` and `/contact`: how much comes in, from where and with what, and what who sends it can learn from the answers.

use std::{
    net::{IpAddr, SocketAddr},
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use logbook::{model::role::Role, server::calendar};

use crate::{
    site::{Answer, TestSite},
    staff::{AGENT, Person},
};

/// What a form carries that was looked at for so many seconds.
fn seal(site: &TestSite, seconds: i64) -> String {
    site.context.letters.seal_of(calendar::now() - seconds * 1_000)
}

/// Sends a form from somewhere on the network.
async fn send(site: &TestSite, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let peer = SocketAddr::new(from.parse::<IpAddr>().unwrap(), 4_000);
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header(header::USER_AGENT, AGENT)
        .extension(ConnectInfo(peer))
        .body(Body::from(body))
        .unwrap();
    site.ask(request).await
}

async fn subscribe(site: &TestSite, email: &str) -> Answer {
    let seal = seal(site, 60);
    send(
        site,
        "203.0.113.1",
        "/subscribe",
        &[("email", email), ("seal", &seal)],
    )
    .await
}

async fn write(site: &TestSite, from: &str, seal: &str) -> Answer {
    let fields = [
        ("name", "Ada"),
        ("email", "ada@example.org"),
        ("message", "Hello"),
        ("seal", seal),
    ];
    send(site, from, "/contact", &fields).await
}

async fn list(site: &TestSite, owner: &Person) -> String {
    site.get_as("/api/letters/subscribers?page=1", owner).await.page()
}

/// How many messages nobody has read.
async fn unread(site: &TestSite, owner: &Person) -> u32 {
    let page = site
        .get_as("/api/letters/inbox?state=unread&page=1", owner)
        .await
        .page();
    let counts = page.split("\"counts\":[").nth(1).unwrap();
    counts.split(',').next().unwrap().parse().unwrap()
}

/// What the form of a page carries.
fn seal_on(page: &Answer) -> &str {
    let form = page.text.split("class=\"letter\"").nth(1).unwrap();
    let seal = form.split("name=\"seal\" value=\"").nth(1).unwrap();
    seal.split('"').next().unwrap()
}

#[tokio::test]
async fn one_customers_many_networks_do_not_close_the_form_for_others() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let mut kept = 0;
    for (network, room) in [
        // One customer's: so many of each of their networks, and of all of them.
        (0x1200_u32, 10),
        (0x1201, 10),
        (0x1202, 0),
        (0x12ff, 0),
        // The same site's.
        (0x1300, 10),
        (0x1400, 10),
        (0x1500, 0),
    ] {
        for number in 0..11 {
            let from = format!("2001:db8:0:{network:x}::{number:x}");
            let answer = write(&site, &from, &seal(&site, 60)).await;
            let expected = if number < room {
                kept += 1;
                StatusCode::SEE_OTHER
            } else {
                StatusCode::TOO_MANY_REQUESTS
            };
            assert_eq!(answer.status, expected, "{from}: {}", answer.text);
        }
    }
    let elsewhere = write(&site, "2001:db8:1::1", &seal(&site, 60)).await;
    assert_eq!(elsewhere.status, StatusCode::SEE_OTHER, "{}", elsewhere.text);
    assert_eq!(unread(&site, &owner).await, kept + 1);
}

#[tokio::test]
async fn one_form_brings_a_few_letters_wherever_they_come_from() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let (form, other) = (seal(&site, 60), seal(&site, 60));
    for number in 0..8 {
        let answer = write(&site, &format!("10.{number}.0.1"), &form).await;
        if number < 5 {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}: {}", answer.text);
        } else {
            assert_eq!(answer.status, StatusCode::OK, "{number}");
            answer.assert_in_order(&["was sent often", "\nHello</textarea>"]);
        }
    }
    assert_eq!(
        write(&site, "10.9.0.1", &other).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(unread(&site, &owner).await, 6);
}

#[tokio::test]
async fn who_is_asked_to_send_it_again_can_do_so_at_once() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let fields = |seal: &str| {
        [
            ("name", "Ada".to_owned()),
            ("email", "ada@example.org".to_owned()),
            ("message", "Hello".to_owned()),
            ("seal", seal.to_owned()),
        ]
    };
    for path in ["/subscribe", "/contact"] {
        let post = async |seal: &str| {
            let fields = fields(seal);
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            send(&site, "203.0.113.1", path, &fields).await
        };
        let asked = post(&seal(&site, 0)).await;
        assert_eq!(asked.status, StatusCode::OK, "{path}");
        let taken = post(seal_on(&asked)).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{path}: {}", taken.text);
        let fresh = site.get(path).await;
        assert_eq!(post(seal_on(&fresh)).await.status, StatusCode::OK, "{path}");
    }
    assert!(list(&site, &owner).await.contains("\"total\":1"));
    assert_eq!(unread(&site, &owner).await, 1);
}

#[tokio::test]
async fn a_slip_is_put_right_within_a_moment_if_the_form_was_looked_at_before() {
    let site = TestSite::empty().await;
    for path in ["/subscribe", "/contact"] {
        let post = async |email: &str, seal: &str| {
            let fields = [
                ("name", "Ada"),
                ("email", email),
                ("message", "Hello"),
                ("seal", seal),
            ];
            send(&site, "203.0.113.1", path, &fields).await
        };
        for (seconds, status) in [(60, StatusCode::SEE_OTHER), (0, StatusCode::OK)] {
            let told = post("ada@gmail", &seal(&site, seconds)).await;
            assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            let sent = post("ada@example.org", seal_on(&told)).await;
            assert_eq!(sent.status, status, "{path} {seconds}: {}", sent.text);
        }
    }
}

#[tokio::test]
async fn too_many_from_one_network_are_told_when_to_come_again_and_keep_what_they_wrote() {
    let site = TestSite::empty().await;
    for number in 0..20 {
        let answer = subscribe(&site, &format!("reader{number}@example.org")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{number}");
    }
    let answer = subscribe(&site, "last@example.org").await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = answer.header(header::RETRY_AFTER).parse().unwrap();
    assert!((3_000..=3_600).contains(&wait), "from the first one: {wait}");
    answer.assert_in_order(&["Send it again in", "value=\"last@example.org\""]);
    for number in 0..11 {
        let answer = write(&site, "203.0.113.1", &seal(&site, 60)).await;
        if number < 10 {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        } else {
            assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
            answer.assert_in_order(&["Send it again in", "\nHello</textarea>"]);
        }
    }
}

/// Neither what others entered nor how often is told by the answer, nor by how long it takes: all are answered a whole number of
/// steps after they came, and on a machine that has anything else to do the quickest of a few are the ones to be compared.
#[tokio::test]
async fn an_address_that_is_new_known_or_came_too_often_is_answered_alike() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let mut answers = Vec::new();
    let mut quickest = [Duration::MAX; 3];
    let asked = [
        // Each of them new, then known.
        [(0, "a@a.test"), (1, "a@a.test")],
        [(0, "b@a.test"), (1, "b@a.test")],
        [(0, "c@a.test"), (1, "c@a.test")],
        // The fourth and later ones of an inbox are one too many.
        [(1, "a@a.test"), (2, "a+four@a.test")],
        [(2, "a@a.test"), (2, "a+six@a.test")],
    ];
    for (kind, email) in asked.into_iter().flatten() {
        let began = Instant::now();
        let mut answer = subscribe(&site, email).await;
        quickest[kind] = began.elapsed().min(quickest[kind]);
        answer.headers.remove("x-request-id");
        answers.push((answer.status, answer.headers, answer.text));
    }
    assert_eq!(answers[0].0, StatusCode::SEE_OTHER);
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    let floor = Duration::from_millis(150);
    for (one, other) in [(0, 1), (0, 2)] {
        let (one, other) = (quickest[one], quickest[other]);
        assert!(one >= floor && other >= floor, "{quickest:?}");
        assert!(one.abs_diff(other) < floor / 3, "{quickest:?}");
    }
    let list = list(&site, &owner).await;
    assert!(list.contains("\"total\":3") && !list.contains("a+"), "{list}");
    // Those that were not kept count for their network.
    for number in 0..11 {
        let answer = subscribe(&site, &format!("reader{number}@example.org")).await;
        assert_eq!(answer.status == StatusCode::SEE_OTHER, number < 10, "{number}");
    }
}

#[tokio::test]
async fn an_address_is_one_however_it_is_put_together_and_hides_nothing() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    for email in [
        "grün@exämple.org",
        "\u{200b}\u{202a}gru\u{308}n@exa\u{308}mple.org\u{202c}\u{feff}",
    ] {
        assert_eq!(
            subscribe(&site, email).await.status,
            StatusCode::SEE_OTHER,
            "{email:?}"
        );
    }
    for email in ["grün\u{200b}@exämple.org", "\u{ad}a\u{202e}b@a.test"] {
        let refused = subscribe(&site, email).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{email:?}");
        refused.assert_in_order(&[
            "id=\"subscribe-email-note\"",
            "a sign within this address that nobody sees",
        ]);
    }
    assert!(list(&site, &owner).await.contains("\"total\":1"));
    let named = [
        ("name", "\u{200b}\u{feff}"),
        ("email", "ada@example.org"),
        ("message", "Hello"),
    ];
    let refused = send(&site, "203.0.113.1", "/contact", &named).await;
    refused.assert_in_order(&["id=\"contact-name-note\"", "Say what you are called"]);
    let named = [("name", "Ada\u{202e}adA"), named[1], named[2]];
    let refused = send(&site, "203.0.113.1", "/contact", &named).await;
    refused.assert_in_order(&["id=\"contact-name-note\"", "without signs that nobody sees"]);
}

#[tokio::test]
async fn asking_for_the_head_of_the_list_gives_nothing_out() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let editor = site.join("Ed", Role::Editor).await;
    assert_eq!(
        subscribe(&site, "-ada@example.org").await.status,
        StatusCode::SEE_OTHER
    );
    let head = async |person: &Person| {
        let request = Request::builder()
            .method(Method::HEAD)
            .uri("/admin/subscribers.csv")
            .header(header::COOKIE, &person.cookie)
            .body(Body::empty())
            .unwrap();
        site.ask(request).await
    };
    let log = async || site.get_as("/api/audit/list", &owner).await.page();
    assert_eq!(head(&editor).await.status, StatusCode::FORBIDDEN);
    let told = head(&owner).await;
    assert_eq!(told.status, StatusCode::OK);
    assert_eq!(told.text, "");
    assert_eq!(told.header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
    assert_eq!(told.header(header::CONTENT_LENGTH), "", "it is not empty");
    assert!(!log().await.contains("subscriber.export"));
    let file = site.get_as("/admin/subscribers.csv", &owner).await;
    assert!(file.text.contains("\r\n' -ada@example.org,"), "{}", file.text);
    assert_eq!(log().await.matches("subscriber.export").count(), 1);
}

#[tokio::test]
async fn what_has_become_of_a_message_is_in_the_log() {
    let site = TestSite::empty().await;
    let owner = site.join("Olga", Role::Owner).await;
    let editor = site.join("Ed", Role::Editor).await;
    assert_eq!(
        write(&site, "203.0.113.1", &seal(&site, 60)).await.status,
        StatusCode::SEE_OTHER
    );
    let mark = async |id: &str, state: &str| {
        let fields = [("id", id), ("state", state)];
        site.post("/api/letters/inbox/mark", Some(&editor.cookie), &fields)
            .await
            .status
    };
    assert_eq!(mark("1", "answered").await, StatusCode::OK);
    assert_eq!(mark("2", "spam").await, StatusCode::NOT_FOUND);
    let log = site.get_as("/api/audit/list", &owner).await.page();
    assert_eq!(log.matches("message.mark").count(), 1, "{log}");
    for told in ["\"message 1\"", "\"answered\"", "\"Ed\""] {
        assert!(log.contains(told), "{told}: {log}");
    }
    assert!(!log.contains("ada@example.org"));
}

#[tokio::test]
async fn what_is_said_of_the_owner_is_right_for_one_and_for_many() {
    let site = TestSite::empty().await;
    site.get("/contact")
        .await
        .assert_in_order(&["The authors can read it"]);
    site.get("/contact?done")
        .await
        .assert_in_order(&["The authors will find it there"]);
    site.get("/privacy").await.assert_in_order(&[
        "how often it was fetched on each day",
        "until the end of the day (UTC), and written nowhere",
        "for an hour at most, and written nowhere",
    ]);
}
