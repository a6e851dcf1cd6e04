//! `/sitemap.xml`, `/robots.txt`, `/opensearch.xml`, `/llms.txt`

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::server::services::{save::Named, sitemap};

use crate::site::{ORIGIN, TestSite, post};

#[tokio::test]
async fn the_sitemap_names_what_can_be_indexed() {
    let mut elsewhere = post("Syndicated", 2);
    elsewhere.canonical = Some("https://elsewhere.test/x".to_owned());
    let mut later = post("Later", -1);
    later.tags = vec![Named::new("Future")];
    let mut own = post("Own", 3);
    own.canonical = Some(format!("{ORIGIN}/posts/own"));
    let mut root = post("Root", 4);
    root.canonical = Some("/posts/root".to_owned());
    let site = TestSite::with(vec![post("Here", 1), elsewhere, later, own, root]).await;
    for name in ["own", "root"] {
        let link = site.get(&format!("/posts/{name}.md")).await;
        assert_eq!(
            link.header(header::LINK),
            format!("<{ORIGIN}/posts/{name}>; rel=\"canonical\"")
        );
    }
    let sitemap = site.get("/sitemap.xml").await.page();
    assert!(
        sitemap.contains(&format!("<loc>{ORIGIN}/posts/here</loc>")),
        "{sitemap}"
    );
    assert!(sitemap.contains(&format!("<loc>{ORIGIN}/tags/backend</loc>")));
    for name in ["own", "root"] {
        assert!(
            sitemap.contains(&format!("<loc>{ORIGIN}/posts/{name}</loc>")),
            "{sitemap}"
        );
    }
    for not in ["syndicated", "later", "future"] {
        assert!(!sitemap.contains(not), "{not}: {sitemap}");
    }
    assert_eq!(site.get("/sitemap-1.xml").await.page(), sitemap);
    for none in ["2", "0", "01", "+1", "-1", "", "1 "] {
        let path = format!("/sitemap-{}.xml", none.replace(' ', "%20"));
        assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let none = site.get("/sitemap-99.xml").await;
    assert_eq!(none.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    assert!(
        none.text.contains(&format!("{ORIGIN}/sitemap.xml")),
        "{}",
        none.text
    );
    let post = Request::post("/sitemap-1.xml").body(Body::empty()).unwrap();
    assert_eq!(site.ask(post).await.status, StatusCode::METHOD_NOT_ALLOWED);
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
        &format!("- [Two]({ORIGIN}/posts/two.md): What Two argues.\n"),
        &format!("- [One]({ORIGIN}/posts/one.md): What One argues.\n"),
        &format!("{ORIGIN}/sitemap.xml"),
    ]);
}

#[tokio::test]
async fn a_sitemap_is_compressed_by_what_holds_little() {
    let site = TestSite::with((0..20).map(|n| post(&format!("Post {n}"), n)).collect()).await;
    for (accepted, expected) in [
        ("gzip, deflate, br", "gzip"),
        ("br, gzip", "gzip"),
        ("gzip;q=1.0, br;q=1.0", "gzip"),
        ("br, GZIP;q=0.5", "gzip"),
        ("gzip;q=0, br", "br"),
        ("br", "br"),
    ] {
        let answer = site
            .get_with("/sitemap.xml", header::ACCEPT_ENCODING, accepted)
            .await;
        assert_eq!(answer.header(header::CONTENT_ENCODING), expected, "{accepted}");
    }
}

#[tokio::test]
async fn a_sitemap_that_is_held_already_is_not_gathered_again() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    // Within the second of a change there is no time to ask by.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    for path in ["/sitemap.xml", "/sitemap-1.xml"] {
        let first = site.get(path).await;
        let (tag, time) = (
            first.header(header::ETAG).to_owned(),
            first.header(header::LAST_MODIFIED).to_owned(),
        );
        // Whoever has it waits for nobody.
        let turn = sitemap::take_turn().await.unwrap();
        for (name, value) in [(header::IF_NONE_MATCH, &tag), (header::IF_MODIFIED_SINCE, &time)] {
            let again = site.get_with(path, name, value).await;
            assert_eq!(
                (again.status, again.header(header::ETAG)),
                (StatusCode::NOT_MODIFIED, &*tag)
            );
        }
        let busy = site.get(path).await;
        assert_eq!(
            (busy.status, busy.header(header::RETRY_AFTER)),
            (StatusCode::SERVICE_UNAVAILABLE, "60")
        );
        drop(turn);
        site.write(vec![post(&format!("For {path}"), 2)]).await;
        for (name, value) in [(header::IF_NONE_MATCH, &tag), (header::IF_MODIFIED_SINCE, &time)] {
            assert_eq!(
                site.get_with(path, name, value).await.status,
                StatusCode::OK,
                "{path}"
            );
        }
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    }
}
