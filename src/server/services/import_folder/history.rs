//! Brings back what readers saw of posts elsewhere and were told of their changes, once the posts are here. What is known here of
//! that stays, and only what came after it is added: brought twice, nothing is there twice.

use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{
    Report,
    read::{FolderHistory, Skipped, Warning},
};
use crate::{
    model::{
        draft::{Meta, save::MAX_NOTE},
        status::Status,
    },
    server::{
        calendar,
        db::{
            Connection, Database,
            drafts::{self, PostRow},
            releases, store,
        },
        services::{
            drafts::imported::{self, Kept, Seen},
            written::{
                self, Unreadable,
                history::{self, ReleaseFacts},
            },
        },
    },
};

/// Tells which of these files cannot be read.
pub async fn check(
    histories: Vec<FolderHistory>,
    zone: &TimeZone,
    report: &mut Report,
) -> anyhow::Result<()> {
    for file in histories {
        read(file, zone, report).await?;
    }
    Ok(())
}

/// Brings what these files hold, a post at a time; tells what cannot be brought.
pub async fn bring(
    database: &Database,
    histories: Vec<FolderHistory>,
    zone: &TimeZone,
    report: &mut Report,
) -> anyhow::Result<()> {
    for file in histories {
        let path = file.path.clone();
        let Some((post, seen)) = read(file, zone, report).await? else {
            continue;
        };
        let mut transaction = database.begin().await?;
        let brought = bring_one(&mut transaction, &post.to_string(), seen).await?;
        transaction.commit().await?;
        if let Err(problem) = brought {
            report.warnings.push(Warning {
                file: path,
                line: None,
                reason: format!("is left out: {problem}"),
            });
        }
    }
    Ok(())
}

/// What a file holds; nothing where that cannot be read, which is told.
async fn read(
    file: FolderHistory,
    zone: &TimeZone,
    report: &mut Report,
) -> anyhow::Result<Option<(Uuid, Vec<Seen>)>> {
    let path = file.path.clone();
    let zone = zone.clone();
    match tokio::task::spawn_blocking(move || open(&file, &zone)).await? {
        Ok(held) => Ok(Some(held)),
        Err(Unreadable { line, reason }) => {
            report.failed.push(Skipped {
                file: path,
                line,
                reason,
                faulty: true,
            });
            Ok(None)
        }
    }
}

/// The post that a file is of, and what its readers saw.
fn open(file: &FolderHistory, zone: &TimeZone) -> Result<(Uuid, Vec<Seen>), Unreadable> {
    let bad = |reason: String| Unreadable { line: None, reason };
    let bytes = file
        .place
        .read()
        .map_err(|error| bad(format!("cannot be read ({error})")))?;
    let text = String::from_utf8(bytes).map_err(|_| bad("is not UTF-8; save it as UTF-8".to_owned()))?;
    let held = history::read(&text)?;
    let post = Uuid::parse_str(&held.id)
        .map_err(|_| bad("its id is no UUID: write the one that its post was exported with".to_owned()))?;
    let mut seen = Vec::with_capacity(held.releases.len());
    for (number, facts) in (1..).zip(held.releases) {
        let text = seen_of(facts, zone)
            .map_err(|problem| bad(format!("cannot be kept: {problem} (release {number} of it)")))?;
        seen.push(text);
    }
    // What waits for its time comes after all that readers saw.
    seen.sort_by_key(|text| text.at.unwrap_or(i64::MAX));
    Ok((post, seen))
}

/// A text as it is kept; or why it cannot be.
fn seen_of(facts: ReleaseFacts, zone: &TimeZone) -> Result<Seen, String> {
    if facts.note.chars().count() > MAX_NOTE {
        return Err(format!("a note has at most {MAX_NOTE} letters"));
    }
    let meta: Meta = miniserde::json::from_str(&facts.meta)
        .map_err(|_| "its meta is not as it was exported".to_owned())?;
    Ok(Seen {
        at: facts.at.map(|at| written::millis(at, zone)).transpose()?,
        note: facts.note,
        source: facts.source,
        meta: facts.meta,
        title: meta.title,
    })
}

/// Brings what is not here yet of one post; or says what is in the way.
async fn bring_one(
    connection: &mut Connection,
    uuid: &str,
    seen: Vec<Seen>,
) -> sqlx::Result<Result<(), &'static str>> {
    let known = store::find_known_post(connection, uuid).await?;
    let post = drafts::find_post(connection, uuid).await?;
    let (Some(known), Some(post)) = (known, post) else {
        return Ok(Err("the post that it is of is not here"));
    };
    let noted = releases::list_noted(connection, post.id).await?;
    let last = noted.iter().filter_map(|row| row.released_at).max();
    let waits = noted.iter().any(|row| row.released_at.is_none());
    let is_new = |text: &Seen| match text.at {
        Some(at) => last.is_none_or(|last| at > last),
        None => !waits,
    };
    let new: Vec<Seen> = seen
        .into_iter()
        .filter_map(|text| by_now(text, &post))
        .filter(is_new)
        .collect();
    if new.is_empty() {
        return Ok(Ok(()));
    }
    if Kept::of(&known).is_some() {
        // Where there is a record already, it goes on with what readers see here.
        return Ok(if noted.is_empty() {
            Err("its post is in the trash, or was changed at the desk since it was imported")
        } else {
            Ok(())
        });
    }
    imported::bring_seen(connection, &post, &new, calendar::now()).await?;
    Ok(Ok(()))
}

/// A text as it is by now: what waited for its time waits on, or readers see it since then; nothing where it waits for none.
fn by_now(text: Seen, post: &PostRow) -> Option<Seen> {
    let at = match (text.at, Status::parse(&post.status)?) {
        (Some(at), _) => Some(at),
        (None, Status::Scheduled) => None,
        (None, Status::Published) => Some(post.published_at?),
        (None, _) => return None,
    };
    Some(Seen { at, ..text })
}
