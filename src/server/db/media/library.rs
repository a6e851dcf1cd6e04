//! The desk's library: every stored file, and where each is used.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::Connection;
use crate::server::db::words::push_holding;

/// A file in the library. Times are Unix milliseconds.
#[derive(Debug, FromRow)]
pub struct LibraryRow {
    /// Row id.
    pub id: i64,
    /// SHA-256 of the stored bytes, hex.
    pub hash: String,
    /// Path on this site.
    pub path: String,
    /// As it was called.
    pub name: String,
    /// Media type.
    pub mime: String,
    /// Size in bytes.
    pub bytes: i64,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// When it came.
    pub created_at: i64,
    /// Who brought it.
    pub user_id: Option<i64>,
    /// Name of the file as it was sent, where that is kept.
    pub original: Option<String>,
    /// How many there are on all pages.
    pub total: u32,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct LibraryScope {
    /// Words that the name holds, in lower case.
    pub words: Vec<String>,
    /// Only what is used nowhere.
    pub unused: bool,
    /// Only what can be shown as a picture.
    pub pictures: bool,
}

/// `limit` files after the first `offset`, the last that came first.
pub async fn list_library(
    connection: &mut Connection,
    scope: &LibraryScope,
    limit: u32,
    offset: u32,
) -> sqlx::Result<Vec<LibraryRow>> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT m.id, m.hash, m.path, m.name, m.mime, m.bytes, m.width, m.height, m.created_at, m.user_id, \
         m.original, count(*) OVER () AS total FROM media m WHERE TRUE",
    );
    for word in &scope.words {
        push_holding(query.push(" AND "), "m.name", word);
    }
    if scope.pictures {
        query.push(" AND m.mime LIKE 'image/%'");
    }
    if scope.unused {
        query.push(
            " AND NOT EXISTS (SELECT 1 FROM media_uses u WHERE u.stem = substr(m.hash, 1, 32)) \
             AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.cover_id = m.id) \
             AND NOT EXISTS (SELECT 1 FROM series s WHERE s.cover_id = m.id) \
             AND NOT EXISTS (SELECT 1 FROM author_profiles a WHERE a.picture_id = m.id)",
        );
    }
    query
        .push(" ORDER BY m.created_at DESC, m.id DESC LIMIT ")
        .push_bind(limit)
        .push(" OFFSET ")
        .push_bind(offset);
    query.build_query_as().fetch_all(connection).await
}

/// A place where a file is used.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct UseRow {
    /// The file's row id.
    pub media_id: i64,
    /// A post's latest title, a series' title, or an author's name.
    pub title: String,
    /// A post's public identity; nothing where it is another thing's picture.
    pub uuid: Option<String>,
    /// Row id of a series of which it is the cover.
    pub series: Option<i64>,
    /// Where readers see it: a post that is published and listed, a series with such a part, or an author's page. Nothing
    /// where they do not.
    pub path: Option<String>,
    /// Whether it is by the author who was asked for.
    pub own: bool,
}

