//! `/posts/:slug`

use axum::http::StatusCode;
use logbook::model::status::{Status, Visibility};

use crate::site::{ORIGIN, TestSite, post};

const TEXT: &str = "Intro with a note.[^1]\n\n## First part\n\n```rust title=\"src/main.rs\" {2}\nfn main() {\n    \
    run();\n}\n```\n\n## Second part\n\n> [!WARNING]\n> Mind the gap.\n\n### Detail\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\
    [^1]: The note.\n";

#[tokio::test]
async fn a_post_is_whole_without_scripts() {
    let mut one = post("A whole post", 1);
    one.source = TEXT.to_owned();
    one.takeaway = "Remember this.".to_owned();
    let page = TestSite::with(vec![one]).await.get("/posts/a-whole-post").await;
    page.assert_in_order(&[
        "<h1>A whole post",
        "What A whole post argues.",
        "Contents",
        "#first-part",
    ]);
    let text = page.page();
    assert_eq!(text.matches("<h1").count(), 1);
    for part in [
        "id=\"first-part\"",
        "href=\"#detail\"",
        "src/main.rs",
        "class=\"line hl\"",
        "callout",
        "<table",
        "id=\"fn-1\"",
        "Remember this.",
        &format!("<link href=\"{ORIGIN}/posts/a-whole-post\" rel=\"canonical\">"),
        "<title>A whole post · Logbook</title>",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test]
async fn the_text_is_sent_once() {
    let mut one = post("Sent once", 1);
    one.source = "An unmistakable sentence about herons.\n".to_owned();
    one.summary = "Short.".to_owned();
    let page = TestSite::with(vec![one])
        .await
        .get("/posts/sent-once")
        .await
        .page();
    assert_eq!(page.matches("unmistakable sentence about herons").count(), 1);
}

#[tokio::test]
async fn neighbours_are_the_older_and_the_newer_post() {
    let site = TestSite::with(vec![post("Old", 9), post("Now", 5), post("New", 1)]).await;
    let page = site.get("/posts/now").await;
    page.assert_in_order(&["Older post", ">Old<", "Newer post", ">New<"]);
}

#[tokio::test]
async fn related_posts_are_at_most_four_and_neither_the_post_itself_nor_its_neighbours() {
    let posts = (0..8)
        .map(|n| post(&format!("Queues and promises {n}"), n))
        .collect();
    let page = TestSite::with(posts)
        .await
        .get("/posts/queues-and-promises-3")
        .await
        .page();
    let (_, related) = page
        .split_once("id=\"related-title\"")
        .expect("a post has related posts");
    let related = related.split("</section>").next().unwrap();
    assert_eq!(related.matches("<li").count(), 4, "{related}");
    for number in [2, 3, 4] {
        assert!(
            !related.contains(&format!("queues-and-promises-{number}")),
            "{related}"
        );
    }
}

#[tokio::test]
async fn an_unlisted_post_answers_and_asks_not_to_be_indexed() {
    let mut one = post("For friends", 1);
    one.visibility = Visibility::Unlisted;
    let site = TestSite::with(vec![one, post("Listed", 2)]).await;
    let page = site.get("/posts/for-friends").await.page();
    assert!(page.contains("name=\"robots\" content=\"noindex\""));
    assert!(!site.get("/posts/listed").await.page().contains("for-friends"));
}

#[tokio::test]
async fn what_is_not_published_is_not_found() {
    for status in [
        Status::Draft,
        Status::Scheduled,
        Status::Unpublished,
        Status::Trashed,
    ] {
        let mut one = post("Hidden", 1);
        one.status = status;
        let site = TestSite::with(vec![one]).await;
        assert_eq!(
            site.get("/posts/hidden").await.status,
            StatusCode::NOT_FOUND,
            "{status}"
        );
    }
    let mut future = post("Future", -2);
    future.status = Status::Published;
    let site = TestSite::with(vec![future]).await;
    assert_eq!(site.get("/posts/future").await.status, StatusCode::NOT_FOUND);
    assert!(!site.get("/").await.page().contains("/posts/future"));
}

#[tokio::test]
async fn a_script_in_a_title_or_text_stays_text() {
    let mut one = post("x</title></script><script>alert(1)</script>", 1);
    one.source = "<script>alert(2)</script><img src=x onerror=alert(3)>\n".to_owned();
    let slug = one.slug.clone();
    let page = TestSite::with(vec![one])
        .await
        .get(&format!("/posts/{slug}"))
        .await
        .page();
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(!page.contains("onerror"), "{page}");
    assert!(page.contains("<title>x&lt;/title>&lt;/script>"), "{page}");
}
