//! Reads and writes authors.

use sqlx::FromRow;

use super::{
    Connection,
    words::{Holding, holds},
};

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

/// An author who is nobody's account.
#[derive(Debug, FromRow)]
pub struct UnclaimedRow {
    /// Row id.
    pub id: i64,
    /// Their address.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Posts of theirs, whatever their status.
    pub posts: u32,
}

/// Authors of posts who are nobody's account, by name.
pub async fn list_unclaimed(connection: &mut Connection) -> sqlx::Result<Vec<UnclaimedRow>> {
    sqlx::query_as(
        "SELECT a.id, a.slug, a.name, count(*) AS posts FROM authors a JOIN post_authors p ON p.author_id = a.id \
         WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.author_id = a.id) \
         GROUP BY a.id, a.slug, a.name ORDER BY lower(a.name), a.id",
    )
    .fetch_all(connection)
    .await
}

/// Posts by an author, whatever their status.
pub async fn list_posts_by(connection: &mut Connection, author: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar("SELECT post_id FROM post_authors WHERE author_id = $1 ORDER BY post_id")
        .bind(author)
        .fetch_all(connection)
        .await
}

/// Puts one author in the place of another on a post. Where both are on it, the other one is taken off.
///
/// The post has to be withdrawn from the lists before and entered after.
pub async fn replace_on_post(connection: &mut Connection, post: i64, from: i64, to: i64) -> sqlx::Result<()> {
    for statement in [
        "DELETE FROM post_authors WHERE post_id = $1 AND author_id = $2 \
         AND EXISTS (SELECT 1 FROM post_authors o WHERE o.post_id = $1 AND o.author_id = $3)",
        "UPDATE post_authors SET author_id = $3 WHERE post_id = $1 AND author_id = $2",
    ] {
        sqlx::query(statement)
            .bind(post)
            .bind(from)
            .bind(to)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Deletes an author of no post; whether there was one.
pub async fn delete_unused(connection: &mut Connection, id: i64) -> sqlx::Result<bool> {
    let gone = sqlx::query(
        "DELETE FROM authors WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM post_authors WHERE author_id = $1)",
    )
    .bind(id)
    .execute(connection)
    .await?;
    Ok(gone.rows_affected() > 0)
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
    use super::*;
    use crate::server::db::{
        fixture::{Blog, post},
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
    async fn posts_pass_from_one_author_to_another_and_no_post_has_one_twice() {
        let blog = Blog::open().await;
        let (ada, ben) = (blog.author("ada").await, blog.author("ben").await);
        let mut posts = Vec::new();
        for (slug, authors) in [("one", vec![ada]), ("both", vec![ada, ben]), ("other", vec![ben])] {
            posts.push(
                blog.save(&PostRecord {
                    authors: &authors,
                    ..post(slug, 1_000)
                })
                .await,
            );
        }
        let unclaimed = list_unclaimed(&mut *blog.reader().await).await.unwrap();
        let counts: Vec<(i64, u32)> = unclaimed.iter().map(|row| (row.id, row.posts)).collect();
        assert_eq!(counts, [(ada, 2), (ben, 2)]);
        let mut write = blog.begin().await;
        assert!(!delete_unused(&mut write, ada).await.unwrap());
        for post in list_posts_by(&mut write, ada).await.unwrap() {
            replace_on_post(&mut write, post, ada, ben).await.unwrap();
        }
        assert!(list_posts_by(&mut write, ada).await.unwrap().is_empty());
        assert_eq!(list_posts_by(&mut write, ben).await.unwrap(), posts);
        assert!(delete_unused(&mut write, ada).await.unwrap());
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
