//! `/rss.xml`, `/atom.xml`, `/feed.json`, here and below tags, series and authors

use atom_syndication::Feed;
use axum::http::{StatusCode, header};
use logbook::{
    model::status::Visibility,
    server::{
        calendar,
        services::save::{Named, NewPost},
    },
};
use rss::Channel;
use serde_json::Value;

use crate::site::{ORIGIN, TestSite, post};

mod search;
mod told;

/// The same feed in the three formats.
const FILES: [&str; 3] = ["rss.xml", "atom.xml", "feed.json"];

async fn rss(site: &TestSite, path: &str) -> Channel {
    site.get(path).await.page().parse().unwrap()
}

async fn atom(site: &TestSite, path: &str) -> Feed {
    site.get(path).await.page().parse().unwrap()
}

async fn json(site: &TestSite, path: &str) -> Value {
    serde_json::from_str(&site.get(path).await.page()).unwrap()
}

/// The titles of a feed of any format.
async fn titles(site: &TestSite, path: &str) -> Vec<String> {
    if path.contains(".json") {
        let feed = json(site, path).await;
        let items = feed["items"].as_array().unwrap();
        return items
            .iter()
            .map(|item| item["title"].as_str().unwrap().to_owned())
            .collect();
    }
    if path.contains("rss") {
        let feed = rss(site, path).await;
        return feed.items.into_iter().map(|item| item.title.unwrap()).collect();
    }
    let feed = atom(site, path).await;
    feed.entries.into_iter().map(|entry| entry.title.value).collect()
}

/// A post with everything that a feed can get wrong.
fn awkward() -> NewPost {
    let mut one = post("In <the> feed & on", 1);
    one.source = "## Part\n\n[other](/posts/x), [near](y), [part](#part) and \u{b}control\n\n```\na]]>b\n```\n\n- [x] done\n\n\
        <script>alert(1)</script>\n"
        .to_owned();
    one.summary = "Why Vec<T> & not \u{1}slices.".to_owned();
    one.authors = vec![Named::new("Ada Marlow"), Named::new("Zoë <Z>")];
    one
}

#[tokio::test]
async fn rss_holds_whole_posts_with_whole_addresses() {
    let one = awkward();
    let uuid = one.uuid;
    let site = TestSite::with(vec![one]).await;
    let answer = site.get("/rss.xml").await;
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/rss+xml; charset=utf-8"
    );
    assert!(
        answer.text.contains(&format!(
            "<atom:link href=\"{ORIGIN}/rss.xml\" rel=\"self\" type=\"application/rss+xml\""
        )),
        "{}",
        answer.text
    );
    let feed: Channel = answer.page().parse().unwrap();
    assert_eq!(
        (feed.link.as_str(), feed.title.as_str()),
        (&*format!("{ORIGIN}/"), "Logbook")
    );
    assert_eq!(feed.language.as_deref(), Some("en"));
    let built = feed.last_build_date.unwrap();
    assert!(built.ends_with(" +0000"), "{built}");
    let item = &feed.items[0];
    let guid = item.guid.as_ref().unwrap();
    assert_eq!(
        (guid.value.as_str(), guid.permalink),
        (&*format!("urn:uuid:{uuid}"), false)
    );
    assert_eq!(item.title.as_deref(), Some("In <the> feed & on"));
    assert_eq!(
        item.link.as_deref(),
        Some(&*format!("{ORIGIN}/posts/in-the-feed-and-on"))
    );
    assert_eq!(
        item.description.as_deref(),
        Some("Why Vec&lt;T&gt; &amp; not slices.")
    );
    let creators = &item.dublin_core_ext.as_ref().unwrap().creators;
    assert_eq!(creators, &["Ada Marlow", "Zoë <Z>"]);
    assert!(item.author.is_none(), "an author is an e-mail address");
    assert_eq!(item.categories[0].name, "Backend");
    let published = item.pub_date.as_ref().unwrap();
    assert!(
        published.ends_with(" +0000") && published.len() == 31,
        "{published}"
    );
    assert_fit(item.content.as_ref().unwrap());
}

/// What a text has to be in every format.
fn assert_fit(html: &str) {
    for there in [
        &*format!("href=\"{ORIGIN}/posts/x\""),
        &format!("href=\"{ORIGIN}/posts/y\""),
        &format!("href=\"{ORIGIN}/posts/in-the-feed-and-on#part\""),
        "a]]&gt;b",
        "☑ done",
    ] {
        assert!(html.contains(there), "{there} in {html}");
    }
    for gone in [
        "href=\"#", "href=\"/", "\u{b}", "<script", "<input", "<button", "<form",
    ] {
        assert!(!html.contains(gone), "{gone} in {html}");
    }
}

