//! `/api/v1`: what programs are told.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use logbook::{
    model::status::{Status, Visibility},
    server::services::save::{Named, NewPost},
};
use serde_json::Value;

use crate::site::{Answer, ORIGIN, TestSite, post};

mod contract;

/// What an answer says.
fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).unwrap_or_else(|error| panic!("{error}: {}", answer.text))
}

async fn ask(site: &TestSite, path: &str) -> Value {
    let answer = site.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
    json(&answer)
}

fn slugs(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|post| post["slug"].as_str().unwrap()).collect()
}

/// The slugs on all pages of a list, and how many pages those are.
async fn walk(site: &TestSite, first: &str) -> (Vec<String>, usize) {
    let (mut all, mut pages) = (Vec::new(), 0);
    let mut next = Some(first.to_owned());
    while let Some(path) = next {
        let answer = site.get(&path).await;
        let page = json(&answer);
        all.extend(slugs(&page).into_iter().map(str::to_owned));
        pages += 1;
        let link = page["next"]
            .as_str()
            .map(|next| format!("<{next}>; rel=\"next\""));
        assert_eq!(answer.header(header::LINK), link.unwrap_or_default());
        assert_eq!(page["next"].is_null(), page["next_cursor"].is_null());
        next = page["next"]
            .as_str()
            .map(|next| next.strip_prefix(ORIGIN).unwrap().to_owned());
    }
    (all, pages)
}

#[tokio::test]
async fn lists_go_on_where_they_ended_whatever_appears_meanwhile() {
    let posts: Vec<NewPost> = (1..=7).map(|n| post(&format!("Post {n}"), n)).collect();
    let site = TestSite::with(posts).await;
    let expected: Vec<String> = (1..=7).map(|n| format!("post-{n}")).collect();
    for (query, pages) in [
        ("limit=3", 3),
        ("limit=7", 1),
        ("limit=100", 1),
        ("", 1),
        ("limit=1", 7),
    ] {
        let found = walk(&site, &format!("/api/v1/posts?{query}")).await;
        assert_eq!(found, (expected.clone(), pages), "{query}");
        let found = walk(&site, &format!("/api/v1/posts?tag=backend&{query}")).await;
        assert_eq!(found, (expected.clone(), pages), "{query}");
    }
    let first = ask(&site, "/api/v1/posts?limit=2").await;
    site.write(vec![post("Post 0", 0)]).await;
    let next = first["next"].as_str().unwrap().strip_prefix(ORIGIN).unwrap();
    assert_eq!(slugs(&ask(&site, next).await), ["post-3", "post-4"]);
    let (tags, _) = walk(&site, "/api/v1/tags?limit=1").await;
    assert_eq!(tags, ["backend"]);
}

#[tokio::test]
async fn posts_can_be_asked_for_by_tag_author_or_series() {
    let mut one = post("One", 1);
    one.tags.push(Named::new("Rust"));
    one.authors = vec![Named::new("Zoe")];
    let mut two = post("Two", 2);
    two.series = Some((Named::new("Long work"), 1));
    let site = TestSite::with(vec![one, two]).await;
    for (query, expected) in [
        ("tag=rust", vec!["one"]),
        ("tag=backend", vec!["one", "two"]),
        ("author=zoe", vec!["one"]),
        ("author=ada-marlow", vec!["two"]),
        ("series=long-work", vec!["two"]),
        ("tag=nothing", vec![]),
        ("author=nobody", vec![]),
        ("series=none", vec![]),
    ] {
        let page = ask(&site, &format!("/api/v1/posts?{query}")).await;
        assert_eq!(slugs(&page), expected, "{query}");
    }
    let both = site.get("/api/v1/posts?tag=rust&author=zoe").await;
    assert_eq!(both.status, StatusCode::BAD_REQUEST);
    assert_eq!(json(&both)["parameters"], serde_json::json!(["tag", "author"]));
}

