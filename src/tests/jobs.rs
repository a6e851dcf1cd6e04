//! The real program is killed again and again while posts come due: each is live once, and in time.

use std::time::Duration;

use logbook::{
    model::status::Status,
    server::{calendar, db::Database},
};
use tokio::time::{Instant, sleep};

use crate::{
    program::Program,
    site::{TestSite, post},
};

const POSTS: i64 = 40;

/// Milliseconds between the times of two posts.
const APART: i64 = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn scheduled_posts_are_live_once_however_often_the_program_is_killed() {
    let begin = calendar::now() + 500;
    let posts = (0..POSTS).map(|number| {
        let mut post = post(&format!("Post {number}"), 0);
        post.status = Status::Scheduled;
        post.published_at = Some(begin + number * APART);
        post
    });
    let site = TestSite::with(posts.collect()).await;
    site.context.views.close().await;
    site.context.database.close().await;
    let folder = site.folder();
    let data = folder.to_str().unwrap();

    // Lives of different lengths, so that it dies at its start, in the middle of a job and in its sleep.
    let mut killed = 0;
    while calendar::now() < begin + POSTS * APART {
        let mut program = Program::start(data, &[]);
        sleep(Duration::from_millis(1 + killed * 37 % 400)).await;
        program.kill();
        killed += 1;
    }
    let started = Instant::now();
    let program = Program::start(data, &[]);
    let database = Database::open(&folder.join("logbook.db")).await.unwrap();
    let mut reader = database.reader().await.unwrap();
    loop {
        let live: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM posts WHERE status = 'published'")
            .fetch_one(&mut *reader)
            .await
            .unwrap();
        if live == POSTS {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(5), "{live} are live");
        sleep(Duration::from_millis(20)).await;
    }
    assert!(killed >= 5, "{killed}");
    drop(program);

    let row: (i64, i64, i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT value FROM counters WHERE name = 'listed_posts'), (SELECT post_count FROM tags), \
         (SELECT COUNT(*) FROM search_posts), \
         (SELECT COUNT(*) FROM jobs WHERE kind = 'publish' AND state = 'finished'), \
         (SELECT COUNT(DISTINCT key) FROM jobs WHERE kind = 'publish')",
    )
    .fetch_one(&mut *reader)
    .await
    .unwrap();
    assert_eq!(row, (POSTS, POSTS, POSTS, POSTS, POSTS));
    let open: Vec<(String, String)> =
        sqlx::query_as("SELECT kind, last_error FROM jobs WHERE state = 'failed' OR last_error <> ''")
            .fetch_all(&mut *reader)
            .await
            .unwrap();
    assert_eq!(open, []);
    let damage: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
        .fetch_all(&mut *reader)
        .await
        .unwrap();
    assert_eq!(damage, ["ok"]);
}
