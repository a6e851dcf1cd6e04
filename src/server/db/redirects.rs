//! Old addresses. A redirect names a post and not a path, so that there are no chains.

use super::Connection;

/// The slug of the published post that an old path leads to.
///
/// `path` has a leading slash and none at the end.
pub async fn find_redirect(
    connection: &mut Connection,
    path: &str,
    now: i64,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "SELECT p.slug FROM redirects r JOIN posts p ON p.id = r.post_id WHERE r.path = $1 \
         AND p.kind = 'post' AND p.status = 'published' AND p.published_at <= $2",
    )
    .bind(path)
    .bind(now)
    .fetch_optional(connection)
    .await
}

/// Whether a published post, a tag or author of listed posts, or a series has this slug.
///
/// `folder` is `posts`, `tags`, `authors` or `series`; nothing is in any other.
pub async fn is_there(connection: &mut Connection, folder: &str, slug: &str, now: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar(
        "SELECT CASE $1 \
         WHEN 'posts' THEN EXISTS (SELECT 1 FROM posts WHERE slug = $2 AND kind = 'post' \
         AND status = 'published' AND published_at <= $3) \
         WHEN 'tags' THEN EXISTS (SELECT 1 FROM tags WHERE slug = $2 AND post_count > 0) \
         WHEN 'authors' THEN EXISTS (SELECT 1 FROM authors WHERE slug = $2 AND post_count > 0) \
         WHEN 'series' THEN EXISTS (SELECT 1 FROM series s JOIN posts p ON p.series_id = s.id WHERE s.slug = $2 \
         AND p.listed_at IS NOT NULL AND p.listed_at <= $3) ELSE FALSE END",
    )
    .bind(folder)
    .bind(slug)
    .bind(now)
    .fetch_one(connection)
    .await
}

/// Lets an old path lead to a post; a path that already leads to another post stays with it.
///
/// Answers whether the path now leads to this post.
pub async fn add_redirect(
    connection: &mut Connection,
    path: &str,
    post: i64,
    now: i64,
) -> sqlx::Result<bool> {
    let owner: i64 = sqlx::query_scalar(
        "INSERT INTO redirects (path, post_id, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (path) DO UPDATE SET path = excluded.path RETURNING post_id",
    )
    .bind(path)
    .bind(post)
    .bind(now)
    .fetch_one(connection)
    .await?;
    Ok(owner == post)
}
