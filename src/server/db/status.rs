//! Where posts stand: the only statements that move a post which stays otherwise as it is.

use sqlx::FromRow;

use super::{Connection, listing, search::index::IndexChanges};

/// Where a post stands.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct StandingRow {
    /// Public identity.
    pub uuid: String,
    /// What readers see or will see.
    pub title: String,
    /// The status machine's word.
    pub status: String,
    /// When it appears, in Unix milliseconds.
    pub published_at: Option<i64>,
}

/// Where a post stands; nothing when there is none.
pub async fn read_standing(connection: &mut Connection, post: i64) -> sqlx::Result<Option<StandingRow>> {
    sqlx::query_as("SELECT uuid, title, status, published_at FROM posts WHERE id = $1")
        .bind(post)
        .fetch_optional(connection)
        .await
}

/// Row ids of the posts that wait for their time, and that time in Unix milliseconds, the next one first.
pub async fn list_scheduled(connection: &mut Connection) -> sqlx::Result<Vec<(i64, i64)>> {
    sqlx::query_as("SELECT id, published_at FROM posts WHERE status = 'scheduled' ORDER BY published_at, id")
        .fetch_all(connection)
        .await
}

/// Moves a post to another status: lists, counts and the search follow.
pub async fn set_status(connection: &mut Connection, post: i64, status: &str, now: i64) -> sqlx::Result<()> {
    let mut changes = IndexChanges::default();
    listing::withdraw(connection, post, &mut changes).await?;
    sqlx::query(
        "UPDATE posts SET status = $2, seen_at = coalesce(seen_at, CASE $2 WHEN 'published' THEN $3 END) \
         WHERE id = $1",
    )
    .bind(post)
    .bind(status)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    listing::enter(connection, post, &mut changes).await?;
    changes.write(connection).await?;
    listing::note_change(connection, now).await
}

/// Remembers when readers first saw a post (Unix milliseconds), where nothing is remembered.
pub async fn note_seen(connection: &mut Connection, post: i64, seen: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE posts SET seen_at = coalesce(seen_at, $2) WHERE id = $1")
        .bind(post)
        .bind(seen)
        .execute(connection)
        .await?;
    Ok(())
}

/// Remembers when somebody at the desk last chose where a post stands, or when it appears (Unix milliseconds): from then
/// on no import does.
pub async fn note_order(connection: &mut Connection, post: i64, now: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE posts SET ordered_at = $2 WHERE id = $1")
        .bind(post)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        cards,
        drafts::find_post,
        fixture::{Blog, NOW, dump_index, post},
        listing::last_change,
        store::{PostRecord, save_post},
        tags,
    };

    #[tokio::test]
    async fn a_post_that_is_moved_is_as_one_that_was_saved_so() {
        let words = [
            "draft",
            "published",
            "scheduled",
            "published",
            "trashed",
            "unpublished",
        ];
        let (moved, saved) = (Blog::open().await, Blog::open().await);
        let mut ids = Vec::new();
        for blog in [&moved, &saved] {
            let tag = blog.tag("rust").await;
            let record = PostRecord {
                tags: &[tag],
                ..post("lock-map", 1_000)
            };
            ids.push((blog.save(&record).await, tag));
        }
        for status in words {
            let mut write = moved.begin().await;
            let before = last_change(&mut write).await.unwrap();
            set_status(&mut write, ids[0].0, status, NOW).await.unwrap();
            assert!(last_change(&mut write).await.unwrap() > before);
            write.commit().await.unwrap();
            let record = PostRecord {
                status,
                tags: &[ids[1].1],
                ..post("lock-map", 1_000)
            };
            saved.replace(ids[1].0, &record).await;

            let mut seen = Vec::new();
            for blog in [&moved, &saved] {
                let mut reader = blog.reader().await;
                let tag = tags::read_tag(&mut reader, "rust").await.unwrap();
                seen.push((
                    cards::count_listed(&mut reader).await.unwrap(),
                    tag.map_or(0, |tag| tag.post_count),
                    dump_index(&mut reader).await,
                ));
            }
            assert_eq!(seen[0], seen[1], "{status}");
            assert_eq!(seen[0].0, u32::from(status == "published"));
        }
    }

    #[tokio::test]
    async fn when_readers_first_saw_a_post_is_kept_whatever_becomes_of_it() {
        let blog = Blog::open().await;
        let draft = PostRecord {
            status: "draft",
            ..post("one", 1_000)
        };
        let id = blog.save(&draft).await;
        let mut write = blog.begin().await;
        for (status, now, seen) in [
            ("scheduled", NOW, None),
            ("published", NOW + 1, Some(NOW + 1)),
            ("unpublished", NOW + 2, Some(NOW + 1)),
            ("published", NOW + 3, Some(NOW + 1)),
        ] {
            set_status(&mut write, id, status, now).await.unwrap();
            let row = find_post(&mut write, "one").await.unwrap().unwrap();
            assert_eq!(row.seen_at, seen, "{status}");
        }
        for (slug, status, now, seen) in [
            ("two", "unpublished", NOW, None),
            ("two", "published", NOW + 1, Some(NOW + 1)),
            ("two", "draft", NOW + 2, Some(NOW + 1)),
            ("three", "published", NOW, Some(NOW)),
            ("three", "published", NOW + 1, Some(NOW)),
        ] {
            let record = PostRecord {
                status,
                ..post(slug, 1_000)
            };
            let existing = find_post(&mut write, slug).await.unwrap().map(|row| row.id);
            save_post(&mut write, existing, &record, now).await.unwrap();
            let row = find_post(&mut write, slug).await.unwrap().unwrap();
            assert_eq!(row.seen_at, seen, "{slug} {status}");
        }
    }

    #[tokio::test]
    async fn a_standing_is_the_word_and_the_time_of_a_title() {
        let blog = Blog::open().await;
        let id = blog.save(&post("live", 1_000)).await;
        let mut reader = blog.reader().await;
        let standing = StandingRow {
            uuid: "live".to_owned(),
            title: "live".to_owned(),
            status: "published".to_owned(),
            published_at: Some(1_000),
        };
        assert_eq!(read_standing(&mut reader, id).await.unwrap(), Some(standing));
        assert_eq!(read_standing(&mut reader, id + 1).await.unwrap(), None);
    }

    #[tokio::test]
    async fn the_scheduled_posts_are_found_by_an_index_the_next_one_first() {
        let blog = Blog::open().await;
        let later = PostRecord {
            status: "scheduled",
            ..post("later", NOW + 2)
        };
        let next = PostRecord {
            status: "scheduled",
            ..post("next", NOW + 1)
        };
        let (later, next) = (blog.save(&later).await, blog.save(&next).await);
        blog.save(&post("live", 1_000)).await;
        let found = list_scheduled(&mut *blog.reader().await).await.unwrap();
        assert_eq!(found, [(next, NOW + 1), (later, NOW + 2)]);
        let plan = blog
            .plan("SELECT id, published_at FROM posts WHERE status = 'scheduled' ORDER BY published_at, id")
            .await;
        assert_eq!(plan, ["SCAN posts USING COVERING INDEX posts_scheduled"]);
    }
}
