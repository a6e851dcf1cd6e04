//! What is known of stored pictures.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::Connection;

pub mod library;
pub mod uses;

/// A stored picture. Sizes are pixels.
#[derive(Clone, Debug, FromRow)]
pub struct MediaRow {
    /// Path on this site.
    pub path: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// A picture to be known.
#[derive(Debug)]
pub struct NewMedia<'a> {
    /// SHA-256 in hex of what the address is made of: the stored bytes, or the file that they came from.
    pub hash: &'a str,
    /// Path on this site.
    pub path: &'a str,
    /// Media type.
    pub mime: &'a str,
    /// Size in bytes.
    pub bytes: i64,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// As the file was called, or nothing.
    pub name: &'a str,
    /// Who brought it, if somebody with an account did.
    pub user_id: Option<i64>,
}

/// The row id of a picture, made where there is none.
pub async fn ensure_media(connection: &mut Connection, media: &NewMedia<'_>, now: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO media (hash, path, mime, bytes, width, height, created_at, name, user_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (hash) DO UPDATE SET path = excluded.path, \
         bytes = excluded.bytes, width = excluded.width, height = excluded.height, \
         name = CASE media.name WHEN '' THEN excluded.name ELSE media.name END RETURNING id",
    )
    .bind(media.hash)
    .bind(media.path)
    .bind(media.mime)
    .bind(media.bytes)
    .bind(media.width)
    .bind(media.height)
    .bind(now)
    .bind(media.name)
    .bind(media.user_id)
    .fetch_one(connection)
    .await
}

/// Every stored picture with its size, for rendering many posts.
pub async fn list_media(connection: &mut Connection) -> sqlx::Result<Vec<MediaRow>> {
    sqlx::query_as("SELECT path, width, height FROM media")
        .fetch_all(connection)
        .await
}

/// Paths asked for at once; SQLite takes 32,766 values in a statement.
const AT_ONCE: usize = 500;

/// Those of these paths at which a picture is stored, with its size.
pub async fn list_named(connection: &mut Connection, paths: &[&str]) -> sqlx::Result<Vec<MediaRow>> {
    let mut all = Vec::new();
    for some in paths.chunks(AT_ONCE) {
        let mut query = QueryBuilder::<Sqlite>::new("SELECT path, width, height FROM media WHERE path IN (");
        let mut list = query.separated(", ");
        for path in some {
            list.push_bind(*path);
        }
        query.push(")");
        let rows: Vec<MediaRow> = query.build_query_as().fetch_all(&mut *connection).await?;
        all.extend(rows);
    }
    Ok(all)
}

/// The row id of the picture at `path`.
pub async fn find_media(connection: &mut Connection, path: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar("SELECT id FROM media WHERE path = $1")
        .bind(path)
        .fetch_optional(connection)
        .await
}

/// A stored file, for what is done with it.
#[derive(Clone, Debug, FromRow)]
pub struct FileRow {
    /// Row id.
    pub id: i64,
    /// SHA-256 of the stored bytes, hex.
    pub hash: String,
    /// Path on this site.
    pub path: String,
    /// Media type.
    pub mime: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// As it was called.
    pub name: String,
    /// Who brought it.
    pub user_id: Option<i64>,
    /// Name of the file as it was sent, where that is kept.
    pub original: Option<String>,
}

