//! Which tags are focus areas of the site, and in which order.

use crate::server::db::{Connection, tags::TagRow};

/// The focus areas, in order.
pub async fn list_focus(connection: &mut Connection) -> sqlx::Result<Vec<TagRow>> {
    sqlx::query_as(
        "SELECT id, slug, name, description, post_count FROM tags WHERE focus IS NOT NULL ORDER BY focus, id",
    )
    .fetch_all(connection)
    .await
}

/// Lets these tags be the focus areas, in this order, and no others.
pub async fn set_focus(connection: &mut Connection, tags: &[i64]) -> sqlx::Result<()> {
    sqlx::query("UPDATE tags SET focus = NULL WHERE focus IS NOT NULL")
        .execute(&mut *connection)
        .await?;
    for (focus, tag) in (1_i64..).zip(tags) {
        sqlx::query("UPDATE tags SET focus = $2 WHERE id = $1")
            .bind(tag)
            .bind(focus)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{collections::list_focus_areas, fixture::Blog};

    #[tokio::test]
    async fn focus_areas_are_those_that_were_named_last_in_their_order() {
        let blog = Blog::open().await;
        let (rust, sqlite, queues) = (
            blog.tag("rust").await,
            blog.tag("sqlite").await,
            blog.tag("queues").await,
        );
        let mut write = blog.begin().await;
        for tags in [&[][..], &[rust, sqlite], &[queues, rust]] {
            set_focus(&mut write, tags).await.unwrap();
            let found = list_focus(&mut write).await.unwrap();
            assert_eq!(found.iter().map(|tag| tag.id).collect::<Vec<_>>(), tags);
            // Readers see no post of any of them.
            assert!(list_focus_areas(&mut write).await.unwrap().is_empty());
        }
    }
}
