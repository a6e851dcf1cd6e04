//! Takes what is due, begins it, and notes what became of it. One task for all of that; the work itself has others.

use std::{any::Any, collections::HashMap, sync::Arc, time::Duration};

use anyhow::anyhow;
use tokio::{
    sync::Notify,
    task::{self, JoinError, JoinHandle, JoinSet},
    time::{Instant, sleep, timeout, timeout_at},
};

use super::{Attempt, Ended, JobContext, Kind, Lease, backoff, clock::Clock, lease::after};
use crate::server::{
    calendar,
    db::{
        Database,
        jobs::{self as queue, Claim, ClaimedJob},
    },
};

/// The longest sleep. Another program may put something into the queue, and the clock may be set, without a word.
const LONGEST_SLEEP: Duration = Duration::from_secs(1);

/// The task that does the jobs.
#[derive(Debug)]
pub struct Worker {
    stop: Arc<Notify>,
    dispatcher: JoinHandle<()>,
}

impl Worker {
    /// Starts to do jobs of these kinds; once told to stop, those under way have `drain` to end.
    pub(super) fn start(context: JobContext, kinds: &'static [Kind], drain: Duration) -> Self {
        let stop = Arc::new(Notify::new());
        let dispatcher = Dispatcher {
            context,
            kinds,
            clock: Clock::start(calendar::now()),
            begun: HashMap::new(),
            attempts: JoinSet::new(),
            ailing: false,
        };
        let dispatcher = tokio::spawn(dispatcher.run(stop.clone(), drain));
        Self { stop, dispatcher }
    }

    /// Takes no more jobs from now on.
    pub fn stop(&self) {
        self.stop.notify_one();
    }

    /// Stops, and waits until the jobs under way have ended or were given back. The database can be closed after it.
    pub async fn join(self) {
        self.stop();
        if let Err(error) = self.dispatcher.await {
            tracing::error!("the worker did not end well: {error}");
        }
    }
}

/// A job under way.
struct Begun {
    kind: &'static Kind,
    lease: Lease,
    attempt: u32,
}

struct Dispatcher {
    context: JobContext,
    kinds: &'static [Kind],
    clock: Clock,
    begun: HashMap<task::Id, Begun>,
    attempts: JoinSet<anyhow::Result<Ended>>,
    /// Whether the queue could not be read the last time.
    ailing: bool,
}

type Outcome = Result<(task::Id, anyhow::Result<Ended>), JoinError>;

impl Dispatcher {
    async fn run(mut self, stop: Arc<Notify>, drain: Duration) {
        let now = calendar::now();
        // None that is fair lasts longer: the clock was set back while nobody looked.
        if let Err(error) = self.restart_leases(now, |kind| after(now, kind.lease)).await {
            tracing::warn!("leases could not be looked at: {error}");
        }
        loop {
            let wait = self.turn().await;
            tokio::select! {
                () = stop.notified() => break,
                Some(outcome) = self.attempts.join_next_with_id() => self.note(outcome).await,
                () = self.context.jobs.woken() => {}
                () = sleep(wait) => {}
            }
        }
        self.drain(drain).await;
    }

    /// Begins what is due; answers how long there is nothing more to do.
    async fn turn(&mut self) -> Duration {
        let outcome = self.begin_due().await;
        let ailing = outcome.is_err();
        let wait = match outcome {
            Ok(Some(next)) => {
                let wait = next.saturating_sub(calendar::now()).max(0);
                Duration::from_millis(wait.unsigned_abs()).min(LONGEST_SLEEP)
            }
            Ok(None) => LONGEST_SLEEP,
            Err(error) => {
                // Once, and not every second for as long as the disk is full.
                if !self.ailing {
                    tracing::error!("jobs cannot be taken for now: {error}");
                }
                LONGEST_SLEEP
            }
        };
        if self.ailing && !ailing {
            tracing::info!("jobs can be taken again");
        }
        self.ailing = ailing;
        wait
    }

    /// Takes and begins what is due of each kind that has room; answers when the next one is due.
    async fn begin_due(&mut self) -> sqlx::Result<Option<i64>> {
        let now = calendar::now();
        if self.clock.was_set(now) {
            // Who lives keeps what he has, whichever way the clock went.
            self.restart_leases(now, |_| i64::MIN).await?;
        }
        let (mut due, mut next) = (Vec::new(), None);
        let mut reader = self.context.database.reader().await?;
        for kind in self.kinds {
            let room = kind.at_once.saturating_sub(self.count(kind));
            if room == 0 {
                continue;
            }
            match queue::next_due(&mut reader, kind.name).await? {
                Some(at) if at <= now => due.push((kind, room)),
                Some(at) => next = Some(next.map_or(at, |next: i64| next.min(at))),
                None => {}
            }
        }
        drop(reader);
        if due.is_empty() {
            return Ok(next);
        }

        let token: Arc<str> = uuid::Uuid::new_v4().to_string().into();
        let mut taken = Vec::new();
        let mut transaction = self.context.database.begin().await?;
        for (kind, room) in due {
            let claim = Claim {
                kind: kind.name,
                limit: room,
                attempts: kind.attempts,
                token: &token,
                until: after(calendar::now(), kind.lease),
            };
            for job in queue::claim(&mut transaction, &claim, now).await? {
                taken.push((kind, job));
            }
        }
        transaction.commit().await?;
        for (kind, job) in taken {
            self.begin(kind, job, &token);
        }
        // There may be more of it, or something else may be next.
        Ok(Some(now))
    }

