//! A folder imported, changed and imported again, and the real blogs where they are at hand.

use std::path::{Path, PathBuf};

use axum::http::{StatusCode, header};
use image::metadata::Orientation;
use logbook::{
    model::role::Role,
    server::{
        db::media::set_seen,
        services::{
            import_folder::{Import, Report, import, read::Source},
            media::older,
        },
    },
};

use crate::{
    disk::Disk,
    pictures::{long_photograph, long_screenshot, noise, photograph},
    site::TestSite,
};

mod belongings;
mod export;
mod meanwhile;
#[cfg(target_os = "linux")]
mod memory;
mod written;

async fn run(site: &TestSite, folder: &Path, dry_run: bool) -> Report {
    let wish = Import {
        source: Source::Disk(folder.to_owned()),
        name: folder.display().to_string(),
        dry_run,
        keywords_as_tags: true,
        permalink: None,
        old_site: None,
        zone: jiff::tz::TimeZone::UTC,
    };
    import(&site.context.database, &site.context.media, wish, |_| {})
        .await
        .unwrap()
}

fn write(folder: &Path, name: &str, text: &str) {
    let file = folder.join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

fn zola(folder: &Path) {
    write(
        folder,
        "one.md",
        "+++\npath = \"2020/01/02/one\"\ntitle = \"One\"\naliases = [\"old-one.html\"]\nauthors = [\"Ada Marlow\"]\n+++\n\
         See [two](@/two.md) and ![a dot](dot.svg).\n",
    );
    write(
        folder,
        "two.md",
        "+++\npath = \"2020/01/03/two\"\ntitle = \"Two\"\n+++\nBack to [one](@/one.md).\n",
    );
    write(
        folder,
        "dot.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"><script>alert(1)</script>\
         <circle r=\"4\" cx=\"5\" cy=\"5\"/></svg>",
    );
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_a_changed_file_updates_its_post() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    zola(folder.path());
    let first = run(&site, folder.path(), false).await;
    assert_eq!(
        (first.imported, first.updated, first.unchanged, first.pictures),
        (2, 0, 0, 1),
        "{first:?}"
    );
    let feed = site.get("/atom.xml").await.text;
    let second = run(&site, folder.path(), false).await;
    assert_eq!(
        (second.imported, second.updated, second.unchanged, second.pictures),
        (0, 0, 2, 0),
        "{second:?}"
    );
    assert_eq!(site.get("/atom.xml").await.text, feed, "ids stay");

    write(
        folder.path(),
        "two.md",
        "+++\npath = \"2020/01/03/two\"\ntitle = \"Two, renamed\"\n+++\nNew text.\n",
    );
    let third = run(&site, folder.path(), false).await;
    assert_eq!(
        (third.imported, third.updated, third.unchanged),
        (0, 1, 1),
        "{third:?}"
    );
    let page = site.get("/posts/two").await.page();
    assert!(
        page.contains("Two, renamed") && page.contains("New text."),
        "the slug stays: {page}"
    );

    run(&site, folder.path(), true).await;
    let owner = site.join("Olga", Role::Owner).await;
    let log = site.get_as("/api/audit/list", &owner).await;
    let told = log.text.matches("import.folder").count();
    assert_eq!(told, 6, "two each, and none of a dry run: {}", log.text);
    log.assert_in_order(&[
        "0 new, 1 changed, 0 kept",
        "begun",
        "0 new, 0 changed, 0 kept",
        "begun",
        "2 new, 0 changed, 0 kept",
        "begun",
    ]);
    let entry = format!(
        "\"actor\":\"operator\",\"action\":\"import.folder\",\"object\":\"{}\"",
        folder.path().display()
    );
    log.assert_in_order(&[&entry]);
}

#[tokio::test]
async fn links_pictures_and_old_addresses_go_on_working() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    zola(folder.path());
    run(&site, folder.path(), false).await;
    let page = site.get("/posts/one").await.page();
    assert!(page.contains("href=\"/posts/two\""), "{page}");
    let (_, image) = page.split_once("src=\"/media/").expect("the picture is there");
    let name = image.split('"').next().unwrap();
    assert!(
        page.contains("width=\"20\"") && page.contains("height=\"10\""),
        "{page}"
    );
    let picture = site.get(&format!("/media/{name}")).await.page();
    assert!(!picture.contains("script"), "{picture}");
    for old in ["/2020/01/02/one", "/2020/01/02/one/", "/old-one.html"] {
        let answer = site.get(old).await;
        assert_eq!(answer.status, StatusCode::MOVED_PERMANENTLY, "{old}");
        assert_eq!(answer.header(header::LOCATION), "/posts/one");
    }
}

#[tokio::test]
async fn a_dry_run_tells_and_writes_nothing() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    zola(folder.path());
    let report = run(&site, folder.path(), true).await;
    assert_eq!((report.imported, report.pictures), (2, 1));
    assert_eq!(site.get("/posts/one").await.status, StatusCode::NOT_FOUND);
    assert_eq!(std::fs::read_dir(site.folder().join("media")).unwrap().count(), 0);
}

