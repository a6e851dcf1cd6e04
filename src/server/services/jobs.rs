//! What is to be done later: asking for it in the transaction of its cause, and looking after it. The worker that does it
//! knows this room; nothing here knows the worker.

use std::sync::Arc;

use anyhow::anyhow;
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::Notify;

pub use self::work::{MakeVariants, PublishPost, PurgeJobs, PurgeTrash, RelatePosts, RemoveFiles};
pub use crate::server::db::jobs::Again;
use crate::{
    model::job::{Job, JobList, JobState},
    server::{
        calendar,
        context::Context,
        db::{
            Connection,
            jobs::{self as queue, NewJob},
        },
        fault::Fault,
    },
};

mod work;

/// Jobs on a page of the admin.
const PAGE: u32 = 200;

/// Finished jobs deleted in one transaction.
const BATCH: u32 = 1_000;

/// How long a finished job can still be looked at, in milliseconds: a week.
const KEPT: i64 = 7 * 24 * 60 * 60 * 1_000;

/// Work that can wait in the queue: its kind, what it is about, and, as JSON, what it is told.
pub trait Work: Serialize + DeserializeOwned {
    /// The name of the kind. What waits in a file has it, so it never changes.
    const KIND: &'static str;

    /// What it is about; of a kind there is at most one open job for each.
    fn key(&self) -> String;
}

/// Says that there is something to do. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Jobs(Arc<Notify>);

impl Jobs {
    /// Wakes the worker after a commit. A courtesy: it looks for itself within a second.
    pub fn wake(&self) {
        self.0.notify_one();
    }

    /// Waits until somebody says so.
    pub async fn woken(&self) {
        self.0.notified().await;
    }
}

/// Puts work into the queue, to be done at `run_at` (Unix milliseconds) or as soon after it as can be; answers whether
/// that changed anything. [`Jobs::wake`] may follow once the transaction is committed.
pub async fn enqueue<W: Work>(
    connection: &mut Connection,
    work: &W,
    run_at: i64,
    again: Again,
) -> anyhow::Result<bool> {
    let job = NewJob {
        kind: W::KIND,
        key: &work.key(),
        payload: &serde_json::to_string(work)?,
        run_at,
    };
    Ok(queue::enqueue(connection, &job, again, calendar::now()).await?)
}

/// Takes work that has not finished out of the queue; answers whether there was any.
pub async fn cancel<W: Work>(connection: &mut Connection, work: &W) -> anyhow::Result<bool> {
    Ok(queue::cancel(connection, W::KIND, &work.key()).await?)
}

/// The first jobs of a state, and how many there are of each. Two queries.
pub async fn list_jobs(context: &Context, state: JobState) -> Result<JobList, Fault> {
    let mut reader = context.database.reader().await?;
    let rows = queue::list_jobs(&mut reader, state.as_str(), PAGE).await?;
    let counts = queue::count_jobs(&mut reader).await?;
    let jobs = rows
        .into_iter()
        .map(|row| Job {
            id: row.id,
            kind: row.kind,
            key: row.key,
            state,
            run_at: row.run_at,
            attempts: row.attempts,
            last_error: row.last_error,
            created_at: row.created_at,
            started_at: row.started_at,
            ended_at: row.ended_at,
        })
        .collect();
    let counts = counts
        .into_iter()
        .map(|(word, count)| {
            let state =
                JobState::parse(&word).ok_or_else(|| anyhow!("a job is in no known state: {word}"))?;
            Ok((state, u32::try_from(count)?))
        })
        .collect::<anyhow::Result<_>>()?;
    Ok(JobList { state, counts, jobs })
}

/// Begins a job anew that was given up; nothing when it is not there, or was not.
pub async fn retry_job(context: &Context, id: i64) -> Result<Option<()>, Fault> {
    let mut transaction = context.database.begin().await?;
    let found = queue::retry(&mut transaction, id, calendar::now()).await?;
    transaction.commit().await?;
    context.jobs.wake();
    Ok(found.then_some(()))
}

/// Takes a job that has not finished out of the queue; nothing when there is none. Whoever does it is stopped.
pub async fn cancel_job(context: &Context, id: i64) -> Result<Option<()>, Fault> {
    let mut transaction = context.database.begin().await?;
    let found = queue::cancel_by_id(&mut transaction, id).await?;
    transaction.commit().await?;
    Ok(found.then_some(()))
}

/// Deletes some of the jobs that finished a week before `now`; answers whether there are more of them.
pub async fn purge(connection: &mut Connection, now: i64) -> anyhow::Result<bool> {
    let deleted = queue::purge_finished(connection, now - KEPT, BATCH).await?;
    Ok(deleted == u64::from(BATCH))
}

#[cfg(test)]
mod tests;
