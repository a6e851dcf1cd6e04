//! Posts pass from one author to another, and who is left without any goes.

use sqlx::FromRow;

use crate::server::db::Connection;

/// An author who is nobody's account.
#[derive(Debug, FromRow)]
pub struct UnclaimedRow {
    /// Row id.
    pub id: i64,
    /// Their address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Posts of theirs, whatever their status.
    pub posts: u32,
}

/// Authors of posts who are nobody's account, by name.
pub async fn list_unclaimed(connection: &mut Connection) -> sqlx::Result<Vec<UnclaimedRow>> {
    sqlx::query_as(
        "SELECT a.id, a.slug, a.name, count(*) AS posts FROM authors a JOIN post_authors p ON p.author_id = a.id \
         WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.author_id = a.id) \
         GROUP BY a.id, a.slug, a.name ORDER BY lower(a.name), a.id",
    )
    .fetch_all(connection)
    .await
}

/// Posts by an author, whatever their status.
pub async fn list_posts_by(connection: &mut Connection, author: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar("SELECT post_id FROM post_authors WHERE author_id = $1 ORDER BY post_id")
        .bind(author)
        .fetch_all(connection)
        .await
}

/// Puts one author in the place of another on a post. Where both are on it, the other one is taken off.
///
/// The post has to be withdrawn from the lists before and entered after.
pub async fn replace_on_post(connection: &mut Connection, post: i64, from: i64, to: i64) -> sqlx::Result<()> {
    for statement in [
        "DELETE FROM post_authors WHERE post_id = $1 AND author_id = $2 \
         AND EXISTS (SELECT 1 FROM post_authors o WHERE o.post_id = $1 AND o.author_id = $3)",
        "UPDATE post_authors SET author_id = $3 WHERE post_id = $1 AND author_id = $2",
    ] {
        sqlx::query(statement)
            .bind(post)
            .bind(from)
            .bind(to)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Deletes an author of no post; whether there was one.
pub async fn delete_unused(connection: &mut Connection, id: i64) -> sqlx::Result<bool> {
    let gone = sqlx::query(
        "DELETE FROM authors WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM post_authors WHERE author_id = $1)",
    )
    .bind(id)
    .execute(connection)
    .await?;
    Ok(gone.rows_affected() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, post},
        store::PostRecord,
    };

    #[tokio::test]
    async fn posts_pass_from_one_author_to_another_and_no_post_has_one_twice() {
        let blog = Blog::open().await;
        let (ada, ben) = (blog.author("ada").await, blog.author("ben").await);
        let mut posts = Vec::new();
        for (slug, authors) in [("one", vec![ada]), ("both", vec![ada, ben]), ("other", vec![ben])] {
            posts.push(
                blog.save(&PostRecord {
                    authors: &authors,
                    ..post(slug, 1_000)
                })
                .await,
            );
        }
        let unclaimed = list_unclaimed(&mut *blog.reader().await).await.unwrap();
        let counts: Vec<(i64, u32)> = unclaimed.iter().map(|row| (row.id, row.posts)).collect();
        assert_eq!(counts, [(ada, 2), (ben, 2)]);
        let mut write = blog.begin().await;
        assert!(!delete_unused(&mut write, ada).await.unwrap());
        for post in list_posts_by(&mut write, ada).await.unwrap() {
            replace_on_post(&mut write, post, ada, ben).await.unwrap();
        }
        assert!(list_posts_by(&mut write, ada).await.unwrap().is_empty());
        assert_eq!(list_posts_by(&mut write, ben).await.unwrap(), posts);
        assert!(delete_unused(&mut write, ada).await.unwrap());
    }
}
