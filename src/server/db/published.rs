//! Published posts as programs ask for them: a page goes on where the one before ended, whatever appeared meanwhile.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::{
    Connection,
    labels::{authors_of_post, tags_of_post},
    series::part_of_series,
    tags::TagRow,
};

/// A post without its text. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct PublishedRow {
    /// Row id.
    pub id: i64,
    /// Public identity.
    pub uuid: String,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// The author's, else the excerpt.
    pub summary: String,
    /// The one line to remember, or nothing.
    pub takeaway: String,
    /// Marked by the author.
    pub featured: bool,
    /// Reading time in minutes.
    pub minutes: u32,
    /// BCP 47; empty where it is the site's.
    pub language: String,
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
    /// Which of the parts that readers see it is, from 1; 0 for the overview.
    pub series_part: u32,
    /// How many parts readers see, without the overview.
    pub series_parts: u32,
    /// Gathered; see [`super::labels`].
    pub tags: Option<String>,
    /// Gathered; see [`super::labels`].
    pub authors: Option<String>,
}

/// A post with its text.
#[derive(Debug, FromRow)]
pub struct WholeRow {
    /// What lists tell as well.
    #[sqlx(flatten)]
    pub post: PublishedRow,
    /// Whether lists have it.
    pub listed: bool,
    /// When its author last found it true, in Unix milliseconds.
    pub reviewed_at: Option<i64>,
    /// Where the text first appeared.
    pub canonical_url: Option<String>,
    /// Rendered text.
    pub html: String,
    /// Markdown, byte for byte as written.
    pub source: String,
}

/// A series of which readers see a post.
#[derive(Debug, FromRow)]
pub struct SeriesRow {
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// Plain text, or nothing.
    pub description: String,
    /// No further part is planned.
    pub complete: bool,
    /// How many parts readers see, without the overview.
    pub parts: u32,
}

