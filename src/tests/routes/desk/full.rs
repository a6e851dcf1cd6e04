//! What the desk says when the server has no room left.

use super::*;

/// How many pages the file may have.
async fn limit(site: &TestSite, pages: i64) {
    let mut write = site.context.database.begin().await.unwrap();
    // As with a full disk, the engine refuses the first page that it has no room for. It is the one writer's.
    sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")))
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
}

#[tokio::test]
async fn a_full_disk_is_said_with_who_can_help_and_the_same_save_arrives_once_there_is_room() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let desk = Desk::begin(&site, &ada).await;
    let base = desk.save(draft("Title", "Before.\n"), None).await;
    let long = "While there is no room.\n".repeat(10_000);
    let request = desk.request(base, draft("Title", &long), "a-1", None);
    let published = desk.request(base, draft("Title", &long), "a-2", Some(Order::now(Act::Publish)));
    for request in [&request, &published, &request] {
        // A connection on which a write failed is not used again, and the next one knows of no limit.
        limit(&site, 1).await;
        let answer = desk.send(request).await;
        assert_eq!(answer.status, StatusCode::INSUFFICIENT_STORAGE, "{}", answer.text);
        answer.assert_in_order(&["\"full\"", "disk is full", "not lost", "whoever runs this site"]);
    }
    let open = desk.open().await;
    assert_eq!((open.status.as_str(), open.head.revision), ("draft", base));
    assert_eq!(open.head.draft.source, "Before.\n");

    limit(&site, 1_000_000).await;
    assert_eq!(reply(desk.send(&request).await).saved, Some(base + 1));
    assert_eq!(desk.open().await.head.draft.source, long);
}

#[tokio::test]
async fn whoever_comes_to_the_door_while_the_disk_is_full_is_told_so() {
    let site = TestSite::empty().await;
    let ada = site.join("Ada", Role::Author).await;
    let fields = [
        ("email", ada.email.as_str()),
        ("password", crate::staff::PASSWORD),
    ];
    // Takes the pages that are free.
    let mut write = site.context.database.begin().await.unwrap();
    sqlx::query("CREATE TABLE filler AS SELECT randomblob(4000000) AS bytes")
        .execute(&mut *write)
        .await
        .unwrap();
    write.commit().await.unwrap();
    limit(&site, 1).await;
    let mut answer = site.post("/admin/sign-in", None, &fields).await;
    // In those that are not, there is room for some sessions more.
    for _ in 0..400 {
        if answer.status != StatusCode::SEE_OTHER {
            break;
        }
        answer = site.post("/admin/sign-in", None, &fields).await;
    }
    assert_eq!(answer.status, StatusCode::INSUFFICIENT_STORAGE, "{}", answer.text);
    answer.assert_in_order(&["disk is full", "whoever runs this site"]);
}
