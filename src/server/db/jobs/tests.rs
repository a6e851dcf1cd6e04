//! That a job is taken by one, kept by who is alive, and never lost or done twice.

use super::*;
use crate::server::db::fixture::{Blog, NOW, list_jobs};

mod any_order;

/// A lease in these tests, in milliseconds.
const LEASE: i64 = 1_000;

async fn put(connection: &mut Connection, key: &str, run_at: i64, again: Again) -> bool {
    let job = NewJob {
        kind: "mail",
        key,
        payload: "{}",
        run_at,
    };
    enqueue(connection, &job, again, NOW).await.unwrap()
}

/// Takes at most `limit` jobs with three attempts each.
async fn take(connection: &mut Connection, limit: u32, token: &str, now: i64) -> Vec<ClaimedJob> {
    let wanted = Claim {
        kind: "mail",
        limit,
        attempts: 3,
        token,
        until: now + LEASE,
    };
    claim(connection, &wanted, now).await.unwrap()
}

async fn list(connection: &mut Connection, state: &str) -> Vec<JobRow> {
    list_jobs(connection, state, 99).await.unwrap()
}

fn held<'a>(job: &ClaimedJob, token: &'a str) -> Held<'a> {
    Held { id: job.id, token }
}

#[tokio::test]
async fn jobs_are_taken_once_they_are_due_the_longest_due_first() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    for (key, run_at) in [("c", NOW), ("a", NOW - 2), ("b", NOW - 1), ("later", NOW + 1)] {
        assert!(put(&mut write, key, run_at, Again::Keep).await);
    }
    let other = NewJob {
        kind: "other",
        key: "a",
        payload: "{}",
        run_at: 0,
    };
    assert!(enqueue(&mut write, &other, Again::Keep, NOW).await.unwrap());
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), Some(NOW - 2));
    assert_eq!(take(&mut write, 2, "t", NOW).await.len(), 2);
    let keys: Vec<String> = list(&mut write, "running")
        .await
        .into_iter()
        .map(|job| job.key)
        .collect();
    assert_eq!(keys, ["a", "b"]);
    assert_eq!(take(&mut write, 9, "u", NOW).await.len(), 1);
    assert!(take(&mut write, 9, "v", NOW).await.is_empty());
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), Some(NOW + 1));
    assert_eq!(next_due(&mut write, "none").await.unwrap(), None);
}

#[tokio::test]
async fn a_lease_that_has_ended_is_anybodys_and_its_token_holds_no_more() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    put(&mut write, "a", NOW, Again::Keep).await;
    let first = take(&mut write, 1, "first", NOW).await.remove(0);
    assert_eq!(first.attempts, 1);
    assert!(take(&mut write, 1, "early", NOW + LEASE - 1).await.is_empty());
    let second = take(&mut write, 1, "second", NOW + LEASE).await.remove(0);
    assert_eq!((second.id, second.attempts), (first.id, 2));

    let (gone, good) = (held(&first, "first"), held(&first, "second"));
    assert!(!extend(&mut write, gone, NOW + 9_999).await.unwrap());
    assert!(!finish(&mut write, gone, NOW).await.unwrap());
    assert!(!repeat(&mut write, gone, NOW).await.unwrap());
    fail(&mut write, gone, "no", None, NOW).await.unwrap();
    release(&mut write, gone, NOW).await.unwrap();
    assert_eq!(list(&mut write, "running").await.len(), 1);

    let end = NOW + 2 * LEASE;
    assert!(extend(&mut write, good, end + LEASE).await.unwrap());
    assert!(take(&mut write, 1, "third", end).await.is_empty());
    assert!(finish(&mut write, good, end).await.unwrap());
    assert!(!finish(&mut write, good, end).await.unwrap());
    assert!(take(&mut write, 1, "third", end + 9_999).await.is_empty());
}

#[tokio::test]
async fn a_job_that_waits_is_kept_or_replaced_as_asked() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    assert!(put(&mut write, "a", NOW, Again::Keep).await);
    assert!(!put(&mut write, "a", NOW + 5, Again::Keep).await);
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), Some(NOW));
    assert!(put(&mut write, "a", NOW + 5, Again::Replace).await);
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), Some(NOW + 5));
    assert_eq!(list(&mut write, "queued").await.len(), 1);
}