    fn count(&self, kind: &Kind) -> u32 {
        let count = self
            .begun
            .values()
            .filter(|begun| begun.kind.name == kind.name)
            .count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    fn begin(&mut self, kind: &'static Kind, job: ClaimedJob, token: &Arc<str>) {
        let lease = Lease::new(job.id, token.clone());
        let work = (kind.begin)(self.context.clone(), lease.clone(), job.payload);
        let attempt = attempt(kind, self.context.database.clone(), lease.clone(), work);
        let task = self.attempts.spawn(attempt);
        let begun = Begun {
            kind,
            lease,
            attempt: job.attempts,
        };
        self.begun.insert(task.id(), begun);
    }

    /// Notes what became of an attempt.
    async fn note(&mut self, outcome: Outcome) {
        let (task, ended) = match outcome {
            Ok(ended) => ended,
            Err(error) => (error.id(), Err(anyhow!("the work panicked: {}", what(error)))),
        };
        let Some(Begun { kind, lease, attempt }) = self.begun.remove(&task) else {
            return;
        };
        let (name, job) = (kind.name, lease.held().id);
        let error = match ended {
            Ok(ended) => {
                let kept = ended.is_held();
                tracing::debug!(kind = name, job, attempt, kept, "a job ended");
                return;
            }
            Err(error) => error,
        };
        let now = calendar::now();
        let delay = backoff::delay(attempt, rand::random());
        let again_at = (attempt < kind.attempts).then(|| after(now, delay));
        match again_at {
            Some(_) => tracing::warn!(
                kind = name,
                job,
                attempt,
                "a job failed and is tried again in {} s: {error:#}",
                delay.as_secs_f32().ceil()
            ),
            None => tracing::error!(kind = name, job, attempt, "a job was given up: {error:#}"),
        }
        if let Err(error) = fail(
            &self.context.database,
            &lease,
            &format!("{error:#}"),
            again_at,
            now,
        )
        .await
        {
            // Its lease ends all the same.
            tracing::warn!(kind = name, job, "that a job failed could not be noted: {error}");
        }
    }

    async fn restart_leases(&self, now: i64, longer_than: impl Fn(&Kind) -> i64) -> sqlx::Result<()> {
        let mut transaction = self.context.database.begin().await?;
        for kind in self.kinds {
            let until = after(now, kind.lease);
            queue::restart_leases(&mut transaction, kind.name, until, longer_than(kind)).await?;
        }
        transaction.commit().await
    }

    /// Waits for what is under way, and gives back what takes too long.
    async fn drain(mut self, drain: Duration) {
        let deadline = Instant::now() + drain;
        while let Ok(Some(outcome)) = timeout_at(deadline, self.attempts.join_next_with_id()).await {
            self.note(outcome).await;
        }
        if self.begun.is_empty() {
            return;
        }
        tracing::info!(
            jobs = self.begun.len(),
            "jobs that did not end in time are given back"
        );
        self.attempts.abort_all();
        if let Err(error) = release(&self.context.database, self.begun.into_values()).await {
            tracing::warn!("jobs could not be given back; they go on when their leases end: {error}");
        }
    }
}

/// One attempt, for as long as its lease holds and its time lasts.
async fn attempt(
    kind: &'static Kind,
    database: Database,
    lease: Lease,
    work: Attempt,
) -> anyhow::Result<Ended> {
    // Both are looked at all the time: work that writes has the one writer, for which a renewal then waits.
    tokio::select! {
        ended = timeout(kind.longest, work) => ended.unwrap_or_else(|_| {
            Err(anyhow!("it took longer than {} s", kind.longest.as_secs_f32()))
        }),
        () = lease.keep(&database, kind.lease) => Ok(Ended::lost()),
    }
}

async fn fail(
    database: &Database,
    lease: &Lease,
    error: &str,
    again_at: Option<i64>,
    now: i64,
) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    queue::fail(&mut transaction, lease.held(), error, again_at, now).await?;
    transaction.commit().await
}

async fn release(database: &Database, begun: impl Iterator<Item = Begun>) -> sqlx::Result<()> {
    let mut transaction = database.begin().await?;
    for begun in begun {
        queue::release(&mut transaction, begun.lease.held(), calendar::now()).await?;
    }
    transaction.commit().await
}

/// What a task said when it panicked.
fn what(error: JoinError) -> String {
    let said = |payload: &(dyn Any + Send)| {
        payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
    };
    error
        .try_into_panic()
        .ok()
        .and_then(|payload| said(&*payload))
        .unwrap_or_else(|| "nothing is known of it".to_owned())
}

#[cfg(test)]
mod tests;
