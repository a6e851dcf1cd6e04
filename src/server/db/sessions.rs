//! Reads and writes who is signed in. Tokens come as their SHA-256 and are never seen here in clear.

use sqlx::FromRow;

use super::Connection;

/// Who is signed in with a token.
#[derive(Clone, Debug, FromRow)]
pub struct SessionRow {
    /// Row id.
    pub id: i64,
    /// The person's row id.
    pub user_id: i64,
    /// As written.
    pub name: String,
    /// The role's word.
    pub role: String,
    /// Whom readers see.
    pub author_id: i64,
    /// Since when, in Unix milliseconds.
    pub created_at: i64,
    /// When this was last used.
    pub seen_at: i64,
}

/// Signs a person in; answers the session's row id.
pub async fn add_session(
    connection: &mut Connection,
    token: &[u8],
    user: i64,
    device: &str,
    now: i64,
) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO sessions (token, user_id, device, created_at, seen_at) VALUES ($1, $2, $3, $4, $4) RETURNING id",
    )
    .bind(token)
    .bind(user)
    .bind(device)
    .bind(now)
    .fetch_one(connection)
    .await
}

/// Whose token this is, if the session was begun after `begun_after` and used after `used_after` and the account is
/// open.
pub async fn find_session(
    connection: &mut Connection,
    token: &[u8],
    begun_after: i64,
    used_after: i64,
) -> sqlx::Result<Option<SessionRow>> {
    sqlx::query_as(
        "SELECT s.id, s.user_id, u.name, u.role, u.author_id, s.created_at, s.seen_at FROM sessions s \
         JOIN users u ON u.id = s.user_id \
         WHERE s.token = $1 AND s.created_at > $2 AND s.seen_at > $3 AND u.disabled_at IS NULL",
    )
    .bind(token)
    .bind(begun_after)
    .bind(used_after)
    .fetch_optional(connection)
    .await
}

/// Notes that a session was used.
pub async fn note_use(connection: &mut Connection, id: i64, now: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE sessions SET seen_at = $2 WHERE id = $1 AND seen_at < $2")
        .bind(id)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// A session in a person's list.
#[derive(Clone, Debug, FromRow)]
pub struct ListedSession {
    /// Row id.
    pub id: i64,
    /// Such as "Firefox on Linux".
    pub device: String,
    /// Since when, in Unix milliseconds.
    pub created_at: i64,
    /// When it was last used.
    pub seen_at: i64,
}

/// A person's sessions, the last used first.
pub async fn list_sessions(
    connection: &mut Connection,
    user: i64,
    begun_after: i64,
    used_after: i64,
) -> sqlx::Result<Vec<ListedSession>> {
    sqlx::query_as(
        "SELECT id, device, created_at, seen_at FROM sessions WHERE user_id = $1 AND created_at > $2 AND seen_at > $3 \
         ORDER BY seen_at DESC, id DESC",
    )
    .bind(user)
    .bind(begun_after)
    .bind(used_after)
    .fetch_all(connection)
    .await
}

/// Ends one session of a person; whether there was one.
pub async fn end_session(connection: &mut Connection, user: i64, id: i64) -> sqlx::Result<bool> {
    let ended = sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND id = $2")
        .bind(user)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(ended.rows_affected() > 0)
}

/// Ends a person's sessions, all but `kept`; answers how many.
pub async fn end_sessions(connection: &mut Connection, user: i64, kept: Option<i64>) -> sqlx::Result<u64> {
    let ended = sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND id <> coalesce($2, 0)")
        .bind(user)
        .bind(kept)
        .execute(connection)
        .await?;
    Ok(ended.rows_affected())
}

/// Deletes the sessions that have run out.
pub async fn purge_sessions(
    connection: &mut Connection,
    begun_after: i64,
    used_after: i64,
) -> sqlx::Result<u64> {
    let gone = sqlx::query("DELETE FROM sessions WHERE created_at <= $1 OR seen_at <= $2")
        .bind(begun_after)
        .bind(used_after)
        .execute(connection)
        .await?;
    Ok(gone.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::Blog,
        users::{NewUser, add_user, set_disabled},
    };

    async fn person(blog: &Blog, name: &str) -> i64 {
        let author_id = blog.author(name).await;
        let mut write = blog.begin().await;
        let user = NewUser {
            email: name,
            name,
            role: "author",
            password: "",
            author_id,
        };
        let id = add_user(&mut write, &user, 0).await.unwrap().unwrap();
        write.commit().await.unwrap();
        id
    }

    #[tokio::test]
    async fn a_token_is_good_while_it_is_used_and_not_too_old() {
        let blog = Blog::open().await;
        let ada = person(&blog, "ada").await;
        let mut write = blog.begin().await;
        let id = add_session(&mut write, b"t", ada, "Firefox on Linux", 100)
            .await
            .unwrap();
        let found = async |write: &mut Connection, token: &[u8], begun, used| {
            find_session(write, token, begun, used)
                .await
                .unwrap()
                .map(|row| row.id)
        };
        assert_eq!(found(&mut write, b"t", 99, 99).await, Some(id));
        assert_eq!(found(&mut write, b"other", 0, 0).await, None);
        assert_eq!(found(&mut write, b"t", 100, 0).await, None, "begun too long ago");
        assert_eq!(
            found(&mut write, b"t", 0, 100).await,
            None,
            "not used for too long"
        );
        note_use(&mut write, id, 200).await.unwrap();
        note_use(&mut write, id, 150).await.unwrap();
        assert_eq!(found(&mut write, b"t", 0, 199).await, Some(id));
        set_disabled(&mut write, ada, Some(1)).await.unwrap();
        assert_eq!(found(&mut write, b"t", 0, 0).await, None, "the account is closed");
    }

    #[tokio::test]
    async fn a_person_ends_their_own_sessions_only() {
        let blog = Blog::open().await;
        let (ada, ben) = (person(&blog, "ada").await, person(&blog, "ben").await);
        let mut write = blog.begin().await;
        let mut ids = Vec::new();
        for (token, user) in [("a", ada), ("b", ada), ("c", ada), ("d", ben)] {
            ids.push(
                add_session(&mut write, token.as_bytes(), user, "", 100)
                    .await
                    .unwrap(),
            );
        }
        assert!(!end_session(&mut write, ben, ids[0]).await.unwrap());
        assert!(end_session(&mut write, ada, ids[0]).await.unwrap());
        assert!(!end_session(&mut write, ada, ids[0]).await.unwrap());
        assert_eq!(end_sessions(&mut write, ada, Some(ids[1])).await.unwrap(), 1);
        let left = list_sessions(&mut write, ada, 0, 0).await.unwrap();
        assert_eq!(left.iter().map(|row| row.id).collect::<Vec<_>>(), [ids[1]]);
        assert_eq!(list_sessions(&mut write, ben, 0, 0).await.unwrap().len(), 1);
        assert_eq!(end_sessions(&mut write, ada, None).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn what_has_run_out_is_deleted() {
        let blog = Blog::open().await;
        let ada = person(&blog, "ada").await;
        let mut write = blog.begin().await;
        for (token, at) in [("a", 10), ("b", 20), ("c", 30)] {
            add_session(&mut write, token.as_bytes(), ada, "", at)
                .await
                .unwrap();
        }
        assert_eq!(purge_sessions(&mut write, 10, 20).await.unwrap(), 2);
        assert_eq!(list_sessions(&mut write, ada, 0, 0).await.unwrap().len(), 1);
    }
}
