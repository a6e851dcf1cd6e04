//! Builds the search index anew, a batch to a transaction, so that a running site is never kept waiting and is never
//! without an index.

use crate::server::db::{
    Connection, Database, cards,
    search::index::{self, IndexChanges},
};

/// Posts in one transaction.
const BATCH: u32 = 200;

/// Begins the index of a new blog, which is whole from its first post on.
pub async fn begin(database: &Database) -> anyhow::Result<()> {
    let mut transaction = database.begin().await?;
    index::begin_empty(&mut transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// Whether every listed post is in the index, in words of this version.
pub async fn is_whole(database: &Database) -> anyhow::Result<bool> {
    Ok(index::read_state(&mut *database.reader().await?)
        .await?
        .is_whole())
}

/// How many posts the index of the whole blog has.
pub async fn count(database: &Database) -> anyhow::Result<usize> {
    let total = cards::count_listed(&mut *database.reader().await?).await?;
    Ok(usize::try_from(total)?)
}

/// Puts every listed post into the index anew, telling `progress` how many are done; answers how many there were.
///
/// What was begun and interrupted is gone on with. Posts that are written meanwhile are indexed by whoever writes them.
pub async fn reindex(database: &Database, progress: impl Fn(usize)) -> anyhow::Result<usize> {
    let mut transaction = database.begin().await?;
    index::begin_generation(&mut transaction).await?;
    transaction.commit().await?;
    let (mut after, mut done) = (0, 0);
    loop {
        let mut transaction = database.begin().await?;
        let posts = index::list_missing(&mut transaction, after, BATCH).await?;
        let Some(last) = posts.last() else {
            index::finish_generation(&mut transaction).await?;
            transaction.commit().await?;
            break;
        };
        after = *last;
        reindex_posts(&mut transaction, &posts).await?;
        transaction.commit().await?;
        done += posts.len();
        progress(done);
    }
    tidy(database).await?;
    Ok(done)
}

/// Puts these posts into the index anew, as they and what they are labelled with are by now.
pub async fn reindex_posts(connection: &mut Connection, posts: &[i64]) -> sqlx::Result<()> {
    let mut changes = IndexChanges::default();
    for post in posts {
        index::withdraw(connection, *post, &mut changes).await?;
        index::enter(connection, *post, &mut changes).await?;
    }
    changes.write(connection).await
}

/// Finishes an index that is not whole; answers how many posts it lacked. Nothing is done where nothing is missing.
pub async fn complete(database: &Database, progress: impl Fn(usize)) -> anyhow::Result<usize> {
    if is_whole(database).await? {
        return Ok(0);
    }
    reindex(database, progress).await
}

/// Joins what many writes left in pieces, step by step.
pub async fn tidy(database: &Database) -> anyhow::Result<()> {
    let mut first = true;
    loop {
        let mut transaction = database.begin().await?;
        let more = index::tidy(&mut transaction, first).await?;
        transaction.commit().await?;
        if !more {
            return Ok(());
        }
        first = false;
    }
}

#[cfg(test)]
mod tests;
