//! Reads the whole blog, piece by piece, for taking it elsewhere; and brings back what no post says.

use sqlx::FromRow;

use super::{
    Connection,
    labels::{authors_of_post, tags_of_post},
    series, tags,
};

/// Everything about a post that a file of it says. Times are Unix milliseconds.
#[derive(Clone, Debug, FromRow)]
pub struct WholePost {
    /// Row id.
    pub id: i64,
    /// Public identity.
    pub uuid: String,
    /// Address; the identity for a draft that has none yet.
    pub slug: String,
    /// `post`, `page` or `project`.
    pub kind: String,
    /// The status machine's word.
    pub status: String,
    /// `public` or `unlisted`.
    pub visibility: String,
    /// Marked by the author.
    pub featured: bool,
    /// When it appeared or is to appear.
    pub published_at: Option<i64>,
    /// When readers first saw it.
    pub seen_at: Option<i64>,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// When its author last found it true.
    pub reviewed_at: Option<i64>,
    /// When it is to be looked at again.
    pub review_after: Option<i64>,
    /// It is never out of date.
    pub evergreen: bool,
    /// Readers are shown what changed in it.
    pub tells_changes: bool,
    /// As written.
    pub title: String,
    /// The author's, or empty.
    pub summary: String,
    /// One line, or empty.
    pub takeaway: String,
    /// Path of the cover.
    pub cover: Option<String>,
    /// What it shows.
    pub cover_alt: String,
    /// Where the text first appeared.
    pub canonical_url: Option<String>,
    /// Title for search engines.
    pub seo_title: Option<String>,
    /// Description for search engines.
    pub seo_description: Option<String>,
    /// BCP 47 tag, or empty for the site's.
    pub language: String,
    /// Where an import found it.
    pub source_path: Option<String>,
    /// The series' address.
    pub series_slug: Option<String>,
    /// The series' title.
    pub series_title: Option<String>,
    /// The place in the reading order.
    pub series_part: Option<i64>,
    /// Tags, gathered; see [`super::labels::parse_labels`].
    pub tags: Option<String>,
    /// Authors, gathered.
    pub authors: Option<String>,
    /// Old addresses, gathered with a line feed between them.
    pub old_paths: Option<String>,
    /// Number of the latest revision.
    pub latest: Option<i64>,
    /// Number of the revision that readers see or will see.
    pub released: Option<i64>,
    /// What a project is made with, one a line; nothing for what is none.
    pub technologies: Option<String>,
    /// Its links, `Label = address`, one a line.
    pub links: Option<String>,
    /// When it was made.
    pub year: Option<u32>,
    /// Its place in the owner's order.
    pub position: Option<u32>,
    /// Markdown as written.
    pub source: String,
}

macro_rules! whole {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.uuid, p.slug, p.kind, p.status, p.visibility, p.featured, p.published_at, p.seen_at, p.updated_at, \
             p.reviewed_at, p.review_after, p.evergreen, p.tells_changes, p.title, p.summary, p.takeaway, m.path AS cover, p.cover_alt, \
             p.canonical_url, p.seo_title, p.seo_description, p.language, p.source_path, s.slug AS series_slug, \
             s.title AS series_title, p.series_part, h.number AS latest, h.released, f.technologies, f.links, f.year, f.position, b.source, \
             (SELECT string_agg(r.path, '\n' ORDER BY r.path) FROM redirects r WHERE r.post_id = p.id) AS old_paths, ",
            tags_of_post!(),
            ", ",
            authors_of_post!(),
            " FROM posts p JOIN post_bodies b ON b.post_id = p.id LEFT JOIN media m ON m.id = p.cover_id \
             LEFT JOIN series s ON s.id = p.series_id LEFT JOIN post_heads h ON h.post_id = p.id \
             LEFT JOIN projects f ON f.post_id = p.id ",
            $rest
        )
    };
}

const POSTS: &str = whole!("WHERE p.id > $1 AND p.status <> 'trashed' ORDER BY p.id LIMIT $2");

/// At most `limit` posts of every kind that are not in the trash after the row id `after`, by row id.
pub async fn list_posts(connection: &mut Connection, after: i64, limit: u32) -> sqlx::Result<Vec<WholePost>> {
    sqlx::query_as(POSTS)
        .bind(after)
        .bind(limit)
        .fetch_all(connection)
        .await
}

const PUBLISHED: &str =
    whole!("WHERE p.slug = $1 AND p.status = 'published' AND p.published_at <= $2 AND p.kind = $3");

