//! `/posts`

use axum::http::{StatusCode, header};

use logbook::server::services::save::Named;

use crate::site::{ORIGIN, TestSite, post};

async fn site_of_45() -> TestSite {
    TestSite::with((0..45).map(|n| post(&format!("Post {n}"), n)).collect()).await
}

#[tokio::test]
async fn pages_link_to_their_neighbours_and_name_their_own_address() {
    let site = site_of_45().await;
    let second = site.get("/posts?page=2").await.page();
    assert_eq!(second.matches("<article").count(), 20);
    for part in [
        "<link href=\"/posts\" rel=\"prev\">",
        "<link href=\"/posts?page=3\" rel=\"next\">",
        "<a rel=\"prev\" href=\"/posts\">",
        &format!("<link href=\"{ORIGIN}/posts?page=2\" rel=\"canonical\">"),
        "Page 2 of 3",
        "45 posts",
    ] {
        assert!(second.contains(part), "{part}: {second}");
    }
    let last = site.get("/posts?page=3").await.page();
    assert_eq!(last.matches("<article").count(), 5);
}

#[tokio::test]
async fn a_page_that_is_none_is_not_found() {
    let site = site_of_45().await;
    for bad in [
        "4",
        "99999",
        "0",
        "-1",
        "x",
        "",
        "1e3",
        "99999999999999999999",
        "%00",
        "1%20OR%201",
    ] {
        let answer = site.get(&format!("/posts?page={bad}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "page={bad}");
        assert!(answer.text.contains("There is no page here"));
    }
    // The first page has an address without a number.
    let first = site.get("/posts?page=1").await;
    assert_eq!(first.status, StatusCode::MOVED_PERMANENTLY);
    assert_eq!(first.header(header::LOCATION), "/posts");
}

#[tokio::test]
async fn no_post_is_on_two_pages_and_none_is_left_out() {
    let site = site_of_45().await;
    let mut seen = std::collections::HashSet::new();
    for page in 1..=3 {
        let path = if page == 1 {
            "/posts".to_owned()
        } else {
            format!("/posts?page={page}")
        };
        let text = site.get(&path).await.page();
        for n in 0..45 {
            if text.contains(&format!("<a href=\"/posts/post-{n}\">")) {
                assert!(seen.insert(n), "post {n} is on two pages");
            }
        }
    }
    assert_eq!(seen.len(), 45);
}

#[tokio::test]
async fn words_in_another_language_than_the_sites_say_so_wherever_they_stand_in_a_list() {
    let foreign = |title: &str| {
        let mut post = post(title, 1);
        post.language = "de".to_owned();
        post
    };
    let mut part = foreign("Sperren");
    part.series = Some((Named::new("Jobs"), 1));
    let mut other = post("Leases", 3);
    other.series = Some((Named::new("Jobs"), 2));
    let mut own = post("Queues", 2);
    own.language = "en".to_owned();
    let site = TestSite::with(vec![foreign("Warteschlangen"), own, part, other]).await;
    // The language of what stands last before these words.
    let language = |page: &str, words: &str| {
        let (before, _) = page
            .split_once(words)
            .unwrap_or_else(|| panic!("no {words}: {page}"));
        let element = &before[["<h", "<li", "<p "]
            .iter()
            .filter_map(|tag| before.rfind(tag))
            .max()
            .unwrap()..];
        element.contains("lang=\"de\"")
    };
    for path in [
        "/posts",
        "/tags/backend",
        "/authors/ada-marlow",
        "/search?q=argues",
    ] {
        let page = site.get(path).await.page();
        for words in [">Warteschlangen<", "What Warteschlangen", ">Sperren<"] {
            assert!(language(&page, words), "{path}: {words}: {page}");
        }
        for words in [">Queues<", ">Leases<"] {
            assert!(!language(&page, words), "{path}: {words}: {page}");
        }
        assert!(!page.contains("lang=\"en\" class"), "{path}");
    }
    for layout in ["index", "knowledge-base", "feed", "tag-archive"] {
        site.set(&[("layout", layout)]).await;
        let page = site.get("/").await.page();
        assert!(language(&page, ">Warteschlangen<"), "{layout}: {page}");
        assert!(!language(&page, ">Queues<"), "{layout}: {page}");
    }
}
