//! `/sitemap.xml`, `/robots.txt`, `/opensearch.xml`, `/llms.txt`

use axum::http::{StatusCode, header};
use logbook::server::services::save::Named;

use crate::site::{ORIGIN, TestSite, post};

#[tokio::test]
async fn the_sitemap_names_what_can_be_indexed() {
    let mut elsewhere = post("Syndicated", 2);
    elsewhere.canonical = Some("https://elsewhere.test/x".to_owned());
    let mut later = post("Later", -1);
    later.tags = vec![Named::new("Future")];
    let site = TestSite::with(vec![post("Here", 1), elsewhere, later]).await;
    let sitemap = site.get("/sitemap.xml").await.page();
    assert!(
        sitemap.contains(&format!("<loc>{ORIGIN}/posts/here</loc>")),
        "{sitemap}"
    );
    assert!(sitemap.contains(&format!("<loc>{ORIGIN}/tags/backend</loc>")));
    for not in ["syndicated", "later", "future"] {
        assert!(!sitemap.contains(not), "{not}: {sitemap}");
    }
    assert_eq!(site.get("/sitemap-2.xml").await.status, StatusCode::NOT_FOUND);
    let robots = site.get("/robots.txt").await.page();
    assert!(robots.contains(&format!("Sitemap: {ORIGIN}/sitemap.xml")));
}

#[tokio::test]
async fn browsers_learn_how_to_search_here() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let answer = site.get("/opensearch.xml").await;
    assert_eq!(
        answer.header(header::CONTENT_TYPE),
        "application/opensearchdescription+xml; charset=utf-8"
    );
    let text = answer.page();
    assert!(
        text.contains(&format!("template=\"{ORIGIN}/search?q={{searchTerms}}\"")),
        "{text}"
    );
    let page = site.get("/posts/one").await.page();
    assert!(
        page.contains("rel=\"search\"") && page.contains("href=\"/opensearch.xml\""),
        "{page}"
    );
}

#[tokio::test]
async fn the_site_is_told_in_one_text() {
    let site = TestSite::with(vec![post("One", 2), post("Two", 1)]).await;
    let answer = site.get("/llms.txt").await;
    assert_eq!(answer.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    answer.assert_in_order(&[
        "# Logbook\n",
        "> Storage",
        "## Posts\n",
        &format!("- [Two]({ORIGIN}/posts/two): What Two argues.\n"),
        &format!("- [One]({ORIGIN}/posts/one): What One argues.\n"),
        &format!("{ORIGIN}/sitemap.xml"),
    ]);
}

#[tokio::test]
async fn a_sitemap_is_compressed_by_what_holds_little() {
    let site = TestSite::with((0..20).map(|n| post(&format!("Post {n}"), n)).collect()).await;
    for (accepted, expected) in [
        ("gzip, deflate, br", "gzip"),
        ("br, gzip", "gzip"),
        ("gzip;q=0, br", "br"),
        ("br", "br"),
    ] {
        let answer = site
            .get_with("/sitemap.xml", header::ACCEPT_ENCODING, accepted)
            .await;
        assert_eq!(answer.header(header::CONTENT_ENCODING), expected, "{accepted}");
    }
}
