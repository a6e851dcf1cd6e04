//! What cannot be exported is told of, and all else is there.

use logbook::server::db::whole;

use super::{blog::small, exported, unseen::pending};

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
