//! What never counts as a view: how it is answered, and that it is counted by reason.

use std::collections::BTreeMap;

use axum::{
    body::Body,
    http::{Extensions, HeaderMap, StatusCode, header},
};
use logbook::{
    model::status::Status,
    server::{
        calendar,
        services::views::{ClientAddress, Visit},
    },
};
use tokio::task::JoinSet;

use super::{FIREFOX, all, call, call_with, counted, excluded, network, only, view};
use crate::site::{DAY, ORIGIN, TestSite, post};

#[tokio::test]
async fn a_token_holds_for_its_post_on_its_day_and_the_next() {
    let site = TestSite::with(vec![post("One", 1), post("Two", 2)]).await;
    let views = &site.context.views;
    let today = calendar::now().div_euclid(DAY);
    let forged = "A".repeat(22);
    let bad = [
        ("forged", forged),
        ("stale", views.token_of("one", today - 2)),
        ("of tomorrow", views.token_of("one", today + 2)),
        ("foreign", views.token("two")),
        ("cut", views.token("one")[..21].to_owned()),
        ("long", "A".repeat(100_000)),
        ("missing", String::new()),
    ];
    for (number, (what, token)) in bad.iter().enumerate() {
        let answer = site.ask(call(u32::try_from(number).unwrap(), "one", token)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        assert!(answer.text.contains("load it again"), "{}", answer.text);
    }
    assert_eq!(counted(&site, "one").await, None);

    let yesterday = views.token_of("one", today - 1);
    assert_eq!(site.ask(call(20, "one", &yesterday)).await.status, StatusCode::OK);
    assert_eq!(counted(&site, "one").await, Some((1, 1)));
    assert_eq!(
        excluded(&site).await,
        only("bad-token", i64::try_from(bad.len()).unwrap())
    );
}

#[tokio::test]
async fn arguments_that_are_none_are_refused() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for body in [
        "",
        "slug=one",
        "token=x",
        "{}",
        "slug[]=one&token=x",
        "slug=%FF&token=%00",
    ] {
        let mut request = call(1, "one", "x");
        *request.body_mut() = Body::from(body);
        let status = site.ask(request).await.status;
        assert!(status.is_client_error(), "{body}: {status}");
    }
    let mut large = call(1, "one", "x");
    *large.body_mut() = Body::from(format!("slug=one&token={}", "x".repeat(2 * 1024 * 1024)));
    assert!(site.ask(large).await.status.is_client_error());
    assert!(
        site.get("/api/views/record?slug=one&token=x")
            .await
            .status
            .is_client_error()
    );
    assert_eq!(counted(&site, "one").await, None);
}

