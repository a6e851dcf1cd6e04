//! The texts of found posts, for showing where the words are.

use sqlx::FromRow;

use crate::server::db::Connection;

/// A text as it can be read through.
#[derive(Debug, FromRow)]
pub struct TextRow {
    /// The post's row id.
    pub post_id: i64,
    /// One block a line; headings are lines of it.
    pub plain: String,
    /// Table of contents, JSON.
    pub toc: String,
}

/// The texts of these posts, in no particular order.
pub async fn list_texts(connection: &mut Connection, posts: &[i64]) -> sqlx::Result<Vec<TextRow>> {
    let posts = serde_json::to_string(posts).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query_as(
        "SELECT post_id, plain, toc FROM post_bodies WHERE post_id IN (SELECT value FROM json_each($1))",
    )
    .bind(posts)
    .fetch_all(connection)
    .await
}
