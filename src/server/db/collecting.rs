//! Collections as those see them who put them together: all their posts, whatever readers see of them.

use sqlx::FromRow;

use super::Connection;

/// A collection without its posts.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct CollectionRow {
    /// Row id.
    pub id: i64,
    /// Names it in an export.
    pub slug: String,
    /// As written.
    pub name: String,
    /// Plain text, or nothing.
    pub intro: String,
    /// What is shown of its posts, with ", " between the names.
    pub shows: String,
    /// Which state of its posts this is.
    pub version: i64,
    /// How many posts are in it, whatever their status.
    pub posts: u32,
}

macro_rules! collections {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.slug, c.name, c.intro, c.shows, c.version, \
             (SELECT count(*) FROM collection_posts x WHERE x.collection_id = c.id) AS posts FROM collections c ",
            $rest
        )
    };
}

/// All collections, in order.
pub async fn list_collections(connection: &mut Connection) -> sqlx::Result<Vec<CollectionRow>> {
    sqlx::query_as(collections!("ORDER BY c.position, c.id"))
        .fetch_all(connection)
        .await
}

/// The collection with this row id.
pub async fn find_collection(connection: &mut Connection, id: i64) -> sqlx::Result<Option<CollectionRow>> {
    sqlx::query_as(collections!("WHERE c.id = $1"))
        .bind(id)
        .fetch_optional(connection)
        .await
}

/// The collection of this slug.
pub async fn find_by_slug(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<CollectionRow>> {
    sqlx::query_as(collections!("WHERE c.slug = $1"))
        .bind(slug)
        .fetch_optional(connection)
        .await
}

/// What can be said of a collection besides its posts.
#[derive(Clone, Copy, Debug)]
pub struct CollectionWords<'a> {
    /// Its slug.
    pub slug: &'a str,
    /// As written.
    pub name: &'a str,
    /// Plain text, or nothing.
    pub intro: &'a str,
    /// What is shown of its posts, with ", " between the names.
    pub shows: &'a str,
}

/// Begins a collection after all others; its slug has to be free.
pub async fn create_collection(connection: &mut Connection, words: CollectionWords<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar(
        "INSERT INTO collections (slug, name, intro, shows, position) \
         SELECT $1, $2, $3, $4, coalesce(max(position), 0) + 1 FROM collections RETURNING id",
    )
    .bind(words.slug)
    .bind(words.name)
    .bind(words.intro)
    .bind(words.shows)
    .fetch_one(connection)
    .await
}

/// Says something else of a collection.
pub async fn save_collection(
    connection: &mut Connection,
    id: i64,
    words: CollectionWords<'_>,
) -> sqlx::Result<()> {
    sqlx::query("UPDATE collections SET slug = $2, name = $3, intro = $4, shows = $5 WHERE id = $1")
        .bind(id)
        .bind(words.slug)
        .bind(words.name)
        .bind(words.intro)
        .bind(words.shows)
        .execute(connection)
        .await?;
    Ok(())
}

