//! Reads and writes what authors write: the revisions of a post, and which of them is the latest and which is released.

use sqlx::FromRow;

use super::{
    Connection,
    media::uses::{Said, note_uses},
};

/// A post as its editor needs it, whatever its status.
#[derive(Clone, Debug, FromRow)]
pub struct PostRow {
    /// Row id.
    pub id: i64,
    /// Public identity.
    pub uuid: String,
    /// Address.
    pub slug: String,
    /// The latest revision's, or the one that readers see where there is none.
    pub title: String,
    /// `post`, `page` or `project`.
    pub kind: String,
    /// The status machine's word.
    pub status: String,
    /// When it appeared or is to appear.
    pub published_at: Option<i64>,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// When its author last found it true.
    pub reviewed_at: Option<i64>,
    /// Where an import found it.
    pub source_path: Option<String>,
    /// SHA-256 of what it read there.
    pub source_hash: Option<String>,
    /// When readers first could see it; none while they never could.
    pub seen_at: Option<i64>,
    /// The revision that readers see or will see.
    pub released: Option<i64>,
    /// What the status was before the post was thrown away.
    pub trashed_from: Option<String>,
}

/// The post with this public identity.
pub async fn find_post(connection: &mut Connection, uuid: &str) -> sqlx::Result<Option<PostRow>> {
    sqlx::query_as(
        "SELECT p.id, p.uuid, p.slug, coalesce(h.title, p.title) AS title, p.kind, p.status, p.published_at, \
         p.updated_at, p.reviewed_at, p.source_path, p.source_hash, p.seen_at, h.released, h.trashed_from \
         FROM posts p LEFT JOIN post_heads h ON h.post_id = p.id WHERE p.uuid = $1",
    )
    .bind(uuid)
    .fetch_optional(connection)
    .await
}

/// Whether a post is by an author.
pub async fn is_by(connection: &mut Connection, post: i64, author: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM post_authors WHERE post_id = $1 AND author_id = $2)")
        .bind(post)
        .bind(author)
        .fetch_one(connection)
        .await
}

/// A revision with its content.
#[derive(Clone, Debug, FromRow)]
pub struct RevisionRow {
    /// Of its post.
    pub number: i64,
    /// Names the save; empty where it was made otherwise.
    pub key: String,
    /// Who made it; none where an import did, or the account is gone.
    pub user_id: Option<i64>,
    /// Name and device.
    pub who: String,
    /// Why it was made.
    pub reason: String,
    /// Unix milliseconds.
    pub created_at: i64,
    /// Markdown as written.
    pub source: String,
    /// JSON.
    pub meta: String,
}

macro_rules! revision {
    () => {
        "SELECT number, key, user_id, who, reason, created_at, source, meta FROM revisions WHERE post_id = $1 "
    };
}

/// The latest revision of a post, if it has one.
pub async fn read_head(connection: &mut Connection, post: i64) -> sqlx::Result<Option<RevisionRow>> {
    sqlx::query_as(concat!(revision!(), "ORDER BY number DESC LIMIT 1"))
        .bind(post)
        .fetch_optional(connection)
        .await
}

/// The latest revision of a post, if it is newer than this one.
pub async fn read_newer(
    connection: &mut Connection,
    post: i64,
    number: i64,
) -> sqlx::Result<Option<RevisionRow>> {
    sqlx::query_as(concat!(
        revision!(),
        "AND number > $2 ORDER BY number DESC LIMIT 1"
    ))
    .bind(post)
    .bind(number)
    .fetch_optional(connection)
    .await
}

/// The revision that a save with this key made.
pub async fn find_by_key(
    connection: &mut Connection,
    post: i64,
    key: &str,
) -> sqlx::Result<Option<RevisionRow>> {
    sqlx::query_as(concat!(revision!(), "AND key = $2 AND key <> ''"))
        .bind(post)
        .bind(key)
        .fetch_optional(connection)
        .await
}

/// One revision of a post.
pub async fn read_revision(
    connection: &mut Connection,
    post: i64,
    number: i64,
) -> sqlx::Result<Option<RevisionRow>> {
    sqlx::query_as(concat!(revision!(), "AND number = $2"))
        .bind(post)
        .bind(number)
        .fetch_optional(connection)
        .await
}

/// Posts whose latest revision may name somebody as an author: all that do, and those that only have the same word as a tag.
pub async fn list_naming(connection: &mut Connection, author: &str) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT h.post_id FROM post_heads h JOIN revisions r ON r.post_id = h.post_id AND r.number = h.number \
         WHERE r.meta LIKE '%\"' || $1 || '\"%' ORDER BY h.post_id",
    )
    .bind(author)
    .fetch_all(connection)
    .await
}