/// Where these files are used, once a place, as seen by an author.
pub async fn list_uses(
    connection: &mut Connection,
    files: &[i64],
    author: Option<i64>,
) -> sqlx::Result<Vec<UseRow>> {
    let mut query = QueryBuilder::<Sqlite>::new("WITH files AS (SELECT id, hash FROM media WHERE id IN (");
    let mut list = query.separated(", ");
    for file in files {
        list.push_bind(*file);
    }
    query.push(
        ")), used AS (SELECT f.id AS media_id, u.post_id FROM files f \
         CROSS JOIN media_uses u ON u.stem = substr(f.hash, 1, 32) \
         UNION SELECT f.id, p.id FROM files f CROSS JOIN posts p ON p.cover_id = f.id) \
         SELECT used.media_id, coalesce(h.title, p.title) AS title, p.uuid, NULL AS series, \
         CASE WHEN p.listed_at IS NOT NULL THEN '/posts/' || p.slug \
         WHEN p.kind <> 'post' AND p.status = 'published' AND p.visibility = 'public' \
         THEN CASE p.kind WHEN 'page' THEN '/' ELSE '/portfolio/' END || p.slug END AS path, EXISTS (SELECT 1 FROM post_authors x \
         WHERE x.post_id = p.id AND x.author_id = ",
    );
    query.push_bind(author).push(
        ") AS own FROM used CROSS JOIN posts p ON p.id = used.post_id LEFT JOIN post_heads h ON h.post_id = p.id \
         UNION ALL SELECT f.id, s.title, NULL, s.id, CASE WHEN EXISTS (SELECT 1 FROM posts p WHERE p.series_id = s.id \
         AND p.listed_at IS NOT NULL) THEN '/series/' || s.slug END, FALSE FROM files f CROSS JOIN series s ON s.cover_id = f.id \
         UNION ALL SELECT f.id, a.name, NULL, NULL, '/authors/' || a.slug, FALSE FROM files f \
         CROSS JOIN author_profiles o ON o.picture_id = f.id CROSS JOIN authors a ON a.id = o.author_id ORDER BY 1, 2, 3",
    );
    query.build_query_as().fetch_all(connection).await
}

