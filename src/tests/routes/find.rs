//! Questions to the list of posts: `/`, `/posts` and `/search` with a query.

use axum::http::{StatusCode, header};
use logbook::{
    model::find::{Found, PostQuery},
    server::services::save::{Named, NewPost},
};

use crate::site::{ORIGIN, TestSite, post};

fn tagged(title: &str, days: i64, tags: &[&str]) -> NewPost {
    let mut tagged = post(title, days);
    tagged.tags = tags.iter().map(|tag| Named::new(tag)).collect();
    tagged
}

async fn tagged_site() -> TestSite {
    TestSite::with(vec![
        tagged("Alpha", 1, &["Rust", "SQLite"]),
        tagged("Bravo", 2, &["Rust"]),
        tagged("Charlie", 3, &["SQLite", "C++"]),
        tagged("Delta", 4, &["Rust", "SQLite", "C++"]),
        tagged("Echo", 5, &[]),
    ])
    .await
}

async fn ask(site: &TestSite, query: &str) -> Found {
    let mut path = form_urlencoded::Serializer::new("/api/posts/find?place=Posts&".to_owned());
    path.append_pair("query", query);
    let answer = site.get(&path.finish()).await;
    assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.text);
    miniserde::json::from_str(&answer.text).unwrap()
}

fn titles(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.post.title.as_str()).collect()
}

#[tokio::test]
async fn tags_are_all_wanted_or_any_or_not() {
    let site = tagged_site().await;
    for (query, wanted) in [
        ("tag=rust", vec!["Alpha", "Bravo", "Delta"]),
        ("tag=rust&tag=sqlite", vec!["Alpha", "Delta"]),
        (
            "tag=c-plus-plus&tag=rust&any=1",
            vec!["Alpha", "Bravo", "Charlie", "Delta"],
        ),
        ("tag=sqlite&not=rust", vec!["Charlie"]),
        ("not=rust", vec!["Charlie", "Echo"]),
        (
            "tag=rust&tag=sqlite&any=1&not=c-plus-plus",
            vec!["Alpha", "Bravo"],
        ),
        ("tag=rust&not=rust", vec![]),
        ("tag=nothing-has-it", vec![]),
        ("tag=nothing-has-it&tag=rust", vec![]),
        (
            "tag=nothing-has-it&tag=rust&any=1",
            vec!["Alpha", "Bravo", "Delta"],
        ),
        ("not=nothing-has-it&tag=rust", vec!["Alpha", "Bravo", "Delta"]),
        ("tag=rust&sort=oldest", vec!["Delta", "Bravo", "Alpha"]),
        ("tag=rust&sort=title", vec!["Alpha", "Bravo", "Delta"]),
        ("sort=updated", vec!["Alpha", "Bravo", "Charlie", "Delta", "Echo"]),
        ("sort=read", vec!["Echo", "Delta", "Charlie", "Bravo", "Alpha"]),
    ] {
        let found = ask(&site, query).await;
        if query == "sort=read" {
            assert_eq!(found.hits.len(), wanted.len(), "{query}");
        } else {
            assert_eq!(titles(&found), wanted, "{query}");
        }
        assert_eq!(found.paging.total as usize, wanted.len(), "{query}");
    }
}

#[tokio::test]
async fn each_further_tag_says_what_it_would_leave_and_leaves_that() {
    let site = tagged_site().await;
    for query in [
        "",
        "tag=rust",
        "tag=rust&tag=sqlite&any=1",
        "not=rust",
        "tag=sqlite&not=rust",
        "tag=nope",
        "not=nope",
        "not=nope&not=rust",
        "not=nope&tag=rust",
        "tag=nope&tag=rust&any=1&not=c-plus-plus",
        "tag=nope&tag=nada&any=1",
        "q=alpha",
        "q=alpha&not=nope",
        "q=text&tag=rust",
        "q=alpha&tag=c-plus-plus&tag=rust&any=1",
        "q=text&tag=c-plus-plus&tag=nope&any=1",
        "q=text&tag=nope&tag=rust&any=1&not=c-plus-plus",
        "q=echo&tag=c-plus-plus&tag=rust&any=1",
    ] {
        let found = ask(&site, query).await;
        assert!(!found.tags.is_empty(), "{query}");
        for choice in &found.tags {
            let posts = choice.posts.unwrap();
            assert_eq!(choice.href.is_empty(), posts == 0, "{query}: {choice:?}");
            if let Some((_, next)) = choice.href.split_once('?') {
                let next = ask(&site, next).await;
                assert_eq!(next.paging.total, posts, "{query}: {choice:?}");
            }
        }
        for active in &found.active {
            assert!(PostQuery::parse(&active.remove).is_some());
        }
    }
}

#[tokio::test]
async fn a_tag_that_nobody_has_takes_no_choice_away() {
    let site = tagged_site().await;
    for query in [
        "not=nope",
        "tag=nope&tag=nada&any=1",
        "q=text&tag=nope&tag=nada&any=1",
    ] {
        let found = ask(&site, query).await;
        assert_eq!(found.tags.len(), 3, "{query}");
        assert!(
            found.tags.iter().all(|tag| !tag.href.is_empty()),
            "{query}: {:?}",
            found.tags
        );
    }
}

