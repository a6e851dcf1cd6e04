//! The search follows what is done to tags: at once where few posts have them, in a job of its own where that takes longer
//! than anybody wants to wait.

use crate::server::{
    db::{Connection, Database},
    services::{
        jobs::{self, Again, IndexPosts},
        reindex::{self, reindex_posts},
    },
};

/// Posts that are put into the index while somebody waits for it: a fifth of a second.
const AT_ONCE: usize = 150;

/// Posts in one transaction of the job; others write in between.
const BATCH: usize = 100;

/// Puts posts whose tags have other names, or are others, into the index anew, or sees to it that somebody does.
pub async fn follow(connection: &mut Connection, posts: &[i64], now: i64) -> anyhow::Result<()> {
    if posts.len() <= AT_ONCE {
        reindex_posts(connection, posts).await?;
    } else {
        jobs::enqueue(connection, &IndexPosts::new(posts.to_vec()), now, Again::Keep).await?;
    }
    Ok(())
}

/// The job. Done twice it is done once.
pub async fn index_posts(database: &Database, posts: &[i64]) -> anyhow::Result<()> {
    for batch in posts.chunks(BATCH) {
        let mut write = database.begin().await?;
        reindex_posts(&mut write, batch).await?;
        write.commit().await?;
    }
    reindex::tidy(database).await
}
