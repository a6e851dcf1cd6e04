//! The kinds there are, done by the worker as the server starts it.

use tempfile::TempDir;
use tokio::time::sleep;

use super::*;
use crate::model::settings::Values;
use crate::server::{
    calendar,
    db::{
        Database,
        authors::ensure_author,
        cards::count_listed,
        fixture::{body, dump_index, list_jobs, post},
        jobs::{self as queue, JobRow},
        posts::{Relation, list_around, read_post},
        status::read_standing,
        store::{BodyRecord, PostRecord, save_post},
        tags::{ensure_tag, read_tag},
    },
    services::jobs::{PublishPost, Work as _},
};

struct Site {
    context: JobContext,
    tag: i64,
    author: i64,
    _folder: TempDir,
}

impl Site {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
        let mut write = database.begin().await.unwrap();
        let tag = ensure_tag(&mut write, "rust", "Rust").await.unwrap();
        let author = ensure_author(&mut write, "ada", "Ada").await.unwrap();
        write.commit().await.unwrap();
        let context = JobContext {
            settings: Settings::open(&database, Values::new()).await.unwrap(),
            database,
            jobs: Jobs::default(),
            media: Arc::new(folder.path().join("media")),
        };
        Self {
            context,
            tag,
            author,
            _folder: folder,
        }
    }

    /// Saves a post as an import would, and no job.
    async fn save(&self, slug: &str, status: &str, published_at: i64) -> i64 {
        let record = PostRecord {
            status,
            tags: &[self.tag],
            authors: &[self.author],
            body: BodyRecord {
                plain: "lock map",
                ..body("", 1)
            },
            ..post(slug, published_at)
        };
        let mut write = self.context.database.begin().await.unwrap();
        let id = save_post(&mut write, None, &record, 1).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    async fn status(&self, id: i64) -> String {
        let mut reader = self.context.database.reader().await.unwrap();
        read_standing(&mut reader, id).await.unwrap().unwrap().status
    }

    /// Waits until a post is live, for at most ten seconds; answers when it was seen to be, in Unix milliseconds.
    async fn live(&self, id: i64) -> i64 {
        for _ in 0..2_000 {
            if self.status(id).await == "published" {
                return calendar::now();
            }
            sleep(Duration::from_millis(5)).await;
        }
        panic!("post {id} is {}", self.status(id).await);
    }

    async fn jobs(&self, state: &str, kind: &str) -> Vec<JobRow> {
        let mut reader = self.context.database.reader().await.unwrap();
        let mut jobs = list_jobs(&mut reader, state, 99).await.unwrap();
        jobs.retain(|job| job.kind == kind);
        jobs
    }

    /// What readers and the search have: listed posts, posts of the tag, the index.
    async fn listed(&self) -> (u32, u32, Vec<String>) {
        let mut reader = self.context.database.reader().await.unwrap();
        let tag = read_tag(&mut reader, "rust").await.unwrap();
        (
            count_listed(&mut reader).await.unwrap(),
            tag.map_or(0, |tag| tag.post_count),
            dump_index(&mut reader).await,
        )
    }
}