#[tokio::test]
async fn a_job_that_runs_is_kept_or_taken_from_who_runs_it() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    put(&mut write, "a", NOW, Again::Keep).await;
    let job = take(&mut write, 1, "t", NOW).await.remove(0);
    assert!(!put(&mut write, "a", NOW, Again::Keep).await);
    assert!(extend(&mut write, held(&job, "t"), NOW + LEASE).await.unwrap());
    assert!(put(&mut write, "a", NOW, Again::Replace).await);
    assert!(!finish(&mut write, held(&job, "t"), NOW).await.unwrap());
    assert_eq!(take(&mut write, 1, "u", NOW).await[0].attempts, 1);
}

#[tokio::test]
async fn after_a_job_has_finished_the_same_can_be_asked_for_again() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    for turn in 1..=3 {
        assert!(put(&mut write, "a", NOW, Again::Keep).await);
        let job = take(&mut write, 1, "t", NOW).await.remove(0);
        assert!(finish(&mut write, held(&job, "t"), NOW + turn).await.unwrap());
    }
    let ended: Vec<_> = list(&mut write, "finished")
        .await
        .into_iter()
        .map(|job| job.ended_at)
        .collect();
    assert_eq!(ended, [Some(NOW + 3), Some(NOW + 2), Some(NOW + 1)]);
}

#[tokio::test]
async fn what_failed_comes_back_later_until_it_is_given_up_and_a_person_begins_it_anew() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    put(&mut write, "a", NOW, Again::Keep).await;
    let job = take(&mut write, 1, "t", NOW).await.remove(0);
    let long = "é".repeat(LONGEST_ERROR + 1);
    fail(&mut write, held(&job, "t"), &long, Some(NOW + 7), NOW)
        .await
        .unwrap();
    let row = list(&mut write, "queued").await.remove(0);
    assert_eq!(
        (row.run_at, row.last_error.chars().count()),
        (NOW + 7, LONGEST_ERROR)
    );
    assert!(take(&mut write, 1, "u", NOW + 6).await.is_empty());
    let job = take(&mut write, 1, "u", NOW + 7).await.remove(0);
    assert_eq!(job.attempts, 2);
    assert!(!retry(&mut write, job.id, NOW).await.unwrap());
    fail(&mut write, held(&job, "u"), "no such host", None, NOW + 8)
        .await
        .unwrap();
    let row = list(&mut write, "failed").await.remove(0);
    assert_eq!(
        (row.last_error.as_str(), row.ended_at),
        ("no such host", Some(NOW + 8))
    );
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), None);

    assert!(retry(&mut write, job.id, NOW + 9).await.unwrap());
    assert_eq!(take(&mut write, 1, "v", NOW + 9).await[0].attempts, 1);
}

#[tokio::test]
async fn asking_again_for_what_was_given_up_begins_it_anew() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    for again in [Again::Keep, Again::Replace] {
        put(&mut write, "a", NOW, Again::Keep).await;
        let job = take(&mut write, 1, "t", NOW).await.remove(0);
        fail(&mut write, held(&job, "t"), "no", None, NOW).await.unwrap();
        assert!(put(&mut write, "a", NOW, again).await);
        let job = take(&mut write, 1, "t", NOW).await.remove(0);
        assert_eq!(job.attempts, 1);
        assert!(finish(&mut write, held(&job, "t"), NOW).await.unwrap());
    }
}

#[tokio::test]
async fn a_job_that_takes_its_process_along_is_given_up_as_well() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    put(&mut write, "a", NOW, Again::Keep).await;
    for turn in 0..3 {
        assert_eq!(take(&mut write, 1, "t", NOW + turn * LEASE).await.len(), 1);
    }
    assert!(take(&mut write, 1, "t", NOW + 3 * LEASE).await.is_empty());
    let row = list(&mut write, "failed").await.remove(0);
    assert!(
        row.last_error.contains("ended without a word"),
        "{}",
        row.last_error
    );
    assert_eq!(row.attempts, 3);
}

#[tokio::test]
async fn an_attempt_that_was_given_back_does_not_count_and_one_that_goes_on_later_begins_anew() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    put(&mut write, "a", NOW, Again::Keep).await;
    for _ in 0..9 {
        let job = take(&mut write, 1, "t", NOW).await.remove(0);
        assert_eq!(job.attempts, 1);
        release(&mut write, held(&job, "t"), NOW).await.unwrap();
    }
    let job = take(&mut write, 1, "t", NOW).await.remove(0);
    assert!(repeat(&mut write, held(&job, "t"), NOW + 5).await.unwrap());
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), Some(NOW + 5));
    assert_eq!(take(&mut write, 1, "t", NOW + 5).await[0].attempts, 1);
}

