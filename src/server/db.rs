//! All SQL. One writer, many readers, and the pragmas that make an acknowledged write a kept one.
//!
//! Statements are plain strings with `$1` placeholders that PostgreSQL would take as well; what only SQLite knows
//! stays in this file and in `search`.

use std::{path::Path, time::Duration};

use anyhow::{Context as _, bail};
use sqlx::{
    ConnectOptions as _, Connection as _, Sqlite,
    migrate::{MigrateError, Migrator},
    pool::PoolConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

pub mod audit;
pub mod authors;
pub mod bodies;
pub mod cards;
pub mod choices;
pub mod collecting;
pub mod collections;
pub mod desk;
pub mod door_links;
pub mod draft_links;
pub mod drafts;
pub mod feeds;
pub mod filter;
#[cfg(test)]
pub mod fixture;
pub mod followed;
pub mod gone;
pub mod jobs;
pub mod labels;
pub mod listing;
pub mod machine;
pub mod media;
pub mod messages;
pub mod numbers;
pub mod pages;
pub mod posts;
pub mod projects;
pub mod published;
pub mod redirects;
pub mod related;
pub mod releases;
pub mod resume;
pub mod review;
pub mod search;
pub mod series;
pub mod sessions;
pub mod settings;
pub mod share_images;
pub mod status;
pub mod store;
pub mod subscribers;
pub mod tags;
pub mod trash;
pub mod users;
pub mod views;
pub mod whole;
pub mod words;

/// The engine, named here and nowhere else.
type Pool = sqlx::SqlitePool;

/// One connection, on which every query of the rooms below runs.
pub type Connection = sqlx::SqliteConnection;

/// A write in progress: nothing of it is seen before [`Transaction::commit`].
pub type Transaction = sqlx::Transaction<'static, Sqlite>;

/// Begins a write as the one writer at once, and not with its first change.
const BEGIN: &str = "BEGIN IMMEDIATE";

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Readers at once; a query takes well under a millisecond, so few are enough and each costs memory.
const READERS: u32 = 4;

/// Rows that a query may be ahead of who reads them.
const ROW_BUFFER: usize = 256;

/// How long a statement waits for another writer before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The blog's file, opened and migrated.
#[derive(Clone, Debug)]
pub struct Database {
    readers: Pool,
    writer: Pool,
    torn: bool,
}

impl Database {
    /// Opens the file, creating it where there is none, and brings it to this version's schema.
    ///
    /// Fails with a sentence for the operator when the file cannot be written, is no database, or was made by a
    /// newer version.
    pub async fn open(file: &Path) -> anyhow::Result<Self> {
        // Whoever closes the file last folds the log into it; a log that is still there was left by a crash.
        let log = file.with_extension("db-wal");
        let torn = std::fs::metadata(log).is_ok_and(|log| log.len() > 0);
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // With NORMAL a power cut loses writes that were acknowledged.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            // A page of the longest list in one go: every time the channel is full two threads change places.
            .row_buffer_size(ROW_BUFFER)
            .pragma("trusted_schema", "OFF")
            // The file is read, not mapped: every page of it that was ever looked at would count as the program's memory.
            .pragma("cache_size", "-2000");

        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            // When the disk is full, or does not answer, SQLite takes a write back by itself; the connection still counts it
            // as open and would refuse every other one from then on. A new connection takes its place before anybody gets it,
            // however many writes meet the full disk.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect_with(options.clone().optimize_on_close(true, None))
            .await
            .with_context(|| {
                format!(
                    "cannot open the database {}; it and its folder must be writable for this user, and it must be a \
                     Logbook's own",
                    file.display()
                )
            })?;
        match MIGRATIONS.run(&writer).await {
            Ok(()) => {}
            Err(MigrateError::VersionMissing(version)) => bail!(
                "the database {} was made by a newer Logbook (its schema has version {version}); start that one, or \
                 restore a copy from before the update",
                file.display()
            ),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot bring {} up to date", file.display()));
            }
        }
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await
            .context("cannot open the database for reading")?;
        Ok(Self {
            readers,
            writer,
            torn,
        })
    }

    /// A connection to read on; take one for all the queries of a page.
    pub async fn reader(&self) -> sqlx::Result<PoolConnection<Sqlite>> {
        self.readers.acquire().await
    }

    /// Starts a write. There is one writer; others wait here and not in the middle of their work.
    pub async fn begin(&self) -> sqlx::Result<Transaction> {
        self.writer.begin_with(BEGIN).await
    }

    /// Reads the whole file, if the last program that had it open did not close it, and tells of what is damaged in it.
    /// Minutes for a large one; nothing waits for it.
    pub async fn check_after_crash(&self) -> sqlx::Result<Vec<String>> {
        if !self.torn {
            return Ok(Vec::new());
        }
        // On a connection of its own: readers' pages are not kept waiting.
        let mut apart = self.readers.connect_options().connect().await?;
        let answer = sqlx::query_scalar("PRAGMA quick_check")
            .fetch_all(&mut apart)
            .await;
        apart.close().await?;
        let mut found: Vec<String> = match answer {
            // Where the damage is in what the check itself has to read.
            Err(sqlx::Error::Database(error)) => vec![error.message().to_owned()],
            other => other?,
        };
        found.retain(|line| line != "ok");
        Ok(found)
    }

    /// Waits for what is under way and closes the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Whether a statement was refused because the disk, or what the file may take of it, is full. SQLite took the whole
/// transaction back by then.
pub fn is_full(error: &sqlx::Error) -> bool {
    // <https://sqlite.org/rescode.html#full>
    const SQLITE_FULL: &str = "13";
    // What a new connection is told that finds no room for the index of the log.
    const SQLITE_IOERR_SHMSIZE: &str = "4874";
    error
        .as_database_error()
        .and_then(|error| error.code())
        .is_some_and(|code| code == SQLITE_FULL || code == SQLITE_IOERR_SHMSIZE)
}

#[cfg(test)]
mod tests;
