//! Posts in the trash: how they get there without a save, how they come out, and what is not done with them meanwhile.

use super::{ensure_head, orders};
use crate::{
    error::AppError,
    model::status::Status,
    server::{
        context::Context,
        db::{
            Connection, Transaction,
            drafts::{self, PostRow},
        },
        fault::Fault,
        services::accounts::Actor,
    },
};

/// Why nothing is added to a post that somebody threw away: it would go with it, unseen.
pub(super) fn refusal(post: &PostRow) -> Option<AppError> {
    (post.status == Status::Trashed.as_str()).then(|| {
        AppError::Conflict(
            "This post is in the trash. Take it back to go on writing; nothing is lost.".to_owned(),
        )
    })
}

/// Takes a post out of the trash; nothing where there is no such post.
pub async fn take_back(
    context: &Context,
    actor: &Actor,
    uuid: &str,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(post) = drafts::find_post(&mut write, uuid).await? else {
        return Ok(None);
    };
    let taken = orders::take_back(&mut write, actor, &post).await?;
    keep(context, write, taken).await.map(Some)
}

/// Throws a post away as it stands: a way that needs no save. Nothing where there is no such post.
pub async fn throw_away(
    context: &Context,
    actor: &Actor,
    uuid: &str,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(post) = drafts::find_post(&mut write, uuid).await? else {
        return Ok(None);
    };
    ensure_head(&mut write, &post).await?;
    let thrown = orders::throw_away(&mut write, actor, &post).await?;
    keep(context, write, thrown).await.map(Some)
}

/// Keeps what was done if it was not refused, and lets the jobs that it brings begin.
async fn keep(
    context: &Context,
    write: Transaction,
    done: Result<(), AppError>,
) -> Result<Result<(), AppError>, Fault> {
    if done.is_ok() {
        write.commit().await?;
        context.jobs.wake();
    }
    Ok(done)
}

/// Says of a post in the trash that it is there since `now`, Unix milliseconds, if it is not known since when.
pub async fn date_trashed(connection: &mut Connection, uuid: &str, now: i64) -> Result<(), Fault> {
    let Some(post) = drafts::find_post(connection, uuid).await? else {
        return Ok(());
    };
    // What a kept revision says does not matter for this, and one that cannot be read keeps nothing in the trash for ever.
    if drafts::read_head(connection, post.id).await?.is_none() {
        ensure_head(connection, &post).await?;
    }
    let before = post.trashed_from.as_deref().unwrap_or(Status::Draft.as_str());
    Ok(drafts::set_trashed_from(connection, post.id, Some((before, now))).await?)
}
