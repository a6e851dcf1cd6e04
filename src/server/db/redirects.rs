//! Old addresses. A redirect names a thing and not where that is, so that there are no chains.

use serde::{Deserialize, Serialize};
use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::{
    Connection,
    words::{Holding, holds},
};

/// What an old address leads to, by row id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A post.
    Post(i64),
    /// A tag.
    Tag(i64),
    /// A series.
    Series(i64),
    /// None of these: an address, here or elsewhere.
    Address(String),
}

/// A redirect as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, FromRow, Serialize, Deserialize)]
pub struct Redirect {
    /// A leading slash, none at the end.
    pub path: String,
    /// The post it leads to.
    pub post_id: Option<i64>,
    /// The tag it leads to.
    pub tag_id: Option<i64>,
    /// The series it leads to.
    pub series_id: Option<i64>,
    /// The address it leads to, where it is none of these.
    pub target: Option<String>,
    /// Why it was made: `import`, `address`, `merge`, `delete` or `hand`.
    pub origin: String,
    /// Unix milliseconds.
    pub created_at: i64,
}

impl Redirect {
    /// A redirect to be made.
    pub fn new(path: &str, target: &Target, origin: &str, now: i64) -> Self {
        let bare = Self {
            path: path.to_owned(),
            post_id: None,
            tag_id: None,
            series_id: None,
            target: None,
            origin: origin.to_owned(),
            created_at: now,
        };
        bare.leading_to(target)
    }

    /// Where it leads.
    pub fn ends_at(&self) -> Target {
        match (self.post_id, self.tag_id, self.series_id) {
            (Some(post), _, _) => Target::Post(post),
            (_, Some(tag), _) => Target::Tag(tag),
            (_, _, Some(series)) => Target::Series(series),
            _ => Target::Address(self.target.clone().unwrap_or_default()),
        }
    }

    /// The same to somewhere else.
    pub fn leading_to(self, target: &Target) -> Self {
        let mut led = Self {
            post_id: None,
            tag_id: None,
            series_id: None,
            target: None,
            ..self
        };
        match target {
            Target::Post(post) => led.post_id = Some(*post),
            Target::Tag(tag) => led.tag_id = Some(*tag),
            Target::Series(series) => led.series_id = Some(*series),
            Target::Address(address) => led.target = Some(address.clone()),
        }
        led
    }
}

macro_rules! joined {
    () => {
        " FROM redirects r LEFT JOIN posts p ON p.id = r.post_id LEFT JOIN tags t ON t.id = r.tag_id \
         LEFT JOIN series s ON s.id = r.series_id "
    };
}

macro_rules! target {
    () => {
        "coalesce(CASE p.kind WHEN 'page' THEN '/' WHEN 'project' THEN '/portfolio/' ELSE '/posts/' END || p.slug, \
         '/tags/' || t.slug, '/series/' || s.slug, r.target) AS target"
    };
}

/// Whether readers find something at the end, at `$1`. A series is asked for its parts, never the lists for its series.
macro_rules! alive {
    () => {
        "(r.target IS NOT NULL OR coalesce(t.post_count, 0) > 0 \
         OR (coalesce(p.status, '') = 'published' AND p.published_at <= $1) \
         OR EXISTS (SELECT 1 FROM posts x WHERE x.series_id = r.series_id AND +x.listed_at <= $1))"
    };
}

const FIND: &str = concat!(
    "SELECT ",
    target!(),
    joined!(),
    "WHERE r.path = $2 AND ",
    alive!()
);

/// Where an old path leads now, if readers find something there.
///
/// `path` has a leading slash and none at the end.
pub async fn find_redirect(
    connection: &mut Connection,
    path: &str,
    now: i64,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(FIND)
        .bind(now)
        .bind(path)
        .fetch_optional(connection)
        .await
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT path, post_id, tag_id, series_id, target, origin, created_at FROM redirects ",
            $rest
        )
    };
}

/// The redirect at a path.
pub async fn read_redirect(connection: &mut Connection, path: &str) -> sqlx::Result<Option<Redirect>> {
    sqlx::query_as(select!("WHERE path = $1"))
        .bind(path)
        .fetch_optional(connection)
        .await
}

