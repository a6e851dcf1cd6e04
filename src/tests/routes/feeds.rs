//! `/atom.xml`, `/sitemap.xml`, `/robots.txt`

use atom_syndication::Feed;
use axum::http::{StatusCode, header};

use crate::site::{ORIGIN, TestSite, post};

#[tokio::test]
async fn the_feed_holds_whole_posts_with_whole_addresses() {
    let mut one = post("In the feed", 1);
    one.source = "## Part\n\n[other](/posts/x) and \u{b}control\n".to_owned();
    let uuid = one.uuid;
    let site = TestSite::with(vec![one]).await;
    let answer = site.get("/atom.xml").await;
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/atom+xml; charset=utf-8"
    );
    let feed: Feed = answer.page().parse().unwrap();
    let entry = &feed.entries()[0];
    assert_eq!(entry.id(), format!("urn:uuid:{uuid}"));
    assert_eq!(entry.links()[0].href(), format!("{ORIGIN}/posts/in-the-feed"));
    assert_eq!(entry.authors()[0].name(), "Ada Marlow");
    let content = entry.content().unwrap().value().unwrap();
    assert!(
        content.contains(&format!("href=\"{ORIGIN}/posts/x\"")),
        "{content}"
    );
    assert!(
        !content.contains("href=\"#") && !content.contains('\u{b}'),
        "{content}"
    );
}

#[tokio::test]
async fn a_feed_that_is_held_already_is_not_sent_again() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let first = site.get("/atom.xml").await;
    let etag = first.header(header::ETAG).to_owned();
    let modified = first.header(header::LAST_MODIFIED).to_owned();
    let again = site.get_with("/atom.xml", header::IF_NONE_MATCH, &etag).await;
    assert_eq!(
        (again.status, again.text.as_str()),
        (StatusCode::NOT_MODIFIED, "")
    );
    let again = site
        .get_with("/atom.xml", header::IF_MODIFIED_SINCE, &modified)
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    // Older than what is there, so that no date in the feed grows.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    site.write(vec![post("Two", 2)]).await;
    for (name, value) in [
        (header::IF_NONE_MATCH, &etag),
        (header::IF_MODIFIED_SINCE, &modified),
    ] {
        assert_eq!(
            site.get_with("/atom.xml", name, value).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn an_empty_feed_is_a_feed() {
    let feed: Feed = TestSite::empty()
        .await
        .get("/atom.xml")
        .await
        .page()
        .parse()
        .unwrap();
    assert!(feed.entries().is_empty());
}

#[tokio::test]
async fn the_sitemap_names_what_can_be_indexed() {
    let mut elsewhere = post("Syndicated", 2);
    elsewhere.canonical = Some("https://elsewhere.test/x".to_owned());
    let site = TestSite::with(vec![post("Here", 1), elsewhere]).await;
    let sitemap = site.get("/sitemap.xml").await.page();
    assert!(
        sitemap.contains(&format!("<loc>{ORIGIN}/posts/here</loc>")),
        "{sitemap}"
    );
    assert!(sitemap.contains(&format!("<loc>{ORIGIN}/tags/backend</loc>")));
    assert!(!sitemap.contains("syndicated"));
    assert_eq!(site.get("/sitemap-2.xml").await.status, StatusCode::NOT_FOUND);
    let robots = site.get("/robots.txt").await.page();
    assert!(robots.contains(&format!("Sitemap: {ORIGIN}/sitemap.xml")));
}
