//! A blog exported and imported into an empty one: the same blog.

use std::collections::BTreeMap;

use logbook::{
    model::{
        draft::Draft,
        project::Project,
        role::Role,
        site::Entry,
        status::{Kind, Status, Visibility},
    },
    server::{
        db::{
            collecting, collections, redirects, series, status,
            tags::{self, focus},
            whole,
        },
        services::{
            export_folder::{self, export},
            save::Named,
        },
    },
};

use super::*;
use crate::{
    site::{ORIGIN, post},
    staff::Person,
};

pub async fn exported(site: &TestSite, folder: &Path) -> export_folder::Report {
    let context = &site.context;
    let zone = jiff::tz::TimeZone::get("Europe/Berlin").unwrap();
    export(&context.database, &context.media, &zone, folder, |_, _| {})
        .await
        .unwrap()
}

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
    first.evergreen = Some(true);
    first.tells_changes = Some(true);
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
    page.old_paths = vec!["/con.html".to_owned()];
    let link = |label: &str, address: &str| Entry {
        label: label.to_owned(),
        address: address.to_owned(),
    };
    let mut work = post("Work", 3);
    work.kind = Kind::Project;
    work.project = Some(Project {
        technologies: vec!["C++, mostly".to_owned(), "日本語".to_owned()],
        links: vec![
            link("Code = \"all\"", "https://example.org/a=b"),
            link("About", "/con"),
        ],
        year: Some(2024),
        place: Some(3),
    });
    let mut bare = post("Bare", 4);
    bare.kind = Kind::Project;
    bare.status = Status::Draft;
    let later = post("Later", -3);
    site.write(vec![same, first, hidden, draft, gone, page, work, bare, later])
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
    let cpp = tags::ensure_tag(&mut write, "c-plus-plus", "C++").await.unwrap();
    let unused = tags::ensure_tag(&mut write, "unused", "Unused").await.unwrap();
    focus::set_focus(&mut write, &[unused, cpp]).await.unwrap();
    for (slug, name, posts) in [
        (
            "start-here",
            "Start here",
            &["hidden", "first-of-a-series", "draft"][..],
        ),
        ("empty", "日本語", &[]),
    ] {
        let words = collecting::CollectionWords {
            slug,
            name,
            intro: "Some \"words\".\nMore.",
            shows: "summary, takeaway",
        };
        let id = collecting::create_collection(&mut write, words).await.unwrap();
        let mut held = Vec::new();
        for slug in posts {
            let post: i64 = sqlx::query_scalar("SELECT id FROM posts WHERE slug = $1")
                .bind(slug)
                .fetch_one(&mut *write)
                .await
                .unwrap();
            held.push(post);
        }
        collecting::set_posts(&mut write, id, &held).await.unwrap();
    }
    let away = redirects::Target::Address("https://example.org/".to_owned());
    for redirect in [
        redirects::Redirect::new("/away", &away, "hand", 7),
        redirects::Redirect::new("/tags/old", &redirects::Target::Tag(1), "merge", 8),
        redirects::Redirect::new("/series/old", &redirects::Target::Series(1), "address", 9),
    ] {
        redirects::put_redirect(&mut write, &redirect).await.unwrap();
    }
    let gone: i64 = sqlx::query_scalar("SELECT id FROM posts WHERE slug = 'gone'")
        .fetch_one(&mut *write)
        .await
        .unwrap();
    status::note_seen(&mut write, gone, moment).await.unwrap();
    write.commit().await.unwrap();
    let grace = site.join("Grace", Role::Editor).await;
    revise(&site, &grace, "draft", |draft| {
        draft.source = "Written at the desk.".to_owned();
        draft.meta.title = "Draft, renamed".to_owned();
    })
    .await;
    (site, folder)
}

/// Writes on a post at the desk, and no more.
async fn revise(site: &TestSite, who: &Person, slug: &str, change: impl FnOnce(&mut Draft)) {
    let mut reader = site.context.database.reader().await.unwrap();
    let uuid: String = sqlx::query_scalar("SELECT uuid FROM posts WHERE slug = $1")
        .bind(slug)
        .fetch_one(&mut *reader)
        .await
        .unwrap();
    drop(reader);
    let head = written::open(site, who, &uuid).await.head;
    let mut draft = head.draft;
    change(&mut draft);
    written::send(site, who, &uuid, head.revision, draft, None).await;
}

fn warnings(report: &Report) -> String {
    let line = |warning: &logbook::server::services::import_folder::read::Warning| {
        format!("{}: {}\n", warning.file, warning.reason)
    };
    report.warnings.iter().map(line).collect()
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
    assert!(before["/posts/draft"].starts_with("404"));
    assert!(before["/old/First"].starts_with("301"));
    assert!(before["/posts/three"].contains("/media/"));

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
        let focus = collections::list_focus_areas(&mut reader).await.unwrap();
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
    let focus = collections::list_focus_areas(&mut reader).await.unwrap();
    assert_eq!(focus.len(), 1);
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

#[expect(
    clippy::print_stderr,
    reason = "a test that was skipped says so where tests speak"
)]
#[tokio::test]
async fn real_blogs_are_the_same_after_export_and_import() {
    for name in ["rust-blog", "hugo-blog"] {
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
        assert_eq!(report.imported, imported, "{name}");
        assert!(
            report.warnings.is_empty() && report.skipped.is_empty(),
            "{report:?}"
        );
        assert_same(&public(&site).await, &public(&other).await);
    }
}

