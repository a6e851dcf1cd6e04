//! Writes a whole post: its row, its text, its tags and its authors, and the counts that follow from them.

use super::{Connection, listing, search::index::IndexChanges};

/// Everything a post is made of. Times are Unix milliseconds, ids are row ids.
#[derive(Clone, Copy, Debug)]
pub struct PostRecord<'a> {
    /// Public identity.
    pub uuid: &'a str,
    /// Address.
    pub slug: &'a str,
    /// `post`, `page` or `project`.
    pub kind: &'a str,
    /// The status machine's word.
    pub status: &'a str,
    /// `public` or `unlisted`.
    pub visibility: &'a str,
    /// Marked by the author.
    pub featured: bool,
    /// As written.
    pub title: &'a str,
    /// The author's, or empty.
    pub summary: &'a str,
    /// One line, or empty.
    pub takeaway: &'a str,
    /// When it appears.
    pub published_at: Option<i64>,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// When its author last found it true.
    pub reviewed_at: Option<i64>,
    /// The series and the place in it.
    pub series: Option<(i64, i64)>,
    /// The cover.
    pub cover: Option<i64>,
    /// What the cover shows.
    pub cover_alt: &'a str,
    /// Where the text first appeared.
    pub canonical_url: Option<&'a str>,
    /// Title for search engines.
    pub seo_title: Option<&'a str>,
    /// Description for search engines.
    pub seo_description: Option<&'a str>,
    /// BCP 47 tag, or empty for the site's.
    pub language: &'a str,
    /// Where an import found it.
    pub source_path: Option<&'a str>,
    /// SHA-256 of what the import read.
    pub source_hash: Option<&'a str>,
    /// Tags in order.
    pub tags: &'a [i64],
    /// Authors in order.
    pub authors: &'a [i64],
    /// The text.
    pub body: BodyRecord<'a>,
}

/// A text and what the renderer made of it.
#[derive(Clone, Copy, Debug)]
pub struct BodyRecord<'a> {
    /// Markdown as written.
    pub source: &'a str,
    /// Sanitised HTML.
    pub html: &'a str,
    /// JSON.
    pub toc: &'a str,
    /// For search.
    pub plain: &'a str,
    /// For where there is no summary.
    pub excerpt: &'a str,
    /// Reading time.
    pub minutes: u32,
    /// Words of prose.
    pub words: u32,
    /// Version of the renderer.
    pub renderer: u32,
}

impl<'a> PostRecord<'a> {
    /// A post that is only begun. Its address is its identity until it gets one.
    pub fn begun(uuid: &'a str, body: BodyRecord<'a>) -> Self {
        Self {
            uuid,
            slug: uuid,
            kind: "post",
            status: "draft",
            visibility: "public",
            featured: false,
            title: "",
            summary: "",
            takeaway: "",
            published_at: None,
            updated_at: None,
            reviewed_at: None,
            series: None,
            cover: None,
            cover_alt: "",
            canonical_url: None,
            seo_title: None,
            seo_description: None,
            language: "",
            source_path: None,
            source_hash: None,
            tags: &[],
            authors: &[],
            body,
        }
    }
}

impl BodyRecord<'_> {
    /// No text, as the renderer of this version leaves it.
    pub fn empty(renderer: u32) -> Self {
        Self {
            source: "",
            html: "",
            toc: "[]",
            plain: "",
            excerpt: "",
            minutes: 1,
            words: 0,
            renderer,
        }
    }
}

/// Inserts a post, or replaces the one with the row id `existing`; answers its row id.
pub async fn save_post(
    connection: &mut Connection,
    existing: Option<i64>,
    post: &PostRecord<'_>,
    now: i64,
) -> sqlx::Result<i64> {
    let mut changes = IndexChanges::default();
    let id = save_post_of_many(connection, existing, post, now, &mut changes).await?;
    changes.write(connection).await?;
    Ok(id)
}

