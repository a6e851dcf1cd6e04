//! The site's settings, as readers, owners and the operator of the machine meet them.

use std::{
    path::Path,
    process::{Command, Output},
    time::Duration,
};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use logbook::{
    model::{role::Role, settings::Values},
    server::services::{accounts::Actor, save::Named, settings::set_settings},
};
use quick_xml::events::{BytesStart, Event};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::{
    program::Program,
    site::{TestSite, post},
};

/// Words that a browser must never take for anything else.
const HTML: &str = "</title></script><script>alert(1)</script>";

fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

async fn set<const N: usize>(site: &TestSite, pairs: [(&str, &str); N]) {
    let context = &site.context;
    set_settings(
        &context.database,
        &context.settings,
        &Actor::operator(),
        &values(pairs),
    )
    .await
    .unwrap()
    .unwrap();
}

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
        set(&site, [("name", name.as_str()), ("language", "en-GB")]).await;
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
    set(&site, [("name", "Tide tables")]).await;
    let other = site.get_with("/atom.xml", header::IF_MODIFIED_SINCE, &time).await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn days_are_those_of_the_zone_that_was_chosen() {
    let mut one = post("One", 1);
    one.published_at = Some(1_776_294_000_000); // 2026-04-15T23:00:00Z
    let site = TestSite::with(vec![one]).await;
    assert!(site.get("/posts/one").await.page().contains("15 April 2026"));
    set(&site, [("time_zone", "Asia/Tokyo")]).await;
    assert!(site.get("/posts/one").await.page().contains("16 April 2026"));
}

#[tokio::test]
async fn words_are_never_taken_for_html() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    set(
        &site,
        [
            ("name", HTML),
            ("tagline", HTML),
            ("description", HTML),
            ("owner", HTML),
        ],
    )
    .await;
    for path in [
        "/",
        "/posts",
        "/posts/one",
        "/tags",
        "/search?q=one",
        "/nowhere",
        "/tags/backend",
        "/tags/nothing",
        "/posts/nothing",
        "/rss.xml",
        "/atom.xml",
        "/tags/backend/rss.xml",
        "/opensearch.xml",
        "/admin/sign-in",
    ] {
        let page = site.get(path).await.text;
        assert!(!page.contains("<script>alert(1)"), "{path}: {page}");
        assert!(page.contains("alert(1)"), "{path}");
    }
}

#[tokio::test]
async fn what_programs_read_is_well_formed_whatever_the_site_is_called() {
    let mut one = post("One", 1);
    one.series = Some((Named::new("Long work"), 1));
    let site = TestSite::with(vec![one]).await;
    let words = "\"Tide\" & <'tables'> ]]> &amp; &#0; <![CDATA[";
    set(
        &site,
        [
            ("name", words),
            ("tagline", words),
            ("description", words),
            ("owner", words),
        ],
    )
    .await;
    let mut found = 0;
    for list in ["", "/tags/backend", "/series/long-work", "/authors/ada-marlow"] {
        for file in ["/rss.xml", "/atom.xml", "/rss.xml?content=summary"] {
            found += usize::from(assert_well_formed(
                &site.get(&format!("{list}{file}")).await.page(),
                words,
            ));
        }
        let feed: serde_json::Value =
            serde_json::from_str(&site.get(&format!("{list}/feed.json")).await.page()).unwrap();
        assert!(feed["title"].as_str().unwrap().ends_with(words), "{feed}");
    }
    assert_eq!(found, 12, "every feed has the name in its title, whole");
    assert_well_formed(&site.get("/sitemap.xml").await.page(), words);
    assert!(assert_well_formed(
        &site.get("/opensearch.xml").await.page(),
        words
    ));
    let text = site.get("/llms.txt").await;
    assert_eq!(text.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    assert!(
        text.text.starts_with("# \"Tide\" & \\<'tables'>"),
        "{}",
        text.text
    );
}

/// Fails where a document is no XML; answers whether the text of one of its elements ends with these words.
fn assert_well_formed(text: &str, words: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    let config = reader.config_mut();
    config.check_comments = true;
    config.allow_dangling_amp = false;
    let (mut depth, mut element, mut found) = (0, String::new(), false);
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error} in {text}"))
        {
            Event::Eof => break,
            Event::Start(start) => {
                depth += 1;
                element.clear();
                check_attributes(&start, text);
            }
            Event::Empty(start) => check_attributes(&start, text),
            Event::End(_) => {
                depth -= 1;
                found |= element.ends_with(words);
                element.clear();
            }
            Event::Text(part) => {
                let part = part.decode().unwrap();
                assert!(!part.contains("]]>"), "{part}");
                element.push_str(&part);
            }
            Event::CData(part) => element.push_str(&part.decode().unwrap()),
            Event::GeneralRef(entity) => {
                let name = entity.decode().unwrap();
                let meant = quick_xml::escape::unescape(&format!("&{name};"))
                    .unwrap()
                    .into_owned();
                element.push_str(&meant);
            }
            _ => {}
        }
    }
    assert_eq!(depth, 0, "{text}");
    found
}

fn check_attributes(start: &BytesStart<'_>, text: &str) {
    for attribute in start.attributes() {
        let attribute = attribute.unwrap_or_else(|error| panic!("{error} in {text}"));
        let value = std::str::from_utf8(&attribute.value).unwrap();
        assert!(!value.contains('<'), "{value}");
        quick_xml::escape::unescape(value).unwrap();
    }
}