#[tokio::test]
async fn atom_holds_whole_posts_with_whole_addresses() {
    let one = awkward();
    let uuid = one.uuid;
    let site = TestSite::with(vec![one]).await;
    let answer = site.get("/atom.xml").await;
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/atom+xml; charset=utf-8"
    );
    let feed: Feed = answer.page().parse().unwrap();
    assert_eq!(feed.links[0].href, format!("{ORIGIN}/atom.xml"));
    let entry = &feed.entries[0];
    assert_eq!(entry.id, format!("urn:uuid:{uuid}"));
    assert_eq!(entry.title.value, "In <the> feed & on");
    assert_eq!(entry.links[0].href, format!("{ORIGIN}/posts/in-the-feed-and-on"));
    assert_eq!(entry.authors[1].name, "Zoë <Z>");
    assert_eq!(entry.summary.as_ref().unwrap().value, "Why Vec<T> & not slices.");
    assert_eq!(entry.published, Some(entry.updated));
    assert_fit(entry.content.as_ref().unwrap().value.as_ref().unwrap());
}

#[tokio::test]
async fn json_holds_whole_posts_with_whole_addresses() {
    let one = awkward();
    let uuid = one.uuid;
    let site = TestSite::with(vec![one]).await;
    let answer = site.get("/feed.json").await;
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/feed+json; charset=utf-8"
    );
    let feed: Value = serde_json::from_str(&answer.page()).unwrap();
    for (name, value) in [
        ("version", "https://jsonfeed.org/version/1.1"),
        ("title", "Logbook"),
        ("home_page_url", &format!("{ORIGIN}/")),
        ("feed_url", &format!("{ORIGIN}/feed.json")),
    ] {
        assert_eq!(feed[name], value, "{name}");
    }
    assert!(feed.get("next_url").is_none());
    let item = &feed["items"][0];
    assert_eq!(item["id"], format!("urn:uuid:{uuid}"));
    assert_eq!(item["url"], format!("{ORIGIN}/posts/in-the-feed-and-on"));
    assert_eq!(item["summary"], "Why Vec<T> & not slices.");
    assert_eq!(item["tags"][0], "Backend");
    assert_eq!(item["authors"][1]["name"], "Zoë <Z>");
    assert!(item["date_published"].as_str().unwrap().ends_with('Z'));
    assert_fit(item["content_html"].as_str().unwrap());
}

#[tokio::test]
async fn a_tag_a_series_and_an_author_have_feeds_of_their_own() {
    let part = |title: &str, number, days| {
        let mut part = post(title, days);
        part.series = Some((Named::new("Long work"), number));
        part.authors = vec![Named::new("Zoë")];
        part
    };
    let mut other = post("Other", 0);
    other.tags = vec![Named::new("C++")];
    let mut unlisted = part("Unlisted", 4, 1);
    unlisted.visibility = Visibility::Unlisted;
    let site = TestSite::with(vec![
        part("One", 1, 9),
        part("Two", 2, 5),
        part("Three", 3, 7),
        other,
        unlisted,
    ])
    .await;
    for file in FILES {
        for (list, expected) in [
            ("", ["Other", "Two", "Three", "One"].as_slice()),
            ("/tags/backend", &["Two", "Three", "One"]),
            ("/tags/c-plus-plus", &["Other"]),
            ("/authors/zoe", &["Two", "Three", "One"]),
            ("/series/long-work", &["Two", "Three", "One"]),
        ] {
            assert_eq!(
                titles(&site, &format!("{list}/{file}")).await,
                expected,
                "{list}/{file}"
            );
        }
    }
    for file in FILES {
        let path = format!("/series/long-work/{file}?order=oldest");
        assert_eq!(titles(&site, &path).await, ["One", "Three", "Two"], "{path}");
        // Whoever follows another list wants to see what is new in it.
        let path = format!("/tags/backend/{file}?order=oldest");
        assert_eq!(titles(&site, &path).await, ["Two", "Three", "One"], "{path}");
    }
    let feed = json(&site, "/tags/c-plus-plus/feed.json").await;
    assert_eq!(feed["title"], "#C++ · Logbook");
    assert_eq!(feed["home_page_url"], format!("{ORIGIN}/tags/c-plus-plus"));
    assert_eq!(feed["feed_url"], format!("{ORIGIN}/tags/c-plus-plus/feed.json"));
}

