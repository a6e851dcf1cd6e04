//! What was exported and imported into an empty blog is the same to readers, and exported again the same files.

use std::{collections::BTreeMap, path::Path};

use axum::http::header;
use logbook::{
    model::{role::Role, status::Kind},
    server::db::whole,
};

use super::{
    blog::{DATED, publish, small, uuid_of},
    exported,
};
use crate::{
    import::{fixture, run, write, written},
    site::{ORIGIN, TestSite},
};

/// What every public address answers; where a file of a post came from is the one thing that may differ.
async fn public(site: &TestSite) -> BTreeMap<String, String> {
    // As a server does every second that runs while something is imported.
    site.context
        .settings
        .follow(&site.context.database)
        .await
        .unwrap();
    let mut paths: Vec<String> = [
        "/",
        "/posts",
        "/posts?page=2",
        "/posts?sort=oldest",
        "/posts?sort=read",
        "/posts?sort=title",
        "/posts?sort=updated",
        "/search?q=the",
        "/tags",
        "/atom.xml",
        "/rss.xml",
        "/feed.json",
        "/llms.txt",
        "/sitemap.xml",
        "/posts/hidden",
        "/posts/hidden.md",
        "/posts/hidden/changes",
        "/posts/draft",
    ]
    .map(str::to_owned)
    .to_vec();
    let sitemap = site.get("/sitemap.xml").await.page();
    let mut lists = 0;
    for part in sitemap.split("<loc>").skip(1) {
        let address = part.split("</loc>").next().unwrap();
        let path = address.strip_prefix(ORIGIN).unwrap().to_owned();
        if Kind::at(&path).is_some() {
            paths.push(format!("{path}.md"));
        }
        if path.starts_with("/series/") {
            paths.push(format!("{path}/print"));
        }
        if ["/tags/", "/series/", "/authors/"]
            .iter()
            .any(|folder| path.starts_with(folder))
        {
            // Of very many lists each has its turn.
            lists += 1;
            let feeds = ["atom.xml", "rss.xml", "feed.json"].into_iter().enumerate();
            let chosen = feeds.filter(|(turn, _)| lists < 20 || lists % 3 == *turn);
            paths.extend(chosen.map(|(_, feed)| format!("{path}/{feed}")));
        }
        paths.push(path);
    }
    let mut reader = site.context.database.reader().await.unwrap();
    for redirect in whole::list_redirects(&mut reader, "", 5_000).await.unwrap() {
        paths.push(redirect.path.replace(' ', "%20"));
    }
    let mut answers = BTreeMap::new();
    for file in whole::list_files(&mut reader, 0, 5_000).await.unwrap() {
        let place = site.context.media.join(file.path.trim_start_matches("/media/"));
        let bytes = std::fs::read(place).unwrap();
        answers.insert(format!("the bytes of {}", file.path), format!("{bytes:?}"));
    }
    drop(reader);
    for path in paths.into_iter().filter(|path| path.is_ascii()) {
        let answer = site.get(&path).await;
        let slug = path.trim_start_matches("/posts/");
        let text = timeless(&answer.text)
            .replace(&site.context.views.token(slug), "token")
            .lines()
            .filter(|line| !line.starts_with("source_path = "))
            .collect::<Vec<_>>()
            .join("\n");
        let location = answer.header(header::LOCATION);
        answers.insert(path, format!("{} {location}\n{text}", answer.status));
    }
    answers
}

/// A page without the seconds at which its numbers were.
fn timeless(text: &str) -> String {
    let mark = "data-at=\"";
    let mut parts = text.split(mark);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(mark);
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    out
}

#[test]
fn only_the_seconds_are_taken_out_of_a_page() {
    let page = "<p>1795000000</p><span data-at=\"1795000000\" title=\"17\"></span>";
    assert_eq!(
        timeless(page),
        "<p>1795000000</p><span data-at=\"\" title=\"17\"></span>"
    );
}

fn assert_same(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    for (path, text) in before {
        let other = &after[path];
        let at = text
            .bytes()
            .zip(other.bytes())
            .take_while(|(a, b)| a == b)
            .count();
        let around = |text: &str| {
            let bytes = text.as_bytes();
            let part = &bytes[at.saturating_sub(200)..bytes.len().min(at + 200)];
            String::from_utf8_lossy(part).into_owned()
        };
        assert!(text == other, "{path}\n{}\n---\n{}", around(text), around(other));
    }
}