/// In how many places a file is used.
pub async fn count_uses(connection: &mut Connection, file: i64) -> sqlx::Result<u32> {
    sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM (SELECT u.post_id FROM media m JOIN media_uses u ON u.stem = substr(m.hash, 1, 32) \
         WHERE m.id = $1 UNION SELECT id FROM posts WHERE cover_id = $1)) \
         + (SELECT count(*) FROM series WHERE cover_id = $1) \
         + (SELECT count(*) FROM author_profiles WHERE picture_id = $1)",
    )
    .bind(file)
    .fetch_one(connection)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, body, post},
        media::{NewMedia, ensure_media},
        series::order::{SeriesWords, create_series},
        store::PostRecord,
    };

    /// Files of these names, each a moment after the one before.
    async fn shelf(blog: &Blog, names: &[&str]) -> Vec<i64> {
        let mut write = blog.begin().await;
        let mut ids = Vec::new();
        for (number, name) in (0..).zip(names) {
            let (hash, path) = (format!("a{number}"), format!("/media/a{number}.webp"));
            let file = NewMedia {
                hash: &hash,
                path: &path,
                mime: if name.ends_with(".pdf") {
                    "application/pdf"
                } else {
                    "image/webp"
                },
                bytes: 10,
                width: 1,
                height: 1,
                name,
                user_id: None,
            };
            ids.push(ensure_media(&mut write, &file, NOW + number).await.unwrap());
        }
        write.commit().await.unwrap();
        ids
    }

    async fn names(blog: &Blog, scope: LibraryScope) -> Vec<String> {
        let rows = list_library(&mut *blog.reader().await, &scope, 9, 0)
            .await
            .unwrap();
        rows.into_iter().map(|row| row.name).collect()
    }

    #[tokio::test]
    async fn files_are_found_by_name_and_by_whether_anything_uses_them() {
        let blog = Blog::open().await;
        let ids = shelf(
            &blog,
            &[
                "Shot 100%.png",
                "shot two.png",
                "cover.jpg",
                "notes.pdf",
                "me.jpg",
                "Über.png",
                "series.png",
            ],
        )
        .await;
        let ada = blog.author("ada").await;
        blog.save(&PostRecord {
            cover: Some(ids[2]),
            authors: &[ada],
            body: body("![](/media/a0-480.webp)", 1),
            ..post("one", 1_000)
        })
        .await;
        let mut write = blog.begin().await;
        sqlx::query("INSERT INTO author_profiles (author_id, picture_id, links) VALUES ($1, $2, '')")
            .bind(ada)
            .bind(ids[4])
            .execute(&mut *write)
            .await
            .unwrap();
        let words = SeriesWords {
            slug: "jobs",
            title: "Jobs",
            description: "",
            complete: false,
            shows_coming: false,
            cover: Some((ids[6], "")),
        };
        let series = create_series(&mut write, words).await.unwrap();
        write.commit().await.unwrap();

        let scope = |words: &[&str], unused, pictures| LibraryScope {
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            unused,
            pictures,
        };
        for (scope, expected) in [
            (
                scope(&[], false, false),
                vec![
                    "series.png",
                    "Über.png",
                    "me.jpg",
                    "notes.pdf",
                    "cover.jpg",
                    "shot two.png",
                    "Shot 100%.png",
                ],
            ),
            (
                scope(&["shot"], false, false),
                vec!["shot two.png", "Shot 100%.png"],
            ),
            (scope(&["100%"], false, false), vec!["Shot 100%.png"]),
            (
                scope(&[], false, true),
                vec![
                    "series.png",
                    "Über.png",
                    "me.jpg",
                    "cover.jpg",
                    "shot two.png",
                    "Shot 100%.png",
                ],
            ),
            (
                scope(&[], true, false),
                vec!["Über.png", "notes.pdf", "shot two.png"],
            ),
            (scope(&["über"], false, false), vec!["Über.png"]),
            (scope(&["shot"], true, true), vec!["shot two.png"]),
        ] {
            assert_eq!(names(&blog, scope.clone()).await, expected, "{scope:?}");
        }
        let page = list_library(&mut *blog.reader().await, &LibraryScope::default(), 2, 4)
            .await
            .unwrap();
        assert_eq!((page.len(), page[0].total), (2, 7));

        let mut reader = blog.reader().await;
        for (file, count) in ids.iter().zip([1, 0, 1, 0, 1, 0, 1]) {
            assert_eq!(count_uses(&mut reader, *file).await.unwrap(), count);
        }
        let uses = list_uses(&mut reader, &ids, Some(ada)).await.unwrap();
        let told: Vec<_> = uses
            .iter()
            .map(|u| (u.media_id, u.title.as_str(), u.path.as_deref(), u.own))
            .collect();
        assert_eq!(
            told,
            [
                (ids[0], "one", Some("/posts/one"), true),
                (ids[2], "one", Some("/posts/one"), true),
                (ids[4], "ada", Some("/authors/ada"), false),
                (ids[6], "Jobs", None, false),
            ]
        );
        assert_eq!((uses[3].series, uses[3].uuid.as_ref()), (Some(series), None));
        assert!(!list_uses(&mut reader, &ids[..1], None).await.unwrap()[0].own);
        assert!(list_uses(&mut reader, &[], None).await.unwrap().is_empty());
        drop(reader);
        blog.save(&PostRecord {
            series: Some((series, 1)),
            ..post("part", 1_000)
        })
        .await;
        let uses = list_uses(&mut *blog.reader().await, &ids[6..], None)
            .await
            .unwrap();
        assert_eq!(uses[0].path.as_deref(), Some("/series/jobs"));
    }

    #[tokio::test]
    async fn where_a_file_is_used_is_looked_up() {
        let blog = Blog::open().await;
        for statement in [
            "SELECT u.post_id FROM media m JOIN media_uses u ON u.stem = substr(m.hash, 1, 32) WHERE m.id = 1 \
             UNION SELECT id FROM posts WHERE cover_id = 1",
            "SELECT count(*) FROM author_profiles WHERE picture_id = 1",
            "SELECT count(*) FROM series WHERE cover_id = 1",
        ] {
            let plan = blog.plan(statement).await;
            assert!(!plan.iter().any(|step| step.starts_with("SCAN")), "{plan:?}");
        }
        let plan = blog
            .plan("SELECT id FROM media ORDER BY created_at DESC, id DESC LIMIT 9")
            .await;
        assert!(!plan.iter().any(|step| step.contains("TEMP")), "{plan:?}");
    }
}
