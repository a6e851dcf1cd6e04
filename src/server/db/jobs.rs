//! The queue: what is to be done later, who does it now, and what became of it.
//!
//! A job is taken until a moment, its lease, under a random token. Whoever dies need not say so: the moment comes and
//! somebody else takes the job. Whoever lives on past it finds that the token holds no more. Everything here runs on the
//! connection of its caller, so that a job is there if its cause is, and is finished if its effect is there.
//!
//! Times are Unix milliseconds.

use sqlx::FromRow;

use super::Connection;

pub mod desk;

/// Characters of an error that are kept.
const LONGEST_ERROR: usize = 2_000;

/// A job to be done.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// Which work it is.
    pub kind: &'a str,
    /// What it is about; of a kind there is at most one for each that has not finished.
    pub key: &'a str,
    /// What the work is told, JSON.
    pub payload: &'a str,
    /// When it may start.
    pub run_at: i64,
}

/// What to do about a job of the same kind and key that has not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// One is enough: it stays as it is. Only one that was given up is begun anew.
    Keep,
    /// The new one takes its place. Whoever runs it loses it, and it runs once more from the beginning.
    Replace,
}

/// Puts a job into the queue; answers whether anything changed.
pub async fn enqueue(
    connection: &mut Connection,
    job: &NewJob<'_>,
    again: Again,
    now: i64,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "INSERT INTO jobs (kind, key, payload, state, run_at, created_at) VALUES ($1, $2, $3, 'queued', $4, $5) \
         ON CONFLICT (kind, key) WHERE state <> 'finished' DO UPDATE SET state = 'queued', \
         payload = excluded.payload, run_at = excluded.run_at, attempts = 0, lease = NULL, lease_until = NULL, \
         last_error = '', started_at = NULL, ended_at = NULL WHERE $6 OR jobs.state = 'failed'",
    )
    .bind(job.kind)
    .bind(job.key)
    .bind(job.payload)
    .bind(job.run_at)
    .bind(now)
    .bind(again == Again::Replace)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// How many jobs of a kind may be taken, and how.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// Which work.
    pub kind: &'a str,
    /// At most so many.
    pub limit: u32,
    /// What is begun more often than this has cost too many processes their life.
    pub attempts: u32,
    /// A token that nobody else has.
    pub token: &'a str,
    /// When the lease ends.
    pub until: i64,
}

/// A job that was taken.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ClaimedJob {
    /// Row id.
    pub id: i64,
    /// What the work is told, JSON.
    pub payload: String,
    /// How often it was begun, this time among them.
    pub attempts: u32,
}

/// Takes jobs that are due or whose lease has ended, the longest due first.
///
/// One whose lease has ended in its last attempt is given up instead.
pub async fn claim(
    connection: &mut Connection,
    claim: &Claim<'_>,
    now: i64,
) -> sqlx::Result<Vec<ClaimedJob>> {
    sqlx::query(
        "UPDATE jobs SET state = 'failed', lease = NULL, lease_until = NULL, ended_at = $2, \
         last_error = 'Every attempt ended without a word: the server stopped, or the work hung.' \
         WHERE kind = $1 AND due_at <= $2 AND state = 'running' AND attempts >= $3",
    )
    .bind(claim.kind)
    .bind(now)
    .bind(claim.attempts)
    .execute(&mut *connection)
    .await?;
    let mut jobs: Vec<ClaimedJob> = sqlx::query_as(
        "UPDATE jobs SET state = 'running', lease = $3, lease_until = $4, attempts = attempts + 1, started_at = $2 \
         WHERE id IN (SELECT id FROM jobs WHERE kind = $1 AND due_at <= $2 ORDER BY due_at, id LIMIT $5) \
         RETURNING id, payload, attempts",
    )
    .bind(claim.kind)
    .bind(now)
    .bind(claim.token)
    .bind(claim.until)
    .bind(claim.limit)
    .fetch_all(connection)
    .await?;
    // What an update returns has no order.
    jobs.sort_unstable_by_key(|job| job.id);
    Ok(jobs)
}

/// When the next job of a kind can be taken.
pub async fn next_due(connection: &mut Connection, kind: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT min(due_at) FROM jobs WHERE kind = $1 AND due_at IS NOT NULL")
        .bind(kind)
        .fetch_one(connection)
        .await
}

/// A job as whoever took it names it.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// Row id.
    pub id: i64,
    /// The token under which it was taken.
    pub token: &'a str,
}

