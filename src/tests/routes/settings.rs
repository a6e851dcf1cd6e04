//! The site's settings, as readers, owners and the operator of the machine meet them.

use std::time::Duration;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::{
    model::{role::Role, status::Kind},
    server::{calendar, services::save::Named},
};

use crate::{
    site::{Answer, TestSite, post},
    staff::Person,
};

mod command;
mod trial;
mod words;

#[tokio::test]
async fn readers_see_a_change_at_once_and_caches_learn_of_it() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    for path in ["/", "/posts/one", "/atom.xml"] {
        let before = site.get(path).await;
        let (tag, name) = (
            before.header(header::ETAG).to_owned(),
            format!("Tide tables of {path}"),
        );
        assert!(!before.text.contains(&name), "{path}");
        site.set(&[("name", name.as_str()), ("language", "en-GB")]).await;
        let after = site.get_with(path, header::IF_NONE_MATCH, &tag).await;
        assert_eq!(after.status, StatusCode::OK, "{path} is another one now");
        assert!(after.text.contains(&name), "{path}");
        assert!(after.text.contains("lang=\"en-GB\""), "{path}");
    }
}

#[tokio::test]
async fn readers_of_feeds_learn_of_a_change_by_its_time() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    // Within the second of a change there is no time to ask by.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let time = site
        .get("/atom.xml")
        .await
        .header(header::LAST_MODIFIED)
        .to_owned();
    let same = site.get_with("/atom.xml", header::IF_MODIFIED_SINCE, &time).await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
    site.set(&[("name", "Tide tables")]).await;
    let other = site.get_with("/atom.xml", header::IF_MODIFIED_SINCE, &time).await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn days_are_those_of_the_zone_that_was_chosen() {
    let mut one = post("One", 1);
    one.published_at = Some(1_776_294_000_000); // 2026-04-15T23:00:00Z
    let site = TestSite::with(vec![one]).await;
    assert!(site.get("/posts/one").await.page().contains("15 April 2026"));
    site.set(&[("time_zone", "Asia/Tokyo")]).await;
    assert!(site.get("/posts/one").await.page().contains("16 April 2026"));
}

#[tokio::test]
async fn what_stands_around_pages_is_as_chosen() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let year = site.context.calendar().year(calendar::now());
    let page = site.get("/posts").await;
    page.assert_in_order(&[
        "aria-label=\"Main\"",
        "href=\"/\"",
        "href=\"/posts\"",
        "href=\"/tags\"",
        "<footer",
        "Notes on building systems",
        "<h2>Read",
        "href=\"/privacy\"",
        "<h2>Follow",
        "href=\"/atom.xml\" rel=\"external\"",
        &format!("© {year} The authors"),
    ]);
    site.set(&[
        ("navigation", "Writing = /posts\nCode = https://code.test/ada"),
        ("social", "Mastodon = https://social.test/@ada"),
        (
            "footer",
            "Say hello\nAnswers take a day.\nMail = mailto:ada@blog.test",
        ),
        ("owner", "Ada Marlow"),
    ])
    .await;
    let page = site.get("/posts").await;
    page.assert_in_order(&[
        "href=\"/posts\"",
        "aria-current=\"page\"",
        ">Writing",
        "href=\"https://code.test/ada\"",
        ">Code",
        "href=\"https://social.test/@ada\" rel=\"me external\"",
        "<h2>Say hello",
        "<li>Answers take a day.",
        "href=\"mailto:ada@blog.test\"",
        &format!("© {year} Ada Marlow"),
    ]);
    // Below a section, whatever is asked of it.
    site.set(&[("navigation", "Writing = /posts?sort=oldest")]).await;
    site.get("/posts/one")
        .await
        .assert_in_order(&["href=\"/posts?sort=oldest\"", "aria-current=\"true\""]);
    assert!(!page.text.contains("<h2>Read"));
}

