//! What people do at the desk between the plan of an import and its writing.

use logbook::server::{
    db::{
        drafts::find_post,
        status::{note_order, set_status},
        trash,
    },
    services::{
        drafts::imported::Kept,
        render::ImageSizes,
        save::NewPost,
        write_posts::{Planned, Remarks, write_posts},
    },
};

use super::*;
use crate::site::post;

async fn write_planned(site: &TestSite, planned: Vec<(bool, NewPost)>) -> Remarks {
    let planned = planned.into_iter().map(|(is_known, post)| Planned {
        is_known,
        date: None,
        post,
    });
    write_posts(&site.context.database, planned, ImageSizes::default(), |_| {})
        .await
        .unwrap()
}

#[tokio::test]
async fn what_happened_meanwhile_stops_nothing_else() {
    let (moved, gone, local) = (post("Moved", 1), post("Gone", 2), post("Local", 3));
    let site = TestSite::with(vec![moved.clone(), gone.clone(), local.clone()]).await;
    let mut write = site.context.database.begin().await.unwrap();
    let mut ids = Vec::new();
    for post in [&moved, &gone, &local] {
        let row = find_post(&mut write, &post.uuid.to_string()).await.unwrap();
        ids.push(row.unwrap().id);
    }
    sqlx::query("UPDATE posts SET slug = 'elsewhere' WHERE id = $1")
        .bind(ids[0])
        .execute(&mut *write)
        .await
        .unwrap();
    set_status(&mut write, ids[1], "trashed", 1).await.unwrap();
    trash::delete_post(&mut write, ids[1], 1).await.unwrap().unwrap();
    note_order(&mut write, ids[2], 1).await.unwrap();
    write.commit().await.unwrap();

    let text = |mut post: NewPost| {
        post.source = "Other words.\n".to_owned();
        post
    };
    let remarks = write_planned(
        &site,
        vec![
            (true, text(moved.clone())),
            (true, text(gone)),
            (true, text(local.clone())),
            // Its address was free when it was planned, and so was its id.
            (false, post("Elsewhere", 4)),
            (false, local),
            (false, post("New", 5)),
        ],
    )
    .await;
    let failed: Vec<(&str, bool)> = remarks
        .failed
        .iter()
        .map(|failure| (failure.origin.as_str(), failure.is_known))
        .collect();
    assert_eq!(
        failed,
        [("gone", true), ("elsewhere", false), ("local", false)],
        "{remarks:?}"
    );
    assert!(
        remarks
            .failed
            .iter()
            .all(|failure| failure.reason.contains("import again"))
    );
    assert_eq!(remarks.kept, [("local".to_owned(), Kept::Local)]);
    assert!(site.get("/posts/elsewhere").await.page().contains("Other words."));
    for (path, status) in [
        ("/posts/moved", StatusCode::NOT_FOUND),
        ("/posts/gone", StatusCode::NOT_FOUND),
        ("/posts/new", StatusCode::OK),
    ] {
        assert_eq!(site.get(path).await.status, status, "{path}");
    }
    assert!(
        site.get("/posts/local")
            .await
            .page()
            .contains("The text of Local.")
    );
}
