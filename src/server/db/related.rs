//! Which posts are on the same matter, as computed when posts change.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::Connection;

/// What similarity is judged by.
#[derive(Debug, FromRow)]
pub struct SubjectRow {
    /// The post's row id.
    pub id: i64,
    /// As written.
    pub title: String,
    /// Summary and takeaway.
    pub summary: String,
    /// The first part of the text.
    pub opening: String,
}

/// All listed posts, newest first.
pub async fn list_subjects(connection: &mut Connection) -> sqlx::Result<Vec<SubjectRow>> {
    sqlx::query_as(
        "SELECT p.id, p.title, p.summary || ' ' || p.takeaway AS summary, substr(b.plain, 1, 600) AS opening \
         FROM posts p JOIN post_bodies b ON b.post_id = p.id WHERE p.listed_at IS NOT NULL \
         ORDER BY p.listed_at DESC, p.id DESC",
    )
    .fetch_all(connection)
    .await
}

/// Every (post, tag) pair of listed posts.
pub async fn list_tag_pairs(connection: &mut Connection) -> sqlx::Result<Vec<(i64, i64)>> {
    sqlx::query_as("SELECT post_id, tag_id FROM post_tags WHERE listed_at IS NOT NULL")
        .fetch_all(connection)
        .await
}

/// Up to which change ([`super::listing::last_change`]) what is related is known.
pub async fn related_until(connection: &mut Connection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT value FROM counters WHERE name = 'related_at'")
        .fetch_one(connection)
        .await
}

/// Remembers up to which change what is related is known.
pub async fn set_related_until(connection: &mut Connection, change: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE counters SET value = $1 WHERE name = 'related_at'")
        .bind(change)
        .execute(connection)
        .await?;
    Ok(())
}

/// Replaces what is related to a post; best first.
pub async fn replace_related(connection: &mut Connection, post: i64, related: &[i64]) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM related_posts WHERE post_id = $1")
        .bind(post)
        .execute(&mut *connection)
        .await?;
    if related.is_empty() {
        return Ok(());
    }
    let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO related_posts (post_id, position, related_id) ");
    query.push_values((0_i64..).zip(related), |mut row, (position, id)| {
        row.push_bind(post).push_bind(position).push_bind(*id);
    });
    query.build().execute(connection).await?;
    Ok(())
}