/// An export below a folder of its own, of a blog with a released post, changes of it that nobody sees, and a thrown one.
async fn pending() -> (tempfile::TempDir, TestSite) {
    let mut thrown = post("Thrown", 2);
    thrown.status = Status::Trashed;
    thrown.old_paths = vec!["/thrown/once".to_owned()];
    let site = TestSite::with(vec![post("One", 1), thrown]).await;
    let grace = site.join("Grace", Role::Editor).await;
    revise(&site, &grace, "one", |draft| {
        "Not to be seen yet.".clone_into(&mut draft.source)
    })
    .await;
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("blog");
    let report = exported(&site, &folder).await;
    assert_eq!((report.posts, report.edits), (1, 1), "{report:?}");
    let edit = std::fs::read_to_string(folder.join("edits/one.md")).unwrap();
    assert!(edit.starts_with("+++\nlogbook = 1\npending = true\n"), "{edit}");
    assert!(!folder.join("content/thrown.md").exists());
    let rest = std::fs::read_to_string(folder.join("logbook.toml")).unwrap();
    assert!(!rest.contains("/thrown/once"), "{rest}");
    (above, site)
}

#[tokio::test]
async fn what_nobody_was_to_see_is_no_post_wherever_an_import_begins() {
    let (above, _site) = pending().await;
    let folder = above.path().join("blog");
    for (root, skipped, words) in [
        (&folder, 0, ""),
        (
            &above.path().to_owned(),
            1,
            "blog/logbook.toml: belongs to an export that begins in blog",
        ),
    ] {
        let other = TestSite::empty().await;
        let report = run(&other, root, false).await;
        assert_eq!(
            (report.imported, report.skipped.len()),
            (1, skipped),
            "{report:?}"
        );
        assert!(report.skipped.iter().all(|skipped| !skipped.faulty));
        assert!(warnings(&report).contains(words), "{report:?}");
        let page = other.get("/posts/one").await.page();
        assert!(!page.contains("Not to be seen yet."), "{page}");
    }
    // Beside another text at the root all folders are looked at.
    write(&folder, "more.md", "# More\n\nText.\n");
    let other = TestSite::empty().await;
    let report = run(&other, &folder, false).await;
    assert_eq!((report.imported, report.skipped.len()), (2, 1), "{report:?}");
    let page = other.get("/posts/one").await.page();
    assert!(!page.contains("Not to be seen yet."), "{page}");
}

fn own(folder: &Path, file: &str, id: u128, slug: &str, text: &str) {
    let id = uuid::Uuid::from_u128(id);
    let front = format!(
        "+++\nlogbook = 1\nid = \"{id}\"\ntitle = \"{slug}\"\nslug = \"{slug}\"\nstatus = \"published\"\n\
         published_at = 2024-01-02T00:00:00Z\n+++\n{text}\n"
    );
    write(folder, file, &front);
}

#[tokio::test]
async fn a_post_is_who_it_says_and_not_where_its_file_lies() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    own(folder.path(), "content/a.md", 1, "a", "Text of the first.");
    own(folder.path(), "content/b.md", 2, "b", "Text of the second.");
    assert_eq!(run(&site, folder.path(), false).await.imported, 2);
    // Over there they swapped their addresses, and each was written on.
    own(folder.path(), "content/b.md", 1, "b", "The first, changed.");
    own(folder.path(), "content/a.md", 2, "a", "The second, changed.");
    let report = run(&site, folder.path(), false).await;
    assert_eq!((report.imported, report.updated), (0, 2), "{report:?}");
    for (path, text) in [
        ("/posts/a", "The first, changed."),
        ("/posts/b", "The second, changed."),
    ] {
        let page = site.get(path).await.page();
        assert!(page.contains(text), "{path}: {page}");
    }
    // Another post where one was before is another post.
    own(folder.path(), "content/a.md", 3, "a", "A third.");
    let report = run(&site, folder.path(), false).await;
    assert_eq!(
        (report.imported, report.updated, report.unchanged),
        (1, 0, 1),
        "{report:?}"
    );
    assert!(site.get("/posts/a").await.page().contains("The first, changed."));
    assert!(site.get("/posts/b").await.page().contains("The second, changed."));
    assert!(site.get("/posts/a-2024-01").await.page().contains("A third."));
    let report = run(&site, folder.path(), false).await;
    assert_eq!(
        (report.imported, report.updated, report.unchanged),
        (0, 0, 2),
        "{report:?}"
    );
    // A copy that kept its id is a post of its own, and stays one.
    own(folder.path(), "content/c.md", 3, "c", "A copy.");
    for imported in [1, 0] {
        let report = run(&site, folder.path(), false).await;
        assert_eq!((report.imported, report.updated), (imported, 0), "{report:?}");
        assert!(
            warnings(&report).contains("content/c.md: has the id of content/a.md"),
            "{report:?}"
        );
    }
    assert!(site.get("/posts/a-2024-01").await.page().contains("A third."));
}

