//! What has a feed of its own besides the site: tags, series and authors, and what names these feeds.

use sqlx::FromRow;

use super::Connection;

/// What can be followed besides the site and a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Followed {
    /// A tag.
    Tag,
    /// A series.
    Series,
    /// An author.
    Author,
}

impl Followed {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Tag, Self::Series, Self::Author];
}

/// A tag, a series or an author, as their feed tells of them.
#[derive(Debug, FromRow)]
pub struct FollowedRow {
    /// Row id.
    pub id: i64,
    /// As written.
    pub name: String,
    /// Plain text, or nothing.
    pub description: String,
    /// A UUID that names the feed; nothing where the row id does.
    pub identity: Option<String>,
}

/// What is at `slug`: a series, or the tag or author of a listed post.
pub async fn read_followed(
    connection: &mut Connection,
    followed: Followed,
    slug: &str,
) -> sqlx::Result<Option<FollowedRow>> {
    let statement = match followed {
        Followed::Tag => {
            "SELECT id, name, description, identity FROM tags WHERE slug = $1 AND post_count > 0"
        }
        Followed::Series => "SELECT id, title AS name, description, identity FROM series WHERE slug = $1",
        Followed::Author => {
            "SELECT id, name, bio AS description, identity FROM authors WHERE slug = $1 AND post_count > 0"
        }
    };
    sqlx::query_as(statement)
        .bind(slug)
        .fetch_optional(connection)
        .await
}

/// What names the feed of the one with this row id, which is nothing where the row id does; nothing at all where there is none.
pub async fn find_identity(
    connection: &mut Connection,
    followed: Followed,
    id: i64,
) -> sqlx::Result<Option<Option<String>>> {
    let statement = match followed {
        Followed::Tag => "SELECT identity FROM tags WHERE id = $1",
        Followed::Series => "SELECT identity FROM series WHERE id = $1",
        Followed::Author => "SELECT identity FROM authors WHERE id = $1",
    };
    sqlx::query_scalar(statement)
        .bind(id)
        .fetch_optional(connection)
        .await
}

/// Row ids, and what names the feeds besides them.
pub async fn list_identities(
    connection: &mut Connection,
    followed: Followed,
) -> sqlx::Result<Vec<(i64, Option<String>)>> {
    let statement = match followed {
        Followed::Tag => "SELECT id, identity FROM tags ORDER BY id",
        Followed::Series => "SELECT id, identity FROM series ORDER BY id",
        Followed::Author => "SELECT id, identity FROM authors ORDER BY id",
    };
    sqlx::query_as(statement).fetch_all(connection).await
}

/// Lets a UUID, or where there is none the row id, name the feed of the one with this row id.
pub async fn set_identity(
    connection: &mut Connection,
    followed: Followed,
    id: i64,
    identity: Option<&str>,
) -> sqlx::Result<()> {
    let statement = match followed {
        Followed::Tag => "UPDATE tags SET identity = $2 WHERE id = $1",
        Followed::Series => "UPDATE series SET identity = $2 WHERE id = $1",
        Followed::Author => "UPDATE authors SET identity = $2 WHERE id = $1",
    };
    sqlx::query(statement)
        .bind(id)
        .bind(identity)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether there is any post, whatever its status.
pub async fn has_posts(connection: &mut Connection) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM posts)")
        .fetch_one(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        authors::{ensure_author, passing::delete_unused},
        fixture::{Blog, post},
        series::{ensure_series, order::remove_series},
        store::PostRecord,
        tags::{change::remove_tag, ensure_tag},
    };

    async fn make(connection: &mut Connection, followed: Followed, slug: &str) -> i64 {
        match followed {
            Followed::Tag => ensure_tag(connection, slug, slug).await,
            Followed::Series => ensure_series(connection, slug, slug).await,
            Followed::Author => ensure_author(connection, slug, slug).await,
        }
        .unwrap()
    }

    async fn remove(connection: &mut Connection, followed: Followed, id: i64) {
        match followed {
            Followed::Tag => remove_tag(connection, id).await.unwrap(),
            Followed::Series => remove_series(connection, id).await.unwrap(),
            Followed::Author => assert!(delete_unused(connection, id).await.unwrap()),
        }
    }

    async fn kept(connection: &mut Connection, followed: Followed, id: i64) -> Option<String> {
        find_identity(connection, followed, id).await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn whatever_is_new_is_named_as_nothing_was_before() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        for followed in Followed::ALL {
            let first = make(&mut write, followed, "first").await;
            let id = make(&mut write, followed, "second").await;
            let mut seen = vec![kept(&mut write, followed, first).await.unwrap()];
            for slug in ["third", "fourth"] {
                seen.push(kept(&mut write, followed, id).await.unwrap());
                remove(&mut write, followed, id).await;
                assert_eq!(find_identity(&mut write, followed, id).await.unwrap(), None);
                assert_eq!(
                    make(&mut write, followed, slug).await,
                    id,
                    "row ids are used again"
                );
            }
            seen.push(kept(&mut write, followed, id).await.unwrap());
            for identity in &seen {
                assert_eq!(identity.parse::<uuid::Uuid>().unwrap().get_version_num(), 4);
            }
            let count = seen.len();
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), count, "{followed:?}");
            // Met again, it is the same.
            let before = list_identities(&mut write, followed).await.unwrap();
            assert_eq!(make(&mut write, followed, "fourth").await, id);
            assert_eq!(list_identities(&mut write, followed).await.unwrap(), before);
        }
    }

    #[tokio::test]
    async fn it_is_there_as_its_page_is_and_with_what_it_was_named() {
        let blog = Blog::open().await;
        assert!(!has_posts(&mut *blog.reader().await).await.unwrap());
        blog.tag("alone").await;
        blog.author("alone").await;
        let record = PostRecord {
            tags: &[blog.tag("long").await],
            authors: &[blog.author("long").await],
            series: Some((blog.series("long").await, 1)),
            ..post("one", 1_000)
        };
        blog.save(&record).await;
        for followed in Followed::ALL {
            let mut write = blog.begin().await;
            let row = read_followed(&mut write, followed, "long")
                .await
                .unwrap()
                .unwrap();
            assert_eq!((row.name.as_str(), row.description.as_str()), ("long", ""));
            for identity in [Some("a"), None] {
                set_identity(&mut write, followed, row.id, identity)
                    .await
                    .unwrap();
                let row = read_followed(&mut write, followed, "long")
                    .await
                    .unwrap()
                    .unwrap();
                assert_eq!(row.identity.as_deref(), identity);
                assert_eq!(kept(&mut write, followed, row.id).await.as_deref(), identity);
            }
            for slug in ["alone", "Long", ""] {
                let none = read_followed(&mut write, followed, slug).await.unwrap();
                assert!(none.is_none(), "{followed:?} {slug}");
            }
        }
        assert!(has_posts(&mut *blog.reader().await).await.unwrap());
    }
}
