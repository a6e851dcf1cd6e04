//! Reads what a card shows, one page of a list at a time.

use sqlx::FromRow;

use super::{
    Connection,
    labels::{authors_of_post, tags_of_post},
};

/// A post as a card. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct CardRow {
    /// Row id.
    pub id: i64,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// The author's summary, or nothing.
    pub summary: String,
    /// What the renderer cut from the text.
    pub excerpt: String,
    /// The one line to remember, or nothing.
    pub takeaway: String,
    /// Marked by the author.
    pub featured: bool,
    /// Reading time in minutes.
    pub minutes: u32,
    /// When it appeared.
    pub published_at: i64,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// Alternative text of the cover.
    pub cover_alt: String,
    /// Path of the cover, if there is one.
    pub cover_path: Option<String>,
    /// Pixels.
    pub cover_width: Option<u32>,
    /// Pixels.
    pub cover_height: Option<u32>,
    /// The series it is in.
    pub series_slug: Option<String>,
    /// Its title.
    pub series_title: Option<String>,
    /// Gathered; see [`super::labels`].
    pub tags: Option<String>,
    /// Gathered; see [`super::labels`].
    pub authors: Option<String>,
}

/// Which posts a list holds.
#[derive(Clone, Copy, Debug)]
pub enum Scope {
    /// Every listed post.
    All,
    /// Those with the tag of this row id.
    Tag(i64),
    /// Those by the author of this row id.
    Author(i64),
}

// The page is cut on an index first, so that skipped rows are never joined.
macro_rules! cards_of {
    ($page:literal) => {
        concat!(
            "SELECT p.id, p.slug, p.title, p.summary, p.excerpt, p.takeaway, p.featured, p.minutes, \
             page.listed_at AS published_at, p.updated_at, p.cover_alt, m.path AS cover_path, \
             m.width AS cover_width, m.height AS cover_height, s.slug AS series_slug, s.title AS series_title, ",
            tags_of_post!(),
            ", ",
            authors_of_post!(),
            " FROM (",
            $page,
            ") AS page JOIN posts p ON p.id = page.post_id LEFT JOIN media m ON m.id = p.cover_id \
             LEFT JOIN series s ON s.id = p.series_id ORDER BY page.listed_at DESC, p.id DESC"
        )
    };
}

const ALL: &str = cards_of!(
    "SELECT id AS post_id, listed_at FROM posts WHERE listed_at IS NOT NULL AND listed_at <= $1 \
     ORDER BY listed_at DESC, id DESC LIMIT $2 OFFSET $3"
);
const TAGGED: &str = cards_of!(
    "SELECT post_id, listed_at FROM post_tags WHERE listed_at IS NOT NULL AND listed_at <= $1 AND tag_id = $4 \
     ORDER BY listed_at DESC, post_id DESC LIMIT $2 OFFSET $3"
);
const WRITTEN: &str = cards_of!(
    "SELECT post_id, listed_at FROM post_authors WHERE listed_at IS NOT NULL AND listed_at <= $1 AND author_id = $4 \
     ORDER BY listed_at DESC, post_id DESC LIMIT $2 OFFSET $3"
);

/// `limit` cards after the first `offset`, newest first, ties by the later row.
pub async fn list_cards(
    connection: &mut Connection,
    scope: Scope,
    now: i64,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<CardRow>> {
    let query = match scope {
        Scope::All => sqlx::query_as(ALL).bind(now).bind(limit).bind(offset),
        Scope::Tag(id) => sqlx::query_as(TAGGED).bind(now).bind(limit).bind(offset).bind(id),
        Scope::Author(id) => sqlx::query_as(WRITTEN)
            .bind(now)
            .bind(limit)
            .bind(offset)
            .bind(id),
    };
    query.fetch_all(connection).await
}

/// How many posts every reader can find, kept by the writer.
pub async fn count_listed(connection: &mut Connection) -> sqlx::Result<u32> {
    sqlx::query_scalar("SELECT value FROM counters WHERE name = 'listed_posts'")
        .fetch_one(connection)
        .await
}
