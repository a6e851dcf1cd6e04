//! What is to be done later: asking for it in the transaction of its cause, and looking after it. The worker that does it
//! knows this room; nothing here knows the worker.

use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::Notify;

pub use self::work::{
    DrawShareImage, DrawShareImages, IndexPosts, MakeVariants, PublishPost, PurgeJobs, PurgeTrash,
    RelatePosts, RemoveFiles,
};
pub use crate::server::db::jobs::Again;
use crate::server::{
    calendar,
    db::{
        Connection,
        jobs::{self as rows, NewJob},
    },
};

pub mod queue;
mod work;

/// Finished jobs deleted in one transaction.
const BATCH: u32 = 1_000;

/// How long a finished job can still be looked at, in milliseconds: a week.
const KEPT: i64 = 7 * calendar::DAY;

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
    Ok(rows::enqueue(connection, &job, again, calendar::now()).await?)
}

/// Takes work that has not finished out of the queue; answers whether there was any.
pub async fn cancel<W: Work>(connection: &mut Connection, work: &W) -> anyhow::Result<bool> {
    Ok(rows::cancel(connection, W::KIND, &work.key()).await?)
}

/// Deletes some of the jobs that finished a week before `now`; answers whether there are more of them.
pub async fn purge(connection: &mut Connection, now: i64) -> anyhow::Result<bool> {
    let deleted = rows::purge_finished(connection, now - KEPT, BATCH).await?;
    Ok(deleted == u64::from(BATCH))
}

#[cfg(test)]
mod tests;
