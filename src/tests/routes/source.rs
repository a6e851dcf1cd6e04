//! `/posts/:slug.md`, and `/posts/:slug` for whoever would rather have Markdown

use axum::http::{StatusCode, header};
use logbook::model::status::{Status, Visibility};

use crate::site::{ORIGIN, TestSite, post};

const WANTED: &str = "text/markdown, text/html;q=0.9";

#[tokio::test]
async fn a_post_is_also_the_file_it_is_written_as() {
    let mut one = post("As a file", 1);
    one.source = "Text with *marks*.\n".to_owned();
    one.takeaway = "Remember.".to_owned();
    let id = one.uuid;
    let site = TestSite::with(vec![one]).await;
    let file = site.get("/posts/as-a-file.md").await;
    assert_eq!(file.header(header::CONTENT_TYPE), "text/markdown; charset=utf-8");
    assert!(file.header(header::VARY).contains("accept"), "{:?}", file.headers);
    assert_eq!(
        file.header(header::LINK),
        format!("<{ORIGIN}/posts/as-a-file>; rel=\"canonical\"")
    );
    let etag = file.header(header::ETAG).to_owned();
    let held = site
        .get_with("/posts/as-a-file.md", header::IF_NONE_MATCH, &etag)
        .await;
    assert_eq!((held.status, held.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    let text = file.page();
    assert!(
        text.starts_with(&format!(
            "+++\nlogbook = 1\nid = \"{id}\"\ntitle = \"As a file\"\n"
        )),
        "{text}"
    );
    assert!(text.ends_with("\n+++\nText with *marks*.\n"), "{text}");

    let asked = site.get_with("/posts/as-a-file", header::ACCEPT, WANTED).await;
    assert_eq!(asked.page(), text);
    let page = site
        .get_with("/posts/as-a-file", header::ACCEPT, "text/html")
        .await;
    let vary: Vec<_> = page.headers.get_all(header::VARY).iter().collect();
    assert!(
        vary.iter()
            .any(|value| value.to_str().unwrap().contains("accept")),
        "{vary:?}"
    );
    let page = page.page();
    let link = "<link href=\"/posts/as-a-file.md\" type=\"text/markdown\" rel=\"alternate\">";
    let found = page.contains("/posts/as-a-file.md") && page.contains("type=\"text/markdown\"");
    assert!(page.starts_with("<!DOCTYPE html>") && found, "{link}: {page}");
}

#[tokio::test]
async fn a_file_is_where_its_page_is() {
    let mut moved = post("Here now", 1);
    moved.old_paths = vec!["/posts/once-here".to_owned(), "/posts/readme.md".to_owned()];
    let mut draft = post("A draft", 1);
    draft.status = Status::Draft;
    let mut later = post("Later", -1);
    later.status = Status::Scheduled;
    let mut hidden = post("Unlisted", 1);
    hidden.visibility = Visibility::Unlisted;
    let site = TestSite::with(vec![moved, draft, later, hidden]).await;
    for (old, new) in [
        ("/posts/once-here.md", "/posts/here-now.md"),
        ("/posts/readme.md", "/posts/here-now"),
        ("/posts/Here-Now.md", "/posts/here-now.md"),
    ] {
        let answer = site.get(old).await;
        assert_eq!(
            (answer.status, answer.header(header::LOCATION)),
            (StatusCode::MOVED_PERMANENTLY, new),
            "{old}"
        );
    }
    for path in [
        "/posts/nothing.md",
        "/posts/a-draft.md",
        "/posts/later.md",
        "/posts/.md",
        "/posts/%FF.md",
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/posts/nothing", "/posts/a-draft", "/posts/later"] {
        let answer = site.get_with(path, header::ACCEPT, WANTED).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let unlisted = site.get("/posts/unlisted.md").await;
    assert_eq!(
        (unlisted.status, unlisted.header("x-robots-tag")),
        (StatusCode::OK, "noindex")
    );
}