#[tokio::test]
async fn own_files_and_others_in_one_folder_get_addresses_of_their_own() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    own(
        folder.path(),
        "one.md",
        1,
        "same",
        "An own file. ![](/media/0123456789abcdef0123456789abcdef.png)",
    );
    write(
        folder.path(),
        "same.md",
        "---\ntitle: Same\ndate: 2024-01-02\n---\nAnother.\n",
    );
    let report = run(&site, folder.path(), false).await;
    assert_eq!((report.imported, report.skipped.len()), (2, 0), "{report:?}");
    assert!(site.get("/posts/same").await.page().contains("Another."));
    assert!(
        site.get("/posts/same-2024-01")
            .await
            .page()
            .contains("An own file.")
    );
    assert!(
        warnings(&report)
            .contains("one.md: names /media/0123456789abcdef0123456789abcdef.png, which is not in")
    );
    // The same folder under another name would be the same posts again.
    let moved = tempfile::tempdir().unwrap();
    write(
        moved.path(),
        "same.md",
        "---\ntitle: Same\ndate: 2024-01-02\n---\nAnother.\n",
    );
    let report = run(&site, moved.path(), false).await;
    assert!(
        warnings(&report).contains("there is a post at /posts/same that did not come"),
        "{report:?}"
    );
}

const TAGS: &str = "logbook = 1\n\
    [[tags]]\nslug = \"js\"\nname = \"JS\"\ndescription = \"Of theirs.\"\n\
    [[tags]]\nslug = \"rust-lang\"\nname = \"Rust\"\n\
    [[tags]]\nslug = \"twin\"\nname = \"Twin\"\n\
    [[tags]]\nslug = \"twin-2\"\nname = \"Twin\"\n\
    [[series]]\nslug = \"works\"\ntitle = \"Jobs\"\ncomplete = true\n\
    [[series]]\nslug = \"new\"\ntitle = \"New\"\ncomplete = true\n\
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
    assert!(report.warnings.is_empty(), "{report:?}");
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
    let all: Vec<(&str, bool)> = all
        .iter()
        .map(|series| (series.slug.as_str(), series.complete))
        .collect();
    assert_eq!(all, [("jobs", false), ("new", true)]);
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

#[tokio::test]
async fn one_bad_row_is_told_of_and_all_others_are_exported() {
    let (above, site) = pending().await;
    drop(above);
    let mut write = site.context.database.begin().await.unwrap();
    for statement in [
        "UPDATE revisions SET meta = 'broken'",
        "INSERT INTO tags (slug, name) VALUES ('Not One', 'Bad')",
        "INSERT INTO tags (slug, name) VALUES ('good', 'Good')",
    ] {
        sqlx::query(statement).execute(&mut *write).await.unwrap();
    }
    write.commit().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let report = exported(&site, folder.path()).await;
    assert_eq!(
        (report.posts, report.edits, report.faults.len()),
        (1, 0, 2),
        "{report:?}"
    );
    assert!(report.faults[0].contains("(/posts/one)"), "{report:?}");
    let post = std::fs::read_to_string(folder.path().join("content/one.md")).unwrap();
    assert!(!post.contains("Not to be seen yet."), "{post}");
    let rest = std::fs::read_to_string(folder.path().join("logbook.toml")).unwrap();
    assert!(rest.contains("\"good\"") && !rest.contains("Not One"), "{rest}");
}

#[tokio::test]
async fn an_export_without_all_files_is_written_and_fails() {
    let (site, _folder) = small().await;
    let mut reader = site.context.database.reader().await.unwrap();
    let file = whole::list_files(&mut reader, 0, 1).await.unwrap().remove(0).path;
    drop(reader);
    let run = |name: &str| {
        std::process::Command::new(env!("CARGO_BIN_EXE_logbook"))
            .arg("export")
            .arg(site.folder().join(name))
            .arg("--data")
            .arg(site.folder())
            .output()
            .unwrap()
    };
    let whole = run("whole");
    assert!(whole.status.success(), "{whole:?}");
    std::fs::remove_file(site.context.media.join(file.trim_start_matches("/media/"))).unwrap();
    let lacking = run("lacking");
    let said = String::from_utf8_lossy(&lacking.stdout).into_owned();
    assert!(!lacking.status.success(), "{lacking:?}");
    assert!(said.contains(&format!("The file of {file} is missing")), "{said}");
    assert!(site.folder().join("lacking/logbook.toml").exists());
}
