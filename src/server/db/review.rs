//! Posts that somebody is to look at again, and that somebody did.

use sqlx::FromRow;

use super::Connection;

/// A post that is to be looked at. Times are Unix milliseconds.
#[derive(Clone, Debug, FromRow)]
pub struct DueRow {
    /// Public identity.
    pub uuid: String,
    /// What readers see.
    pub title: String,
    /// Names, with commas between them.
    pub authors: String,
    /// When it is to be looked at.
    pub review_after: i64,
    /// When somebody looked last.
    pub reviewed_at: Option<i64>,
    /// How many there are in all.
    pub total: u32,
}

// The rule of `model::review::is_overdue`, for times until `$1`.
const DUE: &str = "WITH page AS (SELECT p.id, count(*) OVER () AS total FROM posts p \
     WHERE p.review_after IS NOT NULL AND p.review_after <= $1 AND p.kind = 'post' AND p.status = 'published' \
     AND NOT p.evergreen AND coalesce(p.reviewed_at < p.review_after, TRUE) \
     AND ($2 IS NULL OR EXISTS (SELECT 1 FROM post_authors x WHERE x.post_id = p.id AND x.author_id = $2)) \
     ORDER BY p.review_after, p.id LIMIT $3) \
     SELECT p.uuid, p.title, p.review_after, p.reviewed_at, page.total, \
     coalesce((SELECT string_agg(a.name, ', ' ORDER BY x.position) FROM post_authors x \
     JOIN authors a ON a.id = x.author_id WHERE x.post_id = p.id), '') AS authors \
     FROM page CROSS JOIN posts p ON p.id = page.id ORDER BY p.review_after, p.id";

/// At most `limit` posts that readers see and that are to be looked at by `until`, the longest overdue first; only those by
/// `author`, if one is named.
pub async fn list_due(
    connection: &mut Connection,
    until: i64,
    author: Option<i64>,
    limit: u32,
) -> sqlx::Result<Vec<DueRow>> {
    sqlx::query_as(DUE)
        .bind(until)
        .bind(author)
        .bind(limit)
        .fetch_all(connection)
        .await
}

/// Says that somebody found a post true at `now`, and when to look again. It is no change of the post: neither its text nor
/// when anything last changed is touched.
pub async fn set_reviewed(
    connection: &mut Connection,
    post: i64,
    now: i64,
    review_after: Option<i64>,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE posts SET reviewed_at = $2, review_after = $3 WHERE id = $1")
        .bind(post)
        .bind(now)
        .bind(review_after)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        drafts::{set_promises, set_review_after},
        fixture::{Blog, NOW, post},
        listing::last_change,
        store::PostRecord,
    };

    async fn due(blog: &Blog, until: i64, author: Option<i64>) -> Vec<String> {
        let rows = list_due(&mut *blog.reader().await, until, author, 9)
            .await
            .unwrap();
        rows.into_iter().map(|row| row.title).collect()
    }

    #[tokio::test]
    async fn what_readers_see_and_is_due_is_listed_the_longest_overdue_first() {
        let blog = Blog::open().await;
        let (ada, ben) = (blog.author("ada").await, blog.author("ben").await);
        for (slug, status, authors, after, evergreen, reviewed) in [
            ("late", "published", vec![ada, ben], Some(500), false, None),
            ("later", "published", vec![ben], Some(400), false, Some(399)),
            ("soon", "published", vec![ada], Some(NOW + 5), false, None),
            ("never", "published", vec![ada], None, false, None),
            ("ever", "published", vec![ada], Some(1), true, None),
            ("looked-at", "published", vec![ada], Some(1), false, Some(2)),
            ("draft", "draft", vec![ada], Some(1), false, None),
            ("hidden", "unpublished", vec![ada], Some(1), false, None),
        ] {
            let record = PostRecord {
                title: slug,
                status,
                authors: &authors,
                reviewed_at: reviewed,
                ..post(slug, 100)
            };
            let id = blog.save(&record).await;
            let mut write = blog.begin().await;
            set_review_after(&mut write, id, after).await.unwrap();
            set_promises(&mut write, id, Some(evergreen), None).await.unwrap();
            write.commit().await.unwrap();
        }
        assert_eq!(due(&blog, NOW, None).await, ["later", "late"]);
        assert_eq!(due(&blog, NOW + 9, None).await, ["later", "late", "soon"]);
        assert_eq!(due(&blog, NOW + 9, Some(ada)).await, ["late", "soon"]);
        let rows = list_due(&mut *blog.reader().await, NOW + 9, None, 2)
            .await
            .unwrap();
        assert_eq!((rows.len(), rows[0].total), (2, 3));
        assert_eq!(
            (rows[1].authors.as_str(), rows[0].reviewed_at),
            ("ada, ben", Some(399))
        );
        let steps = blog.plan(DUE).await;
        assert!(
            steps.iter().any(|step| step.contains("posts_review")),
            "{steps:?}"
        );
    }

    #[tokio::test]
    async fn a_review_is_no_change() {
        let blog = Blog::open().await;
        let id = blog.save(&post("one", 1_000)).await;
        let mut write = blog.begin().await;
        let before = last_change(&mut write).await.unwrap();
        set_reviewed(&mut write, id, 5_000, Some(9_000)).await.unwrap();
        let row: (Option<i64>, Option<i64>, Option<i64>) =
            sqlx::query_as("SELECT reviewed_at, review_after, updated_at FROM posts WHERE id = $1")
                .bind(id)
                .fetch_one(&mut *write)
                .await
                .unwrap();
        assert_eq!((row.0, row.1), (Some(5_000), Some(9_000)));
        assert_eq!(last_change(&mut write).await.unwrap(), before);
        set_reviewed(&mut write, id, 6_000, None).await.unwrap();
        assert_eq!(list_due(&mut write, i64::MAX, None, 9).await.unwrap().len(), 0);
    }
}