#[tokio::test]
async fn bad_files_are_named_and_stop_nothing() {
    let (site, folder) = (TestSite::empty().await, tempfile::tempdir().unwrap());
    zola(folder.path());
    write(folder.path(), "broken.md", "+++\ntitle = \"no end\n+++\nx\n");
    write(folder.path(), "empty.md", "");
    std::fs::write(
        folder.path().join("latin1.md"),
        b"+++\ntitle = \"x\"\ndate = 2020-01-01\n+++\ncaf\xe9\n",
    )
    .unwrap();
    write(
        folder.path(),
        "bom.md",
        "\u{feff}+++\r\ntitle = \"Bom\"\r\ndate = 2020-02-01\r\n+++\r\nText\r\n",
    );
    write(folder.path(), "fake.png", "this is no picture");
    write(
        folder.path(),
        "fake.md",
        "+++\ntitle = \"Fake\"\ndate = 2020-02-02\n+++\n![no](fake.png) [dead](@/nope.md)\n",
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc", folder.path().join("outside")).unwrap();
    let report = run(&site, folder.path(), false).await;
    assert!(report.imported >= 4, "{report:?}");
    assert!(
        report
            .skipped
            .iter()
            .any(|skipped| skipped.file == "broken.md" && skipped.line.is_some()),
        "{report:?}"
    );
    assert!(
        report.skipped.iter().any(|skipped| skipped.file == "empty.md"),
        "{report:?}"
    );
    assert!(
        report
            .dead_links
            .iter()
            .any(|link| link.file == "fake.md" && link.line == 5),
        "{report:?}"
    );
    assert!(
        report
            .warnings
            .iter()
            .any(|warning| warning.reason.contains("fake.png") || warning.file.contains("fake")),
        "{report:?}"
    );
    assert_eq!(site.get("/posts/bom").await.status, StatusCode::OK);
}

fn fixture(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/fixtures")
        .join(name)
        .join("content");
    folder.exists().then_some(folder)
}

/// Imports real blogs one after the other, in this order.
async fn assert_come_over(order: [&str; 2]) {
    let [Some(first), Some(second)] = order.map(fixture) else {
        return;
    };
    let site = TestSite::empty().await;
    let mut imported = 0;
    for folder in [&first, &second] {
        imported += run(&site, folder, false).await.imported;
    }
    // One of the 155 files of the smaller is its section page.
    assert_eq!(imported, 500 + 154);
    let rust = fixture("rust-blog").unwrap();
    let again = run(&site, &rust, false).await;
    assert_eq!((again.imported, again.updated, again.unchanged), (0, 0, 500));
    assert_eq!(site.get("/posts?page=33").await.status, StatusCode::OK);
    assert_eq!(
        site.get("/2025/06/26/Rust-1.88.0").await.status,
        StatusCode::MOVED_PERMANENTLY
    );
}

#[tokio::test]
async fn real_blogs_come_over_whole() {
    assert_come_over(["rust-blog", "hugo-blog"]).await;
}

#[tokio::test]
async fn real_blogs_come_over_whole_in_the_other_order() {
    assert_come_over(["hugo-blog", "rust-blog"]).await;
}

#[test]
fn a_full_disk_ends_an_import_in_words_and_the_next_one_finishes_it() {
    let folders = tempfile::tempdir().unwrap();
    let (data, blog) = (folders.path().join("data"), folders.path().join("blog"));
    write(
        &blog,
        "one.md",
        "---\ntitle: One\ndate: 2020-01-02\n---\n![Noise](noise.png)\n",
    );
    std::fs::write(blog.join("noise.png"), noise(400, 400)).unwrap();
    let run = || {
        std::process::Command::new(env!("CARGO_BIN_EXE_logbook"))
            .args(["import", blog.to_str().unwrap(), "--data", data.to_str().unwrap()])
            .output()
            .unwrap()
    };
    std::fs::create_dir_all(data.join("media")).unwrap();
    if let Some(_disk) = Disk::mount(&data.join("media"), 200) {
        let refused = run();
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            !refused.status.success() && said.contains("The disk is full."),
            "{said}"
        );
    }
    let done = run();
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(said.contains("Posts imported: 1,"), "{said}");
}