#[tokio::test]
async fn nothing_is_drawn_around_nothing() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    site.set(&[
        ("navigation", ""),
        ("tagline", ""),
        ("social", ""),
        ("footer", "Only a heading"),
    ])
    .await;
    let page = site.get("/").await.page();
    let (header, footer) = (
        page.split("<header class=\"site-header\"")
            .nth(1)
            .unwrap()
            .split("site-search")
            .next()
            .unwrap(),
        page.split("<footer").nth(1).unwrap(),
    );
    assert!(
        !header.contains("<nav") && !header.contains("<ul") && !header.contains("tagline"),
        "{header}"
    );
    assert!(
        footer.contains("Only a heading") && !footer.contains("<ul"),
        "{footer}"
    );
    site.set(&[("footer", "")]).await;
    let page = site.get("/").await.page();
    assert!(!page.split("<footer").nth(1).unwrap().contains("<nav"), "{page}");
}

#[tokio::test]
async fn the_colour_is_a_file_that_is_kept_for_good() {
    let mut one = post("One", 1);
    one.series = Some((Named::new("Long work"), 1));
    let site = TestSite::with(vec![one]).await;
    assert!(!site.get("/").await.page().contains("/accent/"));
    site.set(&[("accent", "#FFD400")]).await;
    for path in [
        "/",
        "/posts/one",
        "/nowhere",
        "/admin/sign-in",
        "/series/long-work/print",
    ] {
        let page = site.get(path).await.text;
        let file = page
            .split("href=\"/accent/")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let style = site.get(&format!("/accent/{}", file.unwrap())).await;
        assert!(
            style.header(header::CACHE_CONTROL).contains("immutable"),
            "{path}"
        );
        assert_eq!(style.header(header::CONTENT_TYPE), "text/css; charset=utf-8");
        assert!(
            style.text.starts_with(":root{--accent:light-dark(#") && style.text.contains("#ffd400"),
            "{}",
            style.text
        );
    }
    assert_eq!(
        site.get("/accent/red-red.css").await.status,
        StatusCode::NOT_FOUND
    );
    site.set(&[("accent", "")]).await;
    assert!(!site.get("/").await.page().contains("/accent/"));
}

/// Changes settings as the desk does.
async fn change(site: &TestSite, owner: &Person, body: String) -> Answer {
    let request = Request::post("/api/settings/change")
        .header(header::CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, &owner.cookie)
        .body(Body::from(body))
        .unwrap();
    site.ask(request).await
}

#[tokio::test]
async fn an_entry_that_leads_to_nothing_is_saved_and_told() {
    let mut about = post("About us", 1);
    about.kind = Kind::Page;
    let site = TestSite::with(vec![post("One", 1), about]).await;
    let owner = site.join("Ada", Role::Owner).await;
    let default = "Home = /\\nPosts = /posts\\nTags = /tags";
    let wanted = "Home = /\\nOne = /posts/one#end\\nAbout = /abuot\\nAgain = /abuot\\nCV = /resume\\nDesk = /admin\\n\
                  Elsewhere = https://example.org/abuot\\nPaper = /paper.pdf\\nUs = /About%20us\\nFeed = /feed";
    let body =
        format!("{{\"changes\":{{\"navigation\":{{\"seen\":\"{default}\",\"wanted\":\"{wanted}\"}}}}}}");
    let answer = change(&site, &owner, body).await.page();
    assert!(answer.contains("\"absent\":[\"/abuot\",\"/resume\"]"), "{answer}");
    assert!(site.get("/").await.page().contains("href=\"/abuot\""));

    // What stays as it was is not told of again.
    let body = "{\"changes\":{\"name\":{\"seen\":\"Logbook\",\"wanted\":\"New\"}}}".to_owned();
    let answer = change(&site, &owner, body).await.page();
    assert!(answer.contains("\"absent\":[]"), "{answer}");
}

#[tokio::test]
async fn fifty_entries_are_refused_with_a_clear_word() {
    let site = TestSite::empty().await;
    let owner = site.join("Ada", Role::Owner).await;
    let fifty = "Posts = /posts\\n".repeat(50);
    let body = format!(
        "{{\"changes\":{{\"navigation\":{{\"seen\":\"\",\"wanted\":\"{fifty}\"}},\
         \"name\":{{\"seen\":\"Logbook\",\"wanted\":\"New\"}}}}}}"
    );
    let answer = change(&site, &owner, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        answer
            .text
            .contains("There are 50 entries here, and room for at most 12"),
        "{}",
        answer.text
    );
    assert!(
        site.get("/").await.page().contains("Logbook"),
        "nothing was changed"
    );
}