#[tokio::test]
async fn a_blog_that_was_exported_is_imported_as_the_same() {
    let (site, _folder) = small().await;
    let folder = tempfile::tempdir().unwrap();
    let report = exported(&site, folder.path()).await;
    assert_eq!(
        (report.posts, report.files, report.edits),
        (12, 2, 0),
        "{report:?}"
    );
    assert_eq!(report.histories, 1, "{report:?}");
    assert!(folder.path().join("history/hidden.toml").exists());
    assert!(folder.path().join("content/con_.md").exists());
    let read = |name: &str| std::fs::read_to_string(folder.path().join("content").join(name)).unwrap();
    assert!(
        read("gone.md").contains("\nseen_at = 2023-11-14"),
        "{}",
        read("gone.md")
    );
    assert!(
        read("draft.md").ends_with("\n+++\nWritten at the desk."),
        "{}",
        read("draft.md")
    );
    assert!(
        read("draft.md").contains("\ndate = 2020-09-13T14:26:40+02:00\n"),
        "{}",
        read("draft.md")
    );
    for said in [
        "\nproject = { ",
        "technologies = [\"C++, mostly\", \"日本語\"]",
        "{ label = \"Code = \\\"all\\\"\", url = \"https://example.org/a=b\" }",
        "order = 3",
        "year = 2024",
    ] {
        assert!(read("work.md").contains(said), "{said}: {}", read("work.md"));
    }
    let before = public(&site).await;
    for path in [
        "/con",
        "/portfolio",
        "/portfolio/work",
        "/con.md",
        "/portfolio/work.md",
    ] {
        assert!(before[path].starts_with("200"), "{path}");
    }
    assert!(before["/con.html"].starts_with("301 "), "{}", before["/con.html"]);
    assert!(before["/posts/hidden"].starts_with("200"));
    assert!(before["/posts/hidden"].contains("/posts/hidden/changes"));
    assert!(before["/posts/hidden/changes"].starts_with("200"));
    assert!(before["/posts/draft"].starts_with("404"));
    assert!(before["/old/First"].starts_with("301"));
    assert!(before["/posts/three"].contains("/media/"));
    let series = &before["/series/a-series"];
    for said in [
        "src=\"/media/",
        "alt=\"What it &quot;shows&quot;.\"",
        ">Draft, renamed<",
        ">Coming<",
    ] {
        assert!(series.contains(said), "{said}: {series}");
    }

    let other = TestSite::empty().await;
    let report = run(&other, folder.path(), false).await;
    assert_eq!((report.imported, report.pictures), (12, 2), "{report:?}");
    assert!(
        report.warnings.is_empty() && report.skipped.is_empty(),
        "{report:?}"
    );
    assert_same(&before, &public(&other).await);
    // What readers do not see is the same, too: exported again, nothing but the files' own paths differs.
    let again = tempfile::tempdir().unwrap();
    exported(&other, again.path()).await;
    for file in walkdir::WalkDir::new(folder.path()).into_iter().flatten() {
        if file.file_type().is_file() {
            let name = file.path().strip_prefix(folder.path()).unwrap();
            let read = |root: &Path| {
                let bytes = std::fs::read(root.join(name)).unwrap();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let lines = text.split_inclusive('\n');
                lines
                    .filter(|line| !line.starts_with("source_path = "))
                    .collect::<String>()
            };
            assert_eq!(read(folder.path()), read(again.path()), "{}", name.display());
        }
    }
    let second = run(&other, folder.path(), false).await;
    assert_eq!(
        (second.imported, second.updated, second.unchanged, second.kept),
        (0, 0, 12, 0),
        "{second:?}"
    );
    // Brought to where it comes from, nothing is there twice.
    let home = run(&site, folder.path(), false).await;
    assert_eq!(home.imported, 0, "{home:?}");

    // What its author says of a draft counts where it came to.
    let edda = other.join("Edda", Role::Editor).await;
    let draft = uuid_of(&other, "draft").await;
    let head = written::open(&other, &edda, &draft).await.head;
    assert_eq!(head.draft.meta.dated(), Some(DATED));
    publish(&other, &edda, "draft", "Out.", "").await;
    assert!(other.get("/posts/draft").await.page().contains("2020-09-13"));
}

#[tokio::test]
async fn one_file_of_the_site_is_the_same_post_elsewhere() {
    let (site, _folder) = small().await;
    let file = site.get("/posts/first-of-a-series.md").await;
    assert_eq!(file.header(header::CONTENT_TYPE), "text/markdown; charset=utf-8");
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "saved.md", &file.text);
    let other = TestSite::empty().await;
    let report = run(&other, folder.path(), false).await;
    assert_eq!(report.imported, 1, "{report:?}");
    let again = other.get("/posts/first-of-a-series.md").await.page();
    let lines = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with("source_path = "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&again), lines(&file.text));
    assert!(other.get("/atom.xml").await.text.contains("urn:uuid:"));
}

#[expect(
    clippy::print_stderr,
    reason = "a test that was skipped says so where tests speak"
)]
async fn assert_survives(name: &str) {
    let Some(blog) = fixture(name) else {
        eprintln!("skipped: there is no {name} beside this folder");
        return;
    };
    let site = TestSite::empty().await;
    let imported = run(&site, &blog, false).await.imported;
    let folder = tempfile::tempdir().unwrap();
    let report = exported(&site, folder.path()).await;
    assert_eq!(report.posts, imported);
    let other = TestSite::empty().await;
    let report = run(&other, folder.path(), false).await;
    assert_eq!(report.imported, imported);
    assert!(
        report.warnings.is_empty() && report.skipped.is_empty(),
        "{report:?}"
    );
    assert_same(&public(&site).await, &public(&other).await);
}

#[tokio::test]
async fn a_real_blog_of_one_system_is_the_same_after_export_and_import() {
    assert_survives("rust-blog").await;
}

#[tokio::test]
async fn a_real_blog_of_another_system_is_the_same_after_export_and_import() {
    assert_survives("hugo-blog").await;
}
