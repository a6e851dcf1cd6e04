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
    /// When it is to be looked at again.
    pub review_after: Option<i64>,
    /// It is never out of date.
    pub evergreen: bool,
    /// Readers are shown what changed in it, and something did.
    pub has_changes: bool,
    /// Where the text first appeared.
    pub canonical_url: Option<String>,
    /// Title for search engines.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
    /// Words of the text.
    pub words: u32,
    /// What the picture is called that is shown where the post is shared, as it was last drawn.
    pub share_hash: Option<String>,
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

/// A part of a series that readers see.
#[derive(Debug, FromRow)]
pub struct PartRow {
    /// The post; of one that is to come nothing but its title.
    #[sqlx(flatten)]
    pub link: LinkRow,
    /// It stands before the parts and is none.
    pub overview: bool,
    /// Readers are told what it is called, and cannot read it yet.
    pub coming: bool,
}

const READ: &str = concat!(
    "SELECT p.id, p.slug, p.title, p.summary, p.excerpt, p.takeaway, p.language, p.featured, p.minutes, \
    p.published_at, p.updated_at, p.cover_alt, m.path AS cover_path, m.width AS cover_width, \
    m.height AS cover_height, s.slug AS series_slug, s.title AS series_title, p.series_id, p.listed_at, v.total AS views, \
    0 AS series_part, 0 AS series_parts, p.reviewed_at, p.review_after, p.evergreen, \
    p.tells_changes AND EXISTS (SELECT 1 FROM releases l WHERE l.post_id = p.id AND l.released_at <= $2 LIMIT 1 OFFSET 1) \
    AS has_changes, p.canonical_url, p.seo_title, p.seo_description, p.words, i.hash AS share_hash, b.toc, b.html, ",
    tags_of_post!(),
    ", ",
    authors_of_post!(),
    " FROM posts p JOIN post_bodies b ON b.post_id = p.id LEFT JOIN media m ON m.id = p.cover_id \
    LEFT JOIN series s ON s.id = p.series_id LEFT JOIN post_views v ON v.post_id = p.id \
    LEFT JOIN share_images i ON i.post_id = p.id \
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

/// What a post is to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The listed post just before it in time.
    Older,
    /// The listed post just after it.
    Newer,
    /// On the same matter.
    Related,
}

#[derive(FromRow)]
struct AroundRow {
    relation: i64,
    #[sqlx(flatten)]
    link: LinkRow,
}

// The last column keeps the related ones in their order; the two neighbours are one each.
const AROUND: &str = "SELECT * FROM (SELECT 0 AS relation, id, slug, title, listed_at AS published_at, minutes, \
    '' AS summary, 0 AS position FROM posts WHERE listed_at IS NOT NULL AND (listed_at, id) < ($1, $2) \
    ORDER BY listed_at DESC, id DESC LIMIT 1) \
    UNION ALL SELECT * FROM (SELECT 1, id, slug, title, listed_at, minutes, '', 0 \
    FROM posts WHERE listed_at IS NOT NULL AND (listed_at, id) > ($1, $2) AND listed_at <= $3 \
    ORDER BY listed_at, id LIMIT 1) \
    UNION ALL SELECT * FROM (SELECT 2, p.id, p.slug, p.title, p.listed_at, p.minutes, '', r.position \
    FROM related_posts r JOIN posts p ON p.id = r.related_id \
    WHERE r.post_id = $2 AND p.listed_at IS NOT NULL AND p.listed_at <= $3 ORDER BY r.position LIMIT $4) \
    ORDER BY relation, position";

/// The listed posts around the one with this time and id: its neighbours, and at most `limit` related ones, best first.
///
/// Without a time, as for an unlisted post, there are no neighbours.
pub async fn list_around(
    connection: &mut Connection,
    listed_at: Option<i64>,
    id: i64,
    now: i64,
    limit: u32,
) -> sqlx::Result<Vec<(Relation, LinkRow)>> {
    let rows: Vec<AroundRow> = sqlx::query_as(AROUND)
        .bind(listed_at)
        .bind(id)
        .bind(now)
        .bind(limit)
        .fetch_all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let relation = match row.relation {
                0 => Relation::Older,
                1 => Relation::Newer,
                _ => Relation::Related,
            };
            (relation, row.link)
        })
        .collect())
}

