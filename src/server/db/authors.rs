//! Reads and writes authors.

use sqlx::FromRow;

use super::Connection;

/// An author with their kept count.
#[derive(Debug, FromRow)]
pub struct AuthorRow {
    /// Row id.
    pub id: i64,
    /// Their address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text, or nothing.
    pub bio: String,
    /// Listed posts by them.
    pub post_count: u32,
}

/// The author at `slug`, if a listed post is by them.
pub async fn read_author(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<AuthorRow>> {
    sqlx::query_as("SELECT id, slug, name, bio, post_count FROM authors WHERE slug = $1 AND post_count > 0")
        .bind(slug)
        .fetch_optional(connection)
        .await
}

/// Slugs of all authors of listed posts.
pub async fn list_author_slugs(connection: &mut Connection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("SELECT slug FROM authors WHERE post_count > 0 ORDER BY slug")
        .fetch_all(connection)
        .await
}

/// The row id of the author at `slug`, made with this name where there is none.
pub async fn ensure_author(connection: &mut Connection, slug: &str, name: &str) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO authors (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO UPDATE SET slug = excluded.slug \
         RETURNING id",
    )
    .bind(slug)
    .bind(name)
    .fetch_one(connection)
    .await
}

/// Says who an author is; the author is made where there is none.
pub async fn describe_author(
    connection: &mut Connection,
    slug: &str,
    name: &str,
    bio: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO authors (slug, name, bio) VALUES ($1, $2, $3) \
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, bio = excluded.bio",
    )
    .bind(slug)
    .bind(name)
    .bind(bio)
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, post},
        store::PostRecord,
    };

    #[tokio::test]
    async fn an_author_is_there_once_a_listed_post_is_by_them() {
        let blog = Blog::open().await;
        let by_ada = PostRecord {
            authors: &[blog.author("ada").await],
            ..post("notes", 1_000)
        };
        blog.save_hidden(&by_ada).await;
        let mut reader = blog.reader().await;
        assert!(read_author(&mut reader, "ada").await.unwrap().is_none());
        assert!(list_author_slugs(&mut reader).await.unwrap().is_empty());

        let id = blog.save(&by_ada).await;
        let ada = read_author(&mut reader, "ada").await.unwrap().unwrap();
        assert_eq!((ada.slug.as_str(), ada.post_count), ("ada", 1));
        assert_eq!(list_author_slugs(&mut reader).await.unwrap(), ["ada"]);

        blog.replace(
            id,
            &PostRecord {
                status: "unpublished",
                ..by_ada
            },
        )
        .await;
        assert!(read_author(&mut reader, "ada").await.unwrap().is_none());
    }

    #[tokio::test]
    async fn slugs_come_in_order_and_each_once() {
        let blog = Blog::open().await;
        let authors = [blog.author("zoe").await, blog.author("ada").await];
        for slug in ["first", "second"] {
            blog.save(&PostRecord {
                authors: &authors,
                ..post(slug, 1_000)
            })
            .await;
        }
        let mut reader = blog.reader().await;
        assert_eq!(list_author_slugs(&mut reader).await.unwrap(), ["ada", "zoe"]);
    }

    #[tokio::test]
    async fn another_spelling_is_another_author() {
        let blog = Blog::open().await;
        blog.save(&PostRecord {
            authors: &[blog.author("zoe").await],
            ..post("notes", 1_000)
        })
        .await;
        let mut reader = blog.reader().await;
        for slug in ["", "Zoe", "zoë", "zo", "zoe ", "zoe\0", "%", "ゾーイ"] {
            assert!(
                read_author(&mut reader, slug).await.unwrap().is_none(),
                "{slug:?}"
            );
        }
    }

    #[tokio::test]
    async fn meeting_an_author_again_changes_nothing_and_describing_them_keeps_their_posts() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        describe_author(&mut write, "ada", "Ada Marlow", "Writes.")
            .await
            .unwrap();
        let id = ensure_author(&mut write, "ada", "A. Marlow").await.unwrap();
        write.commit().await.unwrap();
        blog.save(&PostRecord {
            authors: &[id],
            ..post("notes", 1_000)
        })
        .await;
        let mut reader = blog.reader().await;
        let ada = read_author(&mut reader, "ada").await.unwrap().unwrap();
        assert_eq!((ada.name.as_str(), ada.bio.as_str()), ("Ada Marlow", "Writes."));

        let mut write = blog.begin().await;
        describe_author(&mut write, "ada", "Ada Märlow", "")
            .await
            .unwrap();
        write.commit().await.unwrap();
        let ada = read_author(&mut reader, "ada").await.unwrap().unwrap();
        assert_eq!(
            (ada.id, ada.name.as_str(), ada.bio.as_str()),
            (id, "Ada Märlow", "")
        );
        assert_eq!(ada.post_count, 1);
    }
}
