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

const FOCUS: &str = "SELECT id, slug, name, description, post_count FROM tags \
    WHERE focus IS NOT NULL AND post_count > 0 ORDER BY focus, id";

/// The focus areas of which readers see posts, in order.
pub async fn list_focus_areas(connection: &mut Connection) -> sqlx::Result<Vec<TagRow>> {
    sqlx::query_as(FOCUS).fetch_all(connection).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        collecting::{CollectionWords, create_collection, set_posts},
        fixture::{Blog, NOW, post},
    };

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
        for (slug, posts) in [("First", &[][..]), ("Second", &[ids[1], ids[0], ids[2]])] {
            let words = CollectionWords {
                slug,
                name: slug,
                intro: "",
                shows: "",
            };
            let id = create_collection(&mut write, words).await.unwrap();
            set_posts(&mut write, id, posts).await.unwrap();
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
    async fn posts_and_tags_are_looked_up_and_not_searched_for() {
        let blog = Blog::open().await;
        let plan = blog.plan(&COLLECTED.replace("$1", "10")).await.join("\n");
        assert!(!plan.contains("SCAN p") && !plan.contains("SCAN cp"), "{plan}");
        let plan = blog.plan(FOCUS).await.join("\n");
        assert!(plan.contains("tags_focus"), "{plan}");
    }
}
