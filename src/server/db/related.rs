//! Which posts are on the same matter, as computed when posts change.

use sqlx::{FromRow, QueryBuilder, Sqlite};

use super::Connection;

/// What similarity is judged by.
#[derive(Debug, FromRow)]
pub struct SubjectRow {
    /// The post's row id.
    pub id: i64,
    /// As written.
    pub title: String,
    /// Summary and takeaway.
    pub summary: String,
    /// The first part of the text.
    pub opening: String,
}

/// All listed posts, newest first.
pub async fn list_subjects(connection: &mut Connection) -> sqlx::Result<Vec<SubjectRow>> {
    sqlx::query_as(
        "SELECT p.id, p.title, p.summary || ' ' || p.takeaway AS summary, substr(b.plain, 1, 600) AS opening \
         FROM posts p JOIN post_bodies b ON b.post_id = p.id WHERE p.listed_at IS NOT NULL \
         ORDER BY p.listed_at DESC, p.id DESC",
    )
    .fetch_all(connection)
    .await
}

/// Every (post, tag) pair of listed posts.
pub async fn list_tag_pairs(connection: &mut Connection) -> sqlx::Result<Vec<(i64, i64)>> {
    sqlx::query_as("SELECT post_id, tag_id FROM post_tags WHERE listed_at IS NOT NULL")
        .fetch_all(connection)
        .await
}

/// Up to which change ([`super::listing::last_change`]) what is related is known.
pub async fn related_until(connection: &mut Connection) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT value FROM counters WHERE name = 'related_at'")
        .fetch_one(connection)
        .await
}

/// Remembers up to which change what is related is known.
pub async fn set_related_until(connection: &mut Connection, change: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE counters SET value = $1 WHERE name = 'related_at'")
        .bind(change)
        .execute(connection)
        .await?;
    Ok(())
}

/// Replaces what is related to a post; best first.
pub async fn replace_related(connection: &mut Connection, post: i64, related: &[i64]) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM related_posts WHERE post_id = $1")
        .bind(post)
        .execute(&mut *connection)
        .await?;
    if related.is_empty() {
        return Ok(());
    }
    let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO related_posts (post_id, position, related_id) ");
    query.push_values((0_i64..).zip(related), |mut row, (position, id)| {
        row.push_bind(post).push_bind(position).push_bind(*id);
    });
    query.build().execute(connection).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, body, post},
        posts::{Relation, list_around},
        store::{BodyRecord, PostRecord},
    };

    #[tokio::test]
    async fn subjects_are_the_listed_posts_newest_first_ties_by_the_later_row() {
        let blog = Blog::open().await;
        for (slug, published_at) in [("tie-1", 2_000), ("old", 1_000), ("tie-2", 2_000)] {
            blog.save(&post(slug, published_at)).await;
        }
        blog.save_hidden(&post("hidden", 1_500)).await;
        let subjects = list_subjects(&mut *blog.reader().await).await.unwrap();
        let titles: Vec<&str> = subjects.iter().map(|subject| subject.title.as_str()).collect();
        assert_eq!(titles, ["tie-2", "tie-1", "old"]);
    }

    #[tokio::test]
    async fn a_subject_is_told_by_summary_takeaway_and_six_hundred_characters_of_text() {
        let blog = Blog::open().await;
        let plain = "ä".repeat(700);
        blog.save(&PostRecord {
            summary: "Argues.",
            takeaway: "Remember.",
            body: BodyRecord {
                plain: &plain,
                ..body("", 1)
            },
            ..post("long", 1_000)
        })
        .await;
        let subjects = list_subjects(&mut *blog.reader().await).await.unwrap();
        assert_eq!(subjects[0].summary, "Argues. Remember.");
        assert_eq!(subjects[0].opening, "ä".repeat(600));
    }

    #[tokio::test]
    async fn only_the_tags_of_listed_posts_are_paired() {
        let blog = Blog::open().await;
        let (api, rust) = (blog.tag("api").await, blog.tag("rust").await);
        let both = PostRecord {
            tags: &[rust, api],
            ..post("both", 1_000)
        };
        let id = blog.save(&both).await;
        blog.save_hidden(&both).await;
        let mut pairs = list_tag_pairs(&mut *blog.reader().await).await.unwrap();
        pairs.sort_unstable();
        assert_eq!(pairs, [(id, api), (id, rust)]);
    }

    #[tokio::test]
    async fn up_to_which_change_is_remembered() {
        let blog = Blog::open().await;
        let mut write = blog.begin().await;
        assert_eq!(related_until(&mut write).await.unwrap(), 0);
        set_related_until(&mut write, NOW).await.unwrap();
        assert_eq!(related_until(&mut write).await.unwrap(), NOW);
    }

    async fn related(connection: &mut Connection, post: i64) -> Vec<i64> {
        let around = list_around(connection, None, post, NOW, 9).await.unwrap();
        assert!(around.iter().all(|(relation, _)| *relation == Relation::Related));
        around.into_iter().map(|(_, link)| link.id).collect()
    }

    #[tokio::test]
    async fn what_is_related_is_replaced_as_a_whole_and_for_one_post_alone() {
        let blog = Blog::open().await;
        let mut ids = Vec::new();
        for slug in ["a", "b", "c"] {
            ids.push(blog.save(&post(slug, 1_000)).await);
        }
        let [a, b, c] = ids[..] else { unreachable!() };
        let mut write = blog.begin().await;
        replace_related(&mut write, a, &[b, c]).await.unwrap();
        replace_related(&mut write, b, &[a]).await.unwrap();
        assert_eq!(related(&mut write, a).await, [b, c]);
        replace_related(&mut write, a, &[c]).await.unwrap();
        assert_eq!(related(&mut write, a).await, [c]);
        replace_related(&mut write, a, &[]).await.unwrap();
        assert!(related(&mut write, a).await.is_empty());
        assert_eq!(related(&mut write, b).await, [a]);
    }
}
