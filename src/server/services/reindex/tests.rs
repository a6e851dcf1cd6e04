//! Building the index anew.

use super::*;
use crate::server::db::{
    fixture::{self, Damage, NOW, body, dump_index, post},
    store::{BodyRecord, PostRecord, save_post},
};

async fn blog() -> (tempfile::TempDir, Database) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
    let mut write = database.begin().await.unwrap();
    for index in 0..450_i64 {
        let slug = format!("post-{index}");
        let plain = format!("lock {index} HashMap");
        let record = PostRecord {
            status: if index % 9 == 0 { "draft" } else { "published" },
            body: BodyRecord {
                plain: &plain,
                ..body("", 1)
            },
            ..post(&slug, index)
        };
        save_post(&mut write, None, &record, NOW).await.unwrap();
    }
    write.commit().await.unwrap();
    (folder, database)
}

async fn dump(database: &Database) -> Vec<String> {
    dump_index(&mut database.reader().await.unwrap()).await
}

async fn damage(database: &Database, damage: Damage) {
    let mut write = database.begin().await.unwrap();
    fixture::damage(&mut write, damage).await;
    write.commit().await.unwrap();
}

#[tokio::test]
async fn building_anew_gives_what_was_kept() {
    let (_folder, database) = blog().await;
    let kept = dump(&database).await;
    assert!(kept.contains(&"all 400".to_owned()));
    for _ in 0..2 {
        assert_eq!(reindex(&database, |_| {}).await.unwrap(), 400);
        assert_eq!(dump(&database).await, kept);
        assert!(is_whole(&database).await.unwrap());
    }
    assert_eq!(complete(&database, |_| {}).await.unwrap(), 0);
}

#[tokio::test]
async fn a_damaged_or_missing_index_is_made_whole() {
    let (_folder, database) = blog().await;
    let kept = dump(&database).await;
    for harm in [
        Damage::Words,
        Damage::Counts,
        Damage::Status(5, "draft"),
        Damage::Text,
    ] {
        damage(&database, harm).await;
        reindex(&database, |_| {}).await.unwrap();
        damage(&database, Damage::Status(5, "published")).await;
        reindex(&database, |_| {}).await.unwrap();
        assert_eq!(dump(&database).await, kept, "{harm:?}");
    }
}

#[tokio::test]
async fn what_was_interrupted_is_gone_on_with_and_writes_in_between_are_heeded() {
    let (_folder, database) = blog().await;
    let kept = dump(&database).await;
    let mut write = database.begin().await.unwrap();
    index::begin_generation(&mut write).await.unwrap();
    let mut changes = IndexChanges::default();
    for post in 1..=100 {
        index::withdraw(&mut write, post, &mut changes).await.unwrap();
        index::enter(&mut write, post, &mut changes).await.unwrap();
    }
    changes.write(&mut write).await.unwrap();
    write.commit().await.unwrap();
    assert!(!is_whole(&database).await.unwrap());

    // One that was done already and one that was not.
    for index in [50_i64, 300] {
        let (slug, plain) = (format!("post-{index}"), format!("other {index}"));
        for plain in [plain, format!("lock {index} HashMap")] {
            let record = PostRecord {
                body: BodyRecord {
                    plain: &plain,
                    ..body("", 1)
                },
                ..post(&slug, index)
            };
            let mut write = database.begin().await.unwrap();
            save_post(&mut write, Some(index + 1), &record, NOW)
                .await
                .unwrap();
            write.commit().await.unwrap();
        }
    }
    // Of the first hundred posts twelve are drafts, and one of the rest was indexed when it was written.
    assert_eq!(complete(&database, |_| {}).await.unwrap(), 400 - 88 - 1);
    assert_eq!(dump(&database).await, kept);
}

#[tokio::test]
async fn the_index_of_a_new_blog_is_whole_and_stays_so() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
    begin(&database).await.unwrap();
    assert!(is_whole(&database).await.unwrap());
    let mut write = database.begin().await.unwrap();
    save_post(&mut write, None, &post("one", 1), NOW).await.unwrap();
    write.commit().await.unwrap();
    begin(&database).await.unwrap();
    assert_eq!(
        complete(&database, |_| panic!("there is nothing to do"))
            .await
            .unwrap(),
        0
    );

    // One that an update left behind is not taken for a new one.
    damage(&database, Damage::Analyser).await;
    begin(&database).await.unwrap();
    assert_eq!(complete(&database, |_| {}).await.unwrap(), 1);
}