/// Moves the end of a lease; false when somebody else has the job, or it is gone.
pub async fn extend(connection: &mut Connection, job: Held<'_>, until: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("UPDATE jobs SET lease_until = $3 WHERE id = $1 AND lease = $2")
        .bind(job.id)
        .bind(job.token)
        .bind(until)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Lets every lease of a kind that ends after `longer_than` end at `until`: the clock was set, and what leases say of it
/// means nothing any more.
pub async fn restart_leases(
    connection: &mut Connection,
    kind: &str,
    until: i64,
    longer_than: i64,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE jobs SET lease_until = $2 WHERE kind = $1 AND due_at > $3 AND state = 'running'")
        .bind(kind)
        .bind(until)
        .bind(longer_than)
        .execute(connection)
        .await?;
    Ok(())
}

/// Notes that a job is done; false as in [`extend`]. The effect belongs into the same transaction, and none of it may
/// stay when this says no.
pub async fn finish(connection: &mut Connection, job: Held<'_>, now: i64) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "UPDATE jobs SET state = 'finished', lease = NULL, lease_until = NULL, last_error = '', ended_at = $3 \
         WHERE id = $1 AND lease = $2",
    )
    .bind(job.id)
    .bind(job.token)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Puts a job back that has done what there was to do for now and goes on later, with all its attempts; false as in
/// [`finish`].
pub async fn repeat(connection: &mut Connection, job: Held<'_>, run_at: i64) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "UPDATE jobs SET state = 'queued', run_at = $3, attempts = 0, lease = NULL, lease_until = NULL, \
         last_error = '' WHERE id = $1 AND lease = $2",
    )
    .bind(job.id)
    .bind(job.token)
    .bind(run_at)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Gives a job back that was neither done nor failed, because whoever has it must stop. The attempt does not count.
pub async fn release(connection: &mut Connection, job: Held<'_>, now: i64) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE jobs SET state = 'queued', run_at = $3, attempts = attempts - 1, lease = NULL, lease_until = NULL \
         WHERE id = $1 AND lease = $2 AND attempts > 0",
    )
    .bind(job.id)
    .bind(job.token)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that an attempt failed. With `again_at` the next one is then; without, the job is given up until somebody looks
/// at it. Nothing happens when the token no longer holds.
pub async fn fail(
    connection: &mut Connection,
    job: Held<'_>,
    error: &str,
    again_at: Option<i64>,
    now: i64,
) -> sqlx::Result<()> {
    let error: String = error.chars().take(LONGEST_ERROR).collect();
    sqlx::query(
        "UPDATE jobs SET state = CASE WHEN $4 IS NULL THEN 'failed' ELSE 'queued' END, \
         run_at = coalesce($4, run_at), ended_at = CASE WHEN $4 IS NULL THEN $5 END, lease = NULL, \
         lease_until = NULL, last_error = $3 WHERE id = $1 AND lease = $2",
    )
    .bind(job.id)
    .bind(job.token)
    .bind(error)
    .bind(again_at)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Begins a job anew that was given up, with all its attempts; false when there is none.
pub async fn retry(connection: &mut Connection, id: i64, now: i64) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "UPDATE jobs SET state = 'queued', run_at = $2, attempts = 0, ended_at = NULL \
         WHERE id = $1 AND state = 'failed'",
    )
    .bind(id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a job that has not finished out of the queue; false when there is none. Whoever runs it loses it.
pub async fn cancel(connection: &mut Connection, kind: &str, key: &str) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM jobs WHERE kind = $1 AND key = $2 AND state <> 'finished'")
        .bind(kind)
        .bind(key)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// The same by row id.
pub async fn cancel_by_id(connection: &mut Connection, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM jobs WHERE id = $1 AND state <> 'finished'")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes at most `limit` jobs that finished before `before`; answers how many.
pub async fn purge_finished(connection: &mut Connection, before: i64, limit: u32) -> sqlx::Result<u64> {
    let done = sqlx::query(
        "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE state = 'finished' AND ended_at < $1 LIMIT $2)",
    )
    .bind(before)
    .bind(limit)
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

/// A job as the admin sees it.
#[derive(Clone, Debug, FromRow)]
pub struct JobRow {
    /// Row id.
    pub id: i64,
    /// Which work it is.
    pub kind: String,
    /// What it is about.
    pub key: String,
    /// `queued`, `running`, `failed` or `finished`.
    pub state: String,
    /// When it may start, or could have.
    pub run_at: i64,
    /// How often it was begun.
    pub attempts: u32,
    /// What the last attempt failed of; empty when it did not.
    pub last_error: String,
    /// When it was asked for.
    pub created_at: i64,
    /// When the last attempt began.
    pub started_at: Option<i64>,
    /// When it was finished or given up.
    pub ended_at: Option<i64>,
}

/// How many jobs there are of each state that has any.
pub async fn count_jobs(connection: &mut Connection) -> sqlx::Result<Vec<(String, i64)>> {
    sqlx::query_as("SELECT state, count(*) FROM jobs GROUP BY state ORDER BY state")
        .fetch_all(connection)
        .await
}

#[cfg(test)]
mod tests;
