//! Asking for work, and clearing away what is done.

use super::*;
use crate::server::db::{
    fixture::{Blog, NOW},
    jobs::{Claim, Held, claim, count_jobs, finish, next_due},
};

#[tokio::test]
async fn work_waits_once_for_what_it_is_about() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    let (one, two) = (PublishPost { post: 1 }, PublishPost { post: 2 });
    assert!(enqueue(&mut write, &one, 50, Again::Replace).await.unwrap());
    assert!(enqueue(&mut write, &two, 60, Again::Replace).await.unwrap());
    assert!(!enqueue(&mut write, &one, 40, Again::Keep).await.unwrap());
    assert_eq!(next_due(&mut write, "publish").await.unwrap(), Some(50));
    assert!(enqueue(&mut write, &one, 70, Again::Replace).await.unwrap());
    assert_eq!(next_due(&mut write, "publish").await.unwrap(), Some(60));
    assert!(cancel(&mut write, &two).await.unwrap());
    assert!(!cancel(&mut write, &two).await.unwrap());
    assert_eq!(next_due(&mut write, "publish").await.unwrap(), Some(70));
}

#[tokio::test]
async fn finished_jobs_go_after_a_week() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    let jobs = i64::from(BATCH) + 1;
    for post in 0..jobs {
        enqueue(&mut write, &PublishPost { post }, 0, Again::Keep)
            .await
            .unwrap();
    }
    let taken = claim(
        &mut write,
        &Claim {
            kind: PublishPost::KIND,
            limit: BATCH + 1,
            attempts: 1,
            token: "t",
            until: NOW,
        },
        NOW,
    )
    .await
    .unwrap();
    for job in taken {
        let held = Held {
            id: job.id,
            token: "t",
        };
        assert!(finish(&mut write, held, NOW).await.unwrap());
    }
    assert!(!purge(&mut write, NOW + KEPT).await.unwrap());
    let counts = count_jobs(&mut write).await.unwrap();
    assert_eq!(counts, [("finished".to_owned(), jobs)]);
    assert!(purge(&mut write, NOW + KEPT + 1).await.unwrap());
    assert!(!purge(&mut write, NOW + KEPT + 1).await.unwrap());
    assert!(count_jobs(&mut write).await.unwrap().is_empty());
}
