//! What feeds tell of themselves and of their entries: identity, language and age; and that a long one is there whole.

use logbook::server::{db::listing::last_change, services::rerender::rerender};

use super::*;

#[tokio::test]
async fn a_feed_is_known_by_what_stays_whatever_it_is_called() {
    let mut one = post("One", 1);
    one.series = Some((Named::new("Long work"), 1));
    let site = TestSite::with(vec![one]).await;
    let mut ids = Vec::new();
    for list in ["", "/tags/backend", "/series/long-work", "/authors/ada-marlow"] {
        let feed = atom(&site, &format!("{list}/atom.xml")).await;
        assert!(feed.id.starts_with("urn:uuid:"), "{list}: {}", feed.id);
        assert!(!ids.contains(&feed.id), "{list}");
        let brief = atom(&site, &format!("{list}/atom.xml?content=summary")).await;
        assert_eq!(brief.id, feed.id, "{list}");
        ids.push(feed.id);
    }
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("UPDATE tags SET slug = 'server', name = 'Server' WHERE slug = 'backend'")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let renamed = atom(&site, "/tags/server/atom.xml").await;
    assert_eq!(
        (renamed.title.value.as_str(), &renamed.id),
        ("#Server · Logbook", &ids[1])
    );
}

#[tokio::test]
async fn an_entry_tells_its_language_where_it_is_not_the_sites() {
    let mut one = post("Eins", 1);
    one.language = "de-AT".to_owned();
    let site = TestSite::with(vec![one, post("Two", 2)]).await;
    let feed = json(&site, "/feed.json").await;
    assert_eq!(feed["items"][0]["language"], "de-AT");
    assert!(feed["items"][1].get("language").is_none());
    let feed = atom(&site, "/atom.xml").await;
    for (entry, language) in feed.entries.iter().zip([Some("de-AT"), None]) {
        let content = entry.content.as_ref().unwrap();
        let summary = entry.summary.as_ref().unwrap();
        for told in [&content.lang, &summary.lang, &entry.title.lang] {
            assert_eq!(told.as_deref(), language);
        }
    }
    let feed = rss(&site, "/rss.xml").await;
    let languages = |index: usize| &feed.items[index].dublin_core_ext.as_ref().unwrap().languages;
    assert_eq!(languages(0), &["de-AT"]);
    assert!(languages(1).is_empty());
}

#[tokio::test]
async fn a_long_series_is_there_whole_from_either_end() {
    let parts = (0..45).map(|n| {
        let mut part = post(&format!("Part {n}"), 100 - n);
        part.series = Some((Named::new("Long work"), n + 1));
        part
    });
    let site = TestSite::with(parts.collect()).await;
    let expected: Vec<String> = (0..45).map(|n| format!("Part {n}")).collect();
    for (query, is_oldest) in [("", false), ("?order=oldest", true), ("?order=other", false)] {
        let mut path = Some(format!("{ORIGIN}/series/long-work/feed.json{query}"));
        let mut seen = Vec::new();
        while let Some(next) = path {
            let feed = json(&site, next.strip_prefix(ORIGIN).unwrap()).await;
            assert!(feed["items"].as_array().unwrap().len() <= 20);
            for item in feed["items"].as_array().unwrap() {
                seen.push(item["title"].as_str().unwrap().to_owned());
            }
            path = feed["next_url"].as_str().map(str::to_owned);
            assert_eq!(
                path.as_ref().is_some_and(|path| path.contains("order=oldest")),
                is_oldest && path.is_some()
            );
        }
        if !is_oldest {
            seen.reverse();
        }
        assert_eq!(seen, expected, "{query}");
    }
}

#[tokio::test]
async fn a_feed_that_is_held_already_is_not_sent_again() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    // Within the second of a change there is no time to ask by.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    for path in FILES
        .map(|file| format!("/{file}"))
        .into_iter()
        .chain(["/tags/backend/rss.xml".to_owned()])
    {
        let first = site.get(&path).await;
        let etag = first.header(header::ETAG).to_owned();
        assert!(etag.starts_with('"'), "{etag}");
        assert_eq!(first.header(header::CACHE_CONTROL), "public, max-age=300");
        let modified = first.header(header::LAST_MODIFIED).to_owned();
        let changed = calendar::parse_http(&modified).unwrap();
        assert!(changed < calendar::now(), "{modified} is yet to come");
        let later = calendar::http(calendar::now());
        for (name, value) in [
            (header::IF_MODIFIED_SINCE, calendar::http(changed - 1_000)),
            (header::IF_MODIFIED_SINCE, "yesterday".to_owned()),
            (
                header::IF_MODIFIED_SINCE,
                calendar::http(calendar::now() + 60_000),
            ),
            (header::IF_NONE_MATCH, "\"other\"".to_owned()),
        ] {
            let again = site.get_with(&path, name, &value).await;
            assert_eq!(again.status, StatusCode::OK, "{path}: {value}");
        }
        for (name, value) in [
            (header::IF_MODIFIED_SINCE, &later),
            (header::IF_NONE_MATCH, &etag),
            (header::IF_NONE_MATCH, &format!("W/{etag}")),
            (header::IF_MODIFIED_SINCE, &modified),
        ] {
            let again = site.get_with(&path, name, value).await;
            assert_eq!(
                (again.status, again.text.as_str()),
                (StatusCode::NOT_MODIFIED, ""),
                "{path}"
            );
            let told = if value.starts_with("W/") { value } else { &etag };
            assert_eq!(again.header(header::ETAG), told, "{path}");
        }
    }
    let first = site.get("/atom.xml").await;
    // Older than what is there, so that no date in the feed grows.
    site.write(vec![post("Two", 2)]).await;
    for name in [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE] {
        let held = match name {
            header::IF_NONE_MATCH => first.header(header::ETAG),
            _ => first.header(header::LAST_MODIFIED),
        };
        assert_eq!(
            site.get_with("/atom.xml", name, held).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn a_compressed_feed_has_a_weak_tag() {
    let mut long = post("Long", 1);
    long.source = "Some words that are there again and again.\n\n".repeat(50);
    let site = TestSite::with(vec![long]).await;
    let plain = site.get("/rss.xml").await.header(header::ETAG).to_owned();
    for encoding in ["br", "gzip"] {
        let answer = site.get_with("/rss.xml", header::ACCEPT_ENCODING, encoding).await;
        assert_eq!(answer.header(header::CONTENT_ENCODING), encoding);
        assert_eq!(answer.header(header::ETAG), format!("W/{plain}"));
    }
}

#[tokio::test]
async fn texts_that_are_rendered_anew_are_a_change_and_others_are_none() {
    let site = TestSite::with(vec![post("One", 1)]).await;
    let mut times = Vec::new();
    for all in [false, true, false] {
        rerender(&site.context.database, all).await.unwrap();
        let mut reader = site.context.database.reader().await.unwrap();
        times.push(last_change(&mut reader).await.unwrap());
    }
    assert!(times[0] < times[1] && times[1] == times[2], "{times:?}");
}
