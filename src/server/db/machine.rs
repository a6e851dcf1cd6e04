//! What machines read besides feeds: the sitemap's addresses, and posts in one line each.

use futures_util::stream::BoxStream;
use sqlx::FromRow;

use super::Connection;

/// A post in the sitemap. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct SitemapRow {
    /// Its address.
    pub slug: String,
    /// When it appeared.
    pub published_at: i64,
    /// When its text last changed.
    pub updated_at: Option<i64>,
}

/// A list of posts in the sitemap.
#[derive(Debug, FromRow)]
pub struct ListRow {
    /// Its address on this site.
    pub path: String,
    /// When a post of it last appeared or changed, in Unix milliseconds; nothing where readers see none of them.
    pub changed_at: Option<i64>,
}

/// A post in one line.
#[derive(Debug, FromRow)]
pub struct LineRow {
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// The author's, else the excerpt.
    pub summary: String,
}

// Listed posts that have their home here: those that name no other address, or their own, whole or from the root.
macro_rules! at_home {
    () => {
        " FROM posts WHERE listed_at IS NOT NULL AND listed_at <= $1 AND (canonical_url IS NULL \
         OR rtrim(canonical_url, '/') IN ('/posts/' || slug, $2 || '/posts/' || slug))"
    };
}

const POSTS: &str = concat!(
    "SELECT slug, listed_at AS published_at, updated_at",
    at_home!(),
    " ORDER BY listed_at, id LIMIT $3 OFFSET $4"
);

const FILES: &str = concat!(
    "SELECT max(max(listed_at, coalesce(updated_at, 0))) FROM (SELECT listed_at, updated_at, \
     row_number() OVER (ORDER BY listed_at, id) - 1 AS place",
    at_home!(),
    ") GROUP BY place / $3 ORDER BY place / $3"
);

/// `limit` listed posts whose home is at `origin`, after the first `offset`, oldest first, so that a new one changes nothing of
/// those before it. One by one: a large site's are never in memory together.
pub fn stream_sitemap<'a>(
    connection: &'a mut Connection,
    now: i64,
    origin: &'a str,
    limit: u32,
    offset: u32,
) -> BoxStream<'a, sqlx::Result<SitemapRow>> {
    sqlx::query_as(POSTS)
        .bind(now)
        .bind(origin)
        .bind(limit)
        .bind(offset)
        .fetch(connection)
}

/// When a post last appeared or changed, for each `size` of those that [`stream_sitemap`] has, in Unix milliseconds. They are
/// looked at one by one, which is for large sites' indexes only.
pub async fn list_sitemap_files(
    connection: &mut Connection,
    now: i64,
    origin: &str,
    size: u32,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(FILES)
        .bind(now)
        .bind(origin)
        .bind(size)
        .fetch_all(connection)
        .await
}

/// All tags, authors and series of which readers see a post, by kind and address.
pub async fn list_lists(connection: &mut Connection, now: i64) -> sqlx::Result<Vec<ListRow>> {
    let mut lists: Vec<ListRow> = Vec::new();
    for statement in [
        "SELECT '/tags/' || slug AS path, (SELECT max(max(x.listed_at, coalesce(p.updated_at, 0))) FROM post_tags x \
         JOIN posts p ON p.id = x.post_id WHERE x.tag_id = tags.id AND x.listed_at IS NOT NULL AND x.listed_at <= $1) \
         AS changed_at FROM tags ORDER BY slug",
        "SELECT '/authors/' || slug AS path, (SELECT max(max(x.listed_at, coalesce(p.updated_at, 0))) FROM post_authors x \
         JOIN posts p ON p.id = x.post_id WHERE x.author_id = authors.id AND x.listed_at IS NOT NULL AND x.listed_at <= $1) \
         AS changed_at FROM authors ORDER BY slug",
        "SELECT '/series/' || slug AS path, (SELECT max(max(p.listed_at, coalesce(p.updated_at, 0))) FROM posts p \
         WHERE p.series_id = series.id AND p.listed_at IS NOT NULL AND p.listed_at <= $1) AS changed_at \
         FROM series ORDER BY slug",
    ] {
        lists.extend(
            sqlx::query_as(statement)
                .bind(now)
                .fetch_all(&mut *connection)
                .await?,
        );
    }
    lists.retain(|list: &ListRow| list.changed_at.is_some());
    Ok(lists)
}

