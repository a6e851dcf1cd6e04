//! `/` in its layouts.

use axum::http::StatusCode;
use logbook::server::services::{accounts::Actor, save::Named, sorting::tags};

use crate::site::{TestSite, post};

async fn site_of(layout: &str) -> TestSite {
    let mut posts: Vec<_> = (0..6).map(|n| post(&format!("Post {n}"), n)).collect();
    posts[0].takeaway = "Remember nothing.".to_owned();
    posts[1].summary = String::new();
    posts[1].source = "One line of its own.\n\nAnd a second one, which goes on. \n".to_owned();
    posts[2].tags = vec![Named::new("Queues")];
    let site = TestSite::with(posts).await;
    site.set(&[
        ("layout", layout),
        ("headline", "Essays <b>"),
        ("lede", "Slowly & carefully written"),
        ("eyebrow", "Writings"),
    ])
    .await;
    site
}

#[tokio::test]
async fn an_index_has_titles_descriptions_and_minutes_and_nothing_else() {
    let site = site_of("index").await;
    let page = site.get("/").await.page();
    for part in [
        "<h1>Essays &lt;b&gt;",
        "Slowly &amp; carefully written",
        ">Post 0<",
        "What Post 0 argues.",
        "1 min read",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let main = page
        .split("<main")
        .nth(1)
        .unwrap()
        .split("</main>")
        .next()
        .unwrap();
    for part in [
        "<time",
        "/tags/",
        "/authors/",
        "Remember nothing.",
        "<img",
        "data-volatile",
    ] {
        assert!(!main.contains(part), "{part}: {main}");
    }
    site.set(&[("shows", "date, takeaway, tags")]).await;
    let page = site.get("/").await.page();
    for part in ["<time", "/tags/backend", "Remember nothing."] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("What Post 0 argues."), "{page}");
}

#[tokio::test]
async fn a_feed_has_authors_and_cuts_an_excerpt_where_none_was_written() {
    let site = site_of("feed").await;
    let page = site.get("/").await.page();
    for part in [
        "/authors/ada-marlow",
        "One line of its own. And a second one, which goes on.",
        "<time",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[tokio::test]
async fn a_knowledge_base_shows_what_was_chosen_and_then_the_rest_once() {
    let site = site_of("knowledge-base").await;
    site.set(&[("method", "By measuring."), ("all_intro", "Newest first.")])
        .await;
    for (name, shows) in [("New here?", "takeaway"), ("Flagship", "summary, takeaway")] {
        site.collect(name, shows, &["post-3", "post-0"]).await;
    }
    site.focus(&["queues", "backend"]).await;
    let page = site.get("/").await;
    page.assert_in_order(&[
        ">Writings<",
        "Essays &lt;b&gt;",
        "Slowly &amp; carefully",
        "By measuring.",
        "Focus areas",
        ">Queues<",
        ">Backend<",
        "New here?",
        ">Post 3<",
        ">Post 0<",
        "Remember nothing.",
        "Flagship",
        "Why these.",
        ">Post 3<",
        "What Post 3 argues.",
        ">Post 0<",
        "All articles",
        "Newest first.",
        ">Post 1<",
        ">Post 2<",
        ">Post 4<",
        ">Post 5<",
    ]);
    let page = page.page();
    assert_eq!(page.matches("What Post 3 argues.").count(), 1, "{page}");
    assert_eq!(page.matches(">Post 1<").count(), 1);
    assert_eq!(page.matches(">Post 3<").count(), 2);
}

#[tokio::test]
async fn a_tag_archive_is_of_the_chosen_tag_and_of_all_posts_without_one() {
    let site = site_of("tag-archive").await;
    site.set(&[("front_tag", "queues")]).await;
    let page = site.get("/").await.page();
    assert!(page.contains("#Queues") && page.contains("— 1 post"), "{page}");
    assert!(page.contains(">Post 2<") && !page.contains(">Post 3<"), "{page}");
    // Its pages, and nothing behind them.
    assert_eq!(site.get("/?page=2").await.status, StatusCode::NOT_FOUND);
    let tag = site.tag("queues").await;
    tags::edit(
        &site.context.database,
        &Actor::operator(),
        tag,
        "lines",
        "Lines",
        "",
    )
    .await
    .unwrap()
    .unwrap()
    .unwrap();
    let page = site.get("/").await.page();
    assert!(page.contains("#Lines") && page.contains("— 1 post"), "{page}");
    site.set(&[("front_tag", "nothing")]).await;
    let page = site.get("/").await.page();
    assert!(
        page.contains("Essays &lt;b&gt;") && page.contains(">Post 3<"),
        "{page}"
    );
}

#[tokio::test]
async fn all_pages_of_a_tag_archive_without_a_tag_are_there() {
    let posts = (0..51).map(|n| post(&format!("Post {n}"), n)).collect();
    let site = TestSite::with(posts).await;
    site.set(&[("layout", "tag-archive")]).await;
    let first = site.get("/").await.page();
    assert!(first.contains("href=\"/?page=2\""), "{first}");
    let second = site.get("/?page=2").await.page();
    assert_eq!(second.matches(">Post ").count(), 1, "{second}");
    assert_eq!(site.get("/?page=3").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_beyond_the_last_are_not_there_and_filters_answer_in_every_layout() {
    for layout in ["logbook", "index", "knowledge-base", "tag-archive", "feed"] {
        let site = site_of(layout).await;
        assert_eq!(
            site.get("/?page=2").await.status,
            StatusCode::NOT_FOUND,
            "{layout}"
        );
        assert_eq!(
            site.get("/?page=x").await.status,
            StatusCode::NOT_FOUND,
            "{layout}"
        );
        let page = site.get("/?tag=queues").await.page();
        assert!(
            page.contains(">Post 2<") && !page.contains(">Post 3<"),
            "{layout}: {page}"
        );
        let page = site.get("/posts").await.page();
        assert!(
            page.contains(">Post 5<") && page.contains("All posts"),
            "{layout}"
        );
    }
}

#[tokio::test]
async fn a_blog_without_posts_says_so_in_every_layout() {
    for layout in ["index", "knowledge-base", "feed", "tag-archive"] {
        let site = TestSite::empty().await;
        site.set(&[("layout", layout)]).await;
        let page = site.get("/").await.page();
        assert!(page.contains("Nothing is published yet"), "{layout}: {page}");
    }
}

#[tokio::test]
async fn pictures_of_the_owner_take_the_place_of_those_that_come_with_it() {
    let site = TestSite::empty().await;
    site.set(&[("logo", "/media/aa.svg"), ("favicon", "/media/bb.png")])
        .await;
    let page = site.get("/").await.page();
    assert!(page.contains("src=\"/media/aa.svg\""), "{page}");
    assert!(
        page.contains("<link rel=\"icon\" href=\"/media/bb.png\">"),
        "{page}"
    );
    assert!(!page.contains("favicon.svg"), "{page}");
}
