//! Keeps the counts and the sort keys that lists read. Every change of a post goes through here twice: before it, to
//! take the post out of the lists, and after it, to put it back as it now is.

use super::Connection;

/// Takes a post out of every kept count and index of a list.
pub async fn withdraw(connection: &mut Connection, post: i64) -> sqlx::Result<()> {
    count(connection, post, -1).await?;
    for statement in [
        "UPDATE post_tags SET listed_at = NULL WHERE post_id = $1",
        "UPDATE post_authors SET listed_at = NULL WHERE post_id = $1",
    ] {
        sqlx::query(statement).bind(post).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Puts a post into the lists it belongs to, if it is listed at all.
pub async fn enter(connection: &mut Connection, post: i64) -> sqlx::Result<()> {
    for statement in [
        "UPDATE post_tags SET listed_at = (SELECT listed_at FROM posts WHERE id = $1) WHERE post_id = $1",
        "UPDATE post_authors SET listed_at = (SELECT listed_at FROM posts WHERE id = $1) WHERE post_id = $1",
    ] {
        sqlx::query(statement).bind(post).execute(&mut *connection).await?;
    }
    count(connection, post, 1).await
}

async fn count(connection: &mut Connection, post: i64, by: i64) -> sqlx::Result<()> {
    for statement in [
        "UPDATE counters SET value = value + $2 WHERE name = 'listed_posts' \
         AND EXISTS (SELECT 1 FROM posts WHERE id = $1 AND listed_at IS NOT NULL)",
        "UPDATE tags SET post_count = post_count + $2 \
         WHERE id IN (SELECT tag_id FROM post_tags WHERE post_id = $1 AND listed_at IS NOT NULL)",
        "UPDATE authors SET post_count = post_count + $2 \
         WHERE id IN (SELECT author_id FROM post_authors WHERE post_id = $1 AND listed_at IS NOT NULL)",
    ] {
        sqlx::query(statement).bind(post).bind(by).execute(&mut *connection).await?;
    }
    Ok(())
}
