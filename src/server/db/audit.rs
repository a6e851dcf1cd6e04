//! The audit log: rows are added and read, never changed; the schema's triggers refuse anything else.

use sqlx::FromRow;

use super::Connection;

/// Something that was done.
#[derive(Clone, Debug, Default)]
pub struct NewEntry<'a> {
    /// The person's row id; none for the operator of the machine.
    pub user_id: Option<i64>,
    /// Their name at the time.
    pub actor: &'a str,
    /// Such as `user.invite`.
    pub action: &'a str,
    /// What it was done to, in words.
    pub object: &'a str,
    /// What it was before, if that tells something.
    pub before: &'a str,
    /// What it is from then on.
    pub after: &'a str,
    /// From where.
    pub device: &'a str,
    /// Its id in the log.
    pub request: &'a str,
}

/// Adds an entry, in the transaction of what was done.
pub async fn add_entry(connection: &mut Connection, entry: &NewEntry<'_>, now: i64) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO audit_entries (at, user_id, actor, action, object, before, after, device, request) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(now)
    .bind(entry.user_id)
    .bind(entry.actor)
    .bind(entry.action)
    .bind(entry.object)
    .bind(entry.before)
    .bind(entry.after)
    .bind(entry.device)
    .bind(entry.request)
    .execute(connection)
    .await?;
    Ok(())
}

/// An entry as it was written.
#[derive(Clone, Debug, FromRow)]
pub struct EntryRow {
    /// Row id; greater ones are later.
    pub id: i64,
    /// Unix milliseconds.
    pub at: i64,
    /// Who, by name.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub object: String,
    /// What it was.
    pub before: String,
    /// What it became.
    pub after: String,
    /// From where.
    pub device: String,
    /// Its id in the log.
    pub request: String,
}

/// `limit` entries before the one with the id `before`, the newest first.
pub async fn list_entries(
    connection: &mut Connection,
    before: Option<i64>,
    limit: u32,
) -> sqlx::Result<Vec<EntryRow>> {
    sqlx::query_as(
        "SELECT id, at, actor, action, object, before, after, device, request FROM audit_entries WHERE id < $1 \
         ORDER BY id DESC LIMIT $2",
    )
    .bind(before.unwrap_or(i64::MAX))
    .bind(limit)
    .fetch_all(connection)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::Blog;

    #[tokio::test]
    async fn entries_come_newest_first_and_page_by_page() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        for (now, object) in [(10, "one"), (30, "two"), (20, "three")] {
            let entry = NewEntry {
                actor: "Ada",
                action: "user.invite",
                object,
                ..NewEntry::default()
            };
            add_entry(&mut write, &entry, now).await.unwrap();
        }
        let first = list_entries(&mut write, None, 2).await.unwrap();
        let objects: Vec<&str> = first.iter().map(|entry| entry.object.as_str()).collect();
        assert_eq!(objects, ["three", "two"], "by when they were written");
        let rest = list_entries(&mut write, Some(first[1].id), 2).await.unwrap();
        assert_eq!((rest.len(), rest[0].object.as_str(), rest[0].at), (1, "one", 10));
    }

    #[tokio::test]
    async fn what_was_written_stays_as_it_was_whoever_asks() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let entry = NewEntry {
            actor: "Ada",
            action: "user.invite",
            object: "one",
            ..NewEntry::default()
        };
        add_entry(&mut write, &entry, 10).await.unwrap();
        for statement in [
            "UPDATE audit_entries SET object = 'another'",
            "UPDATE audit_entries SET at = 11 WHERE id = 1",
            "UPDATE audit_entries SET user_id = 1",
            "DELETE FROM audit_entries",
            "INSERT OR REPLACE INTO audit_entries (id, at, actor, action, object) VALUES (1, 11, 'Eve', 'a', 'b')",
        ] {
            let refused = sqlx::query(statement).execute(&mut *write).await.unwrap_err();
            assert!(
                refused.to_string().contains("the audit log is append-only"),
                "{statement}: {refused}"
            );
        }
        let log = list_entries(&mut write, None, 9).await.unwrap();
        assert_eq!((log.len(), log[0].object.as_str(), log[0].at), (1, "one", 10));
    }
}
