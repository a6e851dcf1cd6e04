//! What was thrown away: since when, and taking it out of the file for good.

use super::{Connection, gone, listing, search::index::IndexChanges};

/// Row ids and public identities of at most `limit` posts that are in the trash, and of which nobody knows since when: an import may have
/// brought them there.
pub async fn list_undated(connection: &mut Connection, limit: u32) -> sqlx::Result<Vec<(i64, String)>> {
    sqlx::query_as(UNDATED).bind(limit).fetch_all(connection).await
}

const UNDATED: &str = "SELECT p.id, p.uuid FROM posts p LEFT JOIN post_heads h ON h.post_id = p.id \
     WHERE p.status = 'trashed' AND h.trashed_at IS NULL ORDER BY p.id LIMIT $1";

/// Row ids of the posts that were thrown away at `until` (Unix milliseconds) or before, the first ones first.
pub async fn list_thrown(connection: &mut Connection, until: i64, limit: u32) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT h.post_id FROM post_heads h CROSS JOIN posts p ON p.id = h.post_id \
         WHERE h.trashed_at <= $1 AND p.status = 'trashed' ORDER BY h.trashed_at, h.post_id LIMIT $2",
    )
    .bind(until)
    .bind(limit)
    .fetch_all(connection)
    .await
}

/// When what has been in the trash for longest was thrown away, in Unix milliseconds.
pub async fn first_thrown(connection: &mut Connection) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(
        "SELECT h.trashed_at FROM post_heads h CROSS JOIN posts p ON p.id = h.post_id \
         WHERE h.trashed_at IS NOT NULL AND p.status = 'trashed' ORDER BY h.trashed_at LIMIT 1",
    )
    .fetch_optional(connection)
    .await
}

