//! Who wants the newsletter.

use sqlx::FromRow;

use super::Connection;

/// Somebody who wants it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SubscriberRow {
    /// Row id.
    pub id: i64,
    /// In lower case.
    pub email: String,
    /// How far it is.
    pub status: String,
    /// In Unix milliseconds.
    pub subscribed_at: i64,
    /// Path of the page.
    pub form: String,
}

/// Keeps an address as unconfirmed; of one that is there already everything stays as it is.
///
/// Either way a row is written, and nothing tells which of the two it was: who asks must not learn whose addresses are here.
pub async fn keep_subscriber(
    connection: &mut Connection,
    email: &str,
    form: &str,
    now: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO subscribers (email, status, subscribed_at, form) VALUES ($1, 'unconfirmed', $2, $3) \
         ON CONFLICT (email) DO UPDATE SET email = excluded.email",
    )
    .bind(email)
    .bind(now)
    .bind(form)
    .execute(connection)
    .await?;
    Ok(())
}

/// How many there are.
pub async fn count_subscribers(connection: &mut Connection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT COUNT(*) FROM subscribers")
        .fetch_one(connection)
        .await
}

/// Some of them, the newest first.
pub async fn list_subscribers(
    connection: &mut Connection,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<SubscriberRow>> {
    sqlx::query_as(
        "SELECT id, email, status, subscribed_at, form FROM subscribers ORDER BY subscribed_at DESC, id DESC \
         LIMIT $1 OFFSET $2",
    )
    .bind(limit)
    .bind(offset)
    .fetch_all(connection)
    .await
}

/// Some of them from after a row id on, in the order in which they came.
pub async fn walk_subscribers(
    connection: &mut Connection,
    after: i64,
    limit: u32,
) -> sqlx::Result<Vec<SubscriberRow>> {
    sqlx::query_as(
        "SELECT id, email, status, subscribed_at, form FROM subscribers WHERE id > $1 ORDER BY id LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// Forgets one for good; whether there was one.
pub async fn erase_subscriber(connection: &mut Connection, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM subscribers WHERE id = $1")
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
        for (email, form, at) in [
            ("ada@a.test", "/", 10),
            ("ben@b.test", "/posts/one", 20),
            ("ada@a.test", "/subscribe", 30),
        ] {
            keep_subscriber(&mut write, email, form, at).await.unwrap();
        }
        write.commit().await.unwrap();
        blog
    }

    #[tokio::test]
    async fn an_address_is_kept_once_as_it_came_first() {
        let blog = blog().await;
        let mut reader = blog.reader().await;
        assert_eq!(count_subscribers(&mut reader).await.unwrap(), 2);
        let all = list_subscribers(&mut reader, 9, 0).await.unwrap();
        let told: Vec<_> = all
            .iter()
            .map(|row| {
                (
                    row.email.as_str(),
                    row.status.as_str(),
                    row.subscribed_at,
                    row.form.as_str(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("ben@b.test", "unconfirmed", 20, "/posts/one"),
                ("ada@a.test", "unconfirmed", 10, "/"),
            ]
        );
        assert_eq!(list_subscribers(&mut reader, 9, 1).await.unwrap(), all[1..]);
    }

    #[tokio::test]
    async fn a_known_address_is_written_as_an_unknown_one_is() {
        let blog = blog().await;
        let mut write = blog.begin().await;
        let changes = async |write: &mut Connection| -> i64 {
            sqlx::query_scalar("SELECT total_changes()")
                .fetch_one(write)
                .await
                .unwrap()
        };
        let before = changes(&mut write).await;
        keep_subscriber(&mut write, "ada@a.test", "/", 40).await.unwrap();
        let known = changes(&mut write).await;
        keep_subscriber(&mut write, "new@a.test", "/", 40).await.unwrap();
        assert_eq!((known - before, changes(&mut write).await - known), (1, 1));
    }

    #[tokio::test]
    async fn all_are_walked_through_and_who_is_erased_is_gone() {
        let blog = blog().await;
        let mut write = blog.begin().await;
        let first = walk_subscribers(&mut write, 0, 1).await.unwrap();
        assert_eq!(first[0].email, "ada@a.test");
        let rest = walk_subscribers(&mut write, first[0].id, 9).await.unwrap();
        assert_eq!(rest.len(), 1);
        assert!(erase_subscriber(&mut write, first[0].id).await.unwrap());
        assert!(!erase_subscriber(&mut write, first[0].id).await.unwrap());
        assert_eq!(walk_subscribers(&mut write, 0, 9).await.unwrap(), rest);
    }

    #[tokio::test]
    async fn an_address_is_looked_up_and_the_newest_are_not_sorted() {
        let blog = blog().await;
        let plan = blog
            .plan("SELECT id, email FROM subscribers ORDER BY subscribed_at DESC, id DESC LIMIT 9")
            .await;
        assert!(
            plan.iter().all(|step| step.contains("subscribers_newest")),
            "{plan:?}"
        );
    }
}
