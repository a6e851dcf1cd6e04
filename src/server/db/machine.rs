//! What machines read: the sitemap's addresses and the feed's entries.

use sqlx::FromRow;

use super::{
    Connection,
    labels::{authors_of_post, tags_of_post},
};

/// A post in the sitemap.
#[derive(Debug, FromRow)]
pub struct SitemapRow {
    /// Its address.
    pub slug: String,
    /// When it appeared.
    pub published_at: i64,
    /// When its text last changed.
    pub updated_at: Option<i64>,
}

/// A post in a feed. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct FeedRow {
    /// Public identity.
    pub uuid: String,
    /// Its address.
    pub slug: String,
    /// As written.
    pub title: String,
    /// The author's, else the excerpt.
    pub summary: String,
    /// Rendered text.
    pub html: String,
    /// When it appeared.
    pub published_at: i64,
    /// When its text last changed.
    pub updated_at: Option<i64>,
    /// Gathered; see [`super::labels`].
    pub tags: Option<String>,
    /// Gathered; see [`super::labels`].
    pub authors: Option<String>,
}

/// `limit` listed posts that have no other home, after the first `offset`, newest first.
pub async fn list_sitemap(
    connection: &mut Connection,
    now: i64,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<SitemapRow>> {
    sqlx::query_as(
        "SELECT slug, listed_at AS published_at, updated_at FROM posts \
         WHERE listed_at IS NOT NULL AND listed_at <= $1 AND canonical_url IS NULL \
         ORDER BY listed_at DESC, id DESC LIMIT $2 OFFSET $3",
    )
    .bind(now)
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await
}

/// The `limit` newest listed posts with their whole text.
pub async fn list_feed(connection: &mut Connection, now: i64, limit: u32) -> sqlx::Result<Vec<FeedRow>> {
    sqlx::query_as(concat!(
        "SELECT p.uuid, p.slug, p.title, CASE WHEN p.summary = '' THEN p.excerpt ELSE p.summary END AS summary, \
         b.html, p.listed_at AS published_at, p.updated_at, ",
        tags_of_post!(),
        ", ",
        authors_of_post!(),
        " FROM posts p JOIN post_bodies b ON b.post_id = p.id WHERE p.listed_at IS NOT NULL AND p.listed_at <= $1 ORDER BY p.listed_at DESC, p.id DESC LIMIT $2"
    ))
    .bind(now)
    .bind(limit)
    .fetch_all(connection)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, body, post},
        labels::parse_labels,
        store::{BodyRecord, PostRecord},
    };

    #[tokio::test]
    async fn the_sitemap_has_each_listed_post_once_newest_first_whatever_the_size_of_a_file() {
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
                let rows = list_sitemap(&mut reader, NOW, size, file * size).await.unwrap();
                slugs.extend(rows.into_iter().map(|row| row.slug));
            }
            assert_eq!(slugs, ["now", "tie-2", "tie-1", "old"], "{size} in a file");
        }
    }

    #[tokio::test]
    async fn a_post_whose_home_is_elsewhere_is_in_the_feed_but_not_in_the_sitemap() {
        let blog = Blog::open().await;
        blog.save(&PostRecord {
            canonical_url: Some("https://elsewhere.test/"),
            ..post("guest", 1_000)
        })
        .await;
        let mut reader = blog.reader().await;
        assert!(list_sitemap(&mut reader, NOW, 9, 0).await.unwrap().is_empty());
        assert_eq!(list_feed(&mut reader, NOW, 9).await.unwrap().len(), 1);
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
        let rows = list_sitemap(&mut *blog.reader().await, NOW, 9, 0).await.unwrap();
        let times: Vec<_> = rows
            .iter()
            .map(|row| (row.published_at, row.updated_at))
            .collect();
        assert_eq!(times, [(2_000, Some(3_000)), (1_000, None)]);
    }

    #[tokio::test]
    async fn the_feed_has_the_newest_posts_that_readers_see() {
        let blog = Blog::open().await;
        for (slug, published_at) in [
            ("old", 1_000),
            ("tie-1", 2_000),
            ("tie-2", 2_000),
            ("later", NOW + 1),
        ] {
            blog.save(&post(slug, published_at)).await;
        }
        blog.save_hidden(&post("hidden", 1_500)).await;
        let mut reader = blog.reader().await;
        for (limit, expected) in [
            (9, ["tie-2", "tie-1", "old"].as_slice()),
            (2, &["tie-2", "tie-1"]),
        ] {
            let rows = list_feed(&mut reader, NOW, limit).await.unwrap();
            let slugs: Vec<&str> = rows.iter().map(|row| row.slug.as_str()).collect();
            assert_eq!(slugs, expected);
        }
    }

    #[tokio::test]
    async fn an_entry_has_its_labels_in_the_authors_order_and_an_excerpt_where_there_is_no_summary() {
        let blog = Blog::open().await;
        let (ada, zoe) = (blog.author("ada").await, blog.author("zoe").await);
        let (api, rust) = (blog.tag("api").await, blog.tag("rust").await);
        let cut = PostRecord {
            uuid: "an-id",
            updated_at: Some(2_500),
            tags: &[rust, api],
            authors: &[zoe, ada],
            body: BodyRecord {
                html: "<p>Text</p>",
                excerpt: "Cut.",
                ..body("Text", 1)
            },
            ..post("cut", 2_000)
        };
        blog.save(&cut).await;
        blog.save(&PostRecord {
            summary: "Written.",
            body: cut.body,
            ..post("written", 1_000)
        })
        .await;
        let rows = list_feed(&mut *blog.reader().await, NOW, 9).await.unwrap();
        assert_eq!(
            (rows[0].summary.as_str(), rows[1].summary.as_str()),
            ("Cut.", "Written.")
        );
        assert_eq!(
            (rows[0].uuid.as_str(), rows[0].html.as_str()),
            ("an-id", "<p>Text</p>")
        );
        assert_eq!((rows[0].published_at, rows[0].updated_at), (2_000, Some(2_500)));
        let slugs = |text: &Option<String>| -> Vec<String> {
            parse_labels(text.as_deref())
                .into_iter()
                .map(|label| label.slug)
                .collect()
        };
        assert_eq!(slugs(&rows[0].tags), ["rust", "api"]);
        assert_eq!(slugs(&rows[0].authors), ["zoe", "ada"]);
        assert_eq!((&rows[1].tags, &rows[1].authors), (&None, &None));
    }
}
