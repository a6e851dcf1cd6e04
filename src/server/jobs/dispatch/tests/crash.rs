//! The worker is cut off, at every point and at any time: what it left is taken up from the file, and each effect is there
//! once.

use std::{
    future::{Future, poll_fn},
    task::Poll,
};

use proptest::prelude::*;

use super::*;

/// Looks at a future so often and then drops it; gives what it was, if it ended by then.
async fn cut_off<F: Future>(future: F, mut looks: u32) -> Option<F::Output> {
    let mut future = Box::pin(future);
    poll_fn(move |context| {
        if looks == 0 {
            return Poll::Ready(None);
        }
        looks -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}

#[tokio::test]
async fn cut_off_at_any_point_an_effect_is_there_exactly_if_the_job_is_finished() {
    let kind = &KINDS[0];
    for looks in 0.. {
        let bench = Bench::open().await;
        bench.enqueue(&Count { post: 1, number: 1 }, 0).await;
        let token: Arc<str> = "first".into();
        let mut write = bench.context.database.begin().await.unwrap();
        let claim = Claim {
            kind: kind.name,
            limit: 1,
            attempts: 9,
            token: &token,
            until: 0,
        };
        let job = queue::claim(&mut write, &claim, calendar::now())
            .await
            .unwrap()
            .remove(0);
        write.commit().await.unwrap();
        let lease = Lease::new(job.id, token);
        let work = (kind.begin)(bench.context.clone(), lease.clone(), job.payload.clone());
        let ended = cut_off(attempt(kind, bench.context.database.clone(), lease, work), looks).await;

        let reopened = open(&bench.file()).await;
        let finished = list(&reopened, "finished").await.len();
        assert_eq!(
            views(&reopened).await,
            i64::try_from(finished).unwrap(),
            "after {looks}"
        );
        let worker = Worker::start(reopened.clone(), &KINDS, SECOND);
        wait_for(&reopened, "finished", 1).await;
        worker.join().await;
        assert_eq!(views(&reopened).await, 1, "after {looks}");
        if ended.is_some() {
            assert!(looks > 2, "there was nothing to cut");
            return;
        }
    }
}

/// Jobs for the three posts, and a worker that is cut off again and again; what it left is taken up from the file.
async fn crash(jobs: Vec<(i64, i64)>, lives: Vec<u64>) {
    let bench = Bench::open().await;
    for (number, (post, after)) in (0..).zip(&jobs) {
        bench.enqueue(&Count { post: *post, number }, *after).await;
    }
    let file = bench.file();
    let Bench { context, folder } = bench;
    let mut context = context;
    for life in lives {
        let worker = Worker::start(context, &KINDS, SECOND);
        sleep(Duration::from_micros(life)).await;
        // Whatever it is doing, its task and those of its work are gone, and nobody closes the file.
        worker.dispatcher.abort();
        context = open(&file).await;
    }
    let worker = Worker::start(context.clone(), &KINDS, SECOND);
    let done = wait_for(&context, "finished", jobs.len()).await;
    worker.join().await;
    assert_eq!(done.len(), jobs.len());
    assert_eq!(views(&context).await, i64::try_from(jobs.len()).unwrap());
    for state in ["queued", "running", "failed"] {
        assert!(list(&context, state).await.is_empty(), "{state}");
    }
    drop(folder);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn whenever_the_worker_is_cut_off_each_effect_is_there_once(
        jobs in prop::collection::vec((1..4_i64, 0..50_i64), 1..12),
        lives in prop::collection::vec(0..25_000_u64, 1..7),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(crash(jobs, lives));
    }
}