// Of a part that is to come only its title leaves the file: the one that it is going to appear under, or that its latest
// draft has. Whether that is to be unlisted stands in what is kept with it as JSON, where no text can hold these signs.
const PARTS: &str = "SELECT id, slug, title, listed_at AS published_at, minutes, \
    CASE WHEN summary = '' THEN excerpt ELSE summary END AS summary, series_part = 0 AS overview, FALSE AS coming, \
    series_part AS place FROM posts WHERE series_id = $1 AND +listed_at IS NOT NULL AND +listed_at <= $2 \
    UNION ALL SELECT p.id, '', CASE p.status WHEN 'draft' THEN coalesce(h.title, p.title) ELSE p.title END, 0, 0, '', \
    p.series_part = 0, TRUE, p.series_part \
    FROM series s CROSS JOIN posts p LEFT JOIN post_heads h ON h.post_id = p.id \
    WHERE s.id = $1 AND s.shows_coming AND p.series_id = $1 AND p.kind = 'post' AND p.status IN ('draft', 'scheduled') \
    AND (p.visibility = 'public' OR p.status = 'draft' AND h.number IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM revisions r WHERE r.post_id = p.id AND r.number = h.number \
    AND r.meta LIKE '%\"unlisted\":true%') ORDER BY place, coming, published_at, id";

/// The listed parts of a series in reading order, and between them those that are to come, if readers are told of these.
pub async fn list_parts(connection: &mut Connection, series: i64, now: i64) -> sqlx::Result<Vec<PartRow>> {
    sqlx::query_as(PARTS)
        .bind(series)
        .bind(now)
        .fetch_all(connection)
        .await
}

/// A part of a series with its text, as far as that is asked for.
#[derive(Debug, FromRow)]
pub struct PrintedRow {
    /// The part.
    #[sqlx(flatten)]
    pub part: PartRow,
    /// BCP 47 tag; empty for the site's own.
    pub language: String,
    /// Gathered; see [`super::labels`].
    pub authors: Option<String>,
    /// Rendered text; nothing where it would be too much.
    pub html: Option<String>,
}

// Sizes are added up without the texts, so that only those are read that are sent.
const PRINTED: &str = concat!(
    "SELECT p.id, p.slug, p.title, p.listed_at AS published_at, p.minutes, '' AS summary, p.series_part = 0 AS overview, \
     FALSE AS coming, p.language, ",
    authors_of_post!(),
    ", CASE WHEN page.above = 0 OR page.above + page.bytes <= $3 THEN (SELECT b.html FROM post_bodies b \
     WHERE b.post_id = p.id) END AS html FROM (SELECT id, bytes, sum(bytes) OVER (ORDER BY series_part, listed_at, id) - bytes \
     AS above FROM (SELECT p.id, p.series_part, p.listed_at, octet_length(b.html) AS bytes FROM posts p \
     JOIN post_bodies b ON b.post_id = p.id WHERE p.series_id = $1 AND +p.listed_at IS NOT NULL AND +p.listed_at <= $2)) \
     AS page JOIN posts p ON p.id = page.id ORDER BY p.series_part, p.listed_at, p.id"
);

/// The listed parts of a series in reading order, with their texts up to `bytes` in all; the first always has its own.
pub async fn list_printed(
    connection: &mut Connection,
    series: i64,
    now: i64,
    bytes: i64,
) -> sqlx::Result<Vec<PrintedRow>> {
    sqlx::query_as(PRINTED)
        .bind(series)
        .bind(now)
        .bind(bytes)
        .fetch_all(connection)
        .await
}

#[cfg(test)]
mod tests;