/// The `limit` newest listed posts, in a line each.
pub async fn list_lines(connection: &mut Connection, now: i64, limit: u32) -> sqlx::Result<Vec<LineRow>> {
    sqlx::query_as(
        "SELECT slug, title, CASE WHEN summary = '' THEN excerpt ELSE summary END AS summary FROM posts \
         WHERE listed_at IS NOT NULL AND listed_at <= $1 ORDER BY listed_at DESC, id DESC LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(connection)
    .await
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt as _;

    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, body, post},
        store::{BodyRecord, PostRecord},
    };

    const ORIGIN: &str = "https://blog.test";

    async fn list_sitemap(connection: &mut Connection, limit: u32, offset: u32) -> Vec<SitemapRow> {
        stream_sitemap(connection, NOW, ORIGIN, limit, offset)
            .try_collect()
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn the_sitemap_has_each_listed_post_once_oldest_first_whatever_the_size_of_a_file() {
        let blog = Blog::open().await;
        for (slug, published_at) in [
            ("old", 1_000),
            ("tie-1", 2_000),
            ("tie-2", 2_000),
            ("now", NOW),
            ("later", NOW + 1),
        ] {
            blog.save(&post(slug, published_at)).await;
        }
        blog.save_hidden(&post("hidden", 1_500)).await;
        let mut reader = blog.reader().await;
        for size in 1..=5 {
            let mut slugs = Vec::new();
            for file in 0..=4 {
                let rows = list_sitemap(&mut reader, size, file * size).await;
                slugs.extend(rows.into_iter().map(|row| row.slug));
            }
            assert_eq!(slugs, ["old", "tie-1", "tie-2", "now"], "{size} in a file");
        }
        for (size, expected) in [
            (1, [1_000, 2_000, 2_000, NOW].as_slice()),
            (2, &[2_000, NOW]),
            (3, &[2_000, NOW]),
            (4, &[NOW]),
        ] {
            let files = list_sitemap_files(&mut reader, NOW, ORIGIN, size).await.unwrap();
            assert_eq!(files, expected, "{size} in a file");
        }
    }

    #[tokio::test]
    async fn the_posts_of_the_sitemap_are_read_in_their_order() {
        let plan = Blog::open().await.plan(POSTS).await;
        assert!(
            plan.iter().any(|step| step.contains("posts_listed"))
                && !plan.iter().any(|step| step.contains("B-TREE")),
            "{plan:?}"
        );
    }

    #[tokio::test]
    async fn a_post_whose_home_is_elsewhere_is_not_in_the_sitemap() {
        let blog = Blog::open().await;
        for (at, (slug, canonical)) in (1_000..).zip([
            ("guest", "https://elsewhere.test/"),
            ("copy", "https://elsewhere.test/posts/copy"),
            ("twin", "https://blog.test/posts/whole"),
            ("whole", "https://blog.test/posts/whole"),
            ("root", "/posts/root"),
            ("slash", "https://blog.test/posts/slash/"),
        ]) {
            blog.save(&PostRecord {
                canonical_url: Some(canonical),
                ..post(slug, at)
            })
            .await;
        }
        let mut reader = blog.reader().await;
        let rows = list_sitemap(&mut reader, 9, 0).await;
        let slugs: Vec<_> = rows.iter().map(|row| row.slug.as_str()).collect();
        assert_eq!(slugs, ["whole", "root", "slash"]);
        let files = list_sitemap_files(&mut reader, NOW, ORIGIN, 1).await.unwrap();
        assert_eq!(files, [1_003, 1_004, 1_005]);
    }

    #[tokio::test]
    async fn the_sitemap_tells_both_times() {
        let blog = Blog::open().await;
        blog.save(&PostRecord {
            updated_at: Some(3_000),
            ..post("changed", 2_000)
        })
        .await;
        blog.save(&post("untouched", 1_000)).await;
        let rows = list_sitemap(&mut *blog.reader().await, 9, 0).await;
        let times: Vec<_> = rows
            .iter()
            .map(|row| (row.published_at, row.updated_at))
            .collect();
        assert_eq!(times, [(1_000, None), (2_000, Some(3_000))]);
        let files = list_sitemap_files(&mut *blog.reader().await, NOW, ORIGIN, 1).await;
        assert_eq!(files.unwrap(), [1_000, 3_000]);
    }

    #[tokio::test]
    async fn lists_are_there_once_readers_see_a_post_of_theirs_with_the_time_of_the_last_change() {
        let blog = Blog::open().await;
        let (rust, secret) = (blog.tag("rust").await, blog.tag("secret").await);
        let (ada, zoe) = (blog.author("ada").await, blog.author("zoe").await);
        let (long, next) = (blog.series("long").await, blog.series("next").await);
        for (slug, published_at, updated_at) in [("one", 1_000, Some(2_500)), ("two", 2_000, None)] {
            blog.save(&PostRecord {
                updated_at,
                tags: &[rust],
                authors: &[ada],
                series: Some((long, 1)),
                ..post(slug, published_at)
            })
            .await;
        }
        let hidden = PostRecord {
            tags: &[rust, secret],
            authors: &[ada, zoe],
            series: Some((next, 1)),
            ..post("later", NOW + 1)
        };
        blog.save(&hidden).await;
        blog.save_hidden(&PostRecord {
            published_at: Some(5_000),
            ..hidden
        })
        .await;
        let lists = list_lists(&mut *blog.reader().await, NOW).await.unwrap();
        let lists: Vec<_> = lists
            .iter()
            .map(|list| (list.path.as_str(), list.changed_at))
            .collect();
        assert_eq!(
            lists,
            [
                ("/tags/rust", Some(2_500)),
                ("/authors/ada", Some(2_500)),
                ("/series/long", Some(2_500))
            ]
        );
    }

    #[tokio::test]
    async fn lines_are_those_of_the_newest_posts_that_readers_see() {
        let blog = Blog::open().await;
        blog.save(&PostRecord {
            summary: "Written.",
            ..post("old", 1_000)
        })
        .await;
        blog.save(&PostRecord {
            body: BodyRecord {
                excerpt: "Cut.",
                ..body("Text", 1)
            },
            ..post("new", 2_000)
        })
        .await;
        blog.save(&post("later", NOW + 1)).await;
        blog.save_hidden(&post("hidden", 3_000)).await;
        let mut reader = blog.reader().await;
        let lines = list_lines(&mut reader, NOW, 9).await.unwrap();
        let lines: Vec<_> = lines
            .iter()
            .map(|line| (line.slug.as_str(), line.summary.as_str()))
            .collect();
        assert_eq!(lines, [("new", "Cut."), ("old", "Written.")]);
        assert_eq!(list_lines(&mut reader, NOW, 1).await.unwrap().len(), 1);
    }
}
