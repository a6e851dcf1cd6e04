//! The long texts of posts.

use sqlx::FromRow;

use super::{
    Connection,
    media::uses::{Said, note_uses},
    search::index::{self, IndexChanges},
    store::BodyRecord,
};

/// A text that an older renderer worked on.
#[derive(Debug, FromRow)]
pub struct StaleBody {
    /// The post's row id.
    pub post_id: i64,
    /// Markdown as written.
    pub source: String,
}

/// Stores a post's text and its rendering.
pub async fn write_body(connection: &mut Connection, post: i64, body: &BodyRecord<'_>) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO post_bodies (post_id, renderer, toc, html, plain, source) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (post_id) DO UPDATE SET renderer = excluded.renderer, toc = excluded.toc, \
         html = excluded.html, plain = excluded.plain, source = excluded.source",
    )
    .bind(post)
    .bind(body.renderer)
    .bind(body.toc)
    .bind(body.html)
    .bind(body.plain)
    .bind(body.source)
    .execute(&mut *connection)
    .await?;
    note_uses(connection, post, Said::Text, &[body.source]).await
}

/// Stores what a newer renderer makes of a text, unless that is no longer the post's text.
pub async fn write_rendering(
    connection: &mut Connection,
    post: i64,
    body: &BodyRecord<'_>,
) -> sqlx::Result<()> {
    let mut changes = IndexChanges::default();
    index::withdraw(connection, post, &mut changes).await?;
    // Texts are read long before they are written: whoever wrote another one in the meantime rendered that as well.
    let written = sqlx::query(
        "UPDATE post_bodies SET renderer = $2, toc = $3, html = $4, plain = $5 WHERE post_id = $1 AND source = $6",
    )
    .bind(post)
    .bind(body.renderer)
    .bind(body.toc)
    .bind(body.html)
    .bind(body.plain)
    .bind(body.source)
    .execute(&mut *connection)
    .await?
    .rows_affected();
    if written > 0 {
        sqlx::query("UPDATE posts SET excerpt = $2, minutes = $3, words = $4 WHERE id = $1")
            .bind(post)
            .bind(body.excerpt)
            .bind(body.minutes)
            .bind(body.words)
            .execute(&mut *connection)
            .await?;
    }
    index::enter(connection, post, &mut changes).await?;
    changes.write(connection).await
}

