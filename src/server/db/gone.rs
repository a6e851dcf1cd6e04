//! What is gone: it was where readers saw it, and its owner threw it away.
//!
//! Of a post in the trash the post itself tells that; of one that was deleted for good its addresses stay.

use sqlx::FromRow;

use super::Connection;
use crate::model::status::Kind;

// Readers saw what stands at the address of a post if it was thrown away from where they see it, or did before: a post that is
// written on after that, or waits for its time once more, may have an address by now that nobody ever saw.
macro_rules! was_seen {
    () => {
        "p.seen_at IS NOT NULL AND EXISTS (SELECT 1 FROM post_heads h WHERE h.post_id = p.id \
         AND h.trashed_from IN ('published', 'unpublished'))"
    };
}

/// Where a post, page or project is.
macro_rules! address {
    () => {
        "CASE p.kind WHEN 'page' THEN '/' WHEN 'project' THEN '/portfolio/' ELSE '/posts/' END || p.slug"
    };
}

const BURY: [&str; 2] = [
    concat!(
        "INSERT INTO gone (path, deleted_at) SELECT ",
        address!(),
        ", $2 FROM posts p WHERE p.id = $1 AND ",
        was_seen!(),
        " ON CONFLICT (path) DO UPDATE SET deleted_at = excluded.deleted_at"
    ),
    "INSERT INTO gone (path, deleted_at) SELECT r.path, $2 FROM redirects r JOIN posts p ON p.id = r.post_id \
     WHERE r.post_id = $1 AND p.seen_at IS NOT NULL ON CONFLICT (path) DO UPDATE SET deleted_at = excluded.deleted_at",
];

