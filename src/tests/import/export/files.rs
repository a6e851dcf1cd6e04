//! Files of posts in a folder that somebody has changed since it was written.

use std::path::Path;

use super::warnings;
use crate::{
    import::{run, write},
    site::TestSite,
};

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
