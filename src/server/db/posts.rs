//! Reads one post and what stands around it.

use sqlx::FromRow;

use super::{
    Connection,
    labels::{authors_of_post, tags_of_post},
};

/// A post as its page needs it. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct PostRow {
    /// The facts that a card shows as well.
    #[sqlx(flatten)]
    pub card: super::cards::CardRow,
    /// The series' row id.
    pub series_id: Option<i64>,
    /// Where it stands in the lists; nothing when it is unlisted.
    pub listed_at: Option<i64>,
    /// When its author last found it true.
    pub reviewed_at: Option<i64>,
    /// Where the text first appeared.
    pub canonical_url: Option<String>,
    /// Title for search engines.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
    /// BCP 47 tag; empty for the site's own.
    pub language: String,
    /// Table of contents, JSON.
    pub toc: String,
    /// Rendered text.
    pub html: String,
}

/// A post that is linked to.
#[derive(Debug, FromRow)]
pub struct LinkRow {
    /// Row id.
    pub id: i64,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// When it appeared.
    pub published_at: i64,
    /// Reading time in minutes.
    pub minutes: u32,
    /// The author's summary, else the excerpt.
    pub summary: String,
}

const READ: &str = concat!(
    "SELECT p.id, p.slug, p.title, p.summary, p.excerpt, p.takeaway, p.featured, p.minutes, \
    p.published_at, p.updated_at, p.cover_alt, m.path AS cover_path, m.width AS cover_width, \
    m.height AS cover_height, s.slug AS series_slug, s.title AS series_title, p.series_id, p.listed_at, \
    p.reviewed_at, p.canonical_url, p.seo_title, p.seo_description, p.language, b.toc, b.html, ",
    tags_of_post!(),
    ", ",
    authors_of_post!(),
    " FROM posts p JOIN post_bodies b ON b.post_id = p.id LEFT JOIN media m ON m.id = p.cover_id \
    LEFT JOIN series s ON s.id = p.series_id \
    WHERE p.slug = $1 AND p.kind = 'post' AND p.status = 'published' AND p.published_at <= $2"
);

/// The post that readers see at `slug`, listed or not.
pub async fn read_post(connection: &mut Connection, slug: &str, now: i64) -> sqlx::Result<Option<PostRow>> {
    sqlx::query_as(READ)
        .bind(slug)
        .bind(now)
        .fetch_optional(connection)
        .await
}

const NEIGHBOURS: &str = "SELECT * FROM (SELECT id, slug, title, listed_at AS published_at, minutes, '' AS summary \
    FROM posts WHERE listed_at IS NOT NULL AND (listed_at, id) < ($1, $2) \
    ORDER BY listed_at DESC, id DESC LIMIT 1) \
    UNION ALL SELECT * FROM (SELECT id, slug, title, listed_at, minutes, '' \
    FROM posts WHERE listed_at IS NOT NULL AND (listed_at, id) > ($1, $2) AND listed_at <= $3 \
    ORDER BY listed_at, id LIMIT 1)";

/// The listed posts just before and just after the one with this time and id.
pub async fn list_neighbours(
    connection: &mut Connection,
    listed_at: i64,
    id: i64,
    now: i64,
) -> sqlx::Result<(Option<LinkRow>, Option<LinkRow>)> {
    let rows: Vec<LinkRow> = sqlx::query_as(NEIGHBOURS)
        .bind(listed_at)
        .bind(id)
        .bind(now)
        .fetch_all(connection)
        .await?;
    let (mut older, mut newer) = (None, None);
    for row in rows {
        if (row.published_at, row.id) < (listed_at, id) {
            older = Some(row)
        } else {
            newer = Some(row)
        }
    }
    Ok((older, newer))
}

/// The listed parts of a series in reading order.
pub async fn list_parts(connection: &mut Connection, series: i64, now: i64) -> sqlx::Result<Vec<LinkRow>> {
    sqlx::query_as(
        "SELECT id, slug, title, listed_at AS published_at, minutes, \
         CASE WHEN summary = '' THEN excerpt ELSE summary END AS summary FROM posts \
         WHERE series_id = $1 AND listed_at IS NOT NULL AND listed_at <= $2 ORDER BY series_part, listed_at, id",
    )
    .bind(series)
    .bind(now)
    .fetch_all(connection)
    .await
}

/// At most `limit` listed posts on the same matter, best first.
pub async fn list_related(
    connection: &mut Connection,
    post: i64,
    now: i64,
    limit: u32,
) -> sqlx::Result<Vec<LinkRow>> {
    sqlx::query_as(
        "SELECT p.id, p.slug, p.title, p.listed_at AS published_at, p.minutes, '' AS summary \
         FROM related_posts r JOIN posts p ON p.id = r.related_id \
         WHERE r.post_id = $1 AND p.listed_at IS NOT NULL AND p.listed_at <= $2 ORDER BY r.position LIMIT $3",
    )
    .bind(post)
    .bind(now)
    .bind(limit)
    .fetch_all(connection)
    .await
}
