//! Posts that are to be looked at again, and saying of one that it still holds.

use jiff::{Timestamp, ToSpan as _, Zoned, tz::TimeZone};

use super::{By, draft_of, may, object, revise};
use crate::{
    error::AppError,
    model::{
        review::{Again, DueItem, Reviewed, ToReview},
        role::{Action, Whose, allows},
        status::Status,
    },
    server::{
        calendar::{self, DAY},
        context::Context,
        db::{
            Connection,
            drafts::{self, PostRow},
            releases, review,
        },
        fault::Fault,
        services::accounts::{Actor, Done},
    },
};

/// How long before its day a post is listed, in milliseconds.
const AHEAD: i64 = 30 * DAY;

/// Posts that are listed at once: when one of them was looked at, the next is there.
const MOST: u32 = 100;

/// Posts that who asks may say are true, as far as they are to be looked at now or soon.
pub async fn list_due(context: &Context, actor: &Actor) -> Result<ToReview, Fault> {
    let calendar = context.calendar();
    let today = calendar.on_the_wall(calendar::now());
    let everybodys = allows(actor.role(), Action::PublishPost(Whose::Others));
    let author = (!everybodys).then(|| actor.author_id().unwrap_or(0));
    let mut reader = context.database.reader().await?;
    let rows = if allows(actor.role(), Action::PublishPost(Whose::Own)) {
        review::list_due(&mut reader, today.saturating_add(AHEAD), author, MOST).await?
    } else {
        Vec::new()
    };
    drop(reader);
    Ok(ToReview {
        total: rows.first().map_or(0, |row| row.total),
        posts: rows
            .into_iter()
            .map(|row| DueItem {
                uuid: row.uuid,
                title: row.title,
                authors: row.authors,
                due: calendar::chosen_day(row.review_after),
                overdue: row.review_after <= today,
                reviewed: row.reviewed_at.map(|at| calendar.label(at)),
            })
            .collect(),
    })
}

/// Says that a post still holds, and when to look again; nothing where there is no such post.
///
/// Readers see that it was reviewed, and nothing else changes for them: neither its text nor when that changed, so that feeds
/// and the sitemap stay as they are. What is being written of it learns of the new day as of a change that somebody made
/// beside it.
pub async fn review(
    context: &Context,
    actor: &Actor,
    uuid: &str,
    again: Again,
) -> Result<Option<Result<Reviewed, AppError>>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(post) = drafts::find_post(&mut write, uuid).await? else {
        return Ok(None);
    };
    if !may(&mut write, actor, &post, Action::PublishPost).await? {
        return Ok(Some(Err(AppError::Forbidden)));
    }
    if post.status != Status::Published.as_str() {
        return Ok(Some(Err(AppError::Conflict(
            "Readers do not see this post, so there is nothing to review. Publish it first.".to_owned(),
        ))));
    }
    let now = calendar::now();
    let calendar = context.calendar();
    let after = match again.months() {
        Some(months) => Some(day_in(now, months, &calendar.zone())?),
        None => None,
    };
    review::set_reviewed(&mut write, post.id, now, after).await?;
    tell_draft(&mut write, actor, &post, after, now).await?;
    let after = after.map(calendar::chosen_day);
    let done = Done {
        action: "post.review",
        object: &object(&post.uuid, &post.title),
        after: &after.as_ref().map_or_else(
            || "not to be reviewed again".to_owned(),
            |after| format!("to be reviewed again on {}", after.text),
        ),
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    let released = releases::find_released(&mut write, post.id).await?.unwrap_or(0);
    write.commit().await?;
    Ok(Some(Ok(Reviewed { released, after })))
}

/// Puts the new day into what is being written of a post, or the next publication would bring the old one back. What readers
/// see is released with it, if it is the same text.
async fn tell_draft(
    connection: &mut Connection,
    actor: &Actor,
    post: &PostRow,
    after: Option<i64>,
    now: i64,
) -> Result<(), Fault> {
    let Some(row) = drafts::read_head(connection, post.id).await? else {
        return Ok(());
    };
    let mut draft =
        draft_of(&row).ok_or_else(|| anyhow::anyhow!("the fields of a kept revision cannot be read"))?;
    if draft.meta.review_after == after {
        return Ok(());
    }
    draft.meta.review_after = after;
    // It is no writing: a post that an import looks after stays one.
    let reason = if row.reason == "import" {
        "import"
    } else {
        "manual"
    };
    let by = By::hand(actor, reason);
    revise(connection, post.id, row.number + 1, &by, &draft, now).await?;
    Ok(drafts::move_released(connection, post.id, row.number, row.number + 1).await?)
}

/// The day in so many months, as chosen days are kept: its midnight in UTC.
fn day_in(now: i64, months: i32, zone: &TimeZone) -> anyhow::Result<i64> {
    let here: Zoned = Timestamp::from_millisecond(now)?.to_zoned(zone.clone());
    let day = here.date().checked_add(months.months())?;
    Ok(day.to_zoned(TimeZone::UTC)?.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_some_months_is_the_one_that_people_mean() {
        let day = |text: &str| text.parse::<Timestamp>().unwrap().as_millisecond();
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        for (now, months, then) in [
            ("2026-08-31T12:00:00Z", 6, "2027-02-28T00:00:00Z"),
            ("2026-04-15T23:00:00Z", 12, "2027-04-16T00:00:00Z"),
        ] {
            assert_eq!(day_in(day(now), months, &berlin).unwrap(), day(then), "{now}");
        }
    }
}
