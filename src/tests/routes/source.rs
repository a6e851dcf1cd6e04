//! `/posts/:slug.md`, and `/posts/:slug` for whoever would rather have Markdown

use axum::http::{StatusCode, header};
use logbook::{
    model::status::{Status, Visibility},
    server::db::redirects::{Redirect, Target, put_redirect},
};

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
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    let links: Vec<&str> = page
        .split("<link ")
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(link, _)| link)
        .filter(|link| link.contains("text/markdown"))
        .collect();
    let [link] = links.as_slice() else {
        panic!("{links:?}: {page}");
    };
    for attribute in [
        "rel=\"alternate\"",
        "type=\"text/markdown\"",
        "/posts/as-a-file.md\"",
    ] {
        assert!(link.contains(attribute), "{attribute}: {link}");
    }
}

#[tokio::test]
async fn a_file_is_where_its_page_is() {
    let mut moved = post("Here now", 1);
    moved.old_paths = vec!["/posts/once-here".to_owned(), "/posts/readme.md".to_owned()];
    let site_of = |path: &str, to: &str| {
        let to = Target::Address(to.to_owned());
        Redirect::new(path, &to, "hand", 0)
    };
    let by_hand = [
        site_of("/posts/to-a-place", "/posts/here-now#place"),
        site_of("/posts/to-a-question", "/posts/here-now?a=b"),
    ];
    let mut draft = post("A draft", 1);
    draft.status = Status::Draft;
    let mut later = post("Later", -1);
    later.status = Status::Scheduled;
    let mut hidden = post("Unlisted", 1);
    hidden.visibility = Visibility::Unlisted;
    let site = TestSite::with(vec![moved, draft, later, hidden]).await;
    let mut write = site.context.database.begin().await.unwrap();
    for redirect in &by_hand {
        put_redirect(&mut write, redirect).await.unwrap();
    }
    write.commit().await.unwrap();
    for (old, new) in [
        ("/posts/once-here.md", "/posts/here-now.md"),
        ("/posts/readme.md", "/posts/here-now"),
        ("/posts/to-a-place.md", "/posts/here-now#place"),
        ("/posts/to-a-question.md", "/posts/here-now?a=b"),
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