/// Which posts a list holds; names are slugs.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// Every listed post.
    All,
    /// Those with this tag.
    Tag(&'a str),
    /// Those by this author.
    Author(&'a str),
    /// The parts of this series.
    Series(&'a str),
}

/// Where a page of posts ended: when the last one appeared, in Unix milliseconds, and its row id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// When.
    pub at: i64,
    /// Which.
    pub id: i64,
}

// The first value is the present.
macro_rules! columns {
    ($published:literal) => {
        concat!(
            "SELECT p.id, p.uuid, p.slug, p.title, CASE WHEN p.summary = '' THEN p.excerpt ELSE p.summary END AS summary, \
             p.takeaway, p.featured, p.minutes, p.language, ",
            $published,
            " AS published_at, p.updated_at, p.cover_alt, m.path AS cover_path, m.width AS cover_width, \
             m.height AS cover_height, s.slug AS series_slug, s.title AS series_title, ",
            part_of_series!("$1"),
            ", ",
            tags_of_post!(),
            ", ",
            authors_of_post!()
        )
    };
}

macro_rules! before_page {
    () => {
        concat!(columns!("page.listed_at"), " FROM (")
    };
}

macro_rules! after_page {
    ($order:literal) => {
        concat!(
            ") AS page JOIN posts p ON p.id = page.post_id LEFT JOIN media m ON m.id = p.cover_id \
             LEFT JOIN series s ON s.id = p.series_id ORDER BY ",
            $order
        )
    };
}

// The page is cut on an index first.
macro_rules! posts_of {
    ($page:literal) => {
        concat!(
            before_page!(),
            $page,
            after_page!("page.listed_at DESC, p.id DESC")
        )
    };
}

const ALL: &str = posts_of!(
    "SELECT id AS post_id, listed_at FROM posts WHERE listed_at IS NOT NULL AND (listed_at, id) < ($2, $3) \
     ORDER BY listed_at DESC, id DESC LIMIT $4"
);
const TAGGED: &str = posts_of!(
    "SELECT post_id, listed_at FROM post_tags WHERE tag_id = (SELECT id FROM tags WHERE slug = $5) \
     AND listed_at IS NOT NULL AND (listed_at, post_id) < ($2, $3) ORDER BY listed_at DESC, post_id DESC LIMIT $4"
);
const WRITTEN: &str = posts_of!(
    "SELECT post_id, listed_at FROM post_authors WHERE author_id = (SELECT id FROM authors WHERE slug = $5) \
     AND listed_at IS NOT NULL AND (listed_at, post_id) < ($2, $3) ORDER BY listed_at DESC, post_id DESC LIMIT $4"
);
// A series is asked for its parts, never the list of all for those of the series.
const PARTS: &str = posts_of!(
    "SELECT id AS post_id, listed_at FROM posts WHERE series_id = (SELECT id FROM series WHERE slug = $5) \
     AND +listed_at IS NOT NULL AND (+listed_at, id) < ($2, $3) ORDER BY +listed_at DESC, id DESC LIMIT $4"
);

/// At most `limit` listed posts that come after `after`, newest first, ties by the later row; the newest without one.
pub async fn list_posts(
    connection: &mut Connection,
    scope: Scope<'_>,
    now: i64,
    after: Option<Place>,
    limit: u32,
) -> sqlx::Result<Vec<PublishedRow>> {
    let first = Place {
        at: now,
        id: i64::MAX,
    };
    // One bound for both: nothing is listed before its time, wherever the page before is said to have ended.
    let after = after.filter(|after| after.at <= now).unwrap_or(first);
    let (statement, name) = match scope {
        Scope::All => (ALL, None),
        Scope::Tag(slug) => (TAGGED, Some(slug)),
        Scope::Author(slug) => (WRITTEN, Some(slug)),
        Scope::Series(slug) => (PARTS, Some(slug)),
    };
    let query = sqlx::query_as(statement)
        .bind(now)
        .bind(after.at)
        .bind(after.id)
        .bind(limit);
    let query = match name {
        Some(name) => query.bind(name),
        None => query,
    };
    query.fetch_all(connection).await
}

const READING_ORDER: &str = concat!(
    before_page!(),
    "SELECT id AS post_id, listed_at FROM posts WHERE series_id = $2 AND +listed_at IS NOT NULL AND +listed_at <= $1",
    after_page!("p.series_part, page.listed_at, p.id")
);

/// The listed parts of the series with this row id in reading order.
pub async fn list_parts(
    connection: &mut Connection,
    series: i64,
    now: i64,
) -> sqlx::Result<Vec<PublishedRow>> {
    sqlx::query_as(READING_ORDER)
        .bind(now)
        .bind(series)
        .fetch_all(connection)
        .await
}

/// These posts, in the order of `posts`; those that readers cannot find are left out.
pub async fn list_these(
    connection: &mut Connection,
    posts: &[i64],
    now: i64,
) -> sqlx::Result<Vec<PublishedRow>> {
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = QueryBuilder::<Sqlite>::new(concat!(
        before_page!(),
        "SELECT id AS post_id, listed_at FROM posts WHERE listed_at IS NOT NULL AND listed_at <= "
    ));
    query.push_bind(now).push(" AND id IN (");
    let mut list = query.separated(", ");
    for post in posts {
        list.push_bind(*post);
    }
    query.push(concat!(")", after_page!("p.id")));
    let mut rows: Vec<PublishedRow> = query.build_query_as().fetch_all(connection).await?;
    rows.sort_by_key(|row| posts.iter().position(|post| *post == row.id));
    Ok(rows)
}

const WHOLE: &str = concat!(
    columns!("p.published_at"),
    ", p.listed_at IS NOT NULL AS listed, p.reviewed_at, p.canonical_url, b.html, b.source FROM posts p \
     JOIN post_bodies b ON b.post_id = p.id LEFT JOIN media m ON m.id = p.cover_id LEFT JOIN series s ON s.id = p.series_id \
     WHERE p.slug = $2 AND p.kind = 'post' AND p.status = 'published' AND p.published_at <= $1"
);

/// The post that readers see at `slug`, listed or not.
pub async fn read_post(connection: &mut Connection, slug: &str, now: i64) -> sqlx::Result<Option<WholeRow>> {
    sqlx::query_as(WHOLE)
        .bind(now)
        .bind(slug)
        .fetch_optional(connection)
        .await
}

const TAGS: &str = "SELECT id, slug, name, description, post_count FROM tags WHERE slug > $1 AND post_count > 0 \
    ORDER BY slug LIMIT $2";

/// At most `limit` tags that a listed post carries, by slug, those after `after`, which may be empty.
pub async fn list_tags(connection: &mut Connection, after: &str, limit: u32) -> sqlx::Result<Vec<TagRow>> {
    sqlx::query_as(TAGS)
        .bind(after)
        .bind(limit)
        .fetch_all(connection)
        .await
}

const SERIES: &str = "SELECT s.slug, s.title, s.description, s.complete, \
    (SELECT count(*) FROM posts q WHERE q.series_id = s.id AND q.series_part <> 0 AND +q.listed_at IS NOT NULL \
    AND +q.listed_at <= $1) AS parts FROM series s WHERE s.slug > $2 \
    AND EXISTS (SELECT 1 FROM posts q WHERE q.series_id = s.id AND +q.listed_at IS NOT NULL AND +q.listed_at <= $1) \
    ORDER BY s.slug LIMIT $3";

/// At most `limit` series with a listed post, by slug, those after `after`, which may be empty.
pub async fn list_series(
    connection: &mut Connection,
    after: &str,
    now: i64,
    limit: u32,
) -> sqlx::Result<Vec<SeriesRow>> {
    sqlx::query_as(SERIES)
        .bind(now)
        .bind(after)
        .bind(limit)
        .fetch_all(connection)
        .await
}

#[cfg(test)]
mod tests;