#[tokio::test]
async fn who_runs_a_job_that_was_cancelled_loses_it() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    for key in ["a", "b"] {
        put(&mut write, key, NOW, Again::Keep).await;
    }
    let jobs = take(&mut write, 2, "t", NOW).await;
    assert!(cancel(&mut write, "mail", "a").await.unwrap());
    assert!(!cancel(&mut write, "mail", "a").await.unwrap());
    assert!(!cancel(&mut write, "other", "b").await.unwrap());
    assert!(!extend(&mut write, held(&jobs[0], "t"), NOW).await.unwrap());
    assert!(cancel_by_id(&mut write, jobs[1].id).await.unwrap());
    assert!(!finish(&mut write, held(&jobs[1], "t"), NOW).await.unwrap());
    assert!(!cancel_by_id(&mut write, jobs[1].id).await.unwrap());

    put(&mut write, "c", NOW, Again::Keep).await;
    let job = take(&mut write, 1, "t", NOW).await.remove(0);
    assert!(finish(&mut write, held(&job, "t"), NOW).await.unwrap());
    assert!(!cancel(&mut write, "mail", "c").await.unwrap());
    assert!(!cancel_by_id(&mut write, job.id).await.unwrap());
}

#[tokio::test]
async fn leases_begin_anew_when_the_clock_was_set() {
    let blog = Blog::open().await;
    let mut write = blog.begin().await;
    put(&mut write, "a", NOW, Again::Keep).await;
    take(&mut write, 1, "t", NOW).await;
    // An hour back: the lease would last for an hour.
    let back = NOW - 3_600_000;
    restart_leases(&mut write, "mail", back + LEASE, back + LEASE)
        .await
        .unwrap();
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), Some(back + LEASE));
    // A shorter one is left alone, unless all are meant.
    restart_leases(&mut write, "mail", NOW, back + LEASE)
        .await
        .unwrap();
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), Some(back + LEASE));
    restart_leases(&mut write, "mail", NOW, i64::MIN).await.unwrap();
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), Some(NOW));
    restart_leases(&mut write, "other", 1, i64::MIN).await.unwrap();
    assert_eq!(next_due(&mut write, "mail").await.unwrap(), Some(NOW));
}

#[tokio::test]
async fn the_worker_asks_indexes() {
    let blog = Blog::open().await;
    for statement in [
        "SELECT min(due_at) FROM jobs WHERE kind = 'a' AND due_at IS NOT NULL",
        "SELECT id FROM jobs WHERE kind = 'a' AND due_at <= 5 ORDER BY due_at, id LIMIT 3",
        "UPDATE jobs SET lease_until = 5 WHERE kind = 'a' AND due_at > 3 AND state = 'running'",
        "SELECT id FROM jobs WHERE state = 'finished' AND ended_at < 5 LIMIT 9",
    ] {
        for step in blog.plan(statement).await {
            assert!(step.starts_with("SEARCH jobs USING"), "{statement}: {step}");
        }
    }
}

#[tokio::test]
async fn two_that_take_at_once_never_get_the_same_job() {
    const JOBS: usize = 300;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("logbook.db");
    let database = crate::server::db::Database::open(&file).await.unwrap();
    let mut write = database.begin().await.unwrap();
    for job in 0..JOBS {
        put(&mut write, &job.to_string(), NOW, Again::Keep).await;
    }
    write.commit().await.unwrap();
    let mut claimers = tokio::task::JoinSet::new();
    for name in ["a", "b", "c"] {
        // Each as a process of its own: another writer on the same file.
        let database = crate::server::db::Database::open(&file).await.unwrap();
        claimers.spawn(async move {
            let mut taken = Vec::new();
            loop {
                let mut write = database.begin().await.unwrap();
                let jobs = take(&mut write, 7, name, NOW).await;
                write.commit().await.unwrap();
                if jobs.is_empty() {
                    return taken;
                }
                taken.extend(jobs.into_iter().map(|job| job.id));
            }
        });
    }
    let mut ids: Vec<i64> = claimers.join_all().await.into_iter().flatten().collect();
    assert_eq!(ids.len(), JOBS);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), JOBS);
}
