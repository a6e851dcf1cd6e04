//! `/api/views/record`: what counts as a view.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use logbook::{
    model::role::Role,
    server::{
        calendar,
        context::{Context, Program},
        router::build_router,
        services::{
            render::{ImageSizes, render},
            save::PostSaver,
            views::Views,
        },
    },
};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::site::{Answer, ORIGIN, TestSite, post};

mod crash;
mod refused;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

/// An address in a network of its own.
fn network(number: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from_bits(0x0A00_0001 + (number << 8)))
}

/// The call of a page, from this network, as a browser's beacon makes it.
fn call(from: u32, slug: &str, token: &str) -> Request<Body> {
    let mut request = Request::post("/api/views/record")
        .header(header::USER_AGENT, FIREFOX)
        .header(
            header::CONTENT_TYPE,
            "application/x-www-form-urlencoded;charset=UTF-8",
        )
        .header(header::ORIGIN, ORIGIN)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(format!("slug={slug}&token={token}")))
        .unwrap();
    let peer = SocketAddr::new(network(from), 50_000);
    request.extensions_mut().insert(ConnectInfo(peer));
    request
}

/// The same call with one header changed.
fn call_with(from: u32, slug: &str, token: &str, name: &'static str, value: &str) -> Request<Body> {
    let mut request = call(from, slug, token);
    request.headers_mut().insert(name, value.parse().unwrap());
    request
}

/// The statuses of calls that are made at once.
async fn all(site: &TestSite, calls: impl IntoIterator<Item = Request<Body>>) -> BTreeMap<StatusCode, usize> {
    let mut running = JoinSet::new();
    for call in calls {
        let router = site.router.clone();
        running.spawn(async move { router.oneshot(call).await.unwrap().status() });
    }
    let mut statuses = BTreeMap::new();
    for status in running.join_all().await {
        *statuses.entry(status).or_insert(0) += 1;
    }
    statuses
}

async fn view(site: &TestSite, from: u32, slug: &str) -> Answer {
    site.ask(call(from, slug, &site.context.views.token(slug))).await
}

/// (total, of seven days) of a post; nothing while nobody has read it.
async fn counted(site: &TestSite, slug: &str) -> Option<(i64, i64)> {
    let mut reader = site.context.database.reader().await.unwrap();
    sqlx::query_as(
        "SELECT v.total, v.week FROM post_views v JOIN posts p ON p.id = v.post_id WHERE p.slug = $1 AND v.total > 0",
    )
    .bind(slug)
    .fetch_optional(&mut *reader)
    .await
    .unwrap()
}

/// What was not counted; no more views are taken after it.
async fn excluded(site: &TestSite) -> BTreeMap<String, i64> {
    site.context.views.close().await;
    let mut reader = site.context.database.reader().await.unwrap();
    let rows: Vec<(String, i64)> = sqlx::query_as("SELECT reason, count FROM view_exclusions")
        .fetch_all(&mut *reader)
        .await
        .unwrap();
    rows.into_iter().collect()
}