/// A revision without its content.
#[derive(Clone, Debug, FromRow)]
pub struct RevisionFacts {
    /// Of its post.
    pub number: i64,
    /// Name and device.
    pub who: String,
    /// What was asked of the post with it, or else why it was made.
    pub reason: String,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// The revisions of a post, the latest first, from before a number on.
pub async fn list_revisions(
    connection: &mut Connection,
    post: i64,
    before: i64,
    limit: u32,
) -> sqlx::Result<Vec<RevisionFacts>> {
    sqlx::query_as(
        "SELECT number, who, coalesce(act, reason) AS reason, created_at FROM revisions \
         WHERE post_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
    )
    .bind(post)
    .bind(before)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// A revision to be added after the latest.
#[derive(Clone, Copy, Debug)]
pub struct NewRevision<'a> {
    /// The post.
    pub post: i64,
    /// One more than the latest's.
    pub number: i64,
    /// Names the save; empty where it is made otherwise.
    pub key: &'a str,
    /// Who makes it.
    pub user_id: Option<i64>,
    /// Name and device.
    pub who: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Markdown as written.
    pub source: &'a str,
    /// JSON.
    pub meta: &'a str,
    /// For the lists of the desk.
    pub title: &'a str,
}

/// Adds a revision and makes it the latest; fails where its number or key is taken.
pub async fn append(connection: &mut Connection, revision: &NewRevision<'_>, now: i64) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO revisions (post_id, number, key, user_id, who, reason, created_at, source, meta) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(revision.post)
    .bind(revision.number)
    .bind(revision.key)
    .bind(revision.user_id)
    .bind(revision.who)
    .bind(revision.reason)
    .bind(now)
    .bind(revision.source)
    .bind(revision.meta)
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "INSERT INTO post_heads (post_id, number, title, edited_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (post_id) DO UPDATE SET number = excluded.number, title = excluded.title, \
         edited_at = excluded.edited_at",
    )
    .bind(revision.post)
    .bind(revision.number)
    .bind(revision.title)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    note_uses(
        connection,
        revision.post,
        Said::Draft,
        &[revision.source, revision.meta],
    )
    .await
}

/// Says what was asked of a post with one of its revisions: `publish`, `schedule`, `unpublish`, `take-back` or `trash`.
pub async fn set_act(connection: &mut Connection, post: i64, number: i64, act: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE revisions SET act = $3 WHERE post_id = $1 AND number = $2")
        .bind(post)
        .bind(number)
        .bind(act)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes the revision `number` away if it was saved by itself, by `user`, within `span` milliseconds of the one before it,
/// the one after it came from the same tab within `span` as well, and it is not released and never was. So one a `span` stays, however
/// long somebody writes, and the last before a pause.
///
/// Keys that differ only in the number at their end are of one tab, which sends a save once it knows the fate of the one
/// before: only then is a key asked for no more.
pub async fn thin_out(
    connection: &mut Connection,
    post: i64,
    number: i64,
    user: Option<i64>,
    span: i64,
) -> sqlx::Result<bool> {
    let gone = sqlx::query(
        "DELETE FROM revisions WHERE post_id = $1 AND number = $2 AND reason = 'autosave' AND user_id = $3 \
         AND created_at - (SELECT max(b.created_at) FROM revisions b WHERE b.post_id = $1 AND b.number < $2) < $4 \
         AND EXISTS (SELECT 1 FROM revisions n WHERE n.post_id = $1 AND n.number = $2 + 1 \
         AND n.created_at - revisions.created_at < $4 \
         AND rtrim(n.key, '0123456789') = rtrim(revisions.key, '0123456789')) \
         AND NOT EXISTS (SELECT 1 FROM post_heads h WHERE h.post_id = $1 AND h.released = $2) \
         AND NOT EXISTS (SELECT 1 FROM releases l WHERE l.post_id = $1 AND l.number = $2)",
    )
    .bind(post)
    .bind(number)
    .bind(user)
    .bind(span)
    .execute(connection)
    .await?;
    Ok(gone.rows_affected() > 0)
}

/// Says that readers see the revision `to`, if they see `from` now or will.
pub async fn move_released(connection: &mut Connection, post: i64, from: i64, to: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE post_heads SET released = $3 WHERE post_id = $1 AND released = $2")
        .bind(post)
        .bind(from)
        .bind(to)
        .execute(connection)
        .await?;
    Ok(())
}

/// Says which revision readers see, or will see.
pub async fn set_released(connection: &mut Connection, post: i64, number: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE post_heads SET released = $2 WHERE post_id = $1")
        .bind(post)
        .bind(number)
        .execute(connection)
        .await?;
    Ok(())
}

/// What was said about the revision that readers see, or will see, JSON; of a draft that an import brought, about what it
/// brought last.
pub async fn read_released_meta(connection: &mut Connection, post: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "SELECT r.meta FROM post_heads h JOIN revisions r ON r.post_id = h.post_id AND r.number = coalesce(h.released, \
         (SELECT max(i.number) FROM revisions i WHERE i.post_id = h.post_id AND i.reason = 'import')) \
         WHERE h.post_id = $1",
    )
    .bind(post)
    .fetch_optional(connection)
    .await
}