/// The file with this row id.
pub async fn read_file(connection: &mut Connection, id: i64) -> sqlx::Result<Option<FileRow>> {
    sqlx::query_as(
        "SELECT id, hash, path, mime, width, height, name, user_id, original FROM media WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// The picture at `path` with its size.
pub async fn find_picture(connection: &mut Connection, path: &str) -> sqlx::Result<Option<MediaRow>> {
    sqlx::query_as("SELECT path, width, height FROM media WHERE path = $1")
        .bind(path)
        .fetch_optional(connection)
        .await
}

/// The file with these bytes.
pub async fn find_file(connection: &mut Connection, hash: &str) -> sqlx::Result<Option<FileRow>> {
    sqlx::query_as(
        "SELECT id, hash, path, mime, width, height, name, user_id, original FROM media WHERE hash = $1",
    )
    .bind(hash)
    .fetch_optional(connection)
    .await
}

/// Whether a picture is known whose hash begins with these characters.
pub async fn is_known(connection: &mut Connection, stem: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar(IS_KNOWN)
        .bind(stem)
        .fetch_one(connection)
        .await
}

/// No sign of a hash comes after `f`.
const IS_KNOWN: &str = "SELECT EXISTS (SELECT 1 FROM media WHERE hash >= $1 AND hash < $1 || 'g')";

/// Says under which name a picture is kept as it was sent.
pub async fn set_original(connection: &mut Connection, id: i64, name: &str) -> sqlx::Result<()> {
    sqlx::query("UPDATE media SET original = $2 WHERE id = $1")
        .bind(id)
        .bind(name)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether a picture is known whose hash begins with these characters, and which is kept as it was sent.
pub async fn has_original(connection: &mut Connection, stem: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar(HAS_ORIGINAL)
        .bind(stem)
        .fetch_one(connection)
        .await
}

const HAS_ORIGINAL: &str =
    "SELECT EXISTS (SELECT 1 FROM media WHERE hash >= $1 AND hash < $1 || 'g' AND original IS NOT NULL)";

/// At most `limit` files of the kinds that hold notes of cameras, which nobody here sent and which were not looked at for such
/// notes yet: row ids and paths, the oldest first.
pub async fn list_unseen(connection: &mut Connection, limit: u32) -> sqlx::Result<Vec<(i64, String)>> {
    sqlx::query_as(UNSEEN).bind(limit).fetch_all(connection).await
}

const UNSEEN: &str = "SELECT id, path FROM media WHERE id > (SELECT value FROM counters WHERE name = 'media_bare') \
    AND user_id IS NULL AND mime IN ('image/jpeg', 'image/png', 'image/webp') ORDER BY id LIMIT $1";

/// Says that all files up to this one were looked at.
pub async fn set_seen(connection: &mut Connection, id: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE counters SET value = $1 WHERE name = 'media_bare'")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Says how large a file is now, in bytes and in pixels.
pub async fn set_size(
    connection: &mut Connection,
    id: i64,
    bytes: i64,
    (width, height): (u32, u32),
) -> sqlx::Result<()> {
    sqlx::query("UPDATE media SET bytes = $2, width = $3, height = $4 WHERE id = $1")
        .bind(id)
        .bind(bytes)
        .bind(width)
        .bind(height)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets a file; whether it was known.
pub async fn delete_media(connection: &mut Connection, id: i64) -> sqlx::Result<bool> {
    let gone = sqlx::query("DELETE FROM media WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(gone.rows_affected() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::{Blog, NOW, picture};

    #[tokio::test]
    async fn a_picture_is_found_with_its_size() {
        let blog = Blog::open().await;
        blog.picture().await;
        let mut reader = blog.reader().await;
        let found = find_picture(&mut reader, "/media/aa.png").await.unwrap().unwrap();
        assert_eq!(
            (found.path.as_str(), found.width, found.height),
            ("/media/aa.png", 640, 480)
        );
        assert!(
            find_picture(&mut reader, "/media/bb.png")
                .await
                .unwrap()
                .is_none()
        );
    }

    #[tokio::test]
    async fn each_imported_file_is_looked_at_once() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let svg = NewMedia {
            mime: "image/svg+xml",
            ..picture("s", "/media/s.svg")
        };
        ensure_media(&mut write, &svg, NOW).await.unwrap();
        let mut ids = Vec::new();
        for name in ["a", "b"] {
            ids.push(ensure_media(&mut write, &picture(name, name), NOW).await.unwrap());
        }
        let unseen = list_unseen(&mut write, 9).await.unwrap();
        assert_eq!(unseen, [(ids[0], "a".to_owned()), (ids[1], "b".to_owned())]);
        assert_eq!(list_unseen(&mut write, 1).await.unwrap().len(), 1);
        set_seen(&mut write, ids[0]).await.unwrap();
        set_size(&mut write, ids[0], 5, (1, 2)).await.unwrap();
        assert_eq!(
            list_unseen(&mut write, 9).await.unwrap(),
            [(ids[1], "b".to_owned())]
        );
        let found = find_picture(&mut write, "a").await.unwrap().unwrap();
        assert_eq!((found.width, found.height), (1, 2));
        write.commit().await.unwrap();
        let plan = blog.plan(UNSEEN).await;
        assert_eq!(
            plan.first().map(String::as_str),
            Some("SEARCH media USING INTEGER PRIMARY KEY (rowid>?)")
        );
    }

    #[tokio::test]
    async fn the_same_bytes_are_one_picture_under_its_newest_path() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let id = ensure_media(&mut write, &picture("aa", "/media/aa.jpeg"), NOW)
            .await
            .unwrap();
        let again = ensure_media(&mut write, &picture("aa", "/media/aa.jpg"), NOW)
            .await
            .unwrap();
        assert_eq!(again, id);
        assert_eq!(find_media(&mut write, "/media/aa.jpg").await.unwrap(), Some(id));
        assert_eq!(find_media(&mut write, "/media/aa.jpeg").await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_path_cannot_come_to_mean_another_picture() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let id = ensure_media(&mut write, &picture("aa", "/media/one.png"), NOW)
            .await
            .unwrap();
        let other = ensure_media(&mut write, &picture("bb", "/media/one.png"), NOW).await;
        assert!(other.is_err());
        assert_eq!(find_media(&mut write, "/media/one.png").await.unwrap(), Some(id));
    }

    #[tokio::test]
    async fn every_picture_is_known_with_its_own_size() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        ensure_media(&mut write, &picture("aa", "/media/aa.png"), NOW)
            .await
            .unwrap();
        let small = NewMedia {
            width: 16,
            height: 9,
            ..picture("bb", "/media/bb.png")
        };
        ensure_media(&mut write, &small, NOW).await.unwrap();
        let mut sizes: Vec<(String, u32, u32)> = list_media(&mut write)
            .await
            .unwrap()
            .into_iter()
            .map(|row| (row.path, row.width, row.height))
            .collect();
        sizes.sort();
        assert_eq!(
            sizes,
            [
                ("/media/aa.png".to_owned(), 640, 480),
                ("/media/bb.png".to_owned(), 16, 9)
            ]
        );
    }

    #[tokio::test]
    async fn only_the_pictures_that_are_named_are_looked_up_however_many_are() {
        let blog = Blog::open().await;
        blog.picture().await;
        let mut write = blog.begin().await;
        for number in 0..60 {
            let (hash, path) = (number.to_string(), format!("/media/other{number}.png"));
            ensure_media(&mut write, &picture(&hash, &path), NOW)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        let many: Vec<String> = (0..40_000).map(|n| format!("/media/{n}.png")).collect();
        let mut named: Vec<&str> = many.iter().map(String::as_str).collect();
        named.push("/media/aa.png");
        let mut reader = blog.reader().await;
        let found = list_named(&mut reader, &named).await.unwrap();
        let [row] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!((row.path.as_str(), row.width), ("/media/aa.png", 640));
        assert!(list_named(&mut reader, &[]).await.unwrap().is_empty());
        drop(reader);
        let plan = blog
            .plan("SELECT path, width, height FROM media WHERE path IN ('/media/aa.png', '/media/bb.png')")
            .await;
        assert!(plan[0].starts_with("SEARCH media USING INDEX"), "{plan:?}");
    }

    #[tokio::test]
    async fn a_picture_is_known_by_how_its_hash_begins() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        ensure_media(&mut write, &picture("0af5", "/media/0af.png"), NOW)
            .await
            .unwrap();
        for (stem, known) in [("0af", true), ("0af5", true), ("0ae", false), ("af", false)] {
            assert_eq!(is_known(&mut write, stem).await.unwrap(), known, "{stem}");
        }
        drop(write);
        for query in [IS_KNOWN, HAS_ORIGINAL] {
            let plan = blog.plan(query).await;
            assert!(
                plan.iter().any(|step| step.contains("(hash>? AND hash<?)")),
                "{plan:?}"
            );
        }
    }

    #[tokio::test]
    async fn what_a_picture_was_made_of_is_known_by_name() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let id = ensure_media(&mut write, &picture("0af5", "/media/0af.png"), NOW)
            .await
            .unwrap();
        assert!(!has_original(&mut write, "0af").await.unwrap());
        set_original(&mut write, id, "0af.jpg").await.unwrap();
        let row = read_file(&mut write, id).await.unwrap().unwrap();
        assert_eq!(row.original.as_deref(), Some("0af.jpg"));
        for (stem, kept) in [("0af", true), ("0ae", false)] {
            assert_eq!(has_original(&mut write, stem).await.unwrap(), kept, "{stem}");
        }
    }

    #[tokio::test]
    async fn a_file_keeps_its_first_name_until_it_is_forgotten() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let unnamed = picture("aa", "/media/aa.png");
        let id = ensure_media(&mut write, &unnamed, NOW).await.unwrap();
        for name in ["shot.png", "other.png"] {
            let named = NewMedia {
                name,
                ..picture("aa", "/media/aa.png")
            };
            ensure_media(&mut write, &named, NOW).await.unwrap();
        }
        let found = find_file(&mut write, "aa").await.unwrap().unwrap();
        assert_eq!(
            (found.id, found.name.as_str(), found.user_id),
            (id, "shot.png", None)
        );
        assert_eq!(
            read_file(&mut write, id).await.unwrap().unwrap().path,
            "/media/aa.png"
        );
        assert!(delete_media(&mut write, id).await.unwrap());
        assert!(!delete_media(&mut write, id).await.unwrap());
        assert!(read_file(&mut write, id).await.unwrap().is_none());
        assert!(find_file(&mut write, "aa").await.unwrap().is_none());
    }
}
