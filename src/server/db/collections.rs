//! Lists that the owner put together, and the tags that a front page begins with, as readers are shown them.

use sqlx::FromRow;

use super::{Connection, tags::TagRow};

/// A post of a collection, or a collection without any that readers see.
#[derive(Debug, FromRow)]
pub struct CollectedRow {
    /// How many posts every reader can find, with or without a collection.
    pub listed: u32,
    /// The collection's row id; nothing where there is no collection at all.
    pub id: Option<i64>,
    /// Its name.
    pub name: String,
    /// Words under it.
    pub intro: String,
    /// What is shown of its posts, as settings keep it.
    pub shows: String,
    /// The post's row id.
    pub post_id: Option<i64>,
}

const COLLECTED: &str = "SELECT n.value AS listed, collections.id, coalesce(collections.name, '') AS name, \
     coalesce(intro, '') AS intro, coalesce(shows, '') AS shows, p.id AS post_id \
     FROM counters n LEFT JOIN collections ON true LEFT JOIN collection_posts cp ON cp.collection_id = collections.id \
     LEFT JOIN posts p ON p.id = cp.post_id AND p.listed_at <= $1 \
     WHERE n.name = 'listed_posts' ORDER BY collections.position, collections.id, cp.position";

/// All collections with the posts that readers find, in order; one row at least, for the count.
pub async fn list_collected(connection: &mut Connection, now: i64) -> sqlx::Result<Vec<CollectedRow>> {
    sqlx::query_as(COLLECTED).bind(now).fetch_all(connection).await
}

const FOCUS: &str =
    "SELECT id, slug, name, description, post_count FROM tags WHERE focus IS NOT NULL ORDER BY focus, id";

/// The focus areas, in order.
pub async fn list_focus_areas(connection: &mut Connection) -> sqlx::Result<Vec<TagRow>> {
    sqlx::query_as(FOCUS).fetch_all(connection).await
}

/// A collection as it is first there.
#[derive(Debug)]
pub struct NewCollection<'a> {
    /// Names it in an export.
    pub slug: &'a str,
    /// Over it.
    pub name: &'a str,
    /// Under that.
    pub intro: &'a str,
    /// What is shown of its posts, as settings keep it.
    pub shows: &'a str,
    /// Place among the collections, from 1.
    pub position: i64,
}

/// Puts a collection of the posts with these slugs; those that are not there are left out.
pub async fn put_collection(
    connection: &mut Connection,
    collection: &NewCollection<'_>,
    posts: &[String],
) -> sqlx::Result<()> {
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO collections (slug, name, intro, shows, position) VALUES ($1, $2, $3, $4, $5) RETURNING id",
    )
    .bind(collection.slug)
    .bind(collection.name)
    .bind(collection.intro)
    .bind(collection.shows)
    .bind(collection.position)
    .fetch_one(&mut *connection)
    .await?;
    for (position, slug) in (1_i64..).zip(posts) {
        sqlx::query(
            "INSERT INTO collection_posts (collection_id, position, post_id) SELECT $1, $2, id FROM posts WHERE slug = $3",
        )
        .bind(id)
        .bind(position)
        .bind(slug)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Makes the tags with these slugs the focus areas, in this order.
pub async fn put_focus_areas(connection: &mut Connection, tags: &[String]) -> sqlx::Result<()> {
    sqlx::query("UPDATE tags SET focus = NULL WHERE focus IS NOT NULL")
        .execute(&mut *connection)
        .await?;
    for (position, slug) in (1_i64..).zip(tags) {
        sqlx::query("UPDATE tags SET focus = $2 WHERE slug = $1")
            .bind(slug)
            .bind(position)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::fixture::{Blog, NOW, post};

    #[tokio::test]
    async fn collections_hold_what_readers_see_in_the_owners_order() {
        let blog = Blog::open().await;
        let mut ids = Vec::new();
        for (slug, at) in [("a", 1_000), ("b", 2_000), ("later", NOW + 1)] {
            ids.push(blog.save(&post(slug, at)).await);
        }
        let none = list_collected(&mut *blog.reader().await, NOW).await.unwrap();
        assert_eq!((none.len(), none[0].listed, none[0].id), (1, 3, None));
        let mut write = blog.begin().await;
        for (slug, position, posts) in [
            ("Second", 2, ["b", "a", "later"].as_slice()),
            ("First", 1, &["gone"]),
        ] {
            let new = NewCollection {
                slug,
                name: slug,
                intro: "",
                shows: "",
                position,
            };
            let posts: Vec<String> = posts.iter().map(|slug| (*slug).to_owned()).collect();
            put_collection(&mut write, &new, &posts).await.unwrap();
        }
        write.commit().await.unwrap();
        let rows = list_collected(&mut *blog.reader().await, NOW).await.unwrap();
        let seen: Vec<(&str, Option<i64>)> =
            rows.iter().map(|row| (row.name.as_str(), row.post_id)).collect();
        assert_eq!(
            seen,
            [
                ("First", None),
                ("Second", Some(ids[1])),
                ("Second", Some(ids[0])),
                ("Second", None)
            ]
        );
    }

    #[tokio::test]
    async fn focus_areas_are_the_tags_that_were_chosen_in_order() {
        let blog = Blog::open().await;
        for slug in ["rust", "go", "sqlite"] {
            blog.tag(slug).await;
        }
        let mut write = blog.begin().await;
        for chosen in [["go", "rust"], ["sqlite", "rust"]] {
            put_focus_areas(&mut write, &chosen.map(str::to_owned))
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        let tags = list_focus_areas(&mut *blog.reader().await).await.unwrap();
        let slugs: Vec<&str> = tags.iter().map(|tag| tag.slug.as_str()).collect();
        assert_eq!(slugs, ["sqlite", "rust"]);
    }

    #[tokio::test]
    async fn posts_and_tags_are_looked_up_and_not_searched_for() {
        let blog = Blog::open().await;
        let plan = blog.plan(&COLLECTED.replace("$1", "10")).await.join("\n");
        assert!(!plan.contains("SCAN p") && !plan.contains("SCAN cp"), "{plan}");
        let plan = blog.plan(FOCUS).await.join("\n");
        assert!(plan.contains("tags_focus"), "{plan}");
    }
}
