//! A blog exported and imported into an empty one: the same blog.

use std::collections::BTreeMap;

use logbook::{
    model::status::{Kind, Status, Visibility},
    server::{
        db::{redirects, series, tags, whole},
        services::{
            export_folder::{self, export},
            save::Named,
        },
    },
};

use super::*;
use crate::site::{ORIGIN, post};

pub async fn exported(site: &TestSite, folder: &Path) -> export_folder::Report {
    let context = &site.context;
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    export(&context.database, &context.media, &zone, folder, |_, _| {})
        .await
        .unwrap()
}

/// What every public address answers; where a file of a post came from is the one thing that may differ.
async fn public(site: &TestSite) -> BTreeMap<String, String> {
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
        "/sitemap.xml",
        "/posts/hidden",
        "/posts/hidden.md",
        "/posts/draft",
    ]
    .map(str::to_owned)
    .to_vec();
    let sitemap = site.get("/sitemap.xml").await.page();
    for part in sitemap.split("<loc>").skip(1) {
        let address = part.split("</loc>").next().unwrap();
        let path = address.strip_prefix(ORIGIN).unwrap().to_owned();
        if path.starts_with("/posts/") {
            paths.push(format!("{path}.md"));
        }
        paths.push(path);
    }
    let mut reader = site.context.database.reader().await.unwrap();
    for redirect in whole::list_redirects(&mut reader, "", 5_000).await.unwrap() {
        paths.push(redirect.path.replace(' ', "%20"));
    }
    drop(reader);
    let mut answers = BTreeMap::new();
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

/// A page without the seconds at which it was made.
fn timeless(text: &str) -> String {
    let today = (logbook::server::calendar::now() / 100_000_000).to_string();
    let mut parts = text.split(&today);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        if digits != 5 {
            out.push_str(&today);
        }
        out.push_str(&part[if digits == 5 { 5 } else { 0 }..]);
    }
    out
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

/// A blog with everything that a post can say.
async fn small() -> (TestSite, tempfile::TempDir) {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    zola(folder.path());
    std::fs::write(folder.path().join("photo.jpg"), photograph()).unwrap();
    write(
        folder.path(),
        "three.md",
        "+++\npath = \"2020/01/04/three\"\ntitle = \"Three\"\n[extra]\nimage = \"photo.jpg\"\nimage_alt = \"A lake\"\n+++\n\
         A ![lake](photo.jpg).\n",
    );
    run(&site, folder.path(), false).await;
    let moment = 1_700_000_000_123;
    let mut first = post("First of a series", 9);
    first.source =
        "# First of a series\n\nText with {{< figure >}}, {% raw %} and [a link](/posts/one.md).\n\n+++\n\
                    no = \"end\"\n+++\n\n\ttab and no line end"
            .to_owned();
    first.published_at = Some(moment);
    first.updated_at = Some(moment + 86_400_001);
    first.reviewed_at = Some(moment + 2);
    first.review_after = Some(moment + 3);
    first.takeaway = "One \"line\".".to_owned();
    first.series = Some((Named::new("A series"), 0));
    first.featured = true;
    first.canonical = Some("https://elsewhere.example/first".to_owned());
    first.seo_title = Some("For searching".to_owned());
    first.seo_description = Some("What is found.".to_owned());
    first.language = "de".to_owned();
    first.tags = ["C++", "Rust, the language", "日本語"].map(Named::new).to_vec();
    first.authors = ["Ada Marlow", "Bo, Head of Things", "Cy and Di"]
        .map(Named::new)
        .to_vec();
    first.old_paths = vec![
        "/old/First".to_owned(),
        "/posts/once".to_owned(),
        "/a b".to_owned(),
    ];
    let mut same = post("At the same moment", 1);
    same.published_at = Some(moment);
    same.series = Some((Named::new("A series"), 1));
    let mut hidden = post("Hidden", 3);
    hidden.visibility = Visibility::Unlisted;
    let mut draft = post("Draft", 3);
    draft.status = Status::Draft;
    let mut gone = post("Gone", 3);
    gone.status = Status::Unpublished;
    let mut page = post("Con", 3);
    page.kind = Kind::Page;
    let later = post("Later", -3);
    site.write(vec![same, first, hidden, draft, gone, page, later])
        .await;
    let mut write = site.context.database.begin().await.unwrap();
    tags::describe_tag(&mut write, "c-plus-plus", "C++", "A \"language\"\nof many.")
        .await
        .unwrap();
    tags::describe_tag(&mut write, "unused", "Unused", "")
        .await
        .unwrap();
    series::describe_series(&mut write, "a-series", "A series", "All of it.", true)
        .await
        .unwrap();
    let away = redirects::Target::Address("https://example.org/".to_owned());
    for redirect in [
        redirects::Redirect::new("/away", &away, "hand", 7),
        redirects::Redirect::new("/tags/old", &redirects::Target::Tag(1), "merge", 8),
        redirects::Redirect::new("/series/old", &redirects::Target::Series(1), "address", 9),
    ] {
        redirects::put_redirect(&mut write, &redirect).await.unwrap();
    }
    write.commit().await.unwrap();
    (site, folder)
}