/// Moves everything that was counted by so many days.
async fn shift(site: &TestSite, days: i64) {
    let mut write = site.context.database.begin().await.unwrap();
    for statement in [
        "UPDATE view_salts SET day = day + $1",
        "UPDATE daily_views SET day = day + $1",
        "UPDATE counters SET value = value + $1 WHERE name = 'views_day'",
    ] {
        sqlx::query(statement)
            .bind(days)
            .execute(&mut *write)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
}

fn only(reason: &str, count: i64) -> BTreeMap<String, i64> {
    BTreeMap::from([(reason.to_owned(), count)])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_visitors_at_once_are_a_thousand_views() {
    let site = TestSite::with(vec![post("One", 1), post("Two", 2)]).await;
    let token = site.context.views.token("one");
    let statuses = all(&site, (0..1_000).map(|from| call(from, "one", &token))).await;
    assert_eq!(statuses, BTreeMap::from([(StatusCode::OK, 1_000)]));
    assert_eq!(counted(&site, "one").await, Some((1_000, 1_000)));
    assert_eq!(counted(&site, "two").await, None);
    assert!(excluded(&site).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_visitor_fifty_times_at_once_is_one_view() {
    let site = TestSite::with(vec![post("One", 1), post("Two", 2)]).await;
    let token = site.context.views.token("one");
    let statuses = all(&site, (0..50).map(|_| call(7, "one", &token))).await;
    assert_eq!(statuses, BTreeMap::from([(StatusCode::OK, 50)]));
    assert_eq!(counted(&site, "one").await, Some((1, 1)));

    // Another post, another kind of browser and another network are further views.
    view(&site, 7, "two").await;
    let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0";
    site.ask(call_with(7, "one", &token, "user-agent", edge)).await;
    view(&site, 8, "one").await;
    // A newer version of the same browser and a neighbour in the same network are not.
    site.ask(call_with(
        7,
        "one",
        &token,
        "user-agent",
        &FIREFOX.replace("143", "144"),
    ))
    .await;
    let mut neighbour = call(7, "one", &token);
    let IpAddr::V4(address) = network(7) else {
        panic!("an address of version 4")
    };
    let next_door = IpAddr::V4(Ipv4Addr::from_bits(address.to_bits() + 99));
    neighbour
        .extensions_mut()
        .insert(ConnectInfo(SocketAddr::new(next_door, 1)));
    site.ask(neighbour).await;
    assert_eq!(counted(&site, "one").await, Some((3, 3)));
    assert_eq!(counted(&site, "two").await, Some((1, 1)));
}

#[tokio::test]
async fn a_wish_not_to_be_followed_is_heeded_where_the_site_says_so() {
    let mut site = TestSite::with(vec![post("One", 1)]).await;
    let token = site.context.views.token("one");
    site.ask(call_with(1, "one", &token, "dnt", "1")).await;
    assert_eq!(counted(&site, "one").await, Some((1, 1)));

    site.context.views.close().await;
    site.context = Context::from(Program {
        views: Views::start(&site.context.database, true).await.unwrap(),
        ..Program::clone(&site.context)
    });
    site.router = build_router(&site.context);
    assert_eq!(site.context.views.token("one"), token, "the key is kept");
    for (from, name) in [(2, "dnt"), (3, "sec-gpc")] {
        let answer = site.ask(call_with(from, "one", &token, name, "1")).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    view(&site, 4, "one").await;
    assert_eq!(counted(&site, "one").await, Some((2, 2)));
    assert_eq!(excluded(&site).await, only("opted-out", 2));
}

#[tokio::test]
async fn behind_a_named_proxy_readers_are_told_apart() {
    let mut site = TestSite::with(vec![post("One", 1), post("Two", 1)]).await;
    let token = site.context.views.token("one");
    let through = |from: u32, for_whom: &str| call_with(from, "one", &token, "x-forwarded-for", for_whom);
    for number in 0..5 {
        site.ask(through(1, &format!("203.0.{number}.1"))).await;
    }
    assert_eq!(
        counted(&site, "one").await,
        Some((1, 1)),
        "an unnamed proxy is a reader"
    );

    site.context = Context::from(Program {
        proxies: vec![format!("{}/32", network(1)).parse().unwrap()],
        ..Program::clone(&site.context)
    });
    site.router = build_router(&site.context);
    for number in 0..5 {
        site.ask(through(1, &format!("203.0.{number}.1"))).await;
        // What a client wrote itself stands before what the proxy wrote.
        site.ask(through(1, &format!("6.6.{number}.6, 203.0.0.1"))).await;
        // Another peer's word counts for nothing.
        site.ask(through(2, &format!("198.51.{number}.1"))).await;
    }
    assert_eq!(counted(&site, "one").await, Some((1 + 5 + 1, 7)));
}

#[tokio::test]
async fn who_writes_here_is_no_reader() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let ada = site.join("Ada", Role::Contributor).await;
    let token = site.context.views.token("one");
    let answer = site.ask(call_with(1, "one", &token, "cookie", &ada.cookie)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(counted(&site, "one").await, None);
    assert_eq!(excluded(&site).await, only("staff", 1));
}

#[tokio::test]
async fn making_a_page_never_counts() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for path in [
        "/",
        "/posts",
        "/posts/one",
        "/api/posts/read?slug=one",
        "/atom.xml",
    ] {
        let mut request = Request::get(path)
            .header(header::USER_AGENT, FIREFOX)
            .body(Body::empty())
            .unwrap();
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::new(network(1), 1)));
        assert_eq!(site.ask(request).await.status, StatusCode::OK, "{path}");
        site.ask(Request::head(path).body(Body::empty()).unwrap()).await;
    }
    assert_eq!(counted(&site, "one").await, None);
    assert!(excluded(&site).await.is_empty());
}

#[tokio::test]
async fn a_new_address_and_a_new_text_keep_what_was_counted() {
    let site = TestSite::with(vec![post("First name", 1)]).await;
    view(&site, 1, "first-name").await;
    view(&site, 2, "first-name").await;
    let id: i64 = sqlx::query_scalar("SELECT id FROM posts WHERE slug = 'first-name'")
        .fetch_one(&mut *site.context.database.reader().await.unwrap())
        .await
        .unwrap();
    let mut renamed = post("Second name", 1);
    renamed.source = "Another text.\n".to_owned();
    let body = render(&renamed.source, &ImageSizes::default()).unwrap();
    let mut write = site.context.database.begin().await.unwrap();
    let mut saver = PostSaver::default();
    saver
        .save(&mut write, Some(id), &renamed, &body, calendar::now())
        .await
        .unwrap();
    saver.finish(&mut write).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(counted(&site, "second-name").await, Some((2, 2)));
    view(&site, 1, "second-name").await;
    view(&site, 3, "second-name").await;
    assert_eq!(counted(&site, "second-name").await, Some((3, 3)));
}

#[tokio::test]
async fn the_next_day_counts_a_visitor_again_and_knows_nothing_of_the_last() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    view(&site, 1, "one").await;
    let numbers = async || -> (i64, i64, i64) {
        let mut reader = site.context.database.reader().await.unwrap();
        sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM view_keys), (SELECT COUNT(*) FROM view_salts), \
             (SELECT COUNT(*) FROM daily_views)",
        )
        .fetch_one(&mut *reader)
        .await
        .unwrap()
    };
    // As if that had been six days ago, then seven: it is among those of the last week, then no longer.
    for (days, expected) in [(6, (2, 2)), (1, (3, 2))] {
        shift(&site, -days).await;
        view(&site, 1, "one").await;
        assert_eq!(counted(&site, "one").await, Some(expected), "{days} days later");
        assert_eq!(numbers().await, (1, 1, expected.0));
    }
    // A clock that was set back begins no day: whoever was counted stays counted.
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("UPDATE view_salts SET day = day + 1")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    view(&site, 1, "one").await;
    assert_eq!(counted(&site, "one").await, Some((3, 2)));
}

#[tokio::test]
async fn nothing_of_a_reader_is_on_the_disk() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let token = site.context.views.token("one");
    let mut request = call(1, "one", &token);
    let peer: IpAddr = "203.0.113.77".parse().unwrap();
    request
        .extensions_mut()
        .insert(ConnectInfo(SocketAddr::new(peer, 1)));
    assert_eq!(site.ask(request).await.status, StatusCode::OK);
    assert_eq!(counted(&site, "one").await, Some((1, 1)));
    for entry in std::fs::read_dir(site.folder()).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        for trace in [&b"Firefox"[..], b"203.0.113"] {
            let found = bytes.windows(trace.len()).any(|window| window == trace);
            assert!(!found, "{}", path.display());
        }
    }
}
