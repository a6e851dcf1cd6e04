//! What an export says besides posts, in a blog that has its own: names, orders and old addresses.

use axum::http::StatusCode;
use logbook::server::{
    db::{
        collecting, redirects, series,
        tags::{self, focus},
        whole,
    },
    services::save::Named,
};

use super::{blog::small, exported, warnings};
use crate::{
    import::{run, write},
    site::{TestSite, post},
};

/// What names the feed of a tag, a series or an author.
async fn feed_of(site: &TestSite, list: &str) -> String {
    let feed = site.get(&format!("{list}/atom.xml")).await.page();
    feed.parse::<atom_syndication::Feed>().unwrap().id
}

#[tokio::test]
async fn whoever_follows_a_feed_goes_on_with_it() {
    const LISTS: [&str; 6] = [
        "/tags/c-plus-plus",
        "/tags/backend",
        "/tags/rust-the-language",
        "/series/a-series",
        "/authors/ada-marlow",
        "/authors/cy-and-di",
    ];
    let (site, _folder) = small().await;
    let folder = tempfile::tempdir().unwrap();
    exported(&site, folder.path()).await;
    let fresh = TestSite::empty().await;
    let mut mine = post("Mine", 1);
    mine.tags = vec![Named::new("C++")];
    let used = TestSite::with(vec![mine]).await;
    let mut here = Vec::new();
    for list in [LISTS[0], LISTS[4]] {
        here.push((list, feed_of(&used, list).await));
    }
    for other in [&fresh, &used] {
        let report = run(other, folder.path(), false).await;
        assert!(!warnings(&report).contains("identity"), "{report:?}");
    }
    for list in LISTS {
        let feed = feed_of(&site, list).await;
        assert_eq!(feed_of(&fresh, list).await, feed, "{list}");
        // Somebody may follow what was there already.
        let before = here.iter().find(|(known, _)| *known == list);
        let expected = before.map_or(&feed, |(_, before)| before);
        assert_eq!(&feed_of(&used, list).await, expected, "{list}");
        assert_eq!(before.is_some(), *expected != feed, "{list}");
    }
}

#[tokio::test]
async fn what_can_name_no_feed_is_left_out() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    let uuid = "11111111-1111-4111-8111-111111111111";
    write(
        folder.path(),
        "logbook.toml",
        &format!(
            "logbook = 1\n[[tags]]\nslug = \"backend\"\nname = \"Backend\"\nidentity = \"{uuid}\"\n\
             [[series]]\nslug = \"jobs\"\ntitle = \"Jobs\"\nidentity = \"none\"\n\
             [[authors]]\nslug = \"ada-marlow\"\nname = \"Ada Marlow\"\nidentity = \"{uuid}\"\n"
        ),
    );
    let report = run(&site, folder.path(), false).await;
    let told = warnings(&report);
    assert_eq!(report.warnings.len(), 2, "{told}");
    for said in [
        "the series “jobs” comes without the identity of its feed: \"none\" is no UUID",
        "the author “ada-marlow” comes without the identity of its feed: another feed has",
    ] {
        assert!(told.contains(said), "{told}");
    }
    site.write(vec![post("One", 1)]).await;
    assert_eq!(feed_of(&site, "/tags/backend").await, format!("urn:uuid:{uuid}"));
    let ada = feed_of(&site, "/authors/ada-marlow").await;
    assert!(ada.starts_with("urn:uuid:") && !ada.contains(uuid), "{ada}");
}