#[tokio::test]
async fn a_post_is_told_whole() {
    let mut whole = post("Whole", 1);
    whole.source = "See [this](/tags) and **that**.\n".to_owned();
    whole.takeaway = "Remember it.".to_owned();
    whole.language = "de".to_owned();
    whole.published_at = Some(1_776_294_000_000);
    whole.updated_at = Some(1_776_294_001_000);
    whole.series = Some((Named::new("Long work"), 2));
    let id = whole.uuid.to_string();
    let mut overview = post("Overview", 3);
    overview.series = Some((Named::new("Long work"), 0));
    let mut first = post("First", 2);
    first.series = Some((Named::new("Long work"), 1));
    let site = TestSite::with(vec![whole, overview, first]).await;
    let post = ask(&site, "/api/v1/posts/whole").await;
    for (field, expected) in [
        ("id", id.as_str()),
        ("url", "https://blog.test/posts/whole"),
        ("api_url", "https://blog.test/api/v1/posts/whole"),
        ("markdown_url", "https://blog.test/posts/whole.md"),
        ("canonical_url", "https://blog.test/posts/whole"),
        ("markdown", "See [this](/tags) and **that**.\n"),
        ("takeaway", "Remember it."),
        ("language", "de"),
        ("published_at", "2026-04-15T23:00:00Z"),
        ("updated_at", "2026-04-15T23:00:01Z"),
    ] {
        assert_eq!(post[field], expected, "{field}");
    }
    let html = post["html"].as_str().unwrap();
    assert!(html.contains("href=\"https://blog.test/tags\"") && html.contains("<strong>that</strong>"));
    assert_eq!(
        (post["series"]["part"].as_u64(), post["series"]["parts"].as_u64()),
        (Some(2), Some(2))
    );
    assert_eq!(post["tags"][0]["url"], "https://blog.test/tags/backend");
    assert_eq!(post["authors"][0]["slug"], "ada-marlow");
    assert!(post["cover"].is_null() && post["listed"] == true);
    let series = ask(&site, "/api/v1/series/long-work").await;
    assert_eq!(series["parts"], 2);
    let order: Vec<&str> = series["posts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|post| post["slug"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["overview", "first", "whole"]);
    assert_eq!(ask(&site, "/api/v1/tags/backend").await["posts"], 3);
}

#[tokio::test]
async fn what_is_held_already_is_not_sent_again_and_every_site_may_read_it() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for path in [
        "/api/v1/posts",
        "/api/v1/posts/one",
        "/api/v1/tags",
        "/api/v1/tags/backend",
        "/api/v1/series",
        "/api/v1/search?q=text",
        "/api/v1/openapi.json",
    ] {
        let first = site.get(path).await;
        assert_eq!(first.status, StatusCode::OK, "{path}");
        assert_eq!(first.header(header::CONTENT_TYPE), "application/json");
        assert_eq!(first.header(header::CACHE_CONTROL), "public, max-age=60");
        assert_eq!(first.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        assert_eq!(first.header("cross-origin-resource-policy"), "cross-origin");
        let etag = first.header(header::ETAG).to_owned();
        assert!(etag.starts_with('"') && etag.ends_with('"'), "{path}: {etag}");
        let again = site.get_with(path, header::IF_NONE_MATCH, &etag).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(
            (again.text.as_str(), again.header(header::ETAG)),
            ("", etag.as_str())
        );
        assert_eq!(again.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        let head = Request::head(path).body(Body::empty()).unwrap();
        let head = site.ask(head).await;
        assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""), "{path}");
        assert_eq!(head.header(header::ETAG), etag);
    }
    let before = site.get("/api/v1/posts").await;
    site.write(vec![post("Two", 2)]).await;
    let after = site
        .get_with(
            "/api/v1/posts",
            header::IF_NONE_MATCH,
            before.header(header::ETAG),
        )
        .await;
    assert_eq!(after.status, StatusCode::OK);
}

