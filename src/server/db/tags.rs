//! Reads and writes tags.

use sqlx::FromRow;

use super::Connection;

/// A tag with its kept count.
#[derive(Debug, FromRow)]
pub struct TagRow {
    /// Row id.
    pub id: i64,
    /// Its address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text, or nothing.
    pub description: String,
    /// Listed posts that carry it.
    pub post_count: u32,
}

/// All tags that a listed post carries, by name.
pub async fn list_tags(connection: &mut Connection) -> sqlx::Result<Vec<TagRow>> {
    sqlx::query_as(
        "SELECT id, slug, name, description, post_count FROM tags WHERE post_count > 0 ORDER BY lower(name), slug",
    )
    .fetch_all(connection)
    .await
}

/// The tag at `slug`, if a listed post carries it.
pub async fn read_tag(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<TagRow>> {
    sqlx::query_as(
        "SELECT id, slug, name, description, post_count FROM tags WHERE slug = $1 AND post_count > 0",
    )
    .bind(slug)
    .fetch_optional(connection)
    .await
}

/// The row id of the tag at `slug`, made with this name where there is none.
pub async fn ensure_tag(connection: &mut Connection, slug: &str, name: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO tags (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug \
         RETURNING id",
    )
    .bind(slug)
    .bind(name)
    .fetch_one(connection)
    .await
}

/// Says what a tag is about; the tag is made where there is none.
pub async fn describe_tag(
    connection: &mut Connection,
    slug: &str,
    name: &str,
    description: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO tags (slug, name, description) VALUES ($1, $2, $3) \
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, description = excluded.description",
    )
    .bind(slug)
    .bind(name)
    .bind(description)
    .execute(connection)
    .await?;
    Ok(())
}