#[tokio::test]
async fn collections_and_focus_areas_come_with_an_export_and_what_is_here_already_stays() {
    let (site, _folder) = small().await;
    let folder = tempfile::tempdir().unwrap();
    exported(&site, folder.path()).await;
    let other = TestSite::empty().await;
    // A collection with a slug of the export, and too many of them.
    let mut write = other.context.database.begin().await.unwrap();
    let words = collecting::CollectionWords {
        slug: "empty",
        name: "Mine",
        intro: "",
        shows: "",
    };
    collecting::create_collection(&mut write, words).await.unwrap();
    write.commit().await.unwrap();
    let place = folder.path().join("logbook.toml");
    let mut rest = std::fs::read_to_string(&place).unwrap();
    rest.push_str(
        "[[collections]]\nslug = \"holed\"\nname = \"Holed\"\nposts = [\"none\"]\n\
         [[collections]]\nslug = \"bad\"\nname = \"Bad\"\nshows = \"views\"\n",
    );
    for number in 0..10 {
        rest.push_str(&format!("[[collections]]\nslug = \"c-{number}\"\nname = \"C\"\n"));
    }
    std::fs::write(&place, rest).unwrap();
    for _ in 0..2 {
        let report = run(&other, folder.path(), false).await;
        let told = warnings(&report);
        assert!(
            told.contains("the collection “bad” is left out: “views” is none of these"),
            "{told}"
        );
        assert!(
            told.contains("the collection “c-9” is left out: There are 12 collections"),
            "{told}"
        );
        let mut reader = other.context.database.reader().await.unwrap();
        let all = collecting::list_collections(&mut reader).await.unwrap();
        let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names.len(), 12);
        assert_eq!(names[..4], ["Mine", "Start here", "Holed", "C"]);
        assert_eq!(
            (all[1].intro.as_str(), all[1].shows.as_str()),
            ("Some \"words\".\nMore.", "summary, takeaway")
        );
        let posts = collecting::list_posts(&mut reader, all[1].id).await.unwrap();
        let titles: Vec<&str> = posts.iter().map(|post| post.title.as_str()).collect();
        assert_eq!(titles, ["Hidden", "First of a series", "Draft, renamed"]);
        let focus = focus::list_focus(&mut reader).await.unwrap();
        let slugs: Vec<&str> = focus.iter().map(|tag| tag.slug.as_str()).collect();
        assert_eq!(slugs, ["unused", "c-plus-plus"]);
    }
    let report = run(&TestSite::empty().await, folder.path(), false).await;
    assert!(
        warnings(&report).contains("the collection “holed” names the post \"none\", which is not here"),
        "{report:?}"
    );
    // An order that is here is somebody's.
    let mut write = other.context.database.begin().await.unwrap();
    let cpp = tags::ensure_tag(&mut write, "c-plus-plus", "C++").await.unwrap();
    focus::set_focus(&mut write, &[cpp]).await.unwrap();
    write.commit().await.unwrap();
    run(&other, folder.path(), false).await;
    let mut reader = other.context.database.reader().await.unwrap();
    let focus = focus::list_focus(&mut reader).await.unwrap();
    assert_eq!(focus.len(), 1);
}

const TAGS: &str = "logbook = 1\n\
    [[tags]]\nslug = \"js\"\nname = \"JS\"\ndescription = \"Of theirs.\"\n\
    [[tags]]\nslug = \"rust-lang\"\nname = \"Rust\"\n\
    [[tags]]\nslug = \"twin\"\nname = \"Twin\"\n\
    [[tags]]\nslug = \"twin-2\"\nname = \"Twin\"\n\
    [[series]]\nslug = \"works\"\ntitle = \"Jobs\"\ncomplete = true\n\
    [[series]]\nslug = \"new\"\ntitle = \"New\"\ncomplete = true\nshows_coming = true\ncover = \"/media/gone.png\"\n\
    [[redirects]]\npath = \"/tags/older\"\ntag = \"rust-lang\"\norigin = \"merge\"\ncreated_at = 2024-01-01T00:00:00Z\n";

