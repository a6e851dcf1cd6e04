//! Which picture is drawn for which post, and what there is to draw.

use sqlx::FromRow;

use super::{Connection, labels::authors_of_post};

/// What is drawn of a post, and what has been.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SubjectRow {
    /// The post's row id.
    pub id: i64,
    /// As written.
    pub title: String,
    /// Name of the first tag.
    pub tag: Option<String>,
    /// Gathered; see [`super::labels`].
    pub authors: Option<String>,
    /// What the picture is called that was drawn.
    pub hash: Option<String>,
}

/// Selects posts that readers can come to at the time $1, listed or not.
macro_rules! subjects {
    () => {
        concat!(
            "SELECT p.id, p.title, (SELECT t.name FROM post_tags x JOIN tags t ON t.id = x.tag_id WHERE x.post_id = p.id \
             ORDER BY x.position LIMIT 1) AS tag, i.hash, ",
            authors_of_post!(),
            " FROM posts p LEFT JOIN share_images i ON i.post_id = p.id \
             WHERE p.kind = 'post' AND p.status = 'published' AND p.published_at <= $1 AND "
        )
    };
}

/// What is to be drawn of a post; nothing where readers do not see it.
pub async fn read_subject(
    connection: &mut Connection,
    post: i64,
    now: i64,
) -> sqlx::Result<Option<SubjectRow>> {
    sqlx::query_as(concat!(subjects!(), "p.id = $2"))
        .bind(now)
        .bind(post)
        .fetch_optional(connection)
        .await
}

/// What is to be drawn of the post at `slug`; nothing where readers do not see it.
pub async fn find_subject(
    connection: &mut Connection,
    slug: &str,
    now: i64,
) -> sqlx::Result<Option<SubjectRow>> {
    sqlx::query_as(concat!(subjects!(), "p.slug = $2"))
        .bind(now)
        .bind(slug)
        .fetch_optional(connection)
        .await
}

/// The next posts with something to draw, those that were written last first, from before the row id `before` on.
pub async fn list_subjects(
    connection: &mut Connection,
    before: i64,
    now: i64,
    limit: u32,
) -> sqlx::Result<Vec<SubjectRow>> {
    sqlx::query_as(concat!(subjects!(), "p.id < $2 ORDER BY p.id DESC LIMIT $3"))
        .bind(now)
        .bind(before)
        .bind(limit)
        .fetch_all(connection)
        .await
}

/// Remembers which picture was drawn for a post.
pub async fn put_image(connection: &mut Connection, post: i64, hash: &str) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO share_images (post_id, hash) VALUES ($1, $2) ON CONFLICT (post_id) DO UPDATE SET hash = excluded.hash",
    )
    .bind(post)
    .bind(hash)
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets the picture of a post; answers which it was.
pub async fn forget_image(connection: &mut Connection, post: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("DELETE FROM share_images WHERE post_id = $1 RETURNING hash")
        .bind(post)
        .fetch_optional(connection)
        .await
}

/// Row ids of some posts that have a picture although readers do not see them.
pub async fn list_hidden(connection: &mut Connection, now: i64, limit: u32) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT i.post_id FROM share_images i JOIN posts p ON p.id = i.post_id \
         WHERE NOT (p.kind = 'post' AND p.status = 'published' AND p.published_at <= $1) LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// Whether a picture is that of any post.
pub async fn is_kept(connection: &mut Connection, hash: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM share_images WHERE hash = $1)")
        .bind(hash)
        .fetch_one(connection)
        .await
}

const SHOWN: &str = "SELECT EXISTS (SELECT 1 FROM share_images i CROSS JOIN posts p WHERE i.hash = $1 \
    AND p.id = i.post_id AND p.kind = 'post' AND p.status = 'published' AND p.published_at <= $2)";

/// Whether a picture is that of a post that readers see.
pub async fn is_shown(connection: &mut Connection, hash: &str, now: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar(SHOWN)
        .bind(hash)
        .bind(now)
        .fetch_one(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, post},
        status::set_status,
        store::PostRecord,
    };

    async fn blog() -> (Blog, i64, i64, i64) {
        let blog = Blog::open().await;
        let listed = blog.save(&post("listed", 1_000)).await;
        let unlisted = blog
            .save(&PostRecord {
                visibility: "unlisted",
                ..post("unlisted", 1_000)
            })
            .await;
        let draft = blog
            .save(&PostRecord {
                status: "draft",
                ..post("draft", 1_000)
            })
            .await;
        blog.save(&post("future", NOW + 1)).await;
        (blog, listed, unlisted, draft)
    }

    #[tokio::test]
    async fn only_what_readers_can_come_to_is_drawn_the_last_written_first() {
        let (blog, listed, unlisted, draft) = blog().await;
        let mut write = blog.begin().await;
        let rows = list_subjects(&mut write, i64::MAX, NOW, 9).await.unwrap();
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        assert_eq!(ids, [unlisted, listed]);
        let rows = list_subjects(&mut write, unlisted, NOW, 9).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(read_subject(&mut write, draft, NOW).await.unwrap(), None);
        let found = find_subject(&mut write, "unlisted", NOW).await.unwrap();
        assert_eq!(found.map(|row| row.id), Some(unlisted));
        assert_eq!(find_subject(&mut write, "draft", NOW).await.unwrap(), None);
        put_image(&mut write, listed, "old").await.unwrap();
        put_image(&mut write, listed, "new").await.unwrap();
        let row = read_subject(&mut write, listed, NOW).await.unwrap().unwrap();
        assert_eq!((row.title.as_str(), row.hash.as_deref()), ("listed", Some("new")));
        assert!(!is_kept(&mut write, "old").await.unwrap());
    }

    #[tokio::test]
    async fn a_picture_is_shown_while_one_of_its_posts_is() {
        let (blog, listed, unlisted, _) = blog().await;
        let mut write = blog.begin().await;
        put_image(&mut write, listed, "same").await.unwrap();
        put_image(&mut write, unlisted, "same").await.unwrap();
        set_status(&mut write, listed, "unpublished", NOW).await.unwrap();
        assert!(is_shown(&mut write, "same", NOW).await.unwrap());
        assert_eq!(list_hidden(&mut write, NOW, 9).await.unwrap(), [listed]);
        set_status(&mut write, unlisted, "trashed", NOW).await.unwrap();
        assert!(!is_shown(&mut write, "same", NOW).await.unwrap());
        assert!(is_kept(&mut write, "same").await.unwrap());
        for post in [listed, unlisted] {
            let forgotten = forget_image(&mut write, post).await.unwrap();
            assert_eq!(forgotten.as_deref(), Some("same"));
        }
        assert!(!is_kept(&mut write, "same").await.unwrap());
        assert!(!is_shown(&mut write, "other", NOW).await.unwrap());
    }

    #[tokio::test]
    async fn who_asks_for_a_picture_reads_one_row() {
        let (blog, ..) = blog().await;
        let plan = blog.plan(SHOWN).await;
        assert!(
            plan.iter().any(|step| step.contains("share_images_hash (hash=?")),
            "{plan:#?}"
        );
        assert!(!plan.iter().any(|step| step.starts_with("SCAN p")), "{plan:#?}");
    }
}
