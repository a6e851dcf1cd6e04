//! Reads and writes links to drafts. Keys come as their SHA-256.

use sqlx::FromRow;

use super::Connection;

/// A link that was given to somebody.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DraftLinkRow {
    /// Names it without opening anything.
    pub id: String,
    /// The post's row id.
    pub post_id: i64,
    /// Who made it; none where the account is gone.
    pub user_id: Option<i64>,
    /// Their name then.
    pub who: String,
    /// When, in Unix milliseconds.
    pub created_at: i64,
    /// Until when it opens, in Unix milliseconds.
    pub expires_at: i64,
}

/// Keeps a new link, and forgets those that have run out.
pub async fn add_link(connection: &mut Connection, key: &[u8], link: &DraftLinkRow) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM draft_links WHERE expires_at <= $1")
        .bind(link.created_at)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO draft_links (key, id, post_id, user_id, who, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(key)
    .bind(&link.id)
    .bind(link.post_id)
    .bind(link.user_id)
    .bind(&link.who)
    .bind(link.created_at)
    .bind(link.expires_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// What a link opens.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct OpenedRow {
    /// The post's public identity.
    pub uuid: String,
    /// Until when it opens, in Unix milliseconds.
    pub expires_at: i64,
}

/// What this key opens, if it still does.
pub async fn find_link(connection: &mut Connection, key: &[u8], now: i64) -> sqlx::Result<Option<OpenedRow>> {
    sqlx::query_as(
        "SELECT p.uuid, l.expires_at FROM draft_links l JOIN posts p ON p.id = l.post_id \
         WHERE l.key = $1 AND l.expires_at > $2",
    )
    .bind(key)
    .bind(now)
    .fetch_optional(connection)
    .await
}

/// The links of a post that still open it, the newest first.
pub async fn list_links(connection: &mut Connection, post: i64, now: i64) -> sqlx::Result<Vec<DraftLinkRow>> {
    sqlx::query_as(
        "SELECT id, post_id, user_id, who, created_at, expires_at FROM draft_links \
         WHERE post_id = $1 AND expires_at > $2 ORDER BY created_at DESC",
    )
    .bind(post)
    .bind(now)
    .fetch_all(connection)
    .await
}

/// Takes a link of a post back by what names it; answers what it was.
pub async fn withdraw_link(
    connection: &mut Connection,
    post: i64,
    id: &str,
) -> sqlx::Result<Option<DraftLinkRow>> {
    sqlx::query_as(
        "DELETE FROM draft_links WHERE id = $2 AND post_id = $1 \
         RETURNING id, post_id, user_id, who, created_at, expires_at",
    )
    .bind(post)
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// Takes back every link that an account made.
pub async fn withdraw_of_user(connection: &mut Connection, user: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM draft_links WHERE user_id = $1")
        .bind(user)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::{Blog, NOW, post};

    fn link(id: &str, post_id: i64, created_at: i64, expires_at: i64) -> DraftLinkRow {
        DraftLinkRow {
            id: id.to_owned(),
            post_id,
            user_id: None,
            who: "Ada".to_owned(),
            created_at,
            expires_at,
        }
    }

    #[tokio::test]
    async fn a_link_opens_its_post_until_it_runs_out_or_is_taken_back() {
        let blog = Blog::open().await;
        let (one, two) = (blog.save(&post("one", 1)).await, blog.save(&post("two", 1)).await);
        let mut write = blog.begin().await;
        add_link(&mut write, &[1; 32], &link("a", one, NOW, NOW + 10))
            .await
            .unwrap();
        add_link(&mut write, &[2; 32], &link("b", one, NOW + 1, NOW + 20))
            .await
            .unwrap();
        let opened = find_link(&mut write, &[1; 32], NOW + 9).await.unwrap().unwrap();
        assert_eq!((opened.uuid.as_str(), opened.expires_at), ("one", NOW + 10));
        assert_eq!(find_link(&mut write, &[1; 32], NOW + 10).await.unwrap(), None);
        assert_eq!(find_link(&mut write, &[3; 32], NOW).await.unwrap(), None);
        let ids = |rows: Vec<DraftLinkRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(
            ids(list_links(&mut write, one, NOW + 9).await.unwrap()),
            ["b", "a"]
        );
        assert_eq!(ids(list_links(&mut write, one, NOW + 10).await.unwrap()), ["b"]);
        assert!(list_links(&mut write, two, NOW).await.unwrap().is_empty());

        assert_eq!(
            withdraw_link(&mut write, two, "b").await.unwrap(),
            None,
            "not of this post"
        );
        assert!(withdraw_link(&mut write, one, "b").await.unwrap().is_some());
        assert_eq!(find_link(&mut write, &[2; 32], NOW).await.unwrap(), None);
        assert_eq!(withdraw_link(&mut write, one, "b").await.unwrap(), None);

        // What has run out is forgotten when the next one is made.
        add_link(&mut write, &[4; 32], &link("c", two, NOW + 10, NOW + 30))
            .await
            .unwrap();
        assert!(list_links(&mut write, one, 0).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn links_are_found_by_indexes() {
        let blog = Blog::open().await;
        for (statement, index) in [
            (
                "SELECT id FROM draft_links WHERE key = 'a' AND expires_at > 1",
                "PRIMARY KEY (key=?)",
            ),
            (
                "SELECT id FROM draft_links WHERE post_id = 1 AND expires_at > 1 ORDER BY created_at DESC",
                "draft_links_post (post_id=?)",
            ),
            (
                "DELETE FROM draft_links WHERE expires_at <= 1",
                "draft_links_expires",
            ),
            ("DELETE FROM draft_links WHERE id = 'a' AND post_id = 1", "(id=?)"),
            (
                "DELETE FROM draft_links WHERE user_id = 1",
                "draft_links_user (user_id=?)",
            ),
        ] {
            let plan = blog.plan(statement).await;
            assert_eq!(plan.len(), 1, "{plan:?}");
            assert!(plan[0].contains("SEARCH") && plan[0].contains(index), "{plan:?}");
        }
    }
}
