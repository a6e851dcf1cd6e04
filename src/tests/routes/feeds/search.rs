//! Feeds of what a search finds.

use axum::http::{StatusCode, header};
use serde_json::Value;

use crate::site::{ORIGIN, TestSite, post};

fn items(feed: &str) -> Vec<String> {
    let feed: Value = serde_json::from_str(feed).unwrap();
    let items = feed["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn what_holds_the_words_can_be_followed_newest_first() {
    let mut old = post("Old", 9);
    old.source = "Queues, queues and queues.\n".to_owned();
    let mut new = post("New", 1);
    new.source = "One queue.\n".to_owned();
    let site = TestSite::with(vec![old, new, post("Other", 3)]).await;
    let answer = site.get("/search/feed.json?q=queue").await;
    assert_eq!(answer.header(header::CACHE_CONTROL), "public, max-age=300");
    let json = answer.page();
    assert_eq!(items(&json), ["New", "Old"]);
    let feed: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(feed["feed_url"], format!("{ORIGIN}/search/feed.json?q=queue"));
    assert_eq!(feed["home_page_url"], format!("{ORIGIN}/search?q=queue"));
    let rss = site.get("/search/rss.xml?q=queue").await;
    assert_eq!(
        rss.header(header::CONTENT_TYPE),
        "application/rss+xml; charset=utf-8"
    );
    rss.assert_in_order(&["Search: queue", "<title>New</title>", "<title>Old</title>"]);
    let atom = site.get("/search/atom.xml?q=%22one+queue%22+%26").await.page();
    assert!(atom.contains("<title>New</title>") && !atom.contains("<title>Old</title>"));
    // Its identity is that of the words, whatever it is written as.
    let id = |text: &str| {
        text.split_once("<id>")
            .unwrap()
            .1
            .split_once("</id>")
            .unwrap()
            .0
            .to_owned()
    };
    let other = site.get("/search/atom.xml?q=queue").await.page();
    assert_ne!(id(&atom), id(&other));
    assert_ne!(id(&other), id(&site.get("/atom.xml").await.page()));
    let brief = site.get("/search/atom.xml?q=queue&content=summary").await.page();
    assert_eq!(id(&brief), id(&other));
    assert!(!brief.contains("One queue."));
    let etag = site
        .get("/search/rss.xml?q=queue")
        .await
        .header(header::ETAG)
        .to_owned();
    let again = site
        .get_with("/search/rss.xml?q=queue", header::IF_NONE_MATCH, &etag)
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn it_is_bounded_and_goes_on_at_the_next_page() {
    let site = TestSite::with((0..45).map(|n| post(&format!("Post {n:02}"), n)).collect()).await;
    let mut seen = Vec::new();
    let mut next = Some("/search/feed.json?q=text".to_owned());
    let mut pages = 0;
    while let Some(path) = next {
        let page = site.get(&path).await.page();
        assert!(items(&page).len() <= 20, "{path}");
        seen.extend(items(&page));
        let page: Value = serde_json::from_str(&page).unwrap();
        next = page["next_url"]
            .as_str()
            .map(|next| next.strip_prefix(ORIGIN).unwrap().to_owned());
        pages += 1;
    }
    let expected: Vec<String> = (0..45).map(|n| format!("Post {n:02}")).collect();
    assert_eq!((seen, pages), (expected, 3));
    let beyond = site.get("/search/rss.xml?q=text&page=4").await;
    assert_eq!(beyond.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn where_nothing_is_asked_there_is_none_and_what_is_not_there_yet_can_be_followed() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for path in [
        "/search/rss.xml",
        "/search/atom.xml?q=",
        "/search/feed.json?q=+%00+",
        "/search/rss.xml?tag=backend",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            answer.text.contains("nothing is looked for"),
            "{path}: {}",
            answer.text
        );
        assert_eq!(answer.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    }
    let none = site.get("/search/feed.json?q=zebra").await.page();
    assert!(items(&none).is_empty());
    // A slip is not corrected: what is followed stays what it is.
    assert!(items(&site.get("/search/feed.json?q=txet").await.page()).is_empty());
    for words in ["%22", "*", "NEAR(", "%F0%9F%98%80", "]]%3E%3C/title%3E", "%01"] {
        let answer = site.get(&format!("/search/rss.xml?q={words}x")).await;
        assert_eq!(answer.status, StatusCode::OK, "{words}: {}", answer.text);
        let parsed = answer.text.parse::<rss::Channel>();
        assert!(parsed.is_ok(), "{words}: {}", answer.text);
    }
    let long = site
        .get(&format!("/search/rss.xml?q={}", "a".repeat(9_000)))
        .await;
    assert!(long.page().len() < 3_000);
}

#[tokio::test]
async fn the_page_of_a_search_names_its_feeds_and_no_other_does() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let page = site.get("/search?q=one+%22two").await.page();
    for file in ["rss.xml", "atom.xml", "feed.json"] {
        let link = format!("href=\"/search/{file}?q=one+%22two\"");
        let head = page.split_once("</head>").unwrap().0;
        assert_eq!(head.matches(&link).count(), 1, "{file}: {head}");
    }
    for path in ["/search", "/", "/posts?q=one", "/posts/one"] {
        let page = site.get(path).await.page();
        assert!(!page.contains("href=\"/search/rss.xml"), "{path}");
    }
}
