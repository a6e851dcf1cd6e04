//! Scheduled posts: a job for each that waits, and what happens when its time has come.

use anyhow::anyhow;

use super::{
    drafts::object,
    jobs::{self, Again, DrawShareImage, PublishPost, RelatePosts},
    releases,
};
use crate::{
    model::status::Status,
    server::db::{
        Connection, Database,
        audit::{self, NewEntry},
        status,
    },
};

/// What became of a post whose job has come up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Readers see it from the commit on.
    Live,
    /// Its time is still to come: that moment, in Unix milliseconds.
    NotYet(i64),
    /// It is scheduled no longer, or gone.
    Dropped,
}

/// Keeps the job of a post in step with where the post stands. Belongs into the transaction of every change of a status
/// or a time of publication.
pub async fn follow(
    connection: &mut Connection,
    post: i64,
    status: Status,
    published_at: Option<i64>,
) -> anyhow::Result<()> {
    let work = PublishPost { post };
    match (status, published_at) {
        (Status::Scheduled, Some(at)) => jobs::enqueue(connection, &work, at, Again::Replace).await?,
        _ => jobs::cancel(connection, &work).await?,
    };
    Ok(())
}

/// Gives every scheduled post a job that has none, or whose job was given up; answers how many there were.
///
/// With what was scheduled before there were jobs and with copies put back, none is forgotten: what was missed is due at
/// once.
pub async fn follow_all(database: &Database) -> anyhow::Result<usize> {
    let mut transaction = database.begin().await?;
    let mut added = 0;
    for (post, at) in status::list_scheduled(&mut transaction).await? {
        let work = PublishPost { post };
        added += usize::from(jobs::enqueue(&mut transaction, &work, at, Again::Keep).await?);
    }
    transaction.commit().await?;
    Ok(added)
}

/// Shows a scheduled post to readers if its time has come at `now` (Unix milliseconds), and writes that down. Does nothing to a post that is
/// not scheduled, so that doing it twice is doing it once.
pub async fn publish_due(connection: &mut Connection, post: i64, now: i64) -> anyhow::Result<Due> {
    let Some(standing) = status::read_standing(connection, post).await? else {
        return Ok(Due::Dropped);
    };
    let word = &standing.status;
    let stands = Status::parse(word).ok_or_else(|| anyhow!("post {post} has no known status: {word}"))?;
    let (Status::Scheduled, Some(at)) = (stands, standing.published_at) else {
        return Ok(Due::Dropped);
    };
    let next = Status::publish(at, now);
    if next == stands {
        return Ok(Due::NotYet(at));
    }
    status::set_status(connection, post, next.as_str(), now).await?;
    releases::note_due(connection, post, at, now).await?;
    let entry = NewEntry {
        actor: "schedule",
        action: "post.publish",
        object: &object(&standing.uuid, &standing.title),
        before: stands.as_str(),
        after: next.as_str(),
        ..NewEntry::default()
    };
    audit::add_entry(connection, &entry, now).await?;
    jobs::enqueue(connection, &RelatePosts {}, now, Again::Replace).await?;
    jobs::enqueue(connection, &DrawShareImage { post }, now, Again::Replace).await?;
    Ok(Due::Live)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::{
        cards,
        fixture::{NOW, list_jobs, post},
        jobs::next_due,
        listing::last_change,
        store::{PostRecord, save_post},
    };

    async fn blog(published_at: i64) -> (tempfile::TempDir, Database, i64) {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&folder.path().join("logbook.db")).await.unwrap();
        let mut write = database.begin().await.unwrap();
        let record = PostRecord {
            status: "scheduled",
            ..post("soon", published_at)
        };
        let id = save_post(&mut write, None, &record, 0).await.unwrap();
        write.commit().await.unwrap();
        (folder, database, id)
    }

    #[tokio::test]
    async fn a_post_goes_live_when_its_time_has_come_and_only_once() {
        let (_folder, database, id) = blog(NOW).await;
        let mut write = database.begin().await.unwrap();
        let due = publish_due(&mut write, id, NOW - 1).await.unwrap();
        assert_eq!(due, Due::NotYet(NOW));
        assert_eq!(cards::count_listed(&mut write).await.unwrap(), 0);
        assert_eq!(publish_due(&mut write, id, NOW).await.unwrap(), Due::Live);
        let change = last_change(&mut write).await.unwrap();
        assert_eq!(cards::count_listed(&mut write).await.unwrap(), 1);
        assert_eq!(next_due(&mut write, "relate").await.unwrap(), Some(NOW));
        assert_eq!(publish_due(&mut write, id, NOW).await.unwrap(), Due::Dropped);
        let log = audit::list_entries(&mut write, None, 9).await.unwrap();
        let [entry] = log.as_slice() else {
            panic!("{log:?}");
        };
        assert_eq!((entry.at, entry.actor.as_str()), (NOW, "schedule"));
        assert_eq!(
            (entry.action.as_str(), entry.object.as_str()),
            ("post.publish", "soon (soon)")
        );
        assert_eq!(
            (entry.before.as_str(), entry.after.as_str()),
            ("scheduled", "published")
        );
        assert_eq!(publish_due(&mut write, 99, NOW).await.unwrap(), Due::Dropped);
        assert_eq!(last_change(&mut write).await.unwrap(), change);
        assert_eq!(cards::count_listed(&mut write).await.unwrap(), 1);
    }

    #[tokio::test]
    async fn the_job_follows_the_post() {
        let (_folder, database, id) = blog(NOW).await;
        let mut write = database.begin().await.unwrap();
        for (status, published_at, expected) in [
            (Status::Draft, Some(NOW), None),
            (Status::Scheduled, Some(NOW), Some(NOW)),
            (Status::Scheduled, Some(NOW + 5), Some(NOW + 5)),
            (Status::Trashed, Some(NOW + 5), None),
            (Status::Scheduled, Some(NOW - 5), Some(NOW - 5)),
            (Status::Published, Some(NOW - 5), None),
        ] {
            follow(&mut write, id, status, published_at).await.unwrap();
            let due = next_due(&mut write, "publish").await.unwrap();
            assert_eq!(due, expected, "{status}");
        }
    }

    #[tokio::test]
    async fn every_scheduled_post_has_a_job_after_a_start_and_one_only() {
        let (_folder, database, id) = blog(NOW).await;
        assert_eq!(follow_all(&database).await.unwrap(), 1);
        assert_eq!(follow_all(&database).await.unwrap(), 0);
        let jobs = list_jobs(&mut database.reader().await.unwrap(), "queued", 9)
            .await
            .unwrap();
        assert_eq!((jobs.len(), jobs[0].run_at), (1, NOW));
        assert_eq!(
            (jobs[0].kind.as_str(), jobs[0].key.clone()),
            ("publish", id.to_string())
        );
    }
}