#[tokio::test]
async fn what_stands_around_pages_is_as_chosen() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let page = site.get("/posts").await;
    page.assert_in_order(&[
        "aria-label=\"Main\"",
        "href=\"/\"",
        "href=\"/posts\"",
        "href=\"/tags\"",
        "<h2>Read",
        "href=\"/privacy\"",
        "<h2>Follow",
        "href=\"/atom.xml\" rel=\"external\"",
        "© The authors",
    ]);
    set(
        &site,
        [
            ("navigation", "Writing = /posts\nCode = https://code.test/ada"),
            ("social", "Mastodon = https://social.test/@ada"),
            (
                "footer",
                "Say hello\nAnswers take a day.\nMail = mailto:ada@blog.test",
            ),
            ("owner", "Ada Marlow"),
        ],
    )
    .await;
    let page = site.get("/posts").await;
    page.assert_in_order(&[
        "href=\"/posts\"",
        "aria-current=\"page\"",
        ">Writing",
        "href=\"https://code.test/ada\"",
        ">Code",
        "href=\"https://social.test/@ada\" rel=\"me\"",
        "<h2>Say hello",
        "<li>Answers take a day.",
        "href=\"mailto:ada@blog.test\"",
        "© Ada Marlow",
    ]);
    assert!(!page.text.contains("<h2>Read"));
}

#[tokio::test]
async fn the_colour_is_a_file_that_is_kept_for_good() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    assert!(!site.get("/").await.page().contains("/accent/"));
    set(&site, [("accent", "#FFD400")]).await;
    for path in ["/", "/posts/one", "/nowhere", "/admin/sign-in"] {
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
    set(&site, [("accent", "")]).await;
    assert!(!site.get("/").await.page().contains("/accent/"));
}

#[tokio::test]
async fn fifty_entries_are_refused_with_a_clear_word() {
    let site = TestSite::empty().await;
    let owner = site.join("Ada", Role::Owner).await;
    let fifty = "Posts = /posts\\n".repeat(50);
    let body = format!(
        "{{\"change\":{{\"version\":0,\"values\":{{\"navigation\":\"{fifty}\",\"name\":\"New\"}}}}}}"
    );
    let request = Request::post("/api/settings/change")
        .header(header::CONTENT_TYPE, "application/json")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, &owner.cookie)
        .body(Body::from(body))
        .unwrap();
    let answer = site.ask(request).await;
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

fn logbook(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_logbook"))
        .args(["--data", folder.to_str().unwrap(), "settings"])
        .args(arguments)
        .output()
        .unwrap()
}

fn told(folder: &Path, arguments: &[&str]) -> String {
    let output = logbook(folder, arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn complaint(folder: &Path, arguments: &[&str]) -> String {
    let output = logbook(folder, arguments);
    assert!(
        !output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_command_line_changes_exports_and_imports() {
    let folder = tempfile::tempdir().unwrap();
    let (data, other) = (folder.path().join("one"), folder.path().join("two"));
    assert!(told(&data, &["set", "name", "-- Tide \"tables\""]).contains("Name is set."));
    assert_eq!(told(&data, &["get", "name"]), "-- Tide \"tables\"\n");
    assert!(told(&data, &["get"]).contains("time_zone = \"UTC\""));
    for name in ["settings.toml", "settings.json"] {
        let file = folder.path().join(name);
        let file = file.to_str().unwrap();
        told(&data, &["export", file]);
        told(&other, &["set", "name", "Another"]);
        told(&other, &["import", file]);
        assert_eq!(told(&other, &["export"]), told(&data, &["export"]));
    }
}

#[test]
fn an_import_is_all_or_nothing_and_names_every_error() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = folder.path().join("settings.toml");
    let name = file.to_str().unwrap();
    std::fs::write(
        &file,
        format!(
            "owner = \"Ada\"\nname = \"{}\"\nbase_url = \"htps://example.org\"\ntagline = 7\ncolour = \"red\"\n",
            "a".repeat(10_000)
        ),
    )
    .unwrap();
    let complaint_of_all = complaint(&data, &["import", name]);
    for told in [
        "nothing was changed",
        "name: Use at most 60",
        "base_url: It has to begin",
        "tagline: Write it as text",
        "colour: There is no such setting",
    ] {
        assert!(complaint_of_all.contains(told), "{complaint_of_all}");
    }
    assert_eq!(told(&data, &["get", "owner"]), "The authors\n");
    for (text, says) in [("= nonsense", "is no TOML"), ("", "")] {
        std::fs::write(&file, text).unwrap();
        if says.is_empty() {
            assert!(told(&data, &["import", name]).starts_with("0 settings"));
        } else {
            assert!(complaint(&data, &["import", name]).contains(says));
        }
    }
    assert!(complaint(&data, &["import", "none.toml"]).contains("cannot be read"));
    assert!(complaint(&data, &["set", "colour", "red"]).contains("There are: name"));
    assert!(complaint(&data, &["set", "base_url", "https://example.org/blog"]).contains("at its root"));
}

async fn home(program: &Program) -> String {
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    stream
        .write_all(b"GET /privacy HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut page = Vec::new();
    stream.read_to_end(&mut page).await.unwrap();
    String::from_utf8_lossy(&page).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_runs_shows_what_the_command_line_changed() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path().to_str().unwrap(), &["--owner", "Given"]);
    assert!(home(&program).await.contains("Notes on building systems"));
    told(folder.path(), &["set", "tagline", "Ebb and flow"]);
    told(folder.path(), &["set", "owner", "Chosen"]);
    for _ in 0..100 {
        if home(&program).await.contains("Ebb and flow") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let page = home(&program).await;
    assert!(page.contains("Ebb and flow"), "{page}");
    assert!(page.contains("© Given"), "what was given goes before: {page}");
}
