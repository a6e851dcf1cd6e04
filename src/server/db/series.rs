//! Reads and writes series.

use sqlx::FromRow;

use super::Connection;

/// A series without its parts.
#[derive(Debug, FromRow)]
pub struct SeriesRow {
    /// Row id.
    pub id: i64,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// Plain text, or nothing.
    pub description: String,
    /// No further part is planned.
    pub complete: bool,
}

/// The series at `slug`.
pub async fn read_series(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<SeriesRow>> {
    sqlx::query_as("SELECT id, slug, title, description, complete FROM series WHERE slug = $1")
        .bind(slug)
        .fetch_optional(connection)
        .await
}

/// Slugs of the series that have a listed part.
pub async fn list_series_slugs(connection: &mut Connection, now: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "SELECT slug FROM series WHERE EXISTS (SELECT 1 FROM posts WHERE series_id = series.id \
         AND listed_at IS NOT NULL AND listed_at <= $1) ORDER BY slug",
    )
    .bind(now)
    .fetch_all(connection)
    .await
}

/// The row id of the series at `slug`, made with this title where there is none.
pub async fn ensure_series(connection: &mut Connection, slug: &str, title: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO series (slug, title) VALUES ($1, $2) ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug \
         RETURNING id",
    )
    .bind(slug)
    .bind(title)
    .fetch_one(connection)
    .await
}

/// Says what a series is about; the series is made where there is none.
pub async fn describe_series(
    connection: &mut Connection,
    slug: &str,
    title: &str,
    description: &str,
    complete: bool,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO series (slug, title, description, complete) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (slug) DO UPDATE SET title = excluded.title, description = excluded.description, \
         complete = excluded.complete",
    )
    .bind(slug)
    .bind(title)
    .bind(description)
    .bind(complete)
    .execute(connection)
    .await?;
    Ok(())
}