#[tokio::test]
async fn names_of_an_export_are_those_that_are_meant_here() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    let mut write_tx = site.context.database.begin().await.unwrap();
    let javascript = tags::ensure_tag(&mut write_tx, "javascript", "JavaScript")
        .await
        .unwrap();
    tags::ensure_tag(&mut write_tx, "rust", "Rust").await.unwrap();
    series::ensure_series(&mut write_tx, "jobs", "Jobs")
        .await
        .unwrap();
    let merged = redirects::Redirect::new("/tags/js", &redirects::Target::Tag(javascript), "merge", 1);
    redirects::put_redirect(&mut write_tx, &merged).await.unwrap();
    write_tx.commit().await.unwrap();
    write(folder.path(), "logbook.toml", TAGS);
    write(
        folder.path(),
        "content/a.md",
        "+++\nlogbook = 1\ntitle = \"A\"\nstatus = \"draft\"\ntags = [\"JS\", \"Older\", \"A\\u001fb\"]\n+++\nText.\n",
    );
    let report = run(&site, folder.path(), false).await;
    assert!(
        report.warnings.len() == 1 && warnings(&report).contains("the series “new” comes without its cover"),
        "{report:?}"
    );
    let mut reader = site.context.database.reader().await.unwrap();
    let all = whole::list_tags(&mut reader, 0, 99).await.unwrap();
    let all: Vec<(&str, &str)> = all
        .iter()
        .map(|tag| (tag.slug.as_str(), tag.description.as_str()))
        .collect();
    let expected = [
        ("javascript", "Of theirs."),
        ("rust", ""),
        ("twin", ""),
        ("twin-2", ""),
        ("a-b", ""),
    ];
    assert_eq!(all, expected);
    let all = whole::list_series(&mut reader, 0, 99).await.unwrap();
    let all: Vec<(&str, bool, bool)> = all
        .iter()
        .map(|series| (series.slug.as_str(), series.complete, series.shows_coming))
        .collect();
    assert_eq!(all, [("jobs", false, false), ("new", true, true)]);
    let post = whole::list_posts(&mut reader, 0, 1).await.unwrap().remove(0);
    assert_eq!(
        post.tags.as_deref(),
        Some("javascript\u{1f}JavaScript\u{1e}rust\u{1f}Rust\u{1e}a-b\u{1f}A b")
    );
}

#[tokio::test]
async fn old_addresses_of_an_export_are_asked_what_the_desk_asks() {
    let (site, folder) = (
        TestSite::with(vec![post("Here", 1)]).await,
        tempfile::tempdir().unwrap(),
    );
    let redirects = [
        (
            "/away",
            "target = \"https://example.org/\"",
            "2024-01-01T00:00:00Z",
            "",
        ),
        ("/here", "target = \"/posts/here\"", "2024-01-01T00:00:00Z", ""),
        (
            "/admin/x",
            "target = \"https://example.org/\"",
            "2024-01-01T00:00:00Z",
            "the program's own",
        ),
        (
            "//elsewhere",
            "target = \"https://example.org/\"",
            "2024-01-01T00:00:00Z",
            "one slash",
        ),
        (
            "/posts/here",
            "target = \"https://example.org/\"",
            "2024-01-01T00:00:00Z",
            "something at this address",
        ),
        (
            "/script",
            "target = \"javascript:alert(1)\"",
            "2024-01-01T00:00:00Z",
            "whole address with",
        ),
        (
            "/far",
            "target = \"//example.org\"",
            "2024-01-01T00:00:00Z",
            "whole address with",
        ),
        (
            "/round",
            "target = \"/round\"",
            "2024-01-01T00:00:00Z",
            "nothing at this address",
        ),
        (
            "/a",
            "target = \"/b\"",
            "2024-01-01T00:00:00Z",
            "nothing at this address",
        ),
        (
            "/b",
            "target = \"/a\"",
            "2024-01-01T00:00:00Z",
            "nothing at this address",
        ),
        (
            "/when",
            "target = \"https://example.org/\"",
            "09:00:00",
            "has no date",
        ),
        (
            "/two",
            "tag = \"a\"\nseries = \"b\"",
            "2024-01-01T00:00:00Z",
            "Say one of",
        ),
    ];
    let mut rest = "logbook = 1\n".to_owned();
    for (path, target, at, _) in &redirects {
        rest.push_str(&format!(
            "[[redirects]]\npath = \"{path}\"\n{target}\norigin = \"hand\"\ncreated_at = {at}\n"
        ));
    }
    write(folder.path(), "logbook.toml", &rest);
    let report = run(&site, folder.path(), false).await;
    let all = warnings(&report);
    for (path, _, _, problem) in redirects {
        let told = all.lines().find(|line| line.contains(&format!("\"{path}\"")));
        assert_eq!(told.is_some(), !problem.is_empty(), "{path}: {all}");
        assert!(told.unwrap_or_default().contains(problem), "{path}: {all}");
        let kept = site.get(path).await.status == StatusCode::MOVED_PERMANENTLY;
        assert_eq!(kept, problem.is_empty(), "{path}");
    }
}
