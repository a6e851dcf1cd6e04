//! The worker with kinds of work made for these tests: what it promises when work fails, hangs, panics or is cancelled.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tempfile::TempDir;

use super::*;
use crate::model::settings::Values;
use crate::server::{
    db::{
        fixture::{list_jobs, post},
        jobs::JobRow,
        store::save_post,
        views::{add_views, list_totals},
    },
    services::{
        jobs::{self, Again, Jobs, Work},
        settings::Settings,
    },
};

mod crash;

const SECOND: Duration = Duration::from_secs(1);

/// Counts one view of a post, which done twice would be two.
#[derive(Serialize, Deserialize)]
struct Count {
    post: i64,
    number: u32,
}

impl Work for Count {
    const KIND: &'static str = "count";

    fn key(&self) -> String {
        format!("{}-{}", self.post, self.number)
    }
}

/// The same, after so many milliseconds.
#[derive(Serialize, Deserialize)]
struct CountSlowly {
    post: i64,
    wait: u64,
}

impl Work for CountSlowly {
    const KIND: &'static str = "count-slowly";

    fn key(&self) -> String {
        self.post.to_string()
    }
}

/// Fails in one way or another.
#[derive(Clone, Serialize, Deserialize)]
struct Fail {
    how: String,
}

impl Work for Fail {
    const KIND: &'static str = "fail";

    fn key(&self) -> String {
        self.how.clone()
    }
}

/// Tells how many of it are under way.
#[derive(Serialize, Deserialize)]
struct Crowd {
    number: u32,
}

impl Work for Crowd {
    const KIND: &'static str = "crowd";

    fn key(&self) -> String {
        self.number.to_string()
    }
}

static UNDER_WAY: AtomicU32 = AtomicU32::new(0);
static MOST_UNDER_WAY: AtomicU32 = AtomicU32::new(0);
static WAS_DROPPED: AtomicBool = AtomicBool::new(false);

/// Says when it goes.
struct Drops;

impl Drop for Drops {
    fn drop(&mut self) {
        WAS_DROPPED.store(true, Ordering::SeqCst);
    }
}

async fn count(context: JobContext, lease: Lease, post: i64) -> anyhow::Result<Ended> {
    let mut transaction = context.database.begin().await?;
    add_views(&mut transaction, 1, &[(post, 1)]).await?;
    // Time to be cut off in.
    sleep(Duration::from_millis(3)).await;
    lease.finish(transaction).await
}

async fn misbehave(context: JobContext, lease: Lease, work: Fail) -> anyhow::Result<Ended> {
    match work.how.as_str() {
        "error" => anyhow::bail!("no such host"),
        "panic" => panic!("the work is broken"),
        "hang" => {
            let _drops = Drops;
            std::future::pending().await
        }
        // Does everything and then fails.
        _ => {
            let mut transaction = context.database.begin().await?;
            add_views(&mut transaction, 1, &[(1, 1)]).await?;
            drop((transaction, lease));
            anyhow::bail!("too late")
        }
    }
}

async fn crowd(context: JobContext, lease: Lease) -> anyhow::Result<Ended> {
    let now = UNDER_WAY.fetch_add(1, Ordering::SeqCst) + 1;
    MOST_UNDER_WAY.fetch_max(now, Ordering::SeqCst);
    sleep(Duration::from_millis(40)).await;
    UNDER_WAY.fetch_sub(1, Ordering::SeqCst);
    lease.finish(context.database.begin().await?).await
}

fn read<W: DeserializeOwned>(payload: &str) -> W {
    serde_json::from_str(payload).unwrap()
}

static KINDS: [Kind; 4] = [
    Kind {
        name: Count::KIND,
        at_once: 2,
        attempts: 1_000,
        lease: Duration::from_millis(40),
        longest: SECOND,
        begin: |context, lease, payload| {
            Box::pin(async move { count(context, lease, read::<Count>(&payload).post).await })
        },
    },
    Kind {
        name: CountSlowly::KIND,
        at_once: 1,
        attempts: 9,
        lease: Duration::from_millis(300),
        longest: Duration::from_secs(60),
        begin: |context, lease, payload| {
            Box::pin(async move {
                let work: CountSlowly = read(&payload);
                sleep(Duration::from_millis(work.wait)).await;
                count(context, lease, work.post).await
            })
        },
    },
    Kind {
        name: Fail::KIND,
        at_once: 1,
        attempts: 2,
        lease: SECOND,
        longest: Duration::from_millis(700),
        begin: |context, lease, payload| {
            Box::pin(async move { misbehave(context, lease, read(&payload)).await })
        },
    },
    Kind {
        name: Crowd::KIND,
        at_once: 2,
        attempts: 1,
        lease: SECOND,
        longest: SECOND,
        begin: |context, lease, _| Box::pin(crowd(context, lease)),
    },
];

