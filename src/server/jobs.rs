//! The worker: does what waits in the queue, so many of each kind at once, again after a failure, and once more after a
//! crash. What the work itself is stands in the services.

use std::{fmt, future::Future, path::PathBuf, pin::Pin, sync::Arc, time::Duration};

pub use self::{
    dispatch::Worker,
    lease::{Ended, Lease},
};
use super::{
    calendar,
    context::Context,
    db::Database,
    services::{
        jobs::{self, Again, DrawShareImages, Jobs, PurgeJobs, PurgeTrash},
        publish,
        settings::Settings,
    },
};

mod backoff;
mod clock;
mod dispatch;
mod kinds;
mod lease;

/// How long jobs under way may take to end after the worker was told to stop; as long as requests have.
const DRAIN: Duration = Duration::from_secs(10);

/// What work needs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct JobContext {
    /// The blog's file.
    pub database: Database,
    /// Says that there is more to do.
    pub jobs: Jobs,
    /// Where pictures lie.
    pub media: Arc<PathBuf>,
    /// What the owner chose of the site.
    pub settings: Settings,
}

impl From<&Context> for JobContext {
    fn from(context: &Context) -> Self {
        Self {
            database: context.database.clone(),
            jobs: context.jobs.clone(),
            media: context.media.clone(),
            settings: context.settings.clone(),
        }
    }
}

/// One attempt. It ends by ending its lease, or with what went wrong. Dropped at any point it leaves nothing half done,
/// although what was given to another thread goes on to its end: that has to tidy up after itself.
pub type Attempt = Pin<Box<dyn Future<Output = anyhow::Result<Ended>> + Send>>;

/// A kind of work: how it is done, and how often, how long and how many at once.
pub struct Kind {
    /// Under which it is in the queue.
    pub name: &'static str,
    /// How many of it are done at once.
    pub at_once: u32,
    /// Attempts after which a job is given up.
    pub attempts: u32,
    /// How long a job is taken for; renewed as long as its attempt lives. After a crash it is gone on with that much later.
    pub lease: Duration,
    /// What an attempt may take at most; a lease can be renewed, this cannot.
    pub longest: Duration,
    /// Begins an attempt; the text is the payload.
    pub begin: fn(JobContext, Lease, String) -> Attempt,
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Sees to it that everything that has to wait in the queue does, and starts the worker.
pub async fn start(context: JobContext) -> anyhow::Result<Worker> {
    let added = publish::follow_all(&context.database).await?;
    if added > 0 {
        tracing::info!(posts = added, "scheduled posts without a job have one now");
    }
    let mut transaction = context.database.begin().await?;
    jobs::enqueue(&mut transaction, &PurgeJobs {}, calendar::now(), Again::Keep).await?;
    jobs::enqueue(&mut transaction, &PurgeTrash {}, calendar::now(), Again::Keep).await?;
    jobs::enqueue(
        &mut transaction,
        &DrawShareImages {},
        calendar::now(),
        Again::Keep,
    )
    .await?;
    transaction.commit().await?;
    Ok(Worker::start(context, &kinds::KINDS, DRAIN))
}

#[cfg(test)]
mod tests;
