//! What whoever does a job holds of it, and the only ways in which it ends well.

use std::{sync::Arc, time::Duration};

use crate::server::{
    calendar,
    db::{
        Database, Transaction,
        jobs::{self as queue, Held},
    },
};

/// A job that was taken. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Lease {
    id: i64,
    token: Arc<str>,
}

/// Says that a job was ended by its lease, so that no work can forget to.
#[derive(Debug)]
pub struct Ended {
    held: bool,
}

impl Ended {
    /// That somebody else has the job by now: it was asked for anew, cancelled, or taken over.
    pub(super) fn lost() -> Self {
        Self { held: false }
    }

    /// Whether what was done counts. If not, nothing of it was kept.
    pub(super) fn is_held(&self) -> bool {
        self.held
    }
}

impl Lease {
    /// The lease of the job with this row id under this token.
    pub(super) fn new(id: i64, token: Arc<str>) -> Self {
        Self { id, token }
    }

    /// As the queue knows it.
    pub(super) fn held(&self) -> Held<'_> {
        Held {
            id: self.id,
            token: &self.token,
        }
    }

    /// Commits what was done together with the word that it is done: both are kept, or neither, when somebody else has
    /// the job by now.
    pub async fn finish(&self, mut transaction: Transaction) -> anyhow::Result<Ended> {
        let held = queue::finish(&mut transaction, self.held(), calendar::now()).await?;
        end(transaction, held).await
    }

    /// As [`Lease::finish`], for work that goes on at `run_at` (Unix milliseconds).
    pub async fn repeat(&self, mut transaction: Transaction, run_at: i64) -> anyhow::Result<Ended> {
        let held = queue::repeat(&mut transaction, self.held(), run_at).await?;
        end(transaction, held).await
    }

    /// Renews the lease for `length` at a time, and ends when somebody else has the job.
    ///
    /// Belongs into the task of the work: what stops the one stops the other, and then the lease runs out.
    pub(super) async fn keep(&self, database: &Database, length: Duration) {
        loop {
            // Two renewals may fail and the third is still in time.
            tokio::time::sleep(length / 3).await;
            match self.extend(database, length).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    tracing::warn!(
                        job = self.id,
                        "a lease was not renewed and will be tried again: {error}"
                    );
                }
            }
        }
    }

    async fn extend(&self, database: &Database, length: Duration) -> sqlx::Result<bool> {
        let mut transaction = database.begin().await?;
        let until = after(calendar::now(), length);
        let held = queue::extend(&mut transaction, self.held(), until).await?;
        transaction.commit().await?;
        Ok(held)
    }
}

async fn end(transaction: Transaction, held: bool) -> anyhow::Result<Ended> {
    if held {
        transaction.commit().await?;
    } else {
        transaction.rollback().await?;
    }
    Ok(Ended { held })
}

/// The moment that long after another one, in Unix milliseconds.
pub(super) fn after(now: i64, length: Duration) -> i64 {
    now.saturating_add(i64::try_from(length.as_millis()).unwrap_or(i64::MAX))
}
