//! Reads and writes authors.

use sqlx::FromRow;

use super::Connection;

/// An author with their kept count.
#[derive(Debug, FromRow)]
pub struct AuthorRow {
    /// Row id.
    pub id: i64,
    /// Their address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text, or nothing.
    pub bio: String,
    /// Listed posts by them.
    pub post_count: u32,
}

/// The author at `slug`, if a listed post is by them.
pub async fn read_author(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<AuthorRow>> {
    sqlx::query_as("SELECT id, slug, name, bio, post_count FROM authors WHERE slug = $1 AND post_count > 0")
        .bind(slug)
        .fetch_optional(connection)
        .await
}

/// Slugs of all authors of listed posts.
pub async fn list_author_slugs(connection: &mut Connection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("SELECT slug FROM authors WHERE post_count > 0 ORDER BY slug")
        .fetch_all(connection)
        .await
}

/// The row id of the author at `slug`, made with this name where there is none.
pub async fn ensure_author(connection: &mut Connection, slug: &str, name: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO authors (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug \
         RETURNING id",
    )
    .bind(slug)
    .bind(name)
    .fetch_one(connection)
    .await
}

/// Says who an author is; the author is made where there is none.
pub async fn describe_author(
    connection: &mut Connection,
    slug: &str,
    name: &str,
    bio: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO authors (slug, name, bio) VALUES ($1, $2, $3) \
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, bio = excluded.bio",
    )
    .bind(slug)
    .bind(name)
    .bind(bio)
    .execute(connection)
    .await?;
    Ok(())
}
