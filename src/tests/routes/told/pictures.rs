//! What is told of the people and series behind posts: logos, portraits, covers, and where else somebody is.

use logbook::server::db::{authors, media};
use serde_json::Value;

use super::{graph, part, property};
use crate::site::{ORIGIN, TestSite, post};

#[tokio::test]
async fn the_publisher_has_the_sites_logo_and_says_where_its_owner_is_besides() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let logo = async || {
        let graph = graph(&site.get("/posts/one").await.page());
        graph[0]["publisher"]["logo"].clone()
    };
    assert_eq!(logo().await["url"], format!("{ORIGIN}/icon-180.png"));
    site.set(&[("favicon", "/media/bb.png")]).await;
    assert_eq!(logo().await["url"], format!("{ORIGIN}/media/bb.png"));
    site.set(&[
        ("logo", "/media/aa.svg"),
        (
            "social",
            "Code = https://code.example/ada\nMail = mailto:ada@blog.test",
        ),
    ])
    .await;
    assert_eq!(logo().await["url"], format!("{ORIGIN}/media/aa.svg"));
    assert_eq!(logo().await["width"], Value::Null);
    let home = site.get("/").await.page();
    let graph = graph(&home);
    let blog = graph.iter().find(|thing| thing["@type"] == "Blog").unwrap();
    assert_eq!(
        blog["publisher"]["sameAs"],
        serde_json::json!(["https://code.example/ada"])
    );
    assert!(
        home.contains("<a href=\"https://code.example/ada\" rel=\"me external\""),
        "{home}"
    );
}

#[tokio::test]
async fn an_author_is_known_by_picture_and_links() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let mut write = site.context.database.begin().await.unwrap();
    let id = authors::ensure_author(&mut write, "ada-marlow", "Ada Marlow")
        .await
        .unwrap();
    let stem = "0123456789abcdef0123456789abcdef";
    let row = media::NewMedia {
        hash: stem,
        path: &format!("/media/{stem}.webp"),
        mime: "image/webp",
        bytes: 1,
        width: 1_200,
        height: 900,
        name: "",
        user_id: None,
    };
    let picture = media::ensure_media(&mut write, &row, 1).await.unwrap();
    authors::profile::set_picture(&mut write, id, Some(picture))
        .await
        .unwrap();
    // What an import brings was checked by nobody.
    let links = "https://www.example.org/ada/\njavascript:alert(1)";
    authors::profile::write_profile(&mut write, id, "Ada Marlow", "", links)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let page = site.get("/authors/ada-marlow").await.page();
    let portrait = format!(
        "<img src=\"/media/{stem}-480.webp\" alt=\"\" width=\"96\" height=\"96\" class=\"portrait\">"
    );
    assert!(page.contains(&portrait), "{page}");
    assert!(
        page.contains(
            "<a href=\"https://www.example.org/ada/\" rel=\"me external noopener\">example.org/ada"
        ),
        "{page}"
    );
    assert!(!page.contains("javascript:"), "{page}");
    let graph = graph(&page);
    let person = &graph[0]["mainEntity"];
    assert_eq!(person["image"], format!("{ORIGIN}/media/{stem}.webp"));
    assert_eq!(
        person["sameAs"],
        serde_json::json!(["https://www.example.org/ada/"])
    );
}

/// Gives the series a cover of these pixels.
async fn cover(site: &TestSite, path: &str, width: i64, height: i64, alt: &str) {
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO media (hash, path, mime, bytes, width, height, created_at) \
         VALUES ($1, $1, 'image/*', 9, $2, $3, 0)",
    )
    .bind(path)
    .bind(width)
    .bind(height)
    .execute(&mut *write)
    .await
    .unwrap();
    sqlx::query("UPDATE series SET cover_id = (SELECT id FROM media WHERE path = $1), cover_alt = $2")
        .bind(path)
        .bind(alt)
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn the_cover_of_a_series_is_its_picture_everywhere() {
    let stem = "/media/0123456789abcdef0123456789abcdef";
    let site = TestSite::with(vec![part("Queues", 1), part("Leases", 2)]).await;
    site.draw().await;
    let own = property(&site.get("/series/durable-jobs").await.page(), "og:image").unwrap();
    for (end, size, alt, shown, kind, pixels, said) in [
        (
            ".jpg",
            (4000, 2000),
            "A \"queue\"",
            "-1600.webp",
            "image/webp",
            ("1600", "800"),
            "A \"queue\"",
        ),
        (
            ".png",
            (900, 1201),
            "",
            ".png",
            "image/png",
            ("900", "1201"),
            "Durable jobs",
        ),
    ] {
        let path = format!("{stem}{end}");
        cover(&site, &path, size.0, size.1, alt).await;
        let page = site.get("/series/durable-jobs").await.page();
        let says = |name: &str| property(&page, name).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(says("og:image"), format!("{ORIGIN}{stem}{shown}"));
        assert_eq!(says("og:image:type"), kind);
        assert_eq!(says("og:image:width"), pixels.0);
        assert_eq!(says("og:image:height"), pixels.1);
        assert_eq!(says("og:image:alt"), said);
        assert_eq!(graph(&page)[0]["image"], format!("{ORIGIN}{path}"));
        let (_, body) = page.split_once("</head>").unwrap();
        assert!(body.contains(&format!("src=\"{stem}{shown}\"")), "{body}");
        assert!(
            body.contains(&format!("width=\"{}\" height=\"{}\"", size.0, size.1)),
            "{body}"
        );
        assert_eq!(
            body.contains("alt=\"A &quot;queue&quot;\""),
            !alt.is_empty(),
            "{body}"
        );
    }
    // What others could not show is shown here alone.
    cover(&site, "/media/drawing.svg", 800, 400, "A drawing").await;
    let page = site.get("/series/durable-jobs").await.page();
    assert_eq!(property(&page, "og:image").unwrap(), own);
    assert_eq!(graph(&page)[0]["image"], format!("{ORIGIN}/media/drawing.svg"));
    assert!(
        page.contains("src=\"/media/drawing.svg\" alt=\"A drawing\""),
        "{page}"
    );
    // The page as the program fetches it is the same.
    let data = site.get("/api/series/read?slug=durable-jobs").await.page();
    assert!(
        data.contains("drawing.svg") && !data.contains("og:image"),
        "{data}"
    );
}