/// The same for one of many in a transaction: what it changes of the search is added to `changes`, which have to be
/// written before the transaction ends.
pub async fn save_post_of_many(
    connection: &mut Connection,
    existing: Option<i64>,
    post: &PostRecord<'_>,
    now: i64,
    changes: &mut IndexChanges,
) -> sqlx::Result<i64> {
    let id = match existing {
        None => {
            let id = insert(connection, post, now).await?;
            sqlx::query("INSERT INTO post_views (post_id, total, week, month, year) VALUES ($1, 0, 0, 0, 0)")
                .bind(id)
                .execute(&mut *connection)
                .await?;
            id
        }
        Some(id) => {
            listing::withdraw(connection, id, changes).await?;
            for statement in [
                "DELETE FROM post_tags WHERE post_id = $1",
                "DELETE FROM post_authors WHERE post_id = $1",
            ] {
                sqlx::query(statement).bind(id).execute(&mut *connection).await?;
            }
            update(connection, id, post, now).await?;
            id
        }
    };
    super::bodies::write_body(connection, id, &post.body).await?;
    for (position, tag) in (0_i64..).zip(post.tags) {
        sqlx::query(
            "INSERT INTO post_tags (post_id, position, tag_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(position)
        .bind(tag)
        .execute(&mut *connection)
        .await?;
    }
    for (position, author) in (0_i64..).zip(post.authors) {
        sqlx::query(
            "INSERT INTO post_authors (post_id, position, author_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(position)
        .bind(author)
        .execute(&mut *connection)
        .await?;
    }
    listing::enter(connection, id, changes).await?;
    listing::note_change(connection, now).await?;
    Ok(id)
}

async fn insert(connection: &mut Connection, post: &PostRecord<'_>, now: i64) -> sqlx::Result<i64> {
    let (series, part) = post.series.unzip();
    sqlx::query_scalar(
        "INSERT INTO posts (uuid, slug, kind, status, visibility, featured, minutes, words, published_at, \
         updated_at, reviewed_at, series_id, series_part, cover_id, cover_alt, title, summary, excerpt, takeaway, \
         canonical_url, seo_title, seo_description, language, source_path, source_hash, created_at, \
         seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, \
         $21, $22, $23, $24, $25, $26, CASE $4 WHEN 'published' THEN $26 END) RETURNING id",
    )
    .bind(post.uuid)
    .bind(post.slug)
    .bind(post.kind)
    .bind(post.status)
    .bind(post.visibility)
    .bind(post.featured)
    .bind(post.body.minutes)
    .bind(post.body.words)
    .bind(post.published_at)
    .bind(post.updated_at)
    .bind(post.reviewed_at)
    .bind(series)
    .bind(part)
    .bind(post.cover)
    .bind(post.cover_alt)
    .bind(post.title)
    .bind(post.summary)
    .bind(post.body.excerpt)
    .bind(post.takeaway)
    .bind(post.canonical_url)
    .bind(post.seo_title)
    .bind(post.seo_description)
    .bind(post.language)
    .bind(post.source_path)
    .bind(post.source_hash)
    .bind(now)
    .fetch_one(connection)
    .await
}

async fn update(connection: &mut Connection, id: i64, post: &PostRecord<'_>, now: i64) -> sqlx::Result<()> {
    let (series, part) = post.series.unzip();
    sqlx::query(
        "UPDATE posts SET slug = $2, kind = $3, status = $4, visibility = $5, featured = $6, minutes = $7, \
         words = $8, published_at = $9, updated_at = $10, reviewed_at = $11, series_id = $12, series_part = $13, \
         cover_id = $14, cover_alt = $15, title = $16, summary = $17, excerpt = $18, takeaway = $19, \
         canonical_url = $20, seo_title = $21, seo_description = $22, language = $23, source_path = $24, \
         source_hash = $25, seen_at = coalesce(seen_at, CASE $4 WHEN 'published' THEN $26 END) WHERE id = $1",
    )
    .bind(id)
    .bind(post.slug)
    .bind(post.kind)
    .bind(post.status)
    .bind(post.visibility)
    .bind(post.featured)
    .bind(post.body.minutes)
    .bind(post.body.words)
    .bind(post.published_at)
    .bind(post.updated_at)
    .bind(post.reviewed_at)
    .bind(series)
    .bind(part)
    .bind(post.cover)
    .bind(post.cover_alt)
    .bind(post.title)
    .bind(post.summary)
    .bind(post.body.excerpt)
    .bind(post.takeaway)
    .bind(post.canonical_url)
    .bind(post.seo_title)
    .bind(post.seo_description)
    .bind(post.language)
    .bind(post.source_path)
    .bind(post.source_hash)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// What an import must know of a post that is already here.
#[derive(Debug, sqlx::FromRow)]
pub struct KnownPost {
    /// Row id.
    pub id: i64,
    /// Public identity.
    pub uuid: String,
    /// Address.
    pub slug: String,
    /// `post`, `page` or `project`.
    pub kind: String,
    /// The status machine's word.
    pub status: String,
    /// Where an import found it.
    pub source_path: Option<String>,
    /// SHA-256 of what it read there.
    pub source_hash: Option<String>,
    /// Whether somebody wrote on it here, released or not, or chose where it stands. To open it is not enough: the first
    /// revision is the import's.
    pub is_local: bool,
}

macro_rules! known_posts {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.uuid, p.slug, p.kind, p.status, p.source_path, p.source_hash, p.ordered_at IS NOT NULL OR EXISTS ( \
             SELECT 1 FROM revisions r WHERE r.post_id = p.id AND r.number IN (h.number, h.released) \
             AND r.reason <> 'import') AS is_local FROM posts p LEFT JOIN post_heads h ON h.post_id = p.id ",
            $rest
        )
    };
}

/// All posts, whatever their status.
pub async fn list_known_posts(connection: &mut Connection) -> sqlx::Result<Vec<KnownPost>> {
    sqlx::query_as(known_posts!("ORDER BY p.id"))
        .fetch_all(connection)
        .await
}

/// One of them, by its public identity.
pub async fn find_known_post(connection: &mut Connection, uuid: &str) -> sqlx::Result<Option<KnownPost>> {
    sqlx::query_as(known_posts!("WHERE p.uuid = $1"))
        .bind(uuid)
        .fetch_optional(connection)
        .await
}

/// Whether nothing was ever written here.
pub async fn is_empty(connection: &mut Connection) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT NOT EXISTS (SELECT 1 FROM posts)")
        .fetch_one(connection)
        .await
}

#[cfg(test)]
mod tests;