/// Remembers what the status was before the post was thrown away, and when that was (Unix milliseconds), or forgets it.
pub async fn set_trashed_from(
    connection: &mut Connection,
    post: i64,
    thrown: Option<(&str, i64)>,
) -> sqlx::Result<()> {
    let (status, at) = thrown.unzip();
    sqlx::query("UPDATE post_heads SET trashed_from = $2, trashed_at = $3 WHERE post_id = $1")
        .bind(post)
        .bind(status)
        .bind(at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Says when to look whether a post still holds.
pub async fn set_review_after(connection: &mut Connection, post: i64, at: Option<i64>) -> sqlx::Result<()> {
    sqlx::query("UPDATE posts SET review_after = $2 WHERE id = $1")
        .bind(post)
        .bind(at)
        .execute(connection)
        .await?;
    Ok(())
}

/// Says whether a post is never out of date, and whether readers see what changed in it; what is not said stays.
pub async fn set_promises(
    connection: &mut Connection,
    post: i64,
    evergreen: Option<bool>,
    tells_changes: Option<bool>,
) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE posts SET evergreen = coalesce($2, evergreen), tells_changes = coalesce($3, tells_changes) \
         WHERE id = $1",
    )
    .bind(post)
    .bind(evergreen)
    .bind(tells_changes)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether an address belongs to another post.
pub async fn is_slug_taken(connection: &mut Connection, slug: &str, post: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM posts WHERE slug = $1 AND id <> $2)")
        .bind(slug)
        .bind(post)
        .fetch_one(connection)
        .await
}

/// The title of what everybody can come across under an address at `now`, Unix milliseconds.
pub async fn find_shown_title(
    connection: &mut Connection,
    slug: &str,
    now: i64,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "SELECT title FROM posts WHERE slug = $1 AND status = 'published' AND visibility = 'public' \
         AND published_at <= $2",
    )
    .bind(slug)
    .bind(now)
    .fetch_optional(connection)
    .await
}

/// The content of a post as readers see it, for its first revision.
#[derive(Debug, FromRow)]
pub struct ContentRow {
    /// Markdown as written.
    pub source: String,
    /// As written.
    pub title: String,
    /// The author's, or empty.
    pub summary: String,
    /// One line, or empty.
    pub takeaway: String,
    /// Marked by the author.
    pub featured: bool,
    /// `public` or `unlisted`.
    pub visibility: String,
    /// Path of the cover.
    pub cover: Option<String>,
    /// What it shows.
    pub cover_alt: String,
    /// The series' slug.
    pub series: Option<String>,
    /// The place in it.
    pub series_part: Option<u32>,
    /// Where the text first appeared.
    pub canonical_url: Option<String>,
    /// Title for search engines.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
    /// BCP 47 tag, or empty.
    pub language: String,
    /// When to look whether it still holds.
    pub review_after: Option<i64>,
    /// It always does.
    pub evergreen: bool,
    /// Readers see what changed.
    pub tells_changes: bool,
}

/// The content of a post as readers see it.
pub async fn read_content(connection: &mut Connection, post: i64) -> sqlx::Result<ContentRow> {
    sqlx::query_as(
        "SELECT b.source, p.title, p.summary, p.takeaway, p.featured, p.visibility, m.path AS cover, p.cover_alt, \
         s.slug AS series, p.series_part, p.canonical_url, p.seo_title, p.seo_description, p.language, p.review_after, \
         p.evergreen, p.tells_changes FROM posts p JOIN post_bodies b ON b.post_id = p.id LEFT JOIN media m ON m.id = p.cover_id \
         LEFT JOIN series s ON s.id = p.series_id WHERE p.id = $1",
    )
    .bind(post)
    .fetch_one(connection)
    .await
}

/// The names of a post's tags, in order.
pub async fn list_tag_names(connection: &mut Connection, post: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "SELECT t.name FROM post_tags x JOIN tags t ON t.id = x.tag_id WHERE x.post_id = $1 ORDER BY x.position",
    )
    .bind(post)
    .fetch_all(connection)
    .await
}

/// The slugs of a post's authors, in order.
pub async fn list_author_slugs(connection: &mut Connection, post: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar(
        "SELECT a.slug FROM post_authors x JOIN authors a ON a.id = x.author_id WHERE x.post_id = $1 \
         ORDER BY x.position",
    )
    .bind(post)
    .fetch_all(connection)
    .await
}

#[cfg(test)]
mod tests;
