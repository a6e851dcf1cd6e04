//! The queue, as those look after it who look after the site: what waits, and when; what failed, and of what.

use super::{
    DrawShareImage, DrawShareImages, IndexPosts, MakeVariants, PublishPost, PurgeJobs, PurgeTrash,
    RelatePosts, RemoveFiles, Work,
};
use crate::{
    error::AppError,
    model::{
        job::{Job, JobList, JobPost, JobState, Queue},
        status::Status,
    },
    server::{
        calendar,
        context::Context,
        db::{
            drafts,
            jobs::{
                self as rows, count_jobs,
                desk::{self, DeskJobRow},
            },
            status,
        },
        fault::Fault,
        services::{
            accounts::{Actor, Done},
            publish,
        },
    },
};

/// Jobs of a state that are listed.
const LISTED: u32 = 200;

/// Finished ones that are.
const FINISHED: u32 = 20;

/// What keeps the house in order whoever likes it: without them things pile up or are not found, and nobody would see why.
const HOUSEKEEPING: [&str; 4] = [
    PurgeJobs::KIND,
    PurgeTrash::KIND,
    RemoveFiles::KIND,
    IndexPosts::KIND,
];

/// The first jobs of each state, and how many there are. One query for each state, and one.
pub async fn list_queue(context: &Context) -> Result<Queue, Fault> {
    let mut reader = context.database.reader().await?;
    let counts = count_jobs(&mut reader).await?;
    let mut lists = Vec::with_capacity(JobState::ALL.len());
    for state in JobState::ALL {
        let limit = if state == JobState::Finished {
            FINISHED
        } else {
            LISTED
        };
        let rows = desk::list_with_posts(&mut reader, state.as_str(), limit).await?;
        let count = counts.iter().find(|(word, _)| word == state.as_str());
        lists.push(JobList {
            state,
            count: u32::try_from(count.map_or(0, |(_, count)| *count))?,
            jobs: rows.into_iter().map(|row| job(context, state, row)).collect(),
        });
    }
    let zone = context.calendar().zone();
    Ok(Queue {
        lists,
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
    })
}

fn job(context: &Context, state: JobState, row: DeskJobRow) -> Job {
    let at = match state {
        JobState::Queued => row.job.run_at,
        JobState::Running => row.job.started_at.unwrap_or(row.job.run_at),
        JobState::Failed | JobState::Finished => row.job.ended_at.unwrap_or(row.job.run_at),
    };
    let cancel = match (row.job.kind.as_str(), state) {
        (_, JobState::Finished) => "",
        (kind, _) if HOUSEKEEPING.contains(&kind) => "",
        (PublishPost::KIND, _) => "Unschedule",
        (_, JobState::Failed) => "Forget",
        _ => "Cancel",
    };
    Job {
        id: row.job.id,
        what: what(&row.job.kind),
        post: row.uuid.map(|uuid| JobPost {
            uuid,
            title: row.title.unwrap_or_default(),
        }),
        at: context.calendar().moment(at),
        attempts: row.job.attempts,
        last_error: row.job.last_error,
        cancel: cancel.to_owned(),
    }
}

/// What a kind of work does, in words.
fn what(kind: &str) -> String {
    match kind {
        PublishPost::KIND => "Publish".to_owned(),
        RelatePosts::KIND => "Find related posts".to_owned(),
        PurgeJobs::KIND => "Clear away finished jobs".to_owned(),
        PurgeTrash::KIND => "Empty the trash of what is old".to_owned(),
        IndexPosts::KIND => "Let the search follow changed tags".to_owned(),
        MakeVariants::KIND => "Make smaller pictures".to_owned(),
        RemoveFiles::KIND => "Remove a deleted picture’s files".to_owned(),
        DrawShareImage::KIND => "Draw the share image".to_owned(),
        DrawShareImages::KIND => "Draw share images that are missing".to_owned(),
        other => {
            let mut words = other.replace(['-', '_', '.'], " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            words
        }
    }
}

/// Begins a job anew that was given up; nothing when it is not there, or was not.
pub async fn retry_job(context: &Context, actor: &Actor, id: i64) -> Result<Option<()>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(row) = desk::find_job(&mut write, id).await? else {
        return Ok(None);
    };
    if !rows::retry(&mut write, id, calendar::now()).await? {
        return Ok(None);
    }
    let done = Done {
        action: "job.retry",
        object: &name(&row),
        before: &row.job.last_error,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    context.jobs.wake();
    Ok(Some(()))
}

/// Takes a job that has not finished out of the queue; nothing when there is none. What whoever does it has not committed by
/// then is not kept, although a picture that is being unpacked is unpacked to its end. A post that waited for it is a draft
/// again.
pub async fn cancel_job(
    context: &Context,
    actor: &Actor,
    id: i64,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(row) = desk::find_job(&mut write, id).await? else {
        return Ok(None);
    };
    if HOUSEKEEPING.contains(&row.job.kind.as_str()) {
        return Ok(Some(Err(AppError::Conflict(
            "This one keeps the house in order, so it stays.".to_owned(),
        ))));
    }
    if !rows::cancel_by_id(&mut write, id).await? {
        return Ok(None);
    }
    let waiting = match row.post.filter(|_| row.job.kind == PublishPost::KIND) {
        Some(post) => status::read_standing(&mut write, post)
            .await?
            .filter(|standing| standing.status == Status::Scheduled.as_str())
            .map(|_| post),
        None => None,
    };
    if let Some(post) = waiting {
        let draft = Status::Draft;
        let now = calendar::now();
        status::set_status(&mut write, post, draft.as_str(), now).await?;
        status::note_order(&mut write, post, now).await?;
        publish::follow(&mut write, post, draft, None).await?;
        drafts::set_trashed_from(&mut write, post, None).await?;
    }
    let done = Done {
        action: if waiting.is_some() {
            "post.unpublish"
        } else {
            "job.cancel"
        },
        object: &name(&row),
        before: if waiting.is_some() {
            "scheduled"
        } else {
            &row.job.state
        },
        after: if waiting.is_some() { "draft" } else { "" },
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(())))
}

/// What a job is, for the log.
fn name(row: &DeskJobRow) -> String {
    match &row.title {
        Some(title) if !title.is_empty() => title.clone(),
        _ => format!("{} {}", row.job.kind, row.job.key),
    }
}
