//! `/`

use axum::http::StatusCode;

use crate::site::{TestSite, post};

#[tokio::test]
async fn the_newest_posts_come_first_and_ties_are_stable() {
    let mut posts = vec![post("Oldest", 9), post("Newest", 1), post("Middle", 5)];
    let when = posts[1].published_at;
    let mut twin = post("Twin of the newest", 1);
    twin.published_at = when;
    posts.push(twin);
    let site = TestSite::with(posts).await;
    let home = site.get("/").await;
    assert_eq!(home.status, StatusCode::OK);
    home.assert_in_order(&[">Twin of the newest<", ">Newest<", ">Middle<", ">Oldest<"]);
}

#[tokio::test]
async fn a_card_says_who_when_how_long_and_about_what() {
    let mut one = post("Reading a flame graph", 3);
    one.featured = true;
    one.updated_at = one.published_at.map(|at| at + 2 * crate::site::DAY);
    let home = TestSite::with(vec![one]).await.get("/").await.page();
    for part in [
        ">Featured<",
        "href=\"/tags/backend\"",
        "href=\"/posts/reading-a-flame-graph\"",
        "href=\"/authors/ada-marlow\"",
        "What Reading a flame graph argues.",
        "<time datetime=",
        "Updated ",
        "1 min read",
        "aria-hidden=\"true\" class=\"card-more\">Read article<",
    ] {
        assert!(home.contains(part), "{part}: {home}");
    }
}

#[tokio::test]
async fn an_excerpt_stands_in_where_there_is_no_summary() {
    let mut one = post("Without a summary", 1);
    one.summary = String::new();
    one.source = "First sentence of the text. Second sentence.\n".to_owned();
    let home = TestSite::with(vec![one]).await.get("/").await.page();
    assert!(
        home.contains("First sentence of the text. Second sentence."),
        "{home}"
    );
}

#[tokio::test]
async fn an_empty_blog_says_how_to_get_a_first_post() {
    let home = TestSite::empty().await.get("/").await.page();
    assert!(
        home.contains("Nothing is published yet") && home.contains("<a href=\"/admin\""),
        "{home}"
    );
}

#[tokio::test]
async fn beyond_twenty_posts_the_list_goes_on_elsewhere() {
    let site = TestSite::with((0..21).map(|n| post(&format!("Post {n}"), n)).collect()).await;
    let home = site.get("/").await.page();
    assert_eq!(home.matches("<article").count(), 20);
    assert!(home.contains("href=\"/posts?page=2\""), "{home}");
}