/// At most `limit` texts after row `after`: all, or only those of another renderer than `renderer`.
pub async fn list_bodies(
    connection: &mut Connection,
    after: i64,
    other_than: Option<u32>,
    limit: u32,
) -> sqlx::Result<Vec<StaleBody>> {
    sqlx::query_as(
        "SELECT post_id, source FROM post_bodies WHERE post_id > $1 AND ($2 IS NULL OR renderer <> $2) \
         ORDER BY post_id LIMIT $3",
    )
    .bind(after)
    .bind(other_than)
    .bind(limit)
    .fetch_all(connection)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, body, post},
        posts::{PostRow, read_post},
        store::PostRecord,
    };

    /// A blog whose posts were rendered by these versions; answers their row ids as well.
    async fn rendered_by(renderers: &[u32]) -> (Blog, Vec<i64>) {
        let blog = Blog::open().await;
        let mut ids = Vec::new();
        for (index, renderer) in renderers.iter().enumerate() {
            let slug = format!("post-{index}");
            ids.push(
                blog.save(&PostRecord {
                    body: body("Text", *renderer),
                    ..post(&slug, 1_000)
                })
                .await,
            );
        }
        (blog, ids)
    }

    fn ids(bodies: &[StaleBody]) -> Vec<i64> {
        bodies.iter().map(|body| body.post_id).collect()
    }

    async fn read(blog: &Blog, slug: &str) -> PostRow {
        let mut reader = blog.reader().await;
        read_post(&mut reader, slug, NOW).await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn without_a_version_every_text_is_listed_with_one_only_those_of_others() {
        let (blog, posts) = rendered_by(&[2, 1, 2, 3]).await;
        let mut reader = blog.reader().await;
        let all = list_bodies(&mut reader, 0, None, 9).await.unwrap();
        assert_eq!(ids(&all), posts);
        let others = list_bodies(&mut reader, 0, Some(2), 9).await.unwrap();
        assert_eq!(ids(&others), [posts[1], posts[3]]);
    }

    #[tokio::test]
    async fn batches_bring_each_text_once() {
        let (blog, posts) = rendered_by(&[1, 2, 1, 1, 1]).await;
        let mut reader = blog.reader().await;
        for (version, expected) in [
            (None, posts.clone()),
            (Some(2), vec![posts[0], posts[2], posts[3], posts[4]]),
        ] {
            let (mut after, mut seen) = (0, Vec::new());
            for _ in 0..3 {
                let batch = list_bodies(&mut reader, after, version, 2).await.unwrap();
                after = batch.last().map_or(after, |last| last.post_id);
                seen.extend(ids(&batch));
            }
            assert_eq!(seen, expected);
        }
    }

    #[tokio::test]
    async fn writing_a_text_again_replaces_it() {
        let (blog, posts) = rendered_by(&[1]).await;
        let newer = BodyRecord {
            html: "<p>Größer</p>",
            toc: "[1]",
            ..body("Größer", 2)
        };
        let mut write = blog.begin().await;
        write_body(&mut write, posts[0], &newer).await.unwrap();
        write.commit().await.unwrap();
        let row = read(&blog, "post-0").await;
        assert_eq!((row.html.as_str(), row.toc.as_str()), ("<p>Größer</p>", "[1]"));
        let bodies = list_bodies(&mut *blog.reader().await, 0, Some(1), 9)
            .await
            .unwrap();
        assert_eq!(bodies[0].source, "Größer");
    }

    #[tokio::test]
    async fn a_newer_rendering_brings_its_excerpt_and_its_minutes_and_leaves_the_source() {
        let (blog, posts) = rendered_by(&[1]).await;
        let newer = BodyRecord {
            html: "<p>Text</p>",
            toc: "[1]",
            excerpt: "Text",
            minutes: 7,
            ..body("Text", 2)
        };
        let mut write = blog.begin().await;
        write_rendering(&mut write, posts[0], &newer).await.unwrap();
        write.commit().await.unwrap();
        let row = read(&blog, "post-0").await;
        assert_eq!((row.html.as_str(), row.toc.as_str()), ("<p>Text</p>", "[1]"));
        assert_eq!((row.card.excerpt.as_str(), row.card.minutes), ("Text", 7));
        let mut reader = blog.reader().await;
        assert!(list_bodies(&mut reader, 0, Some(2), 9).await.unwrap().is_empty());
        assert_eq!(
            list_bodies(&mut reader, 0, None, 9).await.unwrap()[0].source,
            "Text"
        );
    }

    #[tokio::test]
    async fn a_rendering_of_a_text_that_was_replaced_meanwhile_comes_too_late() {
        let (blog, posts) = rendered_by(&[1]).await;
        blog.replace(
            posts[0],
            &PostRecord {
                body: BodyRecord {
                    html: "new",
                    excerpt: "new",
                    ..body("New", 2)
                },
                ..post("post-0", 1_000)
            },
        )
        .await;
        let late = BodyRecord {
            html: "old",
            excerpt: "old",
            ..body("Text", 2)
        };
        let mut write = blog.begin().await;
        write_rendering(&mut write, posts[0], &late).await.unwrap();
        write.commit().await.unwrap();
        let row = read(&blog, "post-0").await;
        assert_eq!((row.html.as_str(), row.card.excerpt.as_str()), ("new", "new"));
        let bodies = list_bodies(&mut *blog.reader().await, 0, None, 9).await.unwrap();
        assert_eq!(bodies[0].source, "New");
    }
}