/// A file with three posts, and no worker.
struct Bench {
    context: JobContext,
    folder: TempDir,
}

impl Bench {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let context = open(&folder.path().join("logbook.db")).await;
        let mut write = context.database.begin().await.unwrap();
        for slug in ["a", "b", "c"] {
            save_post(&mut write, None, &post(slug, 1), 1).await.unwrap();
        }
        write.commit().await.unwrap();
        Self { context, folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("logbook.db")
    }

    async fn enqueue(&self, work: &impl Work, after: i64) {
        enqueue(&self.context, work, after).await;
    }

    fn start(&self) -> Worker {
        Worker::start(self.context.clone(), &KINDS, SECOND)
    }

    /// The jobs of a state once there are so many, which has to be within ten seconds.
    async fn wait_for(&self, state: &str, jobs: usize) -> Vec<JobRow> {
        wait_for(&self.context, state, jobs).await
    }

    async fn views(&self) -> i64 {
        views(&self.context).await
    }
}

async fn open(file: &Path) -> JobContext {
    let database = Database::open(file).await.unwrap();
    JobContext {
        settings: Settings::open(&database, Values::new()).await.unwrap(),
        database,
        jobs: Jobs::default(),
        media: Arc::default(),
    }
}

async fn enqueue(context: &JobContext, work: &impl Work, after: i64) {
    let mut write = context.database.begin().await.unwrap();
    let run_at = calendar::now() + after;
    jobs::enqueue(&mut write, work, run_at, Again::Replace)
        .await
        .unwrap();
    write.commit().await.unwrap();
    context.jobs.wake();
}

async fn list(context: &JobContext, state: &str) -> Vec<JobRow> {
    let mut reader = context.database.reader().await.unwrap();
    list_jobs(&mut reader, state, 999).await.unwrap()
}

