//! What the owner chose of the site: names and texts. What they mean is not known here.

use super::Connection;

/// Everything that was chosen, by name.
pub async fn list_settings(connection: &mut Connection) -> sqlx::Result<Vec<(String, String)>> {
    sqlx::query_as("SELECT name, value FROM settings ORDER BY name")
        .fetch_all(connection)
        .await
}

/// Keeps what was chosen under a name.
pub async fn put_setting(connection: &mut Connection, name: &str, value: &str) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name)
    .bind(value)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes away what was chosen under a name.
pub async fn delete_setting(connection: &mut Connection, name: &str) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM settings WHERE name = $1")
        .bind(name)
        .execute(connection)
        .await?;
    Ok(())
}

/// What names the site wherever it is: a UUID, made with its file.
pub async fn read_identity(connection: &mut Connection) -> sqlx::Result<String> {
    sqlx::query_scalar("SELECT uuid FROM identity")
        .fetch_one(connection)
        .await
}

/// When the site's file was made: a day and a time of UTC, such as `2026-01-31 09:00:00`, as its first migration was noted.
pub async fn read_birth(connection: &mut Connection) -> sqlx::Result<String> {
    sqlx::query_scalar("SELECT CAST(min(installed_on) AS TEXT) FROM _sqlx_migrations")
        .fetch_one(connection)
        .await
}

/// Lets another UUID name the site, where there is nothing yet that the old one named; counted as a change of the settings.
pub async fn bring_identity(connection: &mut Connection, uuid: &str) -> sqlx::Result<()> {
    let done =
        sqlx::query("UPDATE identity SET uuid = $1 WHERE uuid <> $1 AND NOT EXISTS (SELECT 1 FROM posts)")
            .bind(uuid)
            .execute(&mut *connection)
            .await?;
    if done.rows_affected() > 0 {
        count_change(connection).await?;
    }
    Ok(())
}

/// How often the settings were changed.
pub async fn read_version(connection: &mut Connection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT value FROM counters WHERE name = 'settings_version'")
        .fetch_one(connection)
        .await
}

/// Counts a change, in its transaction; answers how many there were with it.
pub async fn count_change(connection: &mut Connection) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "UPDATE counters SET value = value + 1 WHERE name = 'settings_version' RETURNING value",
    )
    .fetch_one(connection)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::{calendar, db::fixture::Blog};

    #[tokio::test]
    async fn what_is_chosen_last_counts_and_every_change_is_told() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        assert_eq!(read_version(&mut write).await.unwrap(), 0);
        assert_eq!(list_settings(&mut write).await.unwrap(), []);
        for (name, value) in [("tagline", "One"), ("name", "Notes"), ("tagline", "")] {
            put_setting(&mut write, name, value).await.unwrap();
        }
        assert_eq!(count_change(&mut write).await.unwrap(), 1);
        assert_eq!(count_change(&mut write).await.unwrap(), 2);
        write.commit().await.unwrap();
        let mut reader = blog.reader().await;
        assert_eq!(read_version(&mut reader).await.unwrap(), 2);
        assert_eq!(
            list_settings(&mut reader).await.unwrap(),
            [("name", "Notes"), ("tagline", "")].map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }

    #[tokio::test]
    async fn the_file_knows_since_when_it_is_there() {
        let blog = Blog::open().await;
        let born = read_birth(&mut *blog.reader().await).await.unwrap();
        let made = calendar::parse_stamp(&born).unwrap();
        assert!((1_700_000_000_000..=calendar::now()).contains(&made), "{born}");
    }

    #[tokio::test]
    async fn what_is_taken_away_is_chosen_no_more() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        for name in ["name", "owner"] {
            put_setting(&mut write, name, "x").await.unwrap();
        }
        for name in ["name", "none"] {
            delete_setting(&mut write, name).await.unwrap();
        }
        assert_eq!(
            list_settings(&mut write).await.unwrap(),
            [("owner".to_owned(), "x".to_owned())]
        );
    }

    #[tokio::test]
    async fn every_site_has_a_name_of_its_own_that_stays() {
        let (blog, other) = (Blog::open().await, Blog::open().await);
        let one = read_identity(&mut *blog.reader().await).await.unwrap();
        assert_eq!(one.parse::<uuid::Uuid>().unwrap().get_version_num(), 4);
        assert_eq!(read_identity(&mut *blog.reader().await).await.unwrap(), one);
        assert_ne!(read_identity(&mut *other.reader().await).await.unwrap(), one);
    }

    #[tokio::test]
    async fn a_version_is_looked_up_and_not_searched_for() {
        let plan = Blog::open()
            .await
            .plan("SELECT value FROM counters WHERE name = 'settings_version'")
            .await;
        assert!(plan.iter().all(|step| step.starts_with("SEARCH")), "{plan:?}");
    }
}
