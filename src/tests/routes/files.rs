//! Files: icons, fonts, pictures.

use axum::http::{StatusCode, header};

use crate::site::TestSite;

#[tokio::test]
async fn pictures_are_kept_for_good_and_do_nothing() {
    let site = TestSite::empty().await;
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    std::fs::write(site.folder().join("media/abc.svg"), svg).unwrap();
    let answer = site.get("/media/abc.svg").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header(header::CONTENT_TYPE), "image/svg+xml");
    assert!(answer.header(header::CACHE_CONTROL).contains("immutable"));
    assert!(
        answer
            .header(header::CONTENT_SECURITY_POLICY)
            .starts_with("sandbox; default-src 'none'")
    );
    let modified = answer.header(header::LAST_MODIFIED).to_owned();
    let again = site
        .get_with("/media/abc.svg", header::IF_MODIFIED_SINCE, &modified)
        .await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(
        again.header(header::CACHE_CONTROL).contains("immutable"),
        "what is held stays held"
    );
    let missing = site.get("/media/nope.svg").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(!missing.header(header::CACHE_CONTROL).contains("immutable"));
}

#[tokio::test]
async fn the_mark_that_an_owner_chose_is_found_where_programs_look_for_one() {
    let site = TestSite::empty().await;
    site.set(&[("favicon", "/media/bb.png")]).await;
    let answer = site.get("/favicon.ico").await;
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(answer.header(header::LOCATION), "/media/bb.png");
    let described = site.get("/opensearch.xml").await.page();
    assert!(described.contains("<Image>http"), "{described}");
    assert!(described.contains("/media/bb.png</Image>"), "{described}");
}

#[tokio::test]
async fn icons_and_fonts_are_there() {
    let site = TestSite::empty().await;
    for (path, kind) in [
        ("/favicon.ico", "image/x-icon"),
        ("/favicon.svg", "image/svg+xml"),
        ("/fonts/inter-latin.6697393b.woff2", "font/woff2"),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header(header::CONTENT_TYPE), kind, "{path}");
    }
}
