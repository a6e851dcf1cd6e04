//! The trash: what is in it goes for good after a month, or when somebody who may empties it.

use super::{
    accounts::{Actor, Done},
    drafts::{self, object},
};
use crate::{
    error::AppError,
    model::status::KEPT_DAYS,
    server::{
        calendar,
        context::Context,
        db::{Connection, drafts::find_post, trash},
        fault::Fault,
    },
};

/// How long what was thrown away can be taken back, in milliseconds.
pub const KEPT: i64 = KEPT_DAYS as i64 * calendar::DAY;

/// Posts deleted in one transaction.
const BATCH: u32 = 50;

/// Deletes one post that is in the trash for good. Nothing where there is no such post.
pub async fn delete(
    context: &Context,
    actor: &Actor,
    uuid: &str,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(post) = find_post(&mut write, uuid).await? else {
        return Ok(None);
    };
    if !delete_one(&mut write, actor, post.id).await? {
        return Ok(Some(Err(AppError::Conflict(
            "This post is not in the trash. Throw it away first.".to_owned(),
        ))));
    }
    write.commit().await?;
    Ok(Some(Ok(())))
}

/// Deletes everything that is in the trash for good; answers how many posts that were.
pub async fn empty(context: &Context, actor: &Actor) -> Result<u32, Fault> {
    let until = calendar::now();
    let mut deleted = 0;
    loop {
        let mut write = context.database.begin().await?;
        let mut some = false;
        let mut posts = trash::list_thrown(&mut write, until, BATCH).await?;
        let undated = trash::list_undated(&mut write, BATCH).await?;
        posts.extend(undated.into_iter().map(|(post, _)| post));
        for post in posts {
            some |= delete_one(&mut write, actor, post).await?;
            deleted += 1;
        }
        write.commit().await?;
        if !some {
            return Ok(deleted);
        }
    }
}

/// Deletes what was thrown away a month before `now`, Unix milliseconds, some at a time; answers when there is more to do. What
/// is in the trash and nobody knows since when is there since now.
pub async fn purge(connection: &mut Connection, now: i64) -> Result<Option<i64>, Fault> {
    for (_, uuid) in trash::list_undated(connection, BATCH).await? {
        drafts::thrown::date_trashed(connection, &uuid, now).await?;
    }
    for post in trash::list_thrown(connection, now - KEPT, BATCH).await? {
        delete_one(connection, &Actor::schedule(), post).await?;
    }
    let next = trash::first_thrown(connection).await?;
    Ok(next.map(|at| at.saturating_add(KEPT)))
}

async fn delete_one(connection: &mut Connection, actor: &Actor, post: i64) -> sqlx::Result<bool> {
    let Some((uuid, title)) = trash::delete_post(connection, post, calendar::now()).await? else {
        return Ok(false);
    };
    let done = Done {
        action: "post.delete",
        object: &object(&uuid, &title),
        ..Done::default()
    };
    actor.note(connection, done).await?;
    Ok(true)
}
