//! Reads and writes links that open a door once. Tokens come as their SHA-256.

use sqlx::FromRow;

use super::Connection;

/// A link that was given to somebody.
#[derive(Clone, Debug, FromRow)]
pub struct DoorLinkRow {
    /// Names it without opening anything.
    pub id: String,
    /// `setup`, `join` or `reset`.
    pub purpose: String,
    /// Whose password is to be chosen anew.
    pub user_id: Option<i64>,
    /// Who is to join, in lower case.
    pub email: String,
    /// As what.
    pub role: String,
    /// Until when it opens, in Unix milliseconds.
    pub expires_at: i64,
}

/// Keeps a new link.
pub async fn add_link(
    connection: &mut Connection,
    token: &[u8],
    link: &DoorLinkRow,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO door_links (token, id, purpose, user_id, email, role, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(token)
    .bind(&link.id)
    .bind(&link.purpose)
    .bind(link.user_id)
    .bind(&link.email)
    .bind(&link.role)
    .bind(now)
    .bind(link.expires_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// What this token opens, if it still does.
pub async fn find_link(
    connection: &mut Connection,
    token: &[u8],
    now: i64,
) -> sqlx::Result<Option<DoorLinkRow>> {
    sqlx::query_as(
        "SELECT id, purpose, user_id, email, role, expires_at FROM door_links WHERE token = $1 AND expires_at > $2",
    )
    .bind(token)
    .bind(now)
    .fetch_optional(connection)
    .await
}

/// Uses a link up; answers what it opened, if it still did. Of two who come at once one gets it.
pub async fn take_link(
    connection: &mut Connection,
    token: &[u8],
    now: i64,
) -> sqlx::Result<Option<DoorLinkRow>> {
    sqlx::query_as(
        "DELETE FROM door_links WHERE token = $1 AND expires_at > $2 \
         RETURNING id, purpose, user_id, email, role, expires_at",
    )
    .bind(token)
    .bind(now)
    .fetch_optional(connection)
    .await
}

/// The links that still let somebody join, the newest first.
pub async fn list_invitations(connection: &mut Connection, now: i64) -> sqlx::Result<Vec<DoorLinkRow>> {
    sqlx::query_as(
        "SELECT id, purpose, user_id, email, role, expires_at FROM door_links \
         WHERE purpose = 'join' AND expires_at > $1 ORDER BY created_at DESC, email",
    )
    .bind(now)
    .fetch_all(connection)
    .await
}

/// Takes a link back by what names it; answers what it was.
pub async fn withdraw_link(connection: &mut Connection, id: &str) -> sqlx::Result<Option<DoorLinkRow>> {
    sqlx::query_as(
        "DELETE FROM door_links WHERE id = $1 RETURNING id, purpose, user_id, email, role, expires_at",
    )
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// Takes back all links of a purpose that are for this person or this address, and those that have run out.
pub async fn withdraw_links(
    connection: &mut Connection,
    purpose: &str,
    user: Option<i64>,
    email: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "DELETE FROM door_links WHERE expires_at <= $4 \
         OR purpose = $1 AND email = $3 AND coalesce(user_id, 0) = coalesce($2, 0)",
    )
    .bind(purpose)
    .bind(user)
    .bind(email)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes back every link that lets somebody join or choose a new password.
pub async fn withdraw_all(connection: &mut Connection) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM door_links WHERE purpose IN ('join', 'reset')")
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::Blog;

    fn link(id: &str, purpose: &str, email: &str) -> DoorLinkRow {
        DoorLinkRow {
            id: id.to_owned(),
            purpose: purpose.to_owned(),
            user_id: None,
            email: email.to_owned(),
            role: String::new(),
            expires_at: 1_000,
        }
    }

    #[tokio::test]
    async fn a_link_opens_once_and_in_time() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        add_link(&mut write, b"t", &link("one", "join", "ada@x"), 0)
            .await
            .unwrap();
        assert!(find_link(&mut write, b"t", 1_000).await.unwrap().is_none());
        assert!(take_link(&mut write, b"t", 1_000).await.unwrap().is_none());
        assert!(take_link(&mut write, b"u", 1).await.unwrap().is_none());
        assert_eq!(
            find_link(&mut write, b"t", 999).await.unwrap().unwrap().email,
            "ada@x"
        );
        assert_eq!(take_link(&mut write, b"t", 999).await.unwrap().unwrap().id, "one");
        assert!(take_link(&mut write, b"t", 999).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_newer_link_takes_the_place_of_the_older() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        for (token, id, purpose, email) in [
            ("a", "a", "join", "ada@x"),
            ("b", "b", "join", "ben@x"),
            ("c", "c", "setup", ""),
        ] {
            add_link(&mut write, token.as_bytes(), &link(id, purpose, email), 0)
                .await
                .unwrap();
        }
        withdraw_links(&mut write, "join", None, "ada@x", 5)
            .await
            .unwrap();
        let left = list_invitations(&mut write, 5).await.unwrap();
        assert_eq!(
            left.iter().map(|link| link.id.as_str()).collect::<Vec<_>>(),
            ["b"]
        );
        assert!(find_link(&mut write, b"c", 5).await.unwrap().is_some());
        assert_eq!(
            withdraw_link(&mut write, "b").await.unwrap().unwrap().email,
            "ben@x"
        );
        assert!(withdraw_link(&mut write, "b").await.unwrap().is_none());
        add_link(&mut write, b"d", &link("d", "reset", "ada@x"), 0)
            .await
            .unwrap();
        withdraw_all(&mut write).await.unwrap();
        assert!(find_link(&mut write, b"d", 5).await.unwrap().is_none());
        assert!(find_link(&mut write, b"c", 5).await.unwrap().is_some());
        withdraw_links(&mut write, "join", None, "", 1_000).await.unwrap();
        assert!(
            withdraw_link(&mut write, "c").await.unwrap().is_none(),
            "it had run out"
        );
    }
}
