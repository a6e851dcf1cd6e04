//! Which file the owner's résumé is, and how often it was fetched.

use sqlx::FromRow;

use super::Connection;

/// The file.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct ResumeRow {
    /// Of its bytes.
    pub hash: String,
    /// How many.
    pub bytes: i64,
    /// In Unix milliseconds.
    pub uploaded_at: i64,
}

/// The file, if there is one.
pub async fn read_resume(connection: &mut Connection) -> sqlx::Result<Option<ResumeRow>> {
    sqlx::query_as("SELECT hash, bytes, uploaded_at FROM resume WHERE only = 1")
        .fetch_optional(connection)
        .await
}

/// Says that this is the file from now on.
pub async fn put_resume(connection: &mut Connection, hash: &str, bytes: i64, now: i64) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO resume (only, hash, bytes, uploaded_at) VALUES (1, $1, $2, $3) ON CONFLICT (only) \
         DO UPDATE SET hash = excluded.hash, bytes = excluded.bytes, uploaded_at = excluded.uploaded_at",
    )
    .bind(hash)
    .bind(bytes)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Says that there is none; whether there was one.
pub async fn remove_resume(connection: &mut Connection) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM resume").execute(connection).await?;
    Ok(done.rows_affected() > 0)
}

/// Counts that it was fetched on a day.
pub async fn add_download(connection: &mut Connection, day: i64) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO resume_downloads (day, downloads) VALUES ($1, 1) \
         ON CONFLICT (day) DO UPDATE SET downloads = resume_downloads.downloads + 1",
    )
    .bind(day)
    .execute(connection)
    .await?;
    Ok(())
}

/// How often it was fetched on the days after `after`.
pub async fn count_downloads(connection: &mut Connection, after: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT coalesce(SUM(downloads), 0) FROM resume_downloads WHERE day > $1")
        .bind(after)
        .fetch_one(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::Blog;

    #[tokio::test]
    async fn there_is_one_file_at_most() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        assert_eq!(read_resume(&mut write).await.unwrap(), None);
        put_resume(&mut write, "aa", 1, 10).await.unwrap();
        put_resume(&mut write, "bb", 2, 20).await.unwrap();
        let row = ResumeRow {
            hash: "bb".to_owned(),
            bytes: 2,
            uploaded_at: 20,
        };
        assert_eq!(read_resume(&mut write).await.unwrap(), Some(row));
        assert!(remove_resume(&mut write).await.unwrap());
        assert!(!remove_resume(&mut write).await.unwrap());
        assert_eq!(read_resume(&mut write).await.unwrap(), None);
    }

    #[tokio::test]
    async fn downloads_are_counted_by_day() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        for day in [10, 12, 12] {
            add_download(&mut write, day).await.unwrap();
        }
        for (after, count) in [(0, 3), (10, 2), (12, 0)] {
            assert_eq!(count_downloads(&mut write, after).await.unwrap(), count);
        }
    }
}
