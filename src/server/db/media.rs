//! What is known of stored pictures.

use sqlx::FromRow;

use super::Connection;

/// A stored picture. Sizes are pixels.
#[derive(Clone, Debug, FromRow)]
pub struct MediaRow {
    /// Path on this site.
    pub path: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// A picture to be known.
#[derive(Debug)]
pub struct NewMedia<'a> {
    /// SHA-256 of the stored bytes, hex.
    pub hash: &'a str,
    /// Path on this site.
    pub path: &'a str,
    /// Media type.
    pub mime: &'a str,
    /// Size in bytes.
    pub bytes: i64,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// The row id of a picture, made where there is none.
pub async fn ensure_media(connection: &mut Connection, media: &NewMedia<'_>, now: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO media (hash, path, mime, bytes, width, height, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (hash) DO UPDATE SET path = excluded.path RETURNING id",
    )
    .bind(media.hash)
    .bind(media.path)
    .bind(media.mime)
    .bind(media.bytes)
    .bind(media.width)
    .bind(media.height)
    .bind(now)
    .fetch_one(connection)
    .await
}

/// Every stored picture with its size, for rendering many posts.
pub async fn list_media(connection: &mut Connection) -> sqlx::Result<Vec<MediaRow>> {
    sqlx::query_as("SELECT path, width, height FROM media")
        .fetch_all(connection)
        .await
}

/// The row id of the picture at `path`.
pub async fn find_media(connection: &mut Connection, path: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT id FROM media WHERE path = $1")
        .bind(path)
        .fetch_optional(connection)
        .await
}