/// Deletes a collection; its posts stay.
pub async fn remove_collection(connection: &mut Connection, id: i64) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM collections WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Puts collections into this order.
pub async fn set_order(connection: &mut Connection, collections: &[i64]) -> sqlx::Result<()> {
    for (position, id) in (1_i64..).zip(collections) {
        sqlx::query("UPDATE collections SET position = $2 WHERE id = $1")
            .bind(id)
            .bind(position)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// A post of a collection, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MemberRow {
    /// Row id.
    pub id: i64,
    /// Public identity.
    pub uuid: String,
    /// The latest revision's title.
    pub title: String,
    /// The status machine's word.
    pub status: String,
    /// Whether readers find it in lists.
    pub listed: bool,
}

const POSTS: &str = "SELECT p.id, p.uuid, coalesce(h.title, p.title) AS title, p.status, \
    p.listed_at IS NOT NULL AS listed FROM collection_posts x JOIN posts p ON p.id = x.post_id \
    LEFT JOIN post_heads h ON h.post_id = p.id WHERE x.collection_id = $1 ORDER BY x.position";

/// All posts of a collection, in order.
pub async fn list_posts(connection: &mut Connection, collection: i64) -> sqlx::Result<Vec<MemberRow>> {
    sqlx::query_as(POSTS).bind(collection).fetch_all(connection).await
}

/// Lets a collection hold these posts, in this order; each once.
pub async fn set_posts(connection: &mut Connection, collection: i64, posts: &[i64]) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM collection_posts WHERE collection_id = $1")
        .bind(collection)
        .execute(&mut *connection)
        .await?;
    for (position, post) in (1_i64..).zip(posts) {
        sqlx::query("INSERT INTO collection_posts (collection_id, position, post_id) VALUES ($1, $2, $3)")
            .bind(collection)
            .bind(position)
            .bind(post)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Says that the posts of a collection are others now, or in another order.
pub async fn raise_version(connection: &mut Connection, collection: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE collections SET version = version + 1 WHERE id = $1")
        .bind(collection)
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
        trash,
    };

    fn words(slug: &str) -> CollectionWords<'_> {
        CollectionWords {
            slug,
            name: slug,
            intro: "",
            shows: "",
        }
    }

    #[tokio::test]
    async fn collections_come_in_their_order_and_a_new_one_last() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let mut ids = Vec::new();
        for slug in ["start", "flagship", "more"] {
            ids.push(create_collection(&mut write, words(slug)).await.unwrap());
        }
        set_order(&mut write, &[ids[2], ids[0], ids[1]]).await.unwrap();
        create_collection(&mut write, words("last")).await.unwrap();
        let all = list_collections(&mut write).await.unwrap();
        let slugs: Vec<&str> = all.iter().map(|row| row.slug.as_str()).collect();
        assert_eq!(slugs, ["more", "start", "flagship", "last"]);
        assert!(create_collection(&mut write, words("more")).await.is_err());
    }

    #[tokio::test]
    async fn what_is_said_of_a_collection_is_kept_until_it_is_deleted() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        let id = create_collection(&mut write, words("start")).await.unwrap();
        let other = CollectionWords {
            slug: "begin",
            name: "Begin here",
            intro: "Three of many.",
            shows: "summary, takeaway",
        };
        save_collection(&mut write, id, other).await.unwrap();
        let found = find_collection(&mut write, id).await.unwrap().unwrap();
        assert_eq!(
            (
                found.name.as_str(),
                found.intro.as_str(),
                found.shows.as_str(),
                found.version
            ),
            ("Begin here", "Three of many.", "summary, takeaway", 0)
        );
        assert_eq!(
            find_by_slug(&mut write, "begin").await.unwrap().as_ref(),
            Some(&found)
        );
        assert_eq!(find_by_slug(&mut write, "start").await.unwrap(), None);
        raise_version(&mut write, id).await.unwrap();
        assert_eq!(find_collection(&mut write, id).await.unwrap().unwrap().version, 1);
        remove_collection(&mut write, id).await.unwrap();
        assert_eq!(find_collection(&mut write, id).await.unwrap(), None);
    }

    #[tokio::test]
    async fn posts_come_in_their_order_whatever_their_status_and_go_with_themselves_alone() {
        let blog = Blog::open().await;
        let mut ids = Vec::new();
        for (slug, status) in [("one", "published"), ("two", "draft"), ("three", "trashed")] {
            let record = PostRecord {
                status,
                ..post(slug, 1_000)
            };
            ids.push(blog.save(&record).await);
        }
        let mut write = blog.begin().await;
        let id = create_collection(&mut write, words("start")).await.unwrap();
        let other = create_collection(&mut write, words("other")).await.unwrap();
        set_posts(&mut write, id, &ids).await.unwrap();
        set_posts(&mut write, other, &ids[..1]).await.unwrap();
        set_posts(&mut write, id, &[ids[2], ids[0], ids[1]])
            .await
            .unwrap();
        let told: Vec<(String, bool)> = list_posts(&mut write, id)
            .await
            .unwrap()
            .into_iter()
            .map(|row| (format!("{} {}", row.title, row.status), row.listed))
            .collect();
        assert_eq!(
            told,
            [
                ("three trashed".to_owned(), false),
                ("one published".to_owned(), true),
                ("two draft".to_owned(), false)
            ]
        );
        let counts: Vec<u32> = list_collections(&mut write)
            .await
            .unwrap()
            .iter()
            .map(|row| row.posts)
            .collect();
        assert_eq!(counts, [3, 1]);
        trash::delete_post(&mut write, ids[2], 9).await.unwrap().unwrap();
        assert_eq!(list_posts(&mut write, id).await.unwrap().len(), 2);
        remove_collection(&mut write, id).await.unwrap();
        assert_eq!(list_posts(&mut write, id).await.unwrap(), []);
        assert_eq!(list_posts(&mut write, other).await.unwrap().len(), 1);
        write.commit().await.unwrap();
        let plan = blog.plan(&POSTS.replace("$1", "1")).await;
        assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{plan:?}");
    }
}