/// Deletes a post that is in the trash with everything that is only about it: text, revisions, old addresses, views.
/// Answers its public identity and its title; nothing where it is not in the trash. Pictures, what the whole site counted and
/// where readers found it stay.
pub async fn delete_post(
    connection: &mut Connection,
    post: i64,
    now: i64,
) -> sqlx::Result<Option<(String, String)>> {
    let known: Option<(String, String)> = sqlx::query_as(
        "SELECT p.uuid, coalesce(h.title, p.title) FROM posts p LEFT JOIN post_heads h ON h.post_id = p.id \
         WHERE p.id = $1 AND p.status = 'trashed'",
    )
    .bind(post)
    .fetch_optional(&mut *connection)
    .await?;
    if known.is_none() {
        return Ok(None);
    }
    let mut changes = IndexChanges::default();
    listing::withdraw(connection, post, &mut changes).await?;
    changes.write(connection).await?;
    gone::bury(connection, post, now).await?;
    sqlx::query("DELETE FROM posts WHERE id = $1")
        .bind(post)
        .execute(&mut *connection)
        .await?;
    listing::note_change(connection, now).await?;
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        drafts::{NewRevision, append, set_trashed_from},
        fixture::{Blog, NOW, dump_index, post},
        redirects,
        status::set_status,
        store::PostRecord,
        views::{add_keys, add_views, begin_day},
    };

    async fn throw(connection: &mut Connection, post: i64, at: i64) {
        let revision = NewRevision {
            post,
            number: 1,
            key: "",
            user_id: None,
            who: "Ada",
            reason: "manual",
            source: "",
            meta: "{}",
            title: "Thrown",
        };
        append(connection, &revision, at).await.unwrap();
        set_status(connection, post, "trashed", at).await.unwrap();
        set_trashed_from(connection, post, Some(("published", at)))
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn what_is_in_the_trash_is_known_by_when_it_was_thrown_there() {
        let blog = Blog::open().await;
        let mut ids = Vec::new();
        for slug in ["one", "two", "three"] {
            ids.push(blog.save(&post(slug, 1_000)).await);
        }
        let mut write = blog.begin().await;
        assert_eq!(first_thrown(&mut write).await.unwrap(), None);
        throw(&mut write, ids[0], 20).await;
        throw(&mut write, ids[1], 10).await;
        assert_eq!(first_thrown(&mut write).await.unwrap(), Some(10));
        assert!(list_thrown(&mut write, 9, 9).await.unwrap().is_empty());
        assert_eq!(list_thrown(&mut write, 20, 9).await.unwrap(), [ids[1], ids[0]]);
        assert_eq!(list_thrown(&mut write, 20, 1).await.unwrap(), [ids[1]]);
        set_trashed_from(&mut write, ids[1], None).await.unwrap();
        assert_eq!(list_thrown(&mut write, 20, 9).await.unwrap(), [ids[0]]);
        set_trashed_from(&mut write, ids[0], None).await.unwrap();
        assert_eq!(first_thrown(&mut write).await.unwrap(), None);
        write.commit().await.unwrap();
        let plan = blog
            .plan(
                "SELECT h.post_id FROM post_heads h CROSS JOIN posts p ON p.id = h.post_id \
                 WHERE h.trashed_at <= 9 AND p.status = 'trashed' ORDER BY h.trashed_at, h.post_id LIMIT 9",
            )
            .await;
        assert_eq!(
            plan,
            [
                "SEARCH h USING COVERING INDEX post_heads_trashed (trashed_at<?)",
                "SEARCH p USING COVERING INDEX posts_trashed (id=? AND rowid=?)"
            ]
        );
    }

    #[tokio::test]
    async fn what_nobody_knows_the_time_of_is_found_among_the_few_in_the_trash() {
        let blog = Blog::open().await;
        let mut ids = Vec::new();
        for slug in ["one", "two", "three"] {
            ids.push(blog.save(&post(slug, 1_000)).await);
        }
        let mut write = blog.begin().await;
        throw(&mut write, ids[0], 20).await;
        assert!(list_undated(&mut write, 9).await.unwrap().is_empty());
        // One without a revision, and one with.
        set_status(&mut write, ids[1], "trashed", 10).await.unwrap();
        set_trashed_from(&mut write, ids[0], None).await.unwrap();
        assert_eq!(list_undated(&mut write, 9).await.unwrap().len(), 2);
        assert_eq!(list_undated(&mut write, 1).await.unwrap().len(), 1);
        write.commit().await.unwrap();
        for number in 0..60 {
            blog.save(&post(&format!("seen-{number}"), 1_000)).await;
        }
        let plan = blog.plan(UNDATED).await;
        assert_eq!(
            plan.first().map(String::as_str),
            Some("SCAN p USING INDEX posts_trashed"),
            "{plan:?}"
        );
    }

    #[tokio::test]
    async fn what_is_deleted_leaves_nothing_but_what_the_site_counted() {
        let blog = Blog::open().await;
        let empty = dump_index(&mut *blog.reader().await).await;
        let (tag, cover) = (blog.tag("rust").await, blog.picture().await);
        let id = blog
            .save(&PostRecord {
                tags: &[tag],
                authors: &[blog.author("ada").await],
                cover: Some(cover),
                ..post("one", 1_000)
            })
            .await;
        let mut write = blog.begin().await;
        redirects::add_redirect(&mut write, "/old", id, "import", NOW)
            .await
            .unwrap();
        begin_day(&mut write, 10, &[7; 32]).await.unwrap();
        add_keys(&mut write, &[(id, [1; 16])]).await.unwrap();
        add_views(&mut write, 10, &[(id, 3)]).await.unwrap();
        assert_eq!(
            delete_post(&mut write, id, NOW).await.unwrap(),
            None,
            "it is not in the trash"
        );
        throw(&mut write, id, NOW).await;
        assert_eq!(
            delete_post(&mut write, id, NOW).await.unwrap(),
            Some(("one".to_owned(), "Thrown".to_owned()))
        );
        assert_eq!(delete_post(&mut write, id, NOW).await.unwrap(), None);
        write.commit().await.unwrap();
        let mut reader = blog.reader().await;
        for (statement, expected) in [
            (
                "SELECT (SELECT count(*) FROM posts) + (SELECT count(*) FROM post_bodies) \
                 + (SELECT count(*) FROM post_tags) + (SELECT count(*) FROM post_authors) \
                 + (SELECT count(*) FROM post_heads) + (SELECT count(*) FROM revisions)",
                0,
            ),
            (
                "SELECT (SELECT count(*) FROM redirects) + (SELECT count(*) FROM daily_views) \
                 + (SELECT count(*) FROM post_views) + (SELECT count(*) FROM view_keys) \
                 + (SELECT count(*) FROM search_posts)",
                0,
            ),
            ("SELECT SUM(views) FROM site_views", 3),
            ("SELECT count(*) FROM gone", 2),
            ("SELECT count(*) FROM media", 1),
            ("SELECT count(*) FROM tags", 1),
        ] {
            let seen: i64 = sqlx::query_scalar(statement)
                .fetch_one(&mut *reader)
                .await
                .unwrap();
            assert_eq!(seen, expected, "{statement}");
        }
        assert_eq!(dump_index(&mut reader).await, empty);
    }
}
