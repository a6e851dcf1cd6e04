//! Jobs with the posts that they are about, as the desk shows them.

use sqlx::FromRow;

use super::JobRow;
use crate::server::db::Connection;

/// A job with its post, if it is about one.
#[derive(Clone, Debug, FromRow)]
pub struct DeskJobRow {
    /// The job.
    #[sqlx(flatten)]
    pub job: JobRow,
    /// The post's row id.
    pub post: Option<i64>,
    /// Its public identity.
    pub uuid: Option<String>,
    /// Its latest revision's title.
    pub title: Option<String>,
}

macro_rules! jobs_with_posts {
    ($rest:literal) => {
        concat!(
            "SELECT j.id, j.kind, j.key, j.state, j.run_at, j.attempts, j.last_error, j.created_at, j.started_at, \
             j.ended_at, p.id AS post, p.uuid, coalesce(h.title, p.title) AS title FROM jobs j \
             LEFT JOIN posts p ON j.kind IN ('publish', 'share-image') AND p.id = CAST(j.key AS INTEGER) \
             LEFT JOIN post_heads h ON h.post_id = p.id ",
            $rest
        )
    };
}

// Each with the index that has it in its order.
const OPEN: &str =
    jobs_with_posts!("WHERE j.state = $1 AND j.due_at IS NOT NULL ORDER BY j.due_at, j.id LIMIT $2");
const ENDED: &str = jobs_with_posts!(
    "WHERE j.state = $1 AND j.ended_at IS NOT NULL ORDER BY j.ended_at DESC, j.id DESC LIMIT $2"
);

/// At most `limit` jobs of a state: those to come in the order of their turn, those that ended the last one first.
pub async fn list_with_posts(
    connection: &mut Connection,
    state: &str,
    limit: u32,
) -> sqlx::Result<Vec<DeskJobRow>> {
    let statement = match state {
        "queued" | "running" => OPEN,
        _ => ENDED,
    };
    sqlx::query_as(statement)
        .bind(state)
        .bind(limit)
        .fetch_all(connection)
        .await
}

/// The job with this row id.
pub async fn find_job(connection: &mut Connection, id: i64) -> sqlx::Result<Option<DeskJobRow>> {
    sqlx::query_as(jobs_with_posts!("WHERE j.id = $1"))
        .bind(id)
        .fetch_optional(connection)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        fixture::{Blog, NOW, post},
        jobs::{Again, NewJob, enqueue},
        store::PostRecord,
    };

    #[tokio::test]
    async fn a_job_that_publishes_names_its_post_and_the_next_one_is_first() {
        let blog = Blog::open().await;
        let waiting = PostRecord {
            status: "scheduled",
            ..post("soon", NOW)
        };
        let id = blog.save(&waiting).await;
        let mut write = blog.begin().await;
        for (kind, key, run_at) in [
            ("relate", "all".to_owned(), NOW + 2),
            ("publish", id.to_string(), NOW + 1),
            ("other", id.to_string(), NOW + 3),
        ] {
            let job = NewJob {
                kind,
                key: &key,
                payload: "{}",
                run_at,
            };
            enqueue(&mut write, &job, Again::Keep, NOW).await.unwrap();
        }
        let rows = list_with_posts(&mut write, "queued", 9).await.unwrap();
        let told: Vec<_> = rows
            .iter()
            .map(|row| (row.job.kind.as_str(), row.title.as_deref()))
            .collect();
        assert_eq!(
            told,
            [("publish", Some("soon")), ("relate", None), ("other", None)]
        );
        let found = find_job(&mut write, rows[0].job.id).await.unwrap().unwrap();
        assert_eq!((found.post, found.uuid.as_deref()), (Some(id), Some("soon")));
        assert!(find_job(&mut write, 99).await.unwrap().is_none());
        assert!(list_with_posts(&mut write, "failed", 9).await.unwrap().is_empty());
        // As after a week.
        sqlx::query(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) \
             INSERT INTO jobs (kind, key, payload, state, run_at, created_at, ended_at) \
             SELECT 'mail', i, '{}', 'finished', i, i, i FROM n",
        )
        .execute(&mut *write)
        .await
        .unwrap();
        write.commit().await.unwrap();
        let plan = blog.plan(ENDED).await;
        assert!(
            plan[0].starts_with("SEARCH j USING INDEX jobs_ended (state=?"),
            "{plan:#?}"
        );
        assert!(!plan.iter().any(|step| step.contains("TEMP")), "{plan:#?}");
        let plan = blog.plan(OPEN).await;
        assert!(plan[0].contains("USING INDEX jobs_due"), "{plan:#?}");
    }
}