/// Keeps the addresses at which readers found a post that is about to be deleted from the trash (`now` in Unix milliseconds).
pub async fn bury(connection: &mut Connection, post: i64, now: i64) -> sqlx::Result<()> {
    for statement in BURY {
        sqlx::query(statement)
            .bind(post)
            .bind(now)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

// Whatever readers saw there last decides. What nobody has seen yet decides nothing: whoever asks must not learn of it.
const IS_GONE: &str = concat!(
    "SELECT coalesce((SELECT p.status = 'trashed' AND ",
    was_seen!(),
    " FROM posts p WHERE p.slug = $2 AND p.kind = $3 AND p.seen_at IS NOT NULL), \
     (SELECT p.status = 'trashed' FROM redirects r JOIN posts p ON p.id = r.post_id \
     WHERE r.path = $1 AND p.seen_at IS NOT NULL), \
     EXISTS (SELECT 1 FROM gone WHERE path = $1))"
);

/// Whether readers saw something at `path`, which leads nowhere now, and it was thrown away since.
///
/// `path` has a leading slash and none at the end.
pub async fn is_gone(connection: &mut Connection, path: &str) -> sqlx::Result<bool> {
    let at = Kind::at(path);
    sqlx::query_scalar(IS_GONE)
        .bind(path)
        .bind(at.as_ref().map(|(_, slug)| slug.as_str()))
        .bind(at.as_ref().map(|(kind, _)| kind.as_str()))
        .fetch_one(connection)
        .await
}

/// An address at which there was something.
#[derive(Debug, PartialEq, Eq, FromRow)]
pub struct GoneRow {
    /// A leading slash, none at the end.
    pub path: String,
    /// When it was thrown away, in Unix milliseconds.
    pub deleted_at: i64,
}

const LIST: &str = concat!(
    "SELECT path, max(deleted_at) AS deleted_at FROM (SELECT path, deleted_at FROM gone WHERE path > $1 \
     UNION ALL SELECT ",
    address!(),
    " AS path, h.trashed_at FROM posts p JOIN post_heads h ON h.post_id = p.id \
     WHERE p.status = 'trashed' AND h.trashed_at IS NOT NULL AND ",
    was_seen!(),
    " UNION ALL SELECT r.path, coalesce(h.trashed_at, p.seen_at) FROM redirects r JOIN posts p ON p.id = r.post_id \
     LEFT JOIN post_heads h ON h.post_id = p.id \
     WHERE p.status = 'trashed' AND p.seen_at IS NOT NULL) AS found \
     WHERE path > $1 GROUP BY path ORDER BY path LIMIT $2"
);

/// At most `limit` addresses after the path `after` at which readers found what was thrown away since, by path: of what was
/// deleted for good, and of what is in the trash.
pub async fn list_gone(connection: &mut Connection, after: &str, limit: u32) -> sqlx::Result<Vec<GoneRow>> {
    sqlx::query_as(LIST)
        .bind(after)
        .bind(limit)
        .fetch_all(connection)
        .await
}

/// Keeps an address of something that was thrown away elsewhere; what is known of it here stays.
pub async fn bring_gone(connection: &mut Connection, path: &str, deleted_at: i64) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO gone (path, deleted_at) VALUES ($1, $2) ON CONFLICT (path) DO NOTHING")
        .bind(path)
        .bind(deleted_at)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        drafts::{self, NewRevision, append, set_trashed_from},
        fixture::{Blog, NOW, post},
        redirects::add_redirect,
        status::{note_seen, set_status},
        store::PostRecord,
        trash::delete_post,
    };

    async fn throw(blog: &Blog, post: i64, from: &str) {
        let mut write = blog.begin().await;
        let revision = NewRevision {
            post,
            number: drafts::read_head(&mut write, post)
                .await
                .unwrap()
                .map_or(1, |head| head.number + 1),
            key: "",
            user_id: None,
            who: "Ada",
            reason: "manual",
            source: "",
            meta: "{}",
            title: "Thrown",
        };
        append(&mut write, &revision, NOW).await.unwrap();
        set_status(&mut write, post, "trashed", NOW).await.unwrap();
        set_trashed_from(&mut write, post, Some((from, NOW)))
            .await
            .unwrap();
        write.commit().await.unwrap();
    }

    async fn restore(blog: &Blog, post: i64, to: &str) {
        let mut write = blog.begin().await;
        set_status(&mut write, post, to, NOW).await.unwrap();
        set_trashed_from(&mut write, post, None).await.unwrap();
        write.commit().await.unwrap();
    }

    async fn delete(blog: &Blog, post: i64) {
        let mut write = blog.begin().await;
        delete_post(&mut write, post, NOW).await.unwrap().unwrap();
        write.commit().await.unwrap();
    }

    async fn gone(blog: &Blog, path: &str) -> bool {
        is_gone(&mut *blog.reader().await, path).await.unwrap()
    }

    async fn lead(blog: &Blog, path: &str, post: i64) {
        let mut write = blog.begin().await;
        add_redirect(&mut write, path, post, "import", NOW).await.unwrap();
        write.commit().await.unwrap();
    }

    #[tokio::test]
    async fn what_readers_saw_is_gone_once_it_is_in_the_trash_and_stays_so_when_it_is_deleted() {
        let blog = Blog::open().await;
        let id = blog.save(&post("one", 1_000)).await;
        lead(&blog, "/old/one", id).await;
        let paths = ["/posts/one", "/old/one"];
        for path in paths {
            assert!(!gone(&blog, path).await, "{path}");
        }
        throw(&blog, id, "published").await;
        for path in paths {
            assert!(gone(&blog, path).await, "{path}");
        }
        restore(&blog, id, "published").await;
        for path in paths {
            assert!(!gone(&blog, path).await, "{path} came back");
        }
        restore(&blog, id, "unpublished").await;
        for path in paths {
            assert!(!gone(&blog, path).await, "{path} was only taken back");
        }
        throw(&blog, id, "unpublished").await;
        delete(&blog, id).await;
        for path in paths {
            assert!(gone(&blog, path).await, "{path} for good");
        }
        assert!(!gone(&blog, "/posts/other").await);
        assert!(!gone(&blog, "/posts").await);
    }

    #[tokio::test]
    async fn what_nobody_saw_was_never_there() {
        let blog = Blog::open().await;
        for (slug, status) in [("draft", "draft"), ("waits", "scheduled"), ("other", "draft")] {
            let id = blog
                .save(&PostRecord {
                    status,
                    ..post(slug, NOW + 9)
                })
                .await;
            lead(&blog, &format!("/old/{slug}"), id).await;
            throw(&blog, id, status).await;
            assert!(!gone(&blog, &format!("/posts/{slug}")).await, "{slug}");
            assert!(!gone(&blog, &format!("/old/{slug}")).await, "{slug}");
            delete(&blog, id).await;
            assert!(!gone(&blog, &format!("/posts/{slug}")).await, "{slug}");
            assert!(!gone(&blog, &format!("/old/{slug}")).await, "{slug}");
        }
    }

    #[tokio::test]
    async fn pages_and_projects_are_gone_where_they_were_and_nowhere_else() {
        let blog = Blog::open().await;
        let mut ids = Vec::new();
        for (slug, kind) in [("about", "page"), ("engine", "project"), ("one", "post")] {
            let id = blog
                .save(&PostRecord {
                    kind,
                    ..post(slug, 1_000)
                })
                .await;
            throw(&blog, id, "published").await;
            ids.push(id);
        }
        let there = ["/about", "/portfolio/engine", "/posts/one"];
        let others = [
            "/posts/about",
            "/portfolio/about",
            "/engine",
            "/posts/engine",
            "/one",
        ];
        for in_trash in [true, false] {
            for path in there {
                assert!(gone(&blog, path).await, "{path} {in_trash}");
            }
            for path in others {
                assert!(!gone(&blog, path).await, "{path} {in_trash}");
            }
            let rows = list_gone(&mut *blog.reader().await, "", 9).await.unwrap();
            let paths: Vec<&str> = rows.iter().map(|row| row.path.as_str()).collect();
            assert_eq!(paths, there);
            for id in ids.drain(..) {
                delete(&blog, id).await;
            }
        }
    }

    #[tokio::test]
    async fn an_address_that_a_post_got_after_readers_saw_it_is_not_told() {
        let blog = Blog::open().await;
        // Readers saw it at another address; it waits once more, at one that nobody knows.
        let id = blog
            .save(&PostRecord {
                status: "scheduled",
                ..post("secret-plan", NOW + 9)
            })
            .await;
        let mut write = blog.begin().await;
        note_seen(&mut write, id, 500).await.unwrap();
        write.commit().await.unwrap();
        lead(&blog, "/posts/plan", id).await;
        throw(&blog, id, "scheduled").await;
        assert!(!gone(&blog, "/posts/secret-plan").await);
        assert!(gone(&blog, "/posts/plan").await);
        delete(&blog, id).await;
        assert!(!gone(&blog, "/posts/secret-plan").await);
        assert!(gone(&blog, "/posts/plan").await);
    }

    #[tokio::test]
    async fn a_new_post_at_the_address_ends_it_once_readers_see_it() {
        let blog = Blog::open().await;
        let id = blog.save(&post("one", 1_000)).await;
        throw(&blog, id, "published").await;
        delete(&blog, id).await;
        let id = blog
            .save(&PostRecord {
                uuid: "new",
                status: "draft",
                ..post("one", 1_000)
            })
            .await;
        assert!(gone(&blog, "/posts/one").await, "of the draft nothing is told");
        for status in ["published", "unpublished", "draft"] {
            let mut write = blog.begin().await;
            set_status(&mut write, id, status, NOW).await.unwrap();
            write.commit().await.unwrap();
            assert!(!gone(&blog, "/posts/one").await, "{status}");
        }
    }

    #[tokio::test]
    async fn what_is_gone_is_listed_whether_it_is_in_the_trash_or_deleted() {
        let blog = Blog::open().await;
        let (one, two) = (
            blog.save(&post("one", 1_000)).await,
            blog.save(&post("two", 1_000)).await,
        );
        let secret = PostRecord {
            status: "draft",
            ..post("secret", 1_000)
        };
        let secret = blog.save(&secret).await;
        lead(&blog, "/old/one", one).await;
        lead(&blog, "/old/secret", secret).await;
        throw(&blog, one, "published").await;
        throw(&blog, two, "published").await;
        throw(&blog, secret, "draft").await;
        let in_trash = list_gone(&mut *blog.reader().await, "", 9).await.unwrap();
        for id in [one, two, secret] {
            delete(&blog, id).await;
        }
        let deleted = list_gone(&mut *blog.reader().await, "", 9).await.unwrap();
        assert_eq!(in_trash, deleted);
        let paths: Vec<&str> = deleted.iter().map(|row| row.path.as_str()).collect();
        assert_eq!(paths, ["/old/one", "/posts/one", "/posts/two"]);
        assert!(deleted.iter().all(|row| row.deleted_at == NOW), "{deleted:?}");
        let mut reader = blog.reader().await;
        assert_eq!(
            list_gone(&mut reader, "/old/one", 1).await.unwrap(),
            deleted[1..2]
        );
        assert!(list_gone(&mut reader, "/posts/two", 9).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_was_gone_elsewhere_is_gone_here_and_what_is_known_here_stays() {
        let blog = Blog::open().await;
        for at in [5, 7] {
            let mut write = blog.begin().await;
            bring_gone(&mut write, "/posts/far", at).await.unwrap();
            write.commit().await.unwrap();
        }
        assert!(gone(&blog, "/posts/far").await);
        let rows = list_gone(&mut *blog.reader().await, "", 9).await.unwrap();
        assert_eq!((rows.len(), rows[0].deleted_at), (1, 5));
    }

    #[tokio::test]
    async fn asking_reads_rows_and_no_tables() {
        let blog = Blog::open().await;
        for number in 0..100 {
            let id = blog.save(&post(&format!("p{number}"), 1_000)).await;
            lead(&blog, &format!("/old/{number}"), id).await;
            throw(&blog, id, "published").await;
        }
        for number in 1..50 {
            delete(&blog, number).await;
        }
        for statement in [IS_GONE].into_iter().chain(BURY) {
            let plan = blog.plan(statement).await;
            assert!(
                !plan
                    .iter()
                    .any(|step| step.starts_with("SCAN") && step != "SCAN CONSTANT ROW"),
                "{plan:#?}"
            );
        }
    }
}