#[tokio::test]
async fn where_a_picture_was_taken_is_not_imported_and_an_older_import_is_mended_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = "---\ntitle: One\ndate: 2020-01-02\n---\n![Held upright](shot.jpg)\n![Flat](flat.jpg)\n";
    write(folder.path(), "one.md", file);
    let shot = photograph();
    // The same, not to be turned.
    let mut flat = shot.clone();
    let orientation = flat.windows(4).position(|four| four == [6, 0, 0, 0]).unwrap();
    flat[orientation] = 1;
    std::fs::write(folder.path().join("shot.jpg"), &shot).unwrap();
    std::fs::write(folder.path().join("flat.jpg"), &flat).unwrap();

    let site = TestSite::empty().await;
    let report = run(&site, folder.path(), false).await;
    assert_eq!((report.imported, report.pictures), (1, 2));
    assert!(report.warnings.is_empty(), "{:?}", report.warnings);
    let page = site.get("/posts/one").await.page();
    let stored: std::collections::BTreeMap<String, Vec<u8>> = std::fs::read_dir(&*site.context.media)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (
                entry.file_name().into_string().unwrap(),
                std::fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    assert_eq!(stored.len(), 2);
    let mut sizes = Vec::new();
    for (name, bytes) in &stored {
        assert!(page.contains(name), "{name}");
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Exif") && !text.contains("SecretPlace"), "{name}");
        let picture = image::load_from_memory(bytes).unwrap().to_rgb8();
        let first = picture.get_pixel(2, 2);
        assert!(first[0] > 200 && first[2] < 60, "red comes first: {first:?}");
        sizes.push(picture.dimensions());
    }
    sizes.sort_unstable();
    assert_eq!(sizes, [(32, 64), (64, 32)]);
    assert!(page.contains("width=\"32\" height=\"64\""), "{page}");
    let bare = [
        &flat[..2],
        &flat[flat.windows(2).position(|two| two == [0xff, 0xe0]).unwrap()..],
    ]
    .concat();
    assert!(
        stored.values().any(|bytes| *bytes == bare),
        "nothing is lost of what is not turned"
    );

    // An older version kept them whole, and their folder may never be imported again.
    for (name, bytes) in &stored {
        let whole = if *bytes == bare { &flat } else { &shot };
        std::fs::write(site.context.media.join(name), whole).unwrap();
    }
    for _ in 0..2 {
        older::mend(&site.context.database, &site.context.media)
            .await
            .unwrap();
        for (name, bytes) in &stored {
            assert_eq!(std::fs::read(site.context.media.join(name)).unwrap(), *bytes);
        }
    }
    assert_eq!(std::fs::read_dir(&*site.context.media).unwrap().count(), 2);

    // Nothing has changed, and what an older version kept whole is found under the same address.
    for older in [false, true] {
        for (name, bytes) in &stored {
            let whole = if *bytes == bare { &flat } else { &shot };
            if older {
                std::fs::write(site.context.media.join(name), whole).unwrap();
            }
        }
        let report = run(&site, folder.path(), false).await;
        assert_eq!((report.unchanged, report.updated, report.pictures), (1, 0, 0));
        for (name, bytes) in &stored {
            assert_eq!(std::fs::read(site.context.media.join(name)).unwrap(), *bytes);
        }
    }
}

#[tokio::test]
async fn a_picture_too_large_to_be_turned_stays_upright_and_no_older_one_is_laid_on_its_side() {
    let folder = tempfile::tempdir().unwrap();
    let file = "---\ntitle: One\ndate: 2020-01-02\n---\n![Tall](tall.jpg)\n![Lying](lying.png)\n";
    write(folder.path(), "one.md", file);
    let (photograph, screenshot) = (long_photograph(), long_screenshot());
    std::fs::write(folder.path().join("tall.jpg"), &photograph).unwrap();
    std::fs::write(folder.path().join("lying.png"), &screenshot).unwrap();

    let site = TestSite::empty().await;
    let report = run(&site, folder.path(), false).await;
    assert_eq!((report.imported, report.pictures), (1, 2));
    let askew = report
        .warnings
        .iter()
        .filter(|warning| warning.reason.contains("cannot be turned here"));
    let askew: Vec<&str> = askew.map(|warning| warning.file.as_str()).collect();
    assert_eq!(askew, ["lying.png"]);
    let page = site.get("/posts/one").await.page();
    assert!(page.contains("width=\"16\" height=\"9000\""), "{page}");
    let media = &*site.context.media;
    let find = |end: &str| {
        let mut files = std::fs::read_dir(media).unwrap();
        let found = files.find_map(|entry| {
            let path = entry.unwrap().path();
            path.extension().is_some_and(|is| is == end).then_some(path)
        });
        found.unwrap()
    };
    let (tall, lying) = (find("jpg"), find("png"));
    let stored = std::fs::read(&tall).unwrap();
    assert!(!String::from_utf8_lossy(&stored).contains("SecretPlace"));
    assert_eq!(orientation(&stored), Orientation::Rotate90);
    assert_eq!(orientation(&screenshot), Orientation::Rotate90);

    // An older version kept both whole. One loses its notes but that; the other keeps them.
    std::fs::write(&tall, &photograph).unwrap();
    std::fs::write(&lying, &screenshot).unwrap();
    for _ in 0..2 {
        older::mend(&site.context.database, media).await.unwrap();
        assert_eq!(std::fs::read(&tall).unwrap(), stored);
        assert_eq!(std::fs::read(&lying).unwrap(), screenshot);
        let mut write = site.context.database.begin().await.unwrap();
        set_seen(&mut write, 0).await.unwrap();
        write.commit().await.unwrap();
    }
}

fn orientation(bytes: &[u8]) -> Orientation {
    let reader = image::ImageReader::new(std::io::Cursor::new(bytes));
    let mut decoder = reader.with_guessed_format().unwrap().into_decoder().unwrap();
    image::ImageDecoder::orientation(&mut decoder).unwrap()
}