#[tokio::test]
async fn no_tag_is_offered_that_an_address_would_drop() {
    let site = tagged_site().await;
    let full = |name: &str| -> String { (0..8).map(|n| format!("{name}=n{n}&")).collect() };
    let found = ask(&site, &format!("{}any=1", full("tag"))).await;
    assert_eq!((found.active.len(), found.tags.len()), (8, 0));
    let found = ask(&site, &format!("{}tag=rust", full("not"))).await;
    assert!(!found.tags.is_empty());
    let (wanted, unwanted): (Vec<_>, Vec<_>) = found.active.iter().partition(|active| !active.excluded);
    assert!(wanted.iter().all(|active| active.invert.is_empty()), "{wanted:?}");
    assert!(
        unwanted.iter().all(|active| !active.invert.is_empty()),
        "{unwanted:?}"
    );
}

#[tokio::test]
async fn the_form_of_the_search_page_keeps_tags_mode_and_order() {
    let site = tagged_site().await;
    let page = site
        .get("/search?q=text&tag=c-plus-plus&tag=rust&any=1&not=sqlite&sort=oldest")
        .await
        .page();
    for (name, value) in [
        ("tag", "c-plus-plus"),
        ("tag", "rust"),
        ("any", "1"),
        ("not", "sqlite"),
        ("sort", "oldest"),
    ] {
        let field = format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        assert_eq!(page.matches(&field).count(), 1, "{field}: {page}");
    }
    for path in ["/search", "/search?q=alpha&literal=1"] {
        let page = site.get(path).await.page();
        assert!(!page.contains("type=\"hidden\""), "{page}");
    }
}

#[tokio::test]
async fn a_question_has_one_address_and_says_what_crawlers_should_keep() {
    let site = tagged_site().await;
    let moved = site.get("/posts?tag=SQLite&tag=Rust").await;
    assert_eq!(moved.status, StatusCode::MOVED_PERMANENTLY);
    assert_eq!(moved.header(header::LOCATION), "/posts?tag=rust&tag=sqlite");
    let one = site.get("/posts?tag=rust").await.page();
    assert!(
        one.contains(&format!("<link href=\"{ORIGIN}/tags/rust\" rel=\"canonical\">")),
        "{one}"
    );
    assert!(!one.contains("noindex"), "{one}");
    let two = site.get("/posts?tag=rust&tag=sqlite").await.page();
    assert!(two.contains("content=\"noindex, follow\""), "{two}");
    assert!(
        two.contains(&format!("<link href=\"{ORIGIN}/posts\" rel=\"canonical\">")),
        "{two}"
    );
    assert!(two.contains("2 of 5 posts"), "{two}");
}

#[tokio::test]
async fn hostile_questions_are_answered() {
    let site = tagged_site().await;
    for words in [
        "\"",
        "*",
        "NEAR(",
        "col:",
        "^",
        "😀",
        "\0",
        "a\0b",
        "-",
        "--",
        "\"\"",
        "OR",
        "AND NOT",
        "tag:",
        "before:x",
        "in:title",
        "\u{202e}abc",
        "\u{fffd}",
        "(((",
        "'; DROP TABLE posts; --",
        "%",
        "_",
        "{}",
        "title:x",
    ] {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", words);
        let query = query.finish();
        for path in ["/search", "/posts", "/"] {
            let answer = site.get(&format!("{path}?{query}")).await;
            assert!(
                answer.status.is_success() || answer.status == StatusCode::MOVED_PERMANENTLY,
                "{words:?}: {}",
                answer.status
            );
        }
    }
    // Half a surrogate, and bytes that are no UTF-8 at all.
    for raw in [
        "q=%ED%A0%80",
        "q=%FF%FE",
        "q=%",
        "tag=%00",
        "tag=%ED%A0%80&not=%FF",
    ] {
        let answer = site.get(&format!("/search?{raw}")).await;
        assert!(
            answer.status.is_success() || answer.status.is_redirection(),
            "{raw}: {}",
            answer.status
        );
    }
    for long in ["x".repeat(10_000), "a OR ".repeat(1_300), "\"".repeat(5_000)] {
        let mut query = form_urlencoded::Serializer::new("/search?".to_owned());
        query.append_pair("q", &long);
        let moved = site.get(&query.finish()).await;
        let target = moved.header(header::LOCATION).to_owned();
        assert!(target.len() < 2_000, "{}", target.len());
        assert_eq!(site.get(&target).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn what_was_written_is_found_at_once_and_what_was_taken_away_is_not() {
    let mut one = post("A zebra", 1);
    one.source = "Stripes help against flies.\n".to_owned();
    let site = TestSite::with(vec![one]).await;
    let found = site.get("/search?q=stripe").await.page();
    assert!(found.contains("<mark>Stripes"), "{found}");
    assert!(found.contains("1 of 1 post"), "{found}");
}
