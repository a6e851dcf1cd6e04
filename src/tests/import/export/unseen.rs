//! What nobody was to see stays so.

use logbook::model::{role::Role, status::Status};

use super::{blog::revise, exported, warnings};
use crate::{
    import::{run, write},
    site::{TestSite, post},
};

/// An export below a folder of its own, of a blog with a released post, changes of it that nobody sees, and a thrown one.
pub async fn pending() -> (tempfile::TempDir, TestSite) {
    let mut thrown = post("Thrown", 2);
    thrown.status = Status::Trashed;
    thrown.old_paths = vec!["/thrown/once".to_owned()];
    let site = TestSite::with(vec![post("One", 1), thrown]).await;
    let grace = site.join("Grace", Role::Editor).await;
    revise(&site, &grace, "one", |draft| {
        "Not to be seen yet.".clone_into(&mut draft.source);
        draft.meta.date = Some(1_000);
    })
    .await;
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("blog");
    let report = exported(&site, &folder).await;
    assert_eq!((report.posts, report.edits), (1, 1), "{report:?}");
    let edit = std::fs::read_to_string(folder.join("edits/one.md")).unwrap();
    assert!(edit.starts_with("+++\nlogbook = 1\npending = true\n"), "{edit}");
    assert!(edit.contains("\ndate = 1970-01-01T01:00:01+01:00\n"), "{edit}");
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
