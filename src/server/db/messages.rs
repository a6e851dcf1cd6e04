//! What readers wrote to the site.

use sqlx::FromRow;

use super::Connection;

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MessageRow {
    /// Row id.
    pub id: i64,
    /// Who wrote it.
    pub name: String,
    /// Where an answer goes.
    pub email: String,
    /// Plain text.
    pub body: String,
    /// In Unix milliseconds.
    pub received_at: i64,
}

/// Keeps a message that nobody has read yet.
pub async fn add_message(
    connection: &mut Connection,
    name: &str,
    email: &str,
    body: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO messages (name, email, body, state, received_at) VALUES ($1, $2, $3, 'unread', $4)",
    )
    .bind(name)
    .bind(email)
    .bind(body)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// How many messages are in each state that any is in.
pub async fn count_messages(connection: &mut Connection) -> sqlx::Result<Vec<(String, i64)>> {
    sqlx::query_as("SELECT state, COUNT(*) FROM messages GROUP BY state")
        .fetch_all(connection)
        .await
}

/// Some messages in a state, the newest first.
pub async fn list_messages(
    connection: &mut Connection,
    state: &str,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<MessageRow>> {
    sqlx::query_as(
        "SELECT id, name, email, body, received_at FROM messages WHERE state = $1 \
         ORDER BY received_at DESC, id DESC LIMIT $2 OFFSET $3",
    )
    .bind(state)
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await
}

/// Says what has become of a message; whether there is one.
pub async fn mark_message(connection: &mut Connection, id: i64, state: &str) -> sqlx::Result<bool> {
    let done = sqlx::query("UPDATE messages SET state = $2 WHERE id = $1")
        .bind(id)
        .bind(state)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes a message for good; whether there was one.
pub async fn delete_message(connection: &mut Connection, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM messages WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::Blog;

    async fn blog() -> Blog {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        for number in 1..=3 {
            let (name, body) = (format!("Reader {number}"), format!("Message {number}"));
            add_message(&mut write, &name, "a@b.test", &body, number)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        blog
    }

    #[tokio::test]
    async fn messages_are_told_apart_by_what_has_become_of_them() {
        let blog = blog().await;
        let mut write = blog.begin().await;
        let unread = list_messages(&mut write, "unread", 9, 0).await.unwrap();
        let bodies: Vec<&str> = unread.iter().map(|row| row.body.as_str()).collect();
        assert_eq!(bodies, ["Message 3", "Message 2", "Message 1"]);
        assert_eq!(
            list_messages(&mut write, "unread", 1, 1).await.unwrap(),
            unread[1..2]
        );
        assert!(mark_message(&mut write, unread[0].id, "spam").await.unwrap());
        assert!(!mark_message(&mut write, 99, "spam").await.unwrap());
        assert_eq!(
            list_messages(&mut write, "spam", 9, 0).await.unwrap(),
            unread[..1]
        );
        let mut counts = count_messages(&mut write).await.unwrap();
        counts.sort();
        assert_eq!(counts, [("spam".to_owned(), 1), ("unread".to_owned(), 2)]);
        assert!(
            mark_message(&mut write, unread[0].id, "lost").await.is_err(),
            "there is no such state"
        );
    }

    #[tokio::test]
    async fn what_is_deleted_is_gone() {
        let blog = blog().await;
        let mut write = blog.begin().await;
        assert!(delete_message(&mut write, 1).await.unwrap());
        assert!(!delete_message(&mut write, 1).await.unwrap());
        assert_eq!(
            count_messages(&mut write).await.unwrap(),
            [("unread".to_owned(), 2)]
        );
    }

    #[tokio::test]
    async fn a_state_is_looked_up_in_its_order() {
        let plan = blog()
            .await
            .plan("SELECT id, name FROM messages WHERE state = 'read' ORDER BY received_at DESC, id DESC LIMIT 9")
            .await;
        assert_eq!(plan, ["SEARCH messages USING INDEX messages_state (state=?)"]);
    }
}