/// The post, page or project, as `kind` says, that readers see at `slug`, listed or not.
pub async fn read_published(
    connection: &mut Connection,
    kind: &str,
    slug: &str,
    now: i64,
) -> sqlx::Result<Option<WholePost>> {
    sqlx::query_as(PUBLISHED)
        .bind(slug)
        .bind(now)
        .bind(kind)
        .fetch_optional(connection)
        .await
}

/// How many posts are not in the trash.
pub async fn count_posts(connection: &mut Connection) -> sqlx::Result<u32> {
    sqlx::query_scalar("SELECT count(*) FROM posts WHERE status <> 'trashed'")
        .fetch_one(connection)
        .await
}

/// A tag, carried by a post or not.
#[derive(Debug, FromRow)]
pub struct WholeTag {
    /// Row id.
    pub id: i64,
    /// Its address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text, or nothing.
    pub description: String,
    /// Place among the focus areas, from 1; none where it is not one of them.
    pub focus: Option<i64>,
    /// What names its feed; nothing where the row id does.
    pub identity: Option<String>,
}

/// At most `limit` tags after the row id `after`.
pub async fn list_tags(connection: &mut Connection, after: i64, limit: u32) -> sqlx::Result<Vec<WholeTag>> {
    sqlx::query_as(
        "SELECT id, slug, name, description, focus, identity FROM tags WHERE id > $1 ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// A series, with parts or without.
#[derive(Debug, FromRow)]
pub struct WholeSeries {
    /// Row id.
    pub id: i64,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// Plain text, or nothing.
    pub description: String,
    /// No further part is planned.
    pub complete: bool,
    /// Readers are told what the parts are called that are to come.
    pub shows_coming: bool,
    /// Path of its picture.
    pub cover: Option<String>,
    /// What it shows.
    pub cover_alt: String,
    /// What names its feed; nothing where the row id does.
    pub identity: Option<String>,
}

/// At most `limit` series after the row id `after`.
pub async fn list_series(
    connection: &mut Connection,
    after: i64,
    limit: u32,
) -> sqlx::Result<Vec<WholeSeries>> {
    sqlx::query_as(
        "SELECT s.id, s.slug, s.title, s.description, s.complete, s.shows_coming, m.path AS cover, s.cover_alt, \
         s.identity FROM series s LEFT JOIN media m ON m.id = s.cover_id WHERE s.id > $1 ORDER BY s.id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// An author, with what readers are told of them.
#[derive(Debug, FromRow)]
pub struct WholeAuthor {
    /// Row id.
    pub id: i64,
    /// Their address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text, or nothing.
    pub bio: String,
    /// Addresses, one a line.
    pub links: Option<String>,
    /// Path of their picture.
    pub picture: Option<String>,
    /// What names their feed; nothing where the row id does.
    pub identity: Option<String>,
}

/// At most `limit` authors after the row id `after`.
pub async fn list_authors(
    connection: &mut Connection,
    after: i64,
    limit: u32,
) -> sqlx::Result<Vec<WholeAuthor>> {
    sqlx::query_as(
        "SELECT a.id, a.slug, a.name, a.bio, f.links, m.path AS picture, a.identity FROM authors a \
         LEFT JOIN author_profiles f ON f.author_id = a.id LEFT JOIN media m ON m.id = f.picture_id \
         WHERE a.id > $1 ORDER BY a.id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// An old address, with what it leads to by its public name.
#[derive(Debug, FromRow)]
pub struct WholeRedirect {
    /// A leading slash, none at the end.
    pub path: String,
    /// Identity of the post it leads to.
    pub post: Option<String>,
    /// Slug of the tag it leads to.
    pub tag: Option<String>,
    /// Slug of the series it leads to.
    pub series: Option<String>,
    /// The address it leads to, where it is none of these.
    pub target: Option<String>,
    /// Why it was made.
    pub origin: String,
    /// Unix milliseconds.
    pub created_at: i64,
}

/// At most `limit` old addresses after the path `after`, by path; none of what is in the trash.
pub async fn list_redirects(
    connection: &mut Connection,
    after: &str,
    limit: u32,
) -> sqlx::Result<Vec<WholeRedirect>> {
    sqlx::query_as(
        "SELECT r.path, p.uuid AS post, t.slug AS tag, s.slug AS series, r.target, r.origin, r.created_at \
         FROM redirects r LEFT JOIN posts p ON p.id = r.post_id LEFT JOIN tags t ON t.id = r.tag_id \
         LEFT JOIN series s ON s.id = r.series_id WHERE r.path > $1 \
         AND (r.post_id IS NULL OR p.status <> 'trashed') ORDER BY r.path LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// A stored file.
#[derive(Debug, FromRow)]
pub struct WholeFile {
    /// Row id.
    pub id: i64,
    /// SHA-256 that its address is made of, hex.
    pub hash: String,
    /// Path on this site.
    pub path: String,
    /// As it was called, or nothing.
    pub name: String,
}

/// At most `limit` stored files after the row id `after`.
pub async fn list_files(connection: &mut Connection, after: i64, limit: u32) -> sqlx::Result<Vec<WholeFile>> {
    sqlx::query_as("SELECT id, hash, path, name FROM media WHERE id > $1 ORDER BY id LIMIT $2")
        .bind(after)
        .bind(limit)
        .fetch_all(connection)
        .await
}

/// Makes a tag at this very address, even where one of its name is elsewhere; what is there stays, and so does an address that
/// leads to another tag by now. Answers the row id of the tag that is meant.
pub async fn bring_tag(connection: &mut Connection, slug: &str, name: &str) -> sqlx::Result<i64> {
    sqlx::query(
        "INSERT INTO tags (slug, name) SELECT $1, $2 WHERE NOT EXISTS \
         (SELECT 1 FROM redirects WHERE path = '/tags/' || $1) ON CONFLICT (slug) DO NOTHING",
    )
    .bind(slug)
    .bind(name)
    .execute(&mut *connection)
    .await?;
    let here: Option<i64> = sqlx::query_scalar("SELECT id FROM tags WHERE slug = $1")
        .bind(slug)
        .fetch_optional(&mut *connection)
        .await?;
    match here {
        Some(id) => Ok(id),
        None => tags::ensure_tag(connection, slug, name).await,
    }
}

/// Describes a tag that is not described.
pub async fn describe_tag(connection: &mut Connection, tag: i64, description: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE tags SET description = $2 WHERE id = $1 AND description = ''")
        .bind(tag)
        .bind(description)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes a series at this very address, even where one of its title is elsewhere; otherwise as [`bring_tag`].
pub async fn bring_series(connection: &mut Connection, slug: &str, title: &str) -> sqlx::Result<i64> {
    sqlx::query(
        "INSERT INTO series (slug, title) SELECT $1, $2 WHERE NOT EXISTS \
         (SELECT 1 FROM redirects WHERE path = '/series/' || $1) ON CONFLICT (slug) DO NOTHING",
    )
    .bind(slug)
    .bind(title)
    .execute(&mut *connection)
    .await?;
    // The one at the address comes first.
    series::ensure_series(connection, slug, title).await
}

/// Describes a series that is not described.
pub async fn describe_series(
    connection: &mut Connection,
    series: i64,
    description: &str,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE series SET description = $2 WHERE id = $1 AND description = ''")
        .bind(series)
        .bind(description)
        .execute(connection)
        .await?;
    Ok(())
}

/// Says whether no further part of a series is planned, and whether readers are told of those that are to come.
pub async fn promise_series(
    connection: &mut Connection,
    series: i64,
    complete: bool,
    shows_coming: bool,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE series SET complete = $2, shows_coming = $3 WHERE id = $1")
        .bind(series)
        .bind(complete)
        .bind(shows_coming)
        .execute(connection)
        .await?;
    Ok(())
}

/// Gives a series a picture that has none.
pub async fn cover_series(
    connection: &mut Connection,
    series: i64,
    picture: i64,
    alt: &str,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE series SET cover_id = $2, cover_alt = $3 WHERE id = $1 AND cover_id IS NULL")
        .bind(series)
        .bind(picture)
        .bind(alt)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes an author where there is none at their address; what is said of one who is here stays. Answers the row id.
pub async fn bring_author(
    connection: &mut Connection,
    slug: &str,
    name: &str,
    bio: &str,
    profile: Option<(&str, Option<&str>)>,
) -> sqlx::Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO authors (slug, name, bio) VALUES ($1, $2, $3) ON CONFLICT (slug) DO UPDATE \
         SET bio = CASE authors.bio WHEN '' THEN excluded.bio ELSE authors.bio END RETURNING id",
    )
    .bind(slug)
    .bind(name)
    .bind(bio)
    .fetch_one(&mut *connection)
    .await?;
    if let Some((links, picture)) = profile {
        sqlx::query(
            "INSERT INTO author_profiles (author_id, links, picture_id) \
             VALUES ($1, $2, (SELECT id FROM media WHERE path = $3)) ON CONFLICT (author_id) DO NOTHING",
        )
        .bind(id)
        .bind(links)
        .bind(picture)
        .execute(connection)
        .await?;
    }
    Ok(id)
}

/// The row id of the post with this identity.
pub async fn find_post(connection: &mut Connection, uuid: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT id FROM posts WHERE uuid = $1")
        .bind(uuid)
        .fetch_optional(connection)
        .await
}

#[cfg(test)]
mod tests;