#[tokio::test]
async fn what_readers_do_not_see_is_not_there_to_be_counted() {
    let mut posts = vec![post("One", 1)];
    for status in [
        Status::Draft,
        Status::Scheduled,
        Status::Unpublished,
        Status::Trashed,
    ] {
        let mut hidden = post(&format!("Hidden {status}"), 1);
        hidden.status = status;
        posts.push(hidden);
    }
    let site = TestSite::with(posts).await;
    let slugs = [
        "hidden-draft",
        "hidden-scheduled",
        "hidden-unpublished",
        "hidden-trashed",
        "nowhere",
        "No%20slug",
        "..%2Fone",
        "",
    ];
    for slug in slugs {
        // With a token as only this site could make it, and with one that is none: it makes no difference.
        assert_eq!(view(&site, 1, slug).await.status, StatusCode::NOT_FOUND, "{slug}");
        let answer = site.ask(call(1, slug, "forged")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{slug}");
        assert!(!answer.text.contains("idden"), "{}", answer.text);
    }
    assert_eq!(
        excluded(&site).await,
        only("unknown-post", 2 * i64::try_from(slugs.len()).unwrap())
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_addresses_that_are_none_leave_one_number() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let not_found = BTreeMap::from([(StatusCode::NOT_FOUND, 1_000)]);
    for thousand in 0..10 {
        let calls = (0..1_000).map(|number| {
            let number = thousand * 1_000 + number;
            let slug = format!("nowhere-{number}");
            call(number, &slug, &site.context.views.token(&slug))
        });
        assert_eq!(all(&site, calls).await, not_found);
    }
    assert_eq!(excluded(&site).await, only("unknown-post", 10_000));
    let mut reader = site.context.database.reader().await.unwrap();
    let rows: i64 = sqlx::query_scalar(
        "SELECT (SELECT COUNT(*) FROM view_keys) + (SELECT COUNT(*) FROM daily_views) + (SELECT SUM(total) FROM post_views)",
    )
    .fetch_one(&mut *reader)
    .await
    .unwrap();
    assert_eq!(rows, 0);
}

#[tokio::test]
async fn programs_and_what_nobody_looks_at_are_counted_apart() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let token = site.context.views.token("one");
    for (name, value) in [
        (
            "user-agent",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        ),
        ("user-agent", "curl/8.5.0"),
        (
            "user-agent",
            "Mozilla/5.0 (X11) AppleWebKit/537.36 HeadlessChrome/141.0 Safari/537.36",
        ),
        ("user-agent", ""),
        ("sec-purpose", "prefetch;prerender"),
        ("purpose", "preview"),
    ] {
        let answer = site.ask(call_with(1, "one", &token, name, value)).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {value}");
    }
    let mut silent = call(1, "one", &token);
    silent.headers_mut().remove(header::USER_AGENT);
    site.ask(silent).await;
    assert_eq!(counted(&site, "one").await, None);
    let expected = [("bot", 2), ("headless", 1), ("no-agent", 2), ("prefetch", 2)];
    let expected: BTreeMap<_, _> = expected
        .into_iter()
        .map(|(reason, count)| (reason.to_owned(), count))
        .collect();
    assert_eq!(excluded(&site).await, expected);
}

#[tokio::test]
async fn more_than_readers_can_make_is_refused_for_a_minute() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    // The calls may fall into two minutes, but not into three.
    let (mut made, mut refused) = (0, None);
    while made <= 240 && refused.is_none() {
        made += 1;
        let answer = view(&site, 1, "one").await;
        refused = (answer.status == StatusCode::TOO_MANY_REQUESTS).then_some(answer);
    }
    assert!(made > 120, "{made}");
    let wait: u32 = refused.unwrap().header(header::RETRY_AFTER).parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(
        view(&site, 2, "one").await.status,
        StatusCode::OK,
        "of another network"
    );
    assert_eq!(counted(&site, "one").await, Some((2, 2)));
    assert_eq!(excluded(&site).await, only("rate", 1));
}

#[tokio::test]
async fn other_sites_cannot_have_readers_count() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let token = site.context.views.token("one");
    for (name, value) in [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
        let answer = site.ask(call_with(1, "one", &token, name, value)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(
            answer.text.contains(ORIGIN) && answer.text.contains("--base-url"),
            "{}",
            answer.text
        );
        assert!(answer.header(header::CONTENT_TYPE).starts_with("text/plain"));
    }
    let mut older = call_with(1, "one", &token, "origin", "https://evil.test");
    older.headers_mut().remove("sec-fetch-site");
    assert_eq!(site.ask(older).await.status, StatusCode::FORBIDDEN);
    let mut silent = call_with(1, "one", &token, "cookie", "__Host-session=abc");
    silent.headers_mut().remove("sec-fetch-site");
    silent.headers_mut().remove(header::ORIGIN);
    assert_eq!(site.ask(silent).await.status, StatusCode::FORBIDDEN);
    assert_eq!(counted(&site, "one").await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_written_in_time_is_refused_and_counted_and_the_rest_is_kept() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let views = &site.context.views;
    let token = views.token("one");
    let mut headers = HeaderMap::new();
    headers.insert(header::USER_AGENT, FIREFOX.parse().unwrap());
    // While somebody else writes, calls wait; more than a queue full are asked to come again.
    let busy = site.context.database.begin().await.unwrap();
    let mut running = JoinSet::new();
    for number in 0..12_000 {
        let mut extensions = Extensions::new();
        extensions.insert(ClientAddress(network(number)));
        let visit = Visit::read(&headers, &extensions, false);
        let (views, token) = (views.clone(), token.clone());
        running.spawn(async move { views.record(visit, "one", &token).await });
    }
    // Nothing is kept yet, so whoever has an answer was refused; the queue and the group that waits hold the others.
    let mut refused = 0;
    while running.len() > 8_192 + 512 {
        let outcome = running.join_next().await.unwrap().unwrap().unwrap();
        assert_eq!(outcome.map_err(|error| error.status_code()), Err(503));
        refused += 1;
    }
    drop(busy);
    let mut kept = 0;
    for outcome in running.join_all().await {
        match outcome.unwrap() {
            Ok(()) => kept += 1,
            Err(_) => refused += 1,
        }
    }
    assert!(kept >= 8_192, "{kept}");
    assert_eq!(counted(&site, "one").await, Some((kept, kept)));
    assert_eq!(excluded(&site).await, only("overflow", refused));
}