#[tokio::test]
async fn a_scheduled_post_is_live_at_its_time_once_and_everything_follows() {
    let site = Site::open().await;
    let at = calendar::now() + 900;
    let old = site.save("old", "published", 1_000).await;
    let soon = site.save("soon", "scheduled", at).await;
    let later = site.save("later", "scheduled", at + 3_600_000).await;
    let worker = start(site.context.clone()).await.unwrap();
    let live = site.live(soon).await;
    assert!(
        (at..at + 5_000).contains(&live),
        "{} ms after its time",
        live - at
    );

    // Related posts are worked out by a job of their own.
    let mut related = Vec::new();
    for _ in 0..400 {
        let mut reader = site.context.database.reader().await.unwrap();
        let around = list_around(&mut reader, Some(at), soon, live, 9).await.unwrap();
        related = around
            .into_iter()
            .filter(|(relation, _)| *relation == Relation::Related)
            .map(|(_, link)| link.id)
            .collect();
        if !related.is_empty() {
            break;
        }
        drop(reader);
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(related, [old]);
    worker.join().await;
    assert_eq!(site.jobs("finished", PublishPost::KIND).await.len(), 1);
    assert_eq!(site.jobs("queued", PublishPost::KIND).await.len(), 1);
    assert_eq!(site.status(later).await, "scheduled");

    let mut reader = site.context.database.reader().await.unwrap();
    assert!(read_post(&mut reader, "soon", live).await.unwrap().is_some());
    drop(reader);
    let (listed, tagged, index) = site.listed().await;
    assert_eq!((listed, tagged), (2, 2));
    // As if it had been saved so in the first place.
    let other = Site::open().await;
    other.save("old", "published", 1_000).await;
    other.save("soon", "published", at).await;
    assert_eq!(index, other.listed().await.2);
}

#[tokio::test]
async fn what_was_missed_while_the_server_was_down_is_live_at_once() {
    let site = Site::open().await;
    let soon = site.save("soon", "scheduled", calendar::now() + 600).await;
    let worker = start(site.context.clone()).await.unwrap();
    worker.join().await;
    assert_eq!(site.status(soon).await, "scheduled");
    // Another one that no job knows of, such as from a copy that was put back.
    let missed = site.save("missed", "scheduled", 5_000).await;
    sleep(Duration::from_millis(700)).await;
    let started = calendar::now();
    let worker = start(site.context.clone()).await.unwrap();
    for id in [soon, missed] {
        let live = site.live(id).await;
        assert!(live - started < 2_000, "{} ms after the start", live - started);
    }
    worker.join().await;
    let (listed, tagged, _) = site.listed().await;
    assert_eq!((listed, tagged), (2, 2));
    // A third start finds nothing to do.
    let worker = start(site.context.clone()).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    worker.join().await;
    assert_eq!(site.jobs("finished", PublishPost::KIND).await.len(), 2);
}

#[tokio::test]
async fn a_scheduled_post_is_not_given_up_however_often_it_failed() {
    let site = Site::open().await;
    let late = site.save("late", "scheduled", 5_000).await;
    let mut write = site.context.database.begin().await.unwrap();
    jobs::enqueue(&mut write, &PublishPost { post: late }, 5_000, Again::Keep)
        .await
        .unwrap();
    for _ in 0..100 {
        let claim = queue::Claim {
            kind: PublishPost::KIND,
            limit: 1,
            attempts: u32::MAX,
            token: "crashed",
            until: 5_000,
        };
        let taken = queue::claim(&mut write, &claim, calendar::now()).await.unwrap();
        assert_eq!(taken.len(), 1);
    }
    write.commit().await.unwrap();
    let worker = start(site.context.clone()).await.unwrap();
    site.live(late).await;
    worker.join().await;
}

#[tokio::test]
async fn a_job_whose_post_was_moved_past_it_follows_the_post() {
    let site = Site::open().await;
    let at = calendar::now() + 700;
    let moved = site.save("moved", "scheduled", at).await;
    let (withdrawn, gone) = (site.save("withdrawn", "draft", at).await, moved + 99);
    let mut write = site.context.database.begin().await.unwrap();
    // Jobs that are too early, or for nothing.
    for post in [moved, withdrawn, gone] {
        jobs::enqueue(&mut write, &PublishPost { post }, 0, Again::Replace)
            .await
            .unwrap();
    }
    write.commit().await.unwrap();
    let worker = start(site.context.clone()).await.unwrap();
    let live = site.live(moved).await;
    assert!(
        (at..at + 5_000).contains(&live),
        "{} ms after its time",
        live - at
    );
    worker.join().await;
    assert_eq!(site.status(withdrawn).await, "draft");
    assert_eq!(site.jobs("finished", PublishPost::KIND).await.len(), 3);
    assert!(site.jobs("failed", PublishPost::KIND).await.is_empty());
}

#[tokio::test]
async fn a_clean_up_comes_back_the_next_day() {
    let site = Site::open().await;
    let now = calendar::now();
    for _ in 0..2 {
        let worker = start(site.context.clone()).await.unwrap();
        sleep(Duration::from_millis(200)).await;
        worker.join().await;
        let waiting = site.jobs("queued", PurgeJobs::KIND).await;
        assert_eq!(waiting.len(), 1);
        let hours = (waiting[0].run_at - now) / 3_600_000;
        assert!((23..=24).contains(&hours), "{hours}");
    }
}