async fn wait_for(context: &JobContext, state: &str, jobs: usize) -> Vec<JobRow> {
    for _ in 0..1_000 {
        let found = list(context, state).await;
        if found.len() >= jobs {
            return found;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!(
        "no {jobs} {state}: {:?}, {:?}",
        list(context, "queued").await,
        list(context, "running").await
    );
}

async fn views(context: &JobContext) -> i64 {
    let mut reader = context.database.reader().await.unwrap();
    let totals = list_totals(&mut reader, &["a", "b", "c"], 9).await.unwrap();
    totals.into_iter().map(|(_, total)| total).sum()
}

#[tokio::test]
async fn a_job_is_done_at_its_time_and_at_once_when_the_worker_is_woken() {
    let bench = Bench::open().await;
    let worker = bench.start();
    sleep(Duration::from_millis(50)).await;
    let asked = Instant::now();
    bench.enqueue(&Count { post: 1, number: 1 }, 0).await;
    bench.wait_for("finished", 1).await;
    assert!(
        asked.elapsed() < Duration::from_millis(500),
        "{:?}",
        asked.elapsed()
    );

    bench.enqueue(&Count { post: 1, number: 2 }, 1_300).await;
    let done = bench.wait_for("finished", 2).await;
    let (started, run_at) = (done[0].started_at.unwrap(), done[0].run_at);
    assert!(
        (run_at..run_at + 1_000).contains(&started),
        "{}",
        started - run_at
    );
    worker.join().await;
    assert_eq!(bench.views().await, 2);
}

#[tokio::test]
async fn what_another_program_puts_into_the_queue_is_found_without_a_word() {
    let bench = Bench::open().await;
    let worker = bench.start();
    let other = open(&bench.file()).await;
    sleep(Duration::from_millis(50)).await;
    enqueue(&other, &Count { post: 1, number: 1 }, 0).await;
    bench.wait_for("finished", 1).await;
    worker.join().await;
}

#[tokio::test]
async fn so_many_of_a_kind_are_done_at_once_and_no_more() {
    let bench = Bench::open().await;
    for number in 0..7 {
        bench.enqueue(&Crowd { number }, 0).await;
    }
    let worker = bench.start();
    bench.wait_for("finished", 7).await;
    worker.join().await;
    assert_eq!(MOST_UNDER_WAY.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn what_fails_or_panics_or_takes_too_long_is_tried_again_and_then_given_up_with_the_reason() {
    let bench = Bench::open().await;
    let worker = bench.start();
    for (how, reason) in [
        ("error", "no such host"),
        ("panic", "the work panicked: the work is broken"),
        ("hang", "it took longer than 0.7 s"),
        ("late", "too late"),
    ] {
        bench.enqueue(&Fail { how: how.to_owned() }, 0).await;
        let failed = bench.wait_for("failed", 1).await.remove(0);
        assert_eq!(
            (failed.last_error.as_str(), failed.attempts),
            (reason, 2),
            "{how}"
        );
        let waited = failed.started_at.unwrap() - failed.created_at;
        assert!(waited >= 500, "{how}: {waited} ms between two attempts");
        let mut write = bench.context.database.begin().await.unwrap();
        assert!(queue::cancel_by_id(&mut write, failed.id).await.unwrap());
        write.commit().await.unwrap();
    }
    // None of it stands in the way of the next.
    bench.enqueue(&Count { post: 1, number: 1 }, 0).await;
    bench.wait_for("finished", 1).await;
    worker.join().await;
    assert_eq!(bench.views().await, 1);
}

#[tokio::test]
async fn work_that_takes_longer_than_its_lease_stays_with_who_does_it() {
    let bench = Bench::open().await;
    bench.enqueue(&CountSlowly { post: 1, wait: 1_200 }, 0).await;
    let worker = bench.start();
    let other = Worker::start(open(&bench.file()).await, &KINDS, SECOND);
    let done = bench.wait_for("finished", 1).await;
    assert_eq!(done[0].attempts, 1);
    worker.join().await;
    other.join().await;
    assert_eq!(bench.views().await, 1);
}

#[tokio::test]
async fn work_that_was_cancelled_is_stopped() {
    let bench = Bench::open().await;
    let work = Fail {
        how: "hang".to_owned(),
    };
    bench.enqueue(&work, 0).await;
    let worker = bench.start();
    bench.wait_for("running", 1).await;
    let mut write = bench.context.database.begin().await.unwrap();
    assert!(jobs::cancel(&mut write, &work).await.unwrap());
    write.commit().await.unwrap();
    for _ in 0..60 {
        sleep(Duration::from_millis(10)).await;
        if WAS_DROPPED.load(Ordering::SeqCst) {
            break;
        }
    }
    assert!(WAS_DROPPED.load(Ordering::SeqCst));
    worker.join().await;
    assert!(list(&bench.context, "failed").await.is_empty());
}

#[tokio::test]
async fn work_that_is_asked_for_again_while_it_is_done_is_done_once_more_and_counts_once() {
    let bench = Bench::open().await;
    bench.enqueue(&CountSlowly { post: 1, wait: 400 }, 0).await;
    let worker = bench.start();
    bench.wait_for("running", 1).await;
    bench.enqueue(&CountSlowly { post: 1, wait: 0 }, 0).await;
    bench.wait_for("finished", 1).await;
    sleep(Duration::from_millis(600)).await;
    worker.join().await;
    assert_eq!(bench.views().await, 1);
}

#[tokio::test]
async fn at_the_end_short_work_is_done_and_long_work_is_given_back_without_an_attempt() {
    let bench = Bench::open().await;
    bench.enqueue(&CountSlowly { post: 1, wait: 300 }, 0).await;
    let worker = bench.start();
    bench.wait_for("running", 1).await;
    worker.join().await;
    assert_eq!(list(&bench.context, "finished").await.len(), 1);

    bench
        .enqueue(
            &CountSlowly {
                post: 2,
                wait: 30_000,
            },
            0,
        )
        .await;
    let worker = bench.start();
    bench.wait_for("running", 1).await;
    bench.enqueue(&Count { post: 1, number: 1 }, 0).await;
    let stopped = Instant::now();
    worker.join().await;
    assert!(stopped.elapsed() < 2 * SECOND, "{:?}", stopped.elapsed());
    let mut left = list(&bench.context, "queued").await;
    left.retain(|job| job.kind == CountSlowly::KIND);
    assert_eq!((left.len(), left[0].attempts), (1, 0));
}

#[tokio::test]
async fn kinds_of_another_version_are_left_alone() {
    let bench = Bench::open().await;
    let unknown = queue::NewJob {
        kind: "mail",
        key: "1",
        payload: "{}",
        run_at: 0,
    };
    let mut write = bench.context.database.begin().await.unwrap();
    queue::enqueue(&mut write, &unknown, Again::Keep, 1)
        .await
        .unwrap();
    write.commit().await.unwrap();
    let worker = bench.start();
    bench.enqueue(&Count { post: 1, number: 1 }, 0).await;
    bench.wait_for("finished", 1).await;
    worker.join().await;
    assert_eq!(list(&bench.context, "queued").await.len(), 1);
}
