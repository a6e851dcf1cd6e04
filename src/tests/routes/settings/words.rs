//! What an owner writes stays words, wherever it is shown.

use quick_xml::events::{BytesStart, Event};

use super::*;

/// Words that a browser must never take for anything else.
const HTML: &str = "</title></script><script>alert(1)</script>";

#[tokio::test]
async fn words_are_never_taken_for_html() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    site.set(&[
        ("name", HTML),
        ("tagline", HTML),
        ("description", HTML),
        ("owner", HTML),
    ])
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
    site.set(&[
        ("name", words),
        ("tagline", words),
        ("description", words),
        ("owner", words),
    ])
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
