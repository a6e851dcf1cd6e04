//! What machines read: the sitemap's addresses and the feed's entries.

use sqlx::FromRow;

use super::{
    Connection,
    labels::{authors_of_post, tags_of_post},
};

/// A post in the sitemap.
#[derive(Debug, FromRow)]
pub struct SitemapRow {
    /// Its address.
    pub slug: String,
    /// When it appeared.
    pub published_at: i64,
    /// When its text last changed.
    pub updated_at: Option<i64>,
}

/// A post in a feed. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct FeedRow {
    /// Public identity.
    pub uuid: String,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// The author's, else the excerpt.
    pub summary: String,
    /// Rendered text.
    pub html: String,
    /// When it appeared.
    pub published_at: i64,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// Gathered; see [`super::labels`].
    pub tags: Option<String>,
    /// Gathered; see [`super::labels`].
    pub authors: Option<String>,
}

/// `limit` listed posts that have no other home, after the first `offset`, newest first.
pub async fn list_sitemap(
    connection: &mut Connection,
    now: i64,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<SitemapRow>> {
    sqlx::query_as(
        "SELECT slug, listed_at AS published_at, updated_at FROM posts \
         WHERE listed_at IS NOT NULL AND listed_at <= $1 AND canonical_url IS NULL \
         ORDER BY listed_at DESC, id DESC LIMIT $2 OFFSET $3",
    )
    .bind(now)
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await
}

/// The `limit` newest listed posts with their whole text.
pub async fn list_feed(connection: &mut Connection, now: i64, limit: u32) -> sqlx::Result<Vec<FeedRow>> {
    sqlx::query_as(concat!(
        "SELECT p.uuid, p.slug, p.title, CASE WHEN p.summary = '' THEN p.excerpt ELSE p.summary END AS summary, \
         b.html, p.listed_at AS published_at, p.updated_at, ",
        tags_of_post!(),
        ", ",
        authors_of_post!(),
        " FROM posts p JOIN post_bodies b ON b.post_id = p.id WHERE p.listed_at IS NOT NULL AND p.listed_at <= $1 ORDER BY p.listed_at DESC, p.id DESC LIMIT $2"
    ))
    .bind(now)
    .bind(limit)
    .fetch_all(connection)
    .await
}
