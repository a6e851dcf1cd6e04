//! What waits to be done, and what of it can be taken out.

use std::time::Duration;

use axum::http::StatusCode;
use logbook::{
    model::{
        job::{JobState, Queue},
        status::Status,
    },
    server::{
        jobs as worker,
        services::jobs::{self, Again, MakeVariants, PurgeJobs, PurgeTrash, RemoveFiles},
    },
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
async fn what_was_given_up_and_is_tried_again_is_done() {
    let mut soon = post("Soon", 0);
    soon.status = Status::Scheduled;
    soon.published_at = Some(4_102_444_800_000);
    let desk = Desk::with(vec![soon]).await;
    let context = &desk.site.context;
    let worker = worker::start(worker::JobContext::from(context)).await.unwrap();
    // As if its time had come while every attempt failed.
    let mut write = context.database.begin().await.unwrap();
    for statement in [
        "UPDATE jobs SET state = 'failed', attempts = 9, ended_at = 2, last_error = 'no luck' WHERE kind = 'publish'",
        "UPDATE posts SET published_at = 1000",
    ] {
        let done = sqlx::query(statement).execute(&mut *write).await.unwrap();
        assert_eq!(done.rows_affected(), 1, "{statement}");
    }
    write.commit().await.unwrap();
    let find = async |state: JobState| {
        let queue: Queue = desk.get("jobs/list").await;
        let list = queue.lists.into_iter().find(|list| list.state == state).unwrap();
        list.jobs.into_iter().find(|job| job.what == "Publish")
    };
    let given_up = find(JobState::Failed).await.unwrap();
    assert_eq!(given_up.last_error, "no luck");
    assert_eq!(desk.site.get("/posts/soon").await.status, StatusCode::NOT_FOUND);

    let id = given_up.id.to_string();
    desk.ask("jobs/retry", &[("id", &id)]).await.page();
    let mut finished = None;
    for _ in 0..500 {
        finished = find(JobState::Finished).await;
        if finished.is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    worker.join().await;
    assert_eq!(finished.unwrap().id, given_up.id);
    desk.site.get("/posts/soon").await.page();
    let again = desk.ask("jobs/retry", &[("id", &id)]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "it is done");
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
