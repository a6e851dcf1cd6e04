//! The long texts of posts.

use sqlx::FromRow;

use super::{Connection, store::BodyRecord};

/// A text that an older renderer worked on.
#[derive(Debug, FromRow)]
pub struct StaleBody {
    /// The post's row id.
    pub post_id: i64,
    /// Markdown as written.
    pub source: String,
}

/// Stores a post's text and its rendering.
pub async fn write_body(connection: &mut Connection, post: i64, body: &BodyRecord<'_>) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO post_bodies (post_id, renderer, toc, html, plain, source) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (post_id) DO UPDATE SET renderer = excluded.renderer, toc = excluded.toc, \
         html = excluded.html, plain = excluded.plain, source = excluded.source",
    )
    .bind(post)
    .bind(body.renderer)
    .bind(body.toc)
    .bind(body.html)
    .bind(body.plain)
    .bind(body.source)
    .execute(connection)
    .await?;
    Ok(())
}

/// Stores what a newer renderer makes of a text that did not change.
pub async fn write_rendering(
    connection: &mut Connection,
    post: i64,
    body: &BodyRecord<'_>,
) -> sqlx::Result<()> {
    write_body(connection, post, body).await?;
    sqlx::query("UPDATE posts SET excerpt = $2, minutes = $3, words = $4 WHERE id = $1")
        .bind(post)
        .bind(body.excerpt)
        .bind(body.minutes)
        .bind(body.words)
        .execute(connection)
        .await?;
    Ok(())
}

/// At most `limit` texts after row `after`: all, or only those of another renderer than `renderer`.
pub async fn list_bodies(
    connection: &mut Connection,
    after: i64,
    other_than: Option<u32>,
    limit: u32,
) -> sqlx::Result<Vec<StaleBody>> {
    sqlx::query_as(
        "SELECT post_id, source FROM post_bodies WHERE post_id > $1 AND ($2 IS NULL OR renderer <> $2) \
         ORDER BY post_id LIMIT $3",
    )
    .bind(after)
    .bind(other_than)
    .bind(limit)
    .fetch_all(connection)
    .await
}
