//! Who writes: authors by their addresses and names.

use sqlx::FromRow;

use super::{
    Connection,
    words::{Holding, holds},
};

pub mod passing;
pub mod profile;

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
    /// Addresses, one a line.
    pub links: String,
    /// Path of their picture.
    pub picture: Option<String>,
    /// Its width in pixels.
    pub picture_width: Option<u32>,
}

const READ: &str = "SELECT a.id, a.slug, a.name, a.bio, a.post_count, coalesce(p.links, '') AS links, m.path AS picture, \
     m.width AS picture_width FROM authors a LEFT JOIN author_profiles p ON p.author_id = a.id \
     LEFT JOIN media m ON m.id = p.picture_id WHERE a.slug = $1 AND a.post_count > 0";

/// The author at `slug` with their profile, if a listed post is by them.
pub async fn read_author(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<AuthorRow>> {
    sqlx::query_as(READ).bind(slug).fetch_optional(connection).await
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

/// The name of the author at an address, listed or not.
pub async fn find_name(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar("SELECT name FROM authors WHERE slug = $1")
        .bind(slug)
        .fetch_optional(connection)
        .await
}

const FIND: &str = concat!(
    "SELECT slug, name FROM authors WHERE ",
    holds!("name", "$1", "$2"),
    " OR ",
    holds!("slug", "$1", "$2"),
    " ORDER BY name, slug LIMIT $3"
);

/// Authors, listed or not, with these words in their name or address; by name.
pub async fn find_authors(
    connection: &mut Connection,
    words: &str,
    limit: u32,
) -> sqlx::Result<Vec<(String, String)>> {
    let Holding { like, glob } = Holding::of(&words.to_lowercase());
    sqlx::query_as(FIND)
        .bind(like)
        .bind(glob)
        .bind(limit)
        .fetch_all(connection)
        .await
}

/// Name and words of the author at an address, listed or not.
pub async fn find_person(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<(String, String)>> {
    sqlx::query_as("SELECT name, bio FROM authors WHERE slug = $1")
        .bind(slug)
        .fetch_optional(connection)
        .await
}

/// Makes an author; answers the row id, or nothing where the address is taken.
pub async fn add_author(connection: &mut Connection, slug: &str, name: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(
        "INSERT INTO authors (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING RETURNING id",
    )
    .bind(slug)
    .bind(name)
    .fetch_optional(connection)
    .await
}

/// Says who an author is; the author is made where there is none. Who has an account here says so themselves, and stays as
/// they are.
pub async fn describe_author(
    connection: &mut Connection,
    slug: &str,
    name: &str,
    bio: &str,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO authors (slug, name, bio) VALUES ($1, $2, $3) \
         ON CONFLICT (slug) DO UPDATE SET name = excluded.name, bio = excluded.bio \
         WHERE (authors.name <> excluded.name OR authors.bio <> excluded.bio) \
         AND NOT EXISTS (SELECT 1 FROM users u WHERE u.author_id = authors.id)",
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
    use super::{
        profile::{set_picture, write_profile},
        *,
    };
    use crate::server::db::{
        fixture::{Blog, picture, post},
        media,
        store::PostRecord,
    };

    #[tokio::test]
    async fn a_person_is_found_whether_anything_by_them_is_listed_or_not() {
        let blog = Blog::open().await;
        blog.author("ada").await;
        let mut write = blog.begin().await;
        describe_author(&mut write, "ada", "Ada", "Writes.")
            .await
            .unwrap();
        let found = find_person(&mut write, "ada").await.unwrap();
        assert_eq!(found, Some(("Ada".to_owned(), "Writes.".to_owned())));
        assert_eq!(find_person(&mut write, "ben").await.unwrap(), None);
    }

    #[tokio::test]
    async fn an_author_comes_with_links_and_picture_where_there_are_any() {
        let blog = Blog::open().await;
        let id = blog.author("ada").await;
        blog.save(&PostRecord {
            authors: &[id],
            ..post("one", 1_000)
        })
        .await;
        let read = async || {
            let found = read_author(&mut *blog.reader().await, "ada").await.unwrap();
            found.map(|row| (row.links, row.picture, row.picture_width))
        };
        assert_eq!(read().await, Some((String::new(), None, None)));
        let mut write = blog.begin().await;
        let row = picture("aa", "/media/aa.webp");
        let picture = media::ensure_media(&mut write, &row, 1).await.unwrap();
        set_picture(&mut write, id, Some(picture)).await.unwrap();
        write_profile(&mut write, id, "Ada", "", "https://a.example\nhttps://b.example")
            .await
            .unwrap();
        write.commit().await.unwrap();
        assert_eq!(
            read().await,
            Some((
                "https://a.example\nhttps://b.example".to_owned(),
                Some("/media/aa.webp".to_owned()),
                Some(640)
            ))
        );
    }

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

        let id = blog.save(&by_ada).await;
        let ada = read_author(&mut reader, "ada").await.unwrap().unwrap();
        assert_eq!((ada.slug.as_str(), ada.post_count), ("ada", 1));

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
    async fn authors_are_found_by_letters_of_their_names() {
        let blog = Blog::open().await;
        for slug in ["zoe", "ada", "adam"] {
            blog.author(slug).await;
        }
        let mut reader = blog.reader().await;
        let found = find_authors(&mut reader, "AD", 9).await.unwrap();
        let slugs: Vec<&str> = found.iter().map(|(slug, _)| slug.as_str()).collect();
        assert_eq!(slugs, ["ada", "adam"]);
        assert_eq!(find_authors(&mut reader, "", 2).await.unwrap().len(), 2);
        assert!(find_authors(&mut reader, "%", 9).await.unwrap().is_empty());
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

    #[tokio::test]
    async fn who_has_an_account_is_described_by_nobody_else() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        describe_author(&mut write, "ada", "Ada", "From a file.")
            .await
            .unwrap();
        let id = ensure_author(&mut write, "ada", "Ada").await.unwrap();
        sqlx::query(
            "INSERT INTO users (email, name, role, password, author_id, created_at) \
             VALUES ('ada@example.org', 'Ada', 'author', '', $1, 0)",
        )
        .bind(id)
        .execute(&mut *write)
        .await
        .unwrap();
        describe_author(&mut write, "ada", "A. Marlow", "From a newer file.")
            .await
            .unwrap();
        describe_author(&mut write, "ben", "Ben", "From a file.")
            .await
            .unwrap();
        for (slug, name) in [("ada", "Ada"), ("ben", "Ben")] {
            let found = find_person(&mut write, slug).await.unwrap();
            assert_eq!(found, Some((name.to_owned(), "From a file.".to_owned())));
        }
    }
}