/// The redirects that lead to this very thing or address.
pub async fn list_to(connection: &mut Connection, target: &Target) -> sqlx::Result<Vec<Redirect>> {
    let query = match target {
        Target::Post(post) => sqlx::query_as(select!("WHERE post_id = $1 ORDER BY path")).bind(post),
        Target::Tag(tag) => sqlx::query_as(select!("WHERE tag_id = $1 ORDER BY path")).bind(tag),
        Target::Series(series) => sqlx::query_as(select!("WHERE series_id = $1 ORDER BY path")).bind(series),
        Target::Address(address) => sqlx::query_as(select!("WHERE target = $1 ORDER BY path")).bind(address),
    };
    query.fetch_all(connection).await
}

/// Keeps a redirect, in the place of another one at its path.
pub async fn put_redirect(connection: &mut Connection, redirect: &Redirect) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO redirects (path, post_id, tag_id, series_id, target, origin, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (path) DO UPDATE SET post_id = excluded.post_id, \
         tag_id = excluded.tag_id, series_id = excluded.series_id, target = excluded.target, \
         origin = excluded.origin, created_at = excluded.created_at",
    )
    .bind(&redirect.path)
    .bind(redirect.post_id)
    .bind(redirect.tag_id)
    .bind(redirect.series_id)
    .bind(&redirect.target)
    .bind(&redirect.origin)
    .bind(redirect.created_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the redirect at a path away; answers whether there was one.
pub async fn remove_redirect(connection: &mut Connection, path: &str) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM redirects WHERE path = $1")
        .bind(path)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// A redirect in the list of all.
#[derive(Debug, FromRow)]
pub struct RedirectRow {
    /// A leading slash, none at the end.
    pub path: String,
    /// Where it leads now.
    pub target: String,
    /// Whether readers find something there.
    pub alive: bool,
    /// Why it was made.
    pub origin: String,
    /// Unix milliseconds.
    pub created_at: i64,
    /// How many there are on all pages.
    pub total: u32,
}

const LIST: &str = concat!(
    "SELECT r.path, ",
    target!(),
    ", ",
    alive!(),
    " AS alive, r.origin, r.created_at, count(*) OVER () AS total",
    joined!(),
    "WHERE ",
    holds!("r.path", "$2", "$3"),
    " OR ",
    holds!("coalesce(p.slug, t.slug, s.slug, r.target)", "$2", "$3"),
    " ORDER BY r.created_at DESC, r.path LIMIT $4 OFFSET $5"
);

/// `limit` redirects after the first `offset`, the newest first: those whose path or target holds `words`, which is in
/// lower case.
pub async fn list_redirects(
    connection: &mut Connection,
    words: &str,
    now: i64,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<RedirectRow>> {
    let Holding { like, glob } = Holding::of(words);
    sqlx::query_as(LIST)
        .bind(now)
        .bind(like)
        .bind(glob)
        .bind(limit)
        .bind(offset)
        .fetch_all(connection)
        .await
}

// The series is looked up apart: of a join with its parts, the statistics of a blog that has few series make a walk
// through all listed posts.
const IS_THERE: &str = "SELECT CASE $1 \
    WHEN 'posts' THEN EXISTS (SELECT 1 FROM posts WHERE slug = $2 AND kind = 'post' \
    AND status = 'published' AND published_at <= $3) \
    WHEN '' THEN EXISTS (SELECT 1 FROM posts WHERE slug = $2 AND kind = 'page' \
    AND status = 'published' AND published_at <= $3) OR $2 = 'portfolio' AND EXISTS (SELECT 1 FROM posts \
    WHERE kind <> 'post' AND kind = 'project' AND published_at <= $3 AND status = 'published' \
    AND visibility = 'public') \
    WHEN 'portfolio' THEN EXISTS (SELECT 1 FROM posts WHERE slug = $2 AND kind = 'project' \
    AND status = 'published' AND published_at <= $3) \
    WHEN 'tags' THEN EXISTS (SELECT 1 FROM tags WHERE slug = $2 AND post_count > 0) \
    WHEN 'authors' THEN EXISTS (SELECT 1 FROM authors WHERE slug = $2 AND post_count > 0) \
    WHEN 'series' THEN EXISTS (SELECT 1 FROM posts WHERE series_id = (SELECT id FROM series WHERE slug = $2) \
    AND listed_at IS NOT NULL AND listed_at <= $3) ELSE FALSE END";

/// Whether a published post, page or project, a tag or author of listed posts, or a series with a listed part has this slug.
///
/// `folder` is `posts`, `portfolio`, `tags`, `authors` or `series`, or empty for the root: pages, and the portfolio; nothing is in any other.
pub async fn is_there(connection: &mut Connection, folder: &str, slug: &str, now: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar(IS_THERE)
        .bind(folder)
        .bind(slug)
        .bind(now)
        .fetch_one(connection)
        .await
}

/// Where the things of a folder of the site are kept, up to the last condition; nothing of a folder that there is not.
/// `folder` is as in [`is_there`].
fn kept_in(folder: &str) -> Option<&'static str> {
    Some(match folder {
        "posts" => "FROM posts WHERE kind = 'post' AND",
        "" => "FROM posts WHERE kind = 'page' AND",
        "portfolio" => "FROM posts WHERE kind = 'project' AND",
        "tags" => "FROM tags WHERE",
        "series" => "FROM series WHERE",
        "authors" => "FROM authors WHERE",
        _ => return None,
    })
}

/// What is under this name in a folder of the site, whether readers see it or not; `folder` is as in [`is_there`].
pub async fn find_thing(
    connection: &mut Connection,
    folder: &str,
    slug: &str,
) -> sqlx::Result<Option<Target>> {
    let Some(kept) = kept_in(folder) else {
        return Ok(None);
    };
    let mut query = QueryBuilder::<Sqlite>::new("SELECT id ");
    query.push(kept).push(" slug = ").push_bind(slug);
    let id: Option<i64> = query.build_query_scalar().fetch_optional(connection).await?;
    Ok(id.map(|id| match folder {
        "posts" | "" | "portfolio" => Target::Post(id),
        "tags" => Target::Tag(id),
        "series" => Target::Series(id),
        _ => Target::Address(format!("/{folder}/{slug}")),
    }))
}

/// Names asked for at once; SQLite takes 32,766 values in a statement.
const AT_ONCE: usize = 500;

/// Those of these names under which something is in a folder of the site, whether readers see it or not; `folder` is as in
/// [`is_there`].
pub async fn list_things(
    connection: &mut Connection,
    folder: &str,
    slugs: &[&str],
) -> sqlx::Result<Vec<String>> {
    match kept_in(folder) {
        Some(kept) => list_known(connection, "slug", kept, slugs).await,
        None => Ok(Vec::new()),
    }
}

/// Those of these paths that lead elsewhere.
pub async fn list_leading(connection: &mut Connection, paths: &[&str]) -> sqlx::Result<Vec<String>> {
    list_known(connection, "path", "FROM redirects WHERE", paths).await
}

async fn list_known(
    connection: &mut Connection,
    column: &'static str,
    kept: &'static str,
    names: &[&str],
) -> sqlx::Result<Vec<String>> {
    let mut known = Vec::new();
    for some in names.chunks(AT_ONCE) {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT ");
        for piece in [column, " ", kept, " ", column, " IN ("] {
            query.push(piece);
        }
        let mut list = query.separated(", ");
        for name in some {
            list.push_bind(*name);
        }
        query.push(")");
        let rows: Vec<String> = query.build_query_scalar().fetch_all(&mut *connection).await?;
        known.extend(rows);
    }
    Ok(known)
}

/// Lets an old path lead to a post, and says why; a path that already leads elsewhere stays as it is.
///
/// Answers whether the path now leads to this post.
pub async fn add_redirect(
    connection: &mut Connection,
    path: &str,
    post: i64,
    origin: &str,
    now: i64,
) -> sqlx::Result<bool> {
    let owner: Option<i64> = sqlx::query_scalar(
        "INSERT INTO redirects (path, post_id, origin, created_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (path) DO UPDATE SET path = excluded.path RETURNING post_id",
    )
    .bind(path)
    .bind(post)
    .bind(origin)
    .bind(now)
    .fetch_one(connection)
    .await?;
    Ok(owner == Some(post))
}

/// The present slugs of the tags to which these paths lead, by path.
pub async fn find_tags_at(
    connection: &mut Connection,
    paths: &[String],
) -> sqlx::Result<Vec<(String, String)>> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT r.path, t.slug FROM redirects r JOIN tags t ON t.id = r.tag_id WHERE t.post_count > 0 AND r.path IN (",
    );
    let mut list = query.separated(", ");
    for path in paths {
        list.push_bind(path);
    }
    query.push(")");
    query.build_query_as().fetch_all(connection).await
}

/// Whether an old path leads to something else than this post.
pub async fn leads_elsewhere(connection: &mut Connection, path: &str, post: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM redirects WHERE path = $1 AND post_id IS NOT $2)")
        .bind(path)
        .bind(post)
        .fetch_one(connection)
        .await
}

#[cfg(test)]
mod tests;