#[tokio::test]
async fn a_blog_that_was_exported_is_imported_as_the_same() {
    let (site, _folder) = small().await;
    let folder = tempfile::tempdir().unwrap();
    let report = exported(&site, folder.path()).await;
    assert_eq!(
        (report.posts, report.files, report.edits),
        (10, 2, 0),
        "{report:?}"
    );
    assert!(folder.path().join("content/con_.md").exists());
    let before = public(&site).await;
    assert!(before["/posts/hidden"].starts_with("200"));
    assert!(before["/posts/draft"].starts_with("404"));
    assert!(before["/old/First"].starts_with("301"));
    assert!(before["/posts/three"].contains("/media/"));

    let other = TestSite::empty().await;
    let report = run(&other, folder.path(), false).await;
    assert_eq!((report.imported, report.pictures), (10, 2), "{report:?}");
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
        (0, 0, 10, 0),
        "{second:?}"
    );
    // Brought to where it comes from, nothing is there twice.
    let home = run(&site, folder.path(), false).await;
    assert_eq!(home.imported, 0, "{home:?}");
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

#[tokio::test]
async fn what_was_written_by_hand_in_an_export_is_read_or_told_of() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    write(
        folder.path(),
        "content/new.md",
        "+++\r\nlogbook = 1\r\ntitle = \"New\"\r\n+++\r\nText.\r\n",
    );
    write(
        folder.path(),
        "content/undated.md",
        "+++\nlogbook = 1\nstatus = \"published\"\n+++\nText.\n",
    );
    write(
        folder.path(),
        "content/bad.md",
        "+++\nlogbook = 1\ntitle = \"x\n+++\n",
    );
    write(
        folder.path(),
        "content/thrown.md",
        "+++\nlogbook = 1\nstatus = \"trashed\"\n+++\nText.\n",
    );
    write(
        folder.path(),
        "logbook.toml",
        "logbook = 1\n[[media]]\nfile = \"../../x.png\"\nhash = \"aa\"\n[[redirects]]\npath = \"/gone\"\n\
         origin = \"hand\"\ntag = \"nothing\"\ncreated_at = 2024-01-01T00:00:00Z\n",
    );
    let report = run(&site, folder.path(), false).await;
    assert_eq!(report.imported, 1, "{report:?}");
    let skipped: Vec<(&str, Option<u32>)> = report
        .skipped
        .iter()
        .map(|skipped| (skipped.file.as_str(), skipped.line))
        .collect();
    assert_eq!(
        skipped,
        [
            ("content/bad.md", Some(3)),
            ("content/thrown.md", None),
            ("content/undated.md", None)
        ]
    );
    assert_eq!(report.warnings.len(), 2, "{report:?}");
    write(
        folder.path(),
        "logbook.toml",
        "logbook = 1\n[[tags]]\nslug = \"Not One\"\nname = \"x\"\n",
    );
    let report = run(&site, folder.path(), false).await;
    let rest = report
        .skipped
        .iter()
        .find(|skipped| skipped.file == "logbook.toml");
    assert!(
        rest.is_some_and(|rest| rest.reason.contains("malformed")),
        "{report:?}"
    );
}

#[tokio::test]
async fn real_blogs_are_the_same_after_export_and_import() {
    for name in ["rust-blog", "hugo-blog"] {
        let Some(blog) = fixture(name) else { return };
        let site = TestSite::empty().await;
        let imported = run(&site, &blog, false).await.imported;
        let folder = tempfile::tempdir().unwrap();
        let report = exported(&site, folder.path()).await;
        assert_eq!(report.posts, imported);
        let other = TestSite::empty().await;
        let report = run(&other, folder.path(), false).await;
        assert_eq!(report.imported, imported, "{name}");
        assert!(report.warnings.is_empty(), "{:?}", report.warnings);
        assert_same(&public(&site).await, &public(&other).await);
    }
}