#[tokio::test]
async fn a_feed_of_nothing_says_so_and_where_there_is_something() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for list in [
        "/tags/nothing",
        "/series/nothing",
        "/authors/nothing",
        "/tags/%20",
        "/tags/%FF",
        "/series/%FF",
    ] {
        for file in FILES {
            let answer = site.get(&format!("{list}/{file}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{list}/{file}");
            assert!(
                answer.text.contains(&format!("{ORIGIN}/rss.xml")),
                "{}",
                answer.text
            );
        }
    }
    for page in ["0", "2", "-1", "x", "01", "99999999999", "4294967295"] {
        let answer = site.get(&format!("/rss.xml?page={page}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{page}");
    }
}

#[tokio::test]
async fn further_pages_hold_the_older_posts_each_once() {
    let site = TestSite::with((0..45).map(|n| post(&format!("Post {n}"), n)).collect()).await;
    let mut path = Some(format!("{ORIGIN}/feed.json?content=summary"));
    let mut seen = Vec::new();
    while let Some(next) = path {
        let feed = json(&site, next.strip_prefix(ORIGIN).unwrap()).await;
        assert_eq!(feed["feed_url"], next);
        for item in feed["items"].as_array().unwrap() {
            assert_eq!(
                item["content_text"],
                format!("What {} argues.", item["title"].as_str().unwrap())
            );
            assert!(item.get("content_html").is_none());
            seen.push(item["title"].as_str().unwrap().to_owned());
        }
        path = feed["next_url"].as_str().map(str::to_owned);
    }
    assert_eq!(seen, (0..45).map(|n| format!("Post {n}")).collect::<Vec<_>>());
    let next = |links: &[atom_syndication::Link]| {
        links
            .iter()
            .find(|link| link.rel == "next")
            .map(|link| link.href.clone())
    };
    let feed = atom(&site, "/atom.xml").await;
    assert_eq!(next(&feed.links), Some(format!("{ORIGIN}/atom.xml?page=2")));
    let feed = atom(&site, "/atom.xml?page=3").await;
    assert_eq!((feed.entries.len(), next(&feed.links)), (5, None));
    let feed = rss(&site, "/rss.xml?content=summary").await;
    assert!(
        feed.items
            .iter()
            .all(|item| item.content.is_none() && item.description.is_some())
    );
}

#[tokio::test]
async fn an_empty_feed_is_a_feed() {
    let site = TestSite::empty().await;
    for file in FILES {
        assert!(titles(&site, &format!("/{file}")).await.is_empty(), "{file}");
    }
    // It is as old as the site, whenever it is asked for.
    for path in ["/atom.xml", "/search/atom.xml?q=nothing"] {
        let made = atom(&site, path).await.updated.timestamp_millis();
        assert!(
            (1_700_000_000_000..=calendar::now()).contains(&made),
            "{path}: {made}"
        );
    }
}

#[tokio::test]
async fn the_paths_of_other_programs_lead_to_the_feed_at_once() {
    let mut one = post("One", 1);
    one.series = Some((Named::new("Long work"), 1));
    one.tags = vec![Named::new("Backend"), Named::new("C++")];
    one.old_paths = vec!["/blog/rss".to_owned()];
    let site = TestSite::with(vec![one]).await;
    for (old, expected) in [
        ("/feed", "/rss.xml"),
        ("/feed/", "/rss.xml"),
        ("/rss", "/rss.xml"),
        ("/rss/", "/rss.xml"),
        ("/rss.xml/", "/rss.xml"),
        ("/index.xml", "/rss.xml"),
        ("/feed.xml", "/atom.xml"),
        ("/atom", "/atom.xml"),
        ("/feed/atom/", "/atom.xml"),
        ("/blog/feed", "/rss.xml"),
        ("/posts/index.xml", "/rss.xml"),
        ("/tags/backend/feed", "/tags/backend/rss.xml"),
        ("/tags/Backend/feed/", "/tags/backend/rss.xml"),
        ("/tags/C%2B%2B/atom.xml", "/tags/c-plus-plus/atom.xml"),
        ("/tags/backend/feed.json/", "/tags/backend/feed.json"),
        ("/series/Long-Work/rss", "/series/long-work/rss.xml"),
        ("/authors/ada-marlow/index.xml", "/authors/ada-marlow/rss.xml"),
        ("/blog/rss", "/posts/one"),
    ] {
        let answer = site.get(old).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{old}");
        assert_eq!(answer.header(header::LOCATION), expected, "{old}");
        assert_eq!(site.get(expected).await.status, StatusCode::OK, "{expected}");
    }
    for none in [
        "/tags/nothing/feed",
        "/posts/one/feed",
        "/tags/feed",
        "/x/feed",
        "//evil.test/feed",
    ] {
        assert_eq!(site.get(none).await.status, StatusCode::NOT_FOUND, "{none}");
    }
}

#[tokio::test]
async fn a_page_names_the_feeds_of_the_site_and_its_own() {
    let mut one = post("One", 1);
    one.series = Some((Named::new("Long work"), 1));
    let site = TestSite::with(vec![one]).await;
    for (page, lists) in [
        ("/", [""].as_slice()),
        ("/posts/one", &[""]),
        ("/tags/backend", &["", "/tags/backend"]),
        ("/series/long-work", &["", "/series/long-work"]),
        ("/authors/ada-marlow", &["", "/authors/ada-marlow"]),
    ] {
        let text = site.get(page).await.page();
        let (head, body) = text.split_once("</head>").unwrap();
        // A post has its Markdown beside the feeds, and what a page that embeds it is told.
        let markdown = 2 * usize::from(page.starts_with("/posts/"));
        assert_eq!(
            head.matches("rel=\"alternate\"").count(),
            lists.len() * FILES.len() + markdown,
            "{head}"
        );
        for list in lists {
            for file in FILES {
                assert!(
                    head.contains(&format!("href=\"{list}/{file}\"")),
                    "{list}/{file}: {head}"
                );
            }
            assert!(
                body.contains(&format!("href=\"{list}/rss.xml\"")),
                "{list}: {body}"
            );
        }
    }
}
