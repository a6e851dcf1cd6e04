//! What waits to be done, and what of it can be taken out.

use axum::http::StatusCode;
use logbook::{
    model::{
        job::{JobState, Queue},
        status::Status,
    },
    server::services::jobs::{self, Again, MakeVariants, PurgeJobs, PurgeTrash, RemoveFiles},
};

use super::Desk;
use crate::site::post;

#[tokio::test]
async fn the_queue_names_what_waits_and_a_post_taken_out_of_it_is_a_draft() {
    let mut soon = post("Soon", 0);
    soon.status = Status::Scheduled;
    soon.published_at = Some(4_102_444_800_000);
    let uuid = soon.uuid.to_string();
    let desk = Desk::with(vec![soon]).await;
    let queue: Queue = desk.get("jobs/list").await;
    let queued = queue
        .lists
        .iter()
        .find(|list| list.state == JobState::Queued)
        .unwrap();
    let job = queued.jobs.iter().find(|job| job.what == "Publish").unwrap();
    assert_eq!(job.post.as_ref().map(|post| post.title.as_str()), Some("Soon"));
    assert_eq!(
        (job.at.text.as_str(), queue.zone.as_str()),
        ("1 January 2100, 00:00", "UTC")
    );
    let id = job.id.to_string();
    assert_eq!(
        desk.ask("jobs/retry", &[("id", &id)]).await.status,
        StatusCode::NOT_FOUND
    );
    desk.ask("jobs/cancel", &[("id", &id)]).await.page();
    assert_eq!(desk.open(&uuid).await.status, "draft");
    assert_eq!(
        desk.ask("jobs/cancel", &[("id", &id)]).await.status,
        StatusCode::NOT_FOUND
    );
    let queue: Queue = desk.get("jobs/list").await;
    assert!(
        queue
            .lists
            .iter()
            .all(|list| list.jobs.iter().all(|job| job.post.is_none()))
    );
}

#[tokio::test]
async fn what_keeps_the_house_clean_cannot_be_taken_out_of_the_queue() {
    let desk = Desk::with(Vec::new()).await;
    let path = "/media/0123456789abcdef0123456789abcdef.webp".to_owned();
    let variants = MakeVariants {
        media: 1,
        path: path.clone(),
    };
    let mut write = desk.site.context.database.begin().await.unwrap();
    jobs::enqueue(&mut write, &PurgeJobs {}, 1, Again::Keep)
        .await
        .unwrap();
    jobs::enqueue(&mut write, &PurgeTrash {}, 2, Again::Keep)
        .await
        .unwrap();
    jobs::enqueue(&mut write, &RemoveFiles { path }, 3, Again::Keep)
        .await
        .unwrap();
    jobs::enqueue(&mut write, &variants, 4, Again::Keep)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let queue: Queue = desk.get("jobs/list").await;
    let told: Vec<_> = queue.lists[0]
        .jobs
        .iter()
        .chain(&queue.lists[1].jobs)
        .chain(&queue.lists[2].jobs)
        .map(|job| (job.what.as_str(), job.cancel.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("Clear away finished jobs", ""),
            ("Empty the trash of what is old", ""),
            ("Remove a deleted picture’s files", ""),
            ("Make smaller pictures", "Cancel"),
        ]
    );
    for id in ["1", "2", "3"] {
        let kept = desk.ask("jobs/cancel", &[("id", id)]).await;
        assert_eq!(kept.status, StatusCode::CONFLICT, "{id}");
    }
    desk.ask("jobs/cancel", &[("id", "4")]).await.page();
}
