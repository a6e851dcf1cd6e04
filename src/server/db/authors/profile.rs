//! What readers are told of an author: name, words, links and a picture.

use sqlx::FromRow;

use crate::server::db::Connection;

/// An author as the desk shows them, listed or not.
#[derive(Debug, FromRow)]
pub struct ProfileRow {
    /// Their address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text, or nothing.
    pub bio: String,
    /// Addresses, one a line.
    pub links: String,
}

/// What readers are told of the author with this row id.
pub async fn read_profile(connection: &mut Connection, id: i64) -> sqlx::Result<ProfileRow> {
    sqlx::query_as(
        "SELECT a.slug, a.name, a.bio, coalesce(p.links, '') AS links FROM authors a \
         LEFT JOIN author_profiles p ON p.author_id = a.id WHERE a.id = $1",
    )
    .bind(id)
    .fetch_one(connection)
    .await
}

/// Says what readers are told of an author.
pub async fn write_profile(
    connection: &mut Connection,
    id: i64,
    name: &str,
    bio: &str,
    links: &str,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE authors SET name = $2, bio = $3 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(bio)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO author_profiles (author_id, links) VALUES ($1, $2) \
         ON CONFLICT (author_id) DO UPDATE SET links = excluded.links",
    )
    .bind(id)
    .bind(links)
    .execute(connection)
    .await?;
    Ok(())
}

/// Path of the picture of the author with this row id, if there is one.
pub async fn read_picture(connection: &mut Connection, id: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "SELECT m.path FROM author_profiles p JOIN media m ON m.id = p.picture_id WHERE p.author_id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await
}

/// Gives an author a stored picture, or none.
pub async fn set_picture(connection: &mut Connection, id: i64, picture: Option<i64>) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO author_profiles (author_id, picture_id, links) VALUES ($1, $2, '') \
         ON CONFLICT (author_id) DO UPDATE SET picture_id = excluded.picture_id",
    )
    .bind(id)
    .bind(picture)
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives an author what is said of another, as far as nothing is said of them: words, links and picture.
pub async fn inherit_profile(connection: &mut Connection, from: i64, to: i64) -> sqlx::Result<()> {
    for statement in [
        "UPDATE authors SET bio = (SELECT bio FROM authors WHERE id = $1) WHERE id = $2 AND bio = ''",
        "INSERT INTO author_profiles (author_id, picture_id, links) \
         SELECT $2, picture_id, links FROM author_profiles WHERE author_id = $1 \
         ON CONFLICT (author_id) DO UPDATE SET \
         picture_id = coalesce(author_profiles.picture_id, excluded.picture_id), \
         links = CASE author_profiles.links WHEN '' THEN excluded.links ELSE author_profiles.links END",
    ] {
        sqlx::query(statement)
            .bind(from)
            .bind(to)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        authors::{add_author, find_name},
        fixture::Blog,
    };

    #[tokio::test]
    async fn an_address_is_given_once_and_its_profile_kept() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let ada = add_author(&mut write, "ada", "Ada").await.unwrap().unwrap();
        assert_eq!(add_author(&mut write, "ada", "Another").await.unwrap(), None);
        assert_eq!(
            find_name(&mut write, "ada").await.unwrap().as_deref(),
            Some("Ada")
        );
        assert_eq!(find_name(&mut write, "ben").await.unwrap(), None);
        let before = read_profile(&mut write, ada).await.unwrap();
        assert_eq!((before.name.as_str(), before.links.as_str()), ("Ada", ""));
        for links in ["https://a", "https://b\nhttps://c"] {
            write_profile(&mut write, ada, "Ada M.", "Writes.", links)
                .await
                .unwrap();
            let row = read_profile(&mut write, ada).await.unwrap();
            assert_eq!((row.slug.as_str(), row.name.as_str()), ("ada", "Ada M."));
            assert_eq!((row.bio.as_str(), row.links.as_str()), ("Writes.", links));
        }
    }

    #[tokio::test]
    async fn an_author_has_a_picture_or_none_beside_what_is_said_of_them() {
        let blog = Blog::open().await;
        let (ada, picture) = (blog.author("ada").await, blog.picture().await);
        let mut write = blog.begin().await;
        assert_eq!(read_picture(&mut write, ada).await.unwrap(), None);
        set_picture(&mut write, ada, Some(picture)).await.unwrap();
        write_profile(&mut write, ada, "Ada", "Writes.", "https://ada.example")
            .await
            .unwrap();
        let path = read_picture(&mut write, ada).await.unwrap();
        assert_eq!(path.as_deref(), Some("/media/aa.png"));
        set_picture(&mut write, ada, None).await.unwrap();
        assert_eq!(read_picture(&mut write, ada).await.unwrap(), None);
        assert_eq!(
            read_profile(&mut write, ada).await.unwrap().links,
            "https://ada.example"
        );
    }

    #[tokio::test]
    async fn an_author_gets_of_another_only_what_they_lack() {
        let blog = Blog::open().await;
        let picture = blog.picture().await;
        let people = [
            blog.author("ada").await,
            blog.author("ben").await,
            blog.author("cyd").await,
        ];
        let [ada, ben, cyd] = people;
        let mut write = blog.begin().await;
        write_profile(&mut write, ada, "Ada", "Writes.", "https://ada.example")
            .await
            .unwrap();
        set_picture(&mut write, ada, Some(picture)).await.unwrap();
        write_profile(&mut write, ben, "Ben", "Reads.", "").await.unwrap();
        for (to, name, bio) in [(ben, "Ben", "Reads."), (cyd, "cyd", "Writes.")] {
            inherit_profile(&mut write, ada, to).await.unwrap();
            let row = read_profile(&mut write, to).await.unwrap();
            assert_eq!((row.name.as_str(), row.bio.as_str()), (name, bio));
            assert_eq!(row.links, "https://ada.example");
            let path = read_picture(&mut write, to).await.unwrap();
            assert_eq!(path.as_deref(), Some("/media/aa.png"));
        }
        write_profile(&mut write, cyd, "Cyd", "", "https://cyd.example")
            .await
            .unwrap();
        inherit_profile(&mut write, ben, cyd).await.unwrap();
        let row = read_profile(&mut write, cyd).await.unwrap();
        assert_eq!(
            (row.bio.as_str(), row.links.as_str()),
            ("Reads.", "https://cyd.example")
        );
    }
}