#[tokio::test]
async fn whatever_goes_wrong_is_told_as_a_problem() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for (path, status, said) in [
        ("/api/v1", 404, "/api/v1/openapi.json"),
        ("/api/v1/", 404, "/api/v1/openapi.json"),
        ("/api/v1/nothing", 404, "/api/v1/openapi.json"),
        ("/api/v1/posts/one/more", 404, "/api/v1/openapi.json"),
        ("/api/v1/nothing/", 404, "/api/v1/openapi.json"),
        ("/api/v1/posts/nope", 404, "/api/v1/posts"),
        ("/api/v1/posts/One", 404, "/api/v1/posts"),
        ("/api/v1/tags/nope", 404, "/api/v1/tags"),
        ("/api/v1/series/nope", 404, "/api/v1/series"),
        ("/api/v1/posts?page=2", 400, "`page`"),
        ("/api/v1/posts?limit=101", 400, "from 1 to 100"),
        ("/api/v1/posts?limit=0", 400, "from 1 to 100"),
        ("/api/v1/posts?cursor=bm90LWEtY3Vyc29y", 400, "next_cursor"),
        ("/api/v1/posts?cursor=%FF", 400, "UTF-8"),
        ("/api/v1/posts/%FF", 400, ""),
        ("/api/v1/tags/backend?posts=1", 400, "Nothing can be asked with"),
        ("/api/v1/search", 400, "`q` is missing"),
        ("/api/v1/search?q=", 400, "empty"),
        ("/api/v1/openapi.json?pretty", 400, "`pretty`"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text);
        assert_eq!(
            answer.header(header::CONTENT_TYPE),
            "application/problem+json",
            "{path}"
        );
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{path}");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        let problem = json(&answer);
        assert_eq!(problem["status"], status, "{path}");
        assert_eq!(problem["request_id"], answer.header("x-request-id"), "{path}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(!detail.is_empty() && detail.contains(said), "{path}: {detail}");
    }
    for method in [
        Method::POST,
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
        Method::OPTIONS,
    ] {
        for path in ["/api/v1/posts", "/api/v1/posts/one", "/api/v1/openapi.json"] {
            let request = Request::builder().method(&method).uri(path);
            let answer = site.ask(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert_eq!(answer.header(header::ALLOW), "GET, HEAD");
            assert_eq!(json(&answer)["status"], 405);
        }
        // What another site makes a browser send is refused before it comes so far, and told so as well.
        let foreign = Request::builder()
            .method(&method)
            .uri("/api/v1/posts")
            .header("sec-fetch-site", "cross-site");
        let answer = site.ask(foreign.body(Body::empty()).unwrap()).await;
        assert_eq!(json(&answer)["status"], 403, "{method}");
    }
}

#[tokio::test]
async fn a_slash_at_the_end_leads_to_where_something_is() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for (path, right) in [
        ("/api/v1/posts/", "/api/v1/posts"),
        (
            "/api/v1/posts/?tag=backend&limit=2",
            "/api/v1/posts?tag=backend&limit=2",
        ),
        ("/api/v1/posts/one/", "/api/v1/posts/one"),
        ("/api/v1/search/?q=text", "/api/v1/search?q=text"),
        ("/api/v1/openapi.json/", "/api/v1/openapi.json"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(answer.header(header::LOCATION), right, "{path}");
        assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        assert_eq!(site.get(right).await.status, StatusCode::OK, "{right}");
    }
}

#[tokio::test]
async fn scripts_of_other_sites_may_say_what_they_have() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let asked = Request::builder()
        .method(Method::OPTIONS)
        .uri("/api/v1/posts")
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://elsewhere.test")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "GET")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "if-none-match");
    let answer = site.ask(asked.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
    assert_eq!(
        answer.header(header::ACCESS_CONTROL_ALLOW_HEADERS),
        "if-none-match"
    );
    assert_eq!(answer.header(header::ACCESS_CONTROL_ALLOW_METHODS), "GET, HEAD");
}

#[tokio::test]
async fn a_cursor_is_of_its_list_and_of_its_words() {
    let posts: Vec<NewPost> = (1..=3).map(|n| post(&format!("Post {n}"), n)).collect();
    let site = TestSite::with(posts).await;
    let posts = ask(&site, "/api/v1/posts?limit=1").await;
    let found = ask(&site, "/api/v1/search?q=text&limit=1").await;
    let (posts, found) = (
        posts["next_cursor"].as_str().unwrap(),
        found["next_cursor"].as_str().unwrap(),
    );
    for (path, status) in [
        (format!("/api/v1/posts?cursor={posts}"), 200),
        (format!("/api/v1/posts?tag=backend&limit=9&cursor={posts}"), 200),
        (format!("/api/v1/search?q=text&cursor={found}"), 200),
        (format!("/api/v1/search?q=post&cursor={found}"), 400),
        (format!("/api/v1/search?q=text&cursor={posts}"), 400),
        (format!("/api/v1/tags?cursor={posts}"), 400),
        (format!("/api/v1/series?cursor={found}"), 400),
        (format!("/api/v1/posts?cursor={found}"), 400),
        (format!("/api/v1/posts?cursor={}", &posts[1..]), 400),
        (format!("/api/v1/posts?cursor={posts}A"), 400),
        ("/api/v1/posts?cursor=".to_owned(), 400),
        (format!("/api/v1/posts?cursor={}", "A".repeat(5_000)), 400),
    ] {
        assert_eq!(site.get(&path).await.status.as_u16(), status, "{path}");
    }
}

#[tokio::test]
async fn words_are_looked_for_as_on_the_page() {
    let mut posts: Vec<NewPost> = (1..=5).map(|n| post(&format!("Queue {n}"), n)).collect();
    posts.push(post("Locks", 9));
    let site = TestSite::with(posts).await;
    let page = ask(&site, "/api/v1/search?q=queue&limit=2").await;
    assert_eq!(
        (page["total"].as_u64(), page["total_is_exact"].as_bool()),
        (Some(5), Some(true))
    );
    assert_eq!(page["query"], "queue");
    let (mut seen, mut next) = (Vec::new(), Some("/api/v1/search?q=queue&limit=2".to_owned()));
    while let Some(path) = next {
        let page = ask(&site, &path).await;
        for hit in page["items"].as_array().unwrap() {
            seen.push(hit["post"]["slug"].as_str().unwrap().to_owned());
        }
        next = page["next"]
            .as_str()
            .map(|next| next.strip_prefix(ORIGIN).unwrap().to_owned());
    }
    seen.sort();
    assert_eq!(seen, ["queue-1", "queue-2", "queue-3", "queue-4", "queue-5"]);
    let page = ask(&site, "/api/v1/search?q=text+locks").await;
    let passage = &page["items"][0]["passage"];
    assert!(
        passage["url"]
            .as_str()
            .unwrap()
            .starts_with("https://blog.test/posts/locks")
    );
    let marked = passage["pieces"].as_array().unwrap();
    assert!(marked.iter().any(|piece| piece["marked"] == true), "{passage}");
    let page = ask(&site, "/api/v1/search?q=quwue").await;
    assert_eq!(page["corrected"], "queue");
    for words in [
        "%22",
        "*",
        "NEAR(",
        "%3A",
        "%5E",
        "%F0%9F%98%80",
        "a:b",
        "-x",
        "tag:",
    ] {
        let answer = site.get(&format!("/api/v1/search?q={words}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{words}: {}", answer.text);
    }
    let long = site.get(&format!("/api/v1/search?q={}", "a".repeat(301))).await;
    assert_eq!(long.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn nothing_is_told_that_readers_do_not_see() {
    let hidden = |title: &str, status, visibility, days| {
        let mut hidden = post(title, days);
        hidden.status = status;
        hidden.visibility = visibility;
        hidden.tags = vec![Named::new("Secret tag"), Named::new("Backend")];
        hidden.series = Some((Named::new("Secret series"), 1));
        hidden
    };
    let mut unlisted = hidden("Secret link", Status::Published, Visibility::Unlisted, 1);
    unlisted.source = "Hidden words.\n".to_owned();
    let site = TestSite::with(vec![
        post("Public", 2),
        hidden("Secret draft", Status::Draft, Visibility::Public, 1),
        hidden("Secret later", Status::Published, Visibility::Public, -1),
        hidden("Secret old", Status::Unpublished, Visibility::Public, 1),
        hidden("Secret trash", Status::Trashed, Visibility::Public, 1),
        unlisted,
    ])
    .await;
    for path in [
        "/api/v1/posts",
        "/api/v1/posts?tag=secret-tag",
        "/api/v1/posts?series=secret-series",
        "/api/v1/tags",
        "/api/v1/series",
        "/api/v1/search?q=secret",
        "/api/v1/search?q=hidden",
        "/api/v1/tags/backend",
    ] {
        let answer = site.get(path).await;
        let text = answer.text.to_lowercase();
        let text = text.replace("\"query\":\"secret\"", "").replace("=secret", "");
        assert!(!text.contains("secret"), "{path}: {}", answer.text);
    }
    for path in [
        "/api/v1/posts/secret-draft",
        "/api/v1/posts/secret-later",
        "/api/v1/posts/secret-old",
        "/api/v1/posts/secret-trash",
        "/api/v1/tags/secret-tag",
        "/api/v1/series/secret-series",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    // Whoever knows its address reads it, and is told that nobody else is led there.
    let link = site.get("/api/v1/posts/secret-link").await;
    assert_eq!(link.header("x-robots-tag"), "noindex");
    let post = json(&link);
    assert!(post["listed"] == false && post["series"].is_null());
}

#[tokio::test]
async fn what_has_another_name_is_found_under_it_in_one_step() {
    let mut one = post("One", 1);
    one.old_paths = vec!["/posts/once".to_owned(), "/posts/before-that".to_owned()];
    let site = TestSite::with(vec![one]).await;
    for old in ["once", "before-that"] {
        let answer = site.get(&format!("/api/v1/posts/{old}")).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{old}");
        assert_eq!(
            answer.header(header::LOCATION),
            "https://blog.test/api/v1/posts/one"
        );
    }
}

#[tokio::test]
async fn one_network_asks_so_often_and_others_go_on() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let from = async |address: &str| {
        let peer: SocketAddr = format!("{address}:4711").parse().unwrap();
        let mut request = Request::get("/api/v1/tags/backend").body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        site.ask(request).await
    };
    let mut refused = None;
    // A minute may end while this goes on.
    for _ in 0..601 {
        let answer = from("203.0.113.9").await;
        if answer.status != StatusCode::OK {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.unwrap();
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u32 = refused.header(header::RETRY_AFTER).parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(json(&refused)["status"], 429);
    assert_eq!(from("198.51.100.9").await.status, StatusCode::OK);
}
