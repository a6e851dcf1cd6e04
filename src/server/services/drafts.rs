//! Writing: opens a post for its author, keeps every save as a revision, and does what is asked of the post with exactly
//! the content that it was asked for.

use super::accounts::{Actor, Done};
use crate::{
    error::AppError,
    markdown::RENDERER_VERSION,
    model::{
        desk::OpenPost,
        draft::{
            Draft, Meta,
            save::{Head, Looked, Reason, SaveReply, SaveRequest, Standing, Verdict, accept},
        },
        role::{Action, Whose, allows},
        status::{Kind, Status},
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection, Transaction,
            drafts::{self, NewRevision, PostRow, RevisionRow},
            store::{self, BodyRecord, PostRecord},
        },
        fault::Fault,
    },
};

mod address;
mod checks;
pub mod content;
pub mod copy;
pub mod imported;
mod links;
pub mod list;
mod named;
pub mod orders;
pub mod remarks;
pub mod review;
pub mod settled;
pub mod share;
pub mod thrown;
pub mod times;

/// While a tab saves by itself, one revision in so many milliseconds stays.
const SPAN: i64 = 60_000;

/// What the log calls a post: by its title people know it, by its identity it stays the same one.
pub fn object(uuid: &str, title: &str) -> String {
    let title = title.trim();
    let title = if title.is_empty() { "Untitled" } else { title };
    format!("{title} ({uuid})")
}

/// Whose a post is to who asks; nothing where there is no such post.
pub async fn whose(context: &Context, actor: &Actor, uuid: &str) -> Result<Option<Whose>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(post) = drafts::find_post(&mut reader, uuid).await? else {
        return Ok(None);
    };
    Ok(Some(whose_is(&mut reader, actor, &post).await?))
}

async fn whose_is(connection: &mut Connection, actor: &Actor, post: &PostRow) -> sqlx::Result<Whose> {
    let own = match actor.author_id() {
        Some(author) => drafts::is_by(connection, post.id, author).await?,
        None => false,
    };
    Ok(if own { Whose::Own } else { Whose::Others })
}

/// Whether somebody may do this to a post as it is in this very transaction.
async fn may(
    connection: &mut Connection,
    actor: &Actor,
    post: &PostRow,
    action: fn(Whose) -> Action,
) -> sqlx::Result<bool> {
    let whose = whose_is(connection, actor, post).await?;
    Ok(allows(actor.role(), action(whose)))
}

/// Begins a post, page or project, by who asks; answers its public identity. What it is stays so.
pub async fn begin(context: &Context, actor: &Actor, kind: Kind) -> Result<String, Fault> {
    let uuid = uuid::Uuid::new_v4().to_string();
    let authors: Vec<i64> = actor.author_id().into_iter().collect();
    let mut write = context.database.begin().await?;
    let now = calendar::now();
    let post = PostRecord {
        authors: &authors,
        kind: kind.as_str(),
        ..PostRecord::begun(&uuid, BodyRecord::empty(RENDERER_VERSION))
    };
    store::save_post(&mut write, None, &post, now).await?;
    let done = Done {
        action: "post.begin",
        object: &object(&uuid, ""),
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(uuid)
}

/// Opens a post for writing, which makes its first revision where it has none.
pub async fn open(context: &Context, uuid: &str) -> Result<Option<OpenPost>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(post) = drafts::find_post(&mut reader, uuid).await? else {
        return Ok(None);
    };
    let latest = drafts::read_head(&mut reader, post.id).await?;
    drop(reader);
    let (post, head) = match latest {
        Some(row) => (post, head(row)?),
        None => {
            let mut write = context.database.begin().await?;
            // Until now it could become another post: published, or moved.
            let Some(post) = drafts::find_post(&mut write, uuid).await? else {
                return Ok(None);
            };
            let head = ensure_head(&mut write, &post).await?;
            write.commit().await?;
            (post, head)
        }
    };
    let mut reader = context.database.reader().await?;
    let address = address::tell_address(&mut reader, &post, &head.draft.meta).await?;
    let stands = standing(&post, head.revision);
    Ok(Some(OpenPost {
        released: stands.released,
        status: stands.status,
        published: post.published_at.map(|at| context.calendar().moment(at)),
        slug: post.slug,
        kind: post.kind,
        site: context.site().name.clone(),
        head,
        address,
    }))
}

/// Where a post stands whose latest revision has this number.
fn standing(post: &PostRow, latest: i64) -> Standing {
    let status = Status::parse(&post.status).unwrap_or(Status::Draft);
    // What readers see of a post that was never written on here is its first revision; of a draft, also of one that was thrown
    // away, they saw nothing.
    let draft = Status::Draft.as_str();
    let unseen = status == Status::Draft || post.trashed_from.as_deref() == Some(draft);
    let first = if unseen { 0 } else { latest };
    Standing {
        status: status.as_str().to_owned(),
        slug: post.slug.clone(),
        at: post.published_at,
        released: post.released.unwrap_or(first),
    }
}

/// Keeps a save, once however often it arrives, and does what is asked with it in the same transaction.
pub async fn save(
    context: &Context,
    actor: &Actor,
    request: &SaveRequest,
) -> Result<Option<Result<SaveReply, AppError>>, Fault> {
    if let Err(error) = checks::check(request) {
        return Ok(Some(Err(error)));
    }
    // Before the transaction: rendering must not keep other writers waiting.
    let rendered = match &request.then {
        Some(order) if orders::needs_text(order) => {
            let body = content::render(context, &request.draft.source, content::Line::Authors).await?;
            if body.is_none() {
                return Ok(Some(Err(AppError::TooMany {
                    retry_after: content::ASK_AGAIN,
                })));
            }
            body
        }
        _ => None,
    };
    let links = match &rendered {
        Some(body) => links::Links::read(context, body).await?,
        None => links::Links::default(),
    };
    let mut write = context.database.begin().await?;
    let Some(post) = drafts::find_post(&mut write, &request.post).await? else {
        return Ok(None);
    };
    let latest = ensure_head(&mut write, &post).await?;
    let seen = match drafts::find_by_key(&mut write, post.id, &request.key).await? {
        Some(row) => Some(head(row)?),
        None => None,
    };
    let mut request = request.clone();
    request
        .draft
        .meta
        .complete(&seen.as_ref().unwrap_or(&latest).draft.meta);
    let request = &request;
    let (saved, conflict) = match accept(&latest, seen.as_ref(), request) {
        Verdict::Kept(revision) => (Some(revision), None),
        Verdict::Conflict => (None, Some(latest)),
        Verdict::Misused => {
            return Ok(Some(Err(AppError::Conflict(
                "This save was sent before with another text. Load the page again; nothing is lost."
                    .to_owned(),
            ))));
        }
        Verdict::Append => {
            if let Some(error) = thrown::refusal(&post) {
                return Ok(Some(Err(error)));
            }
            if let Err(error) = checks::check_fields(&request.draft.meta, &latest.draft.meta) {
                return Ok(Some(Err(error)));
            }
            let by = By {
                key: &request.key,
                ..By::hand(actor, request.reason.as_str())
            };
            let number = append(&mut write, &post, &latest, by, &request.draft).await?;
            if let Some(order) = &request.then {
                let asked = orders::Asked {
                    post: &post,
                    number,
                    draft: &request.draft,
                    body: rendered.as_ref(),
                    links: &links,
                    order,
                };
                if let Err(error) = orders::carry_out(&mut write, actor, asked).await? {
                    return Ok(Some(Err(error)));
                }
            }
            (Some(number), None)
        }
    };
    // As it is with this save.
    let post = drafts::find_post(&mut write, &request.post)
        .await?
        .unwrap_or(post);
    let number = saved
        .or(conflict.as_ref().map(|head| head.revision))
        .unwrap_or_default();
    let address = match saved {
        Some(_) => address::tell_address(&mut write, &post, &request.draft.meta).await?,
        None => None,
    };
    write.commit().await?;
    if request.then.is_some() {
        context.jobs.wake();
    }
    Ok(Some(Ok(SaveReply {
        saved,
        conflict,
        address,
        stands: Some(standing(&post, number)),
    })))
}

/// Who makes a revision, and why.
struct By<'a> {
    user_id: Option<i64>,
    who: String,
    reason: &'a str,
    /// Names the save; empty where it is made otherwise.
    key: &'a str,
}

impl<'a> By<'a> {
    /// Somebody, by what they do.
    fn hand(actor: &Actor, reason: &'a str) -> Self {
        Self {
            user_id: actor.user_id(),
            who: actor.who(),
            reason,
            key: "",
        }
    }
}

/// Keeps a revision under this number.
async fn revise(
    connection: &mut Connection,
    post: i64,
    number: i64,
    by: &By<'_>,
    draft: &Draft,
    at: i64,
) -> sqlx::Result<()> {
    let revision = NewRevision {
        post,
        number,
        key: by.key,
        user_id: by.user_id,
        who: &by.who,
        reason: by.reason,
        source: &draft.source,
        meta: &miniserde::json::to_string(&draft.meta),
        title: &draft.meta.title,
    };
    drafts::append(connection, &revision, at).await
}

/// Adds a revision after the latest; answers its number. What readers see stays what it is: if that is the latest with the
/// same content, it is the new one from now on.
async fn append(
    write: &mut Transaction,
    post: &PostRow,
    latest: &Head,
    by: By<'_>,
    draft: &Draft,
) -> Result<i64, Fault> {
    let number = latest.revision + 1;
    revise(write, post.id, number, &by, draft, calendar::now()).await?;
    if latest.draft == *draft {
        drafts::move_released(write, post.id, latest.revision, number).await?;
    }
    drafts::thin_out(write, post.id, latest.revision, by.user_id, SPAN).await?;
    Ok(number)
}

/// The latest revision of a post; the first one is made of what readers see.
async fn ensure_head(connection: &mut Connection, post: &PostRow) -> Result<Head, Fault> {
    if let Some(row) = drafts::read_head(connection, post.id).await? {
        return head(row);
    }
    let draft = content::read(connection, post).await?;
    let who = if post.source_path.is_some() { "Import" } else { "" };
    let by = By {
        user_id: None,
        who: who.to_owned(),
        reason: "import",
        key: "",
    };
    let at = post
        .updated_at
        .or(post.published_at)
        .unwrap_or_else(calendar::now);
    revise(connection, post.id, 1, &by, &draft, at.min(calendar::now())).await?;
    if post.status != Status::Draft.as_str() {
        drafts::set_released(connection, post.id, 1).await?;
    }
    Ok(Head {
        revision: 1,
        key: String::new(),
        draft,
        who: by.who,
        at,
    })
}

/// What a revision holds; nothing where its fields cannot be read.
fn draft_of(row: &RevisionRow) -> Option<Draft> {
    let meta: Meta = miniserde::json::from_str(&row.meta).ok()?;
    Some(Draft {
        source: row.source.clone(),
        meta,
    })
}

fn head(row: RevisionRow) -> Result<Head, Fault> {
    let draft =
        draft_of(&row).ok_or_else(|| anyhow::anyhow!("the fields of a kept revision cannot be read"))?;
    Ok(Head {
        revision: row.number,
        key: row.key,
        draft,
        who: row.who,
        at: row.created_at,
    })
}

/// Puts one author in the place of another in what is being written of a post, as a new revision. What readers see has
/// to be changed by the caller, in the same transaction.
pub async fn replace_author(
    connection: &mut Connection,
    actor: &Actor,
    post: i64,
    from: &str,
    to: &str,
) -> Result<(), Fault> {
    let Some(row) = drafts::read_head(connection, post).await? else {
        return Ok(());
    };
    let latest = row.number;
    let mut draft = head(row)?.draft;
    let authors = &mut draft.meta.authors;
    if !authors.iter().any(|author| author == from) {
        return Ok(());
    }
    // As with what readers see: who is on it already keeps their place.
    if authors.iter().any(|author| author == to) {
        authors.retain(|author| author != from);
    } else {
        for author in authors.iter_mut().filter(|author| *author == from) {
            to.clone_into(author);
        }
    }
    let by = By::hand(actor, Reason::Manual.as_str());
    revise(connection, post, latest + 1, &by, &draft, calendar::now()).await?;
    Ok(drafts::move_released(connection, post, latest, latest + 1).await?)
}

/// Makes an older revision the latest again, as a new one; answers it. Nothing where there is no such post or revision.
///
/// All of it but the authors: they say who may write on the post, and stay who they are.
pub async fn restore_revision(
    context: &Context,
    actor: &Actor,
    uuid: &str,
    number: i64,
) -> Result<Option<Result<Head, AppError>>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(post) = drafts::find_post(&mut write, uuid).await? else {
        return Ok(None);
    };
    if let Some(error) = thrown::refusal(&post) {
        return Ok(Some(Err(error)));
    }
    let latest = ensure_head(&mut write, &post).await?;
    let Some(older) = drafts::read_revision(&mut write, post.id, number).await? else {
        return Ok(None);
    };
    let mut draft = head(older)?.draft;
    draft.meta.authors.clone_from(&latest.draft.meta.authors);
    draft.meta.complete(&latest.draft.meta);
    let restored = append(&mut write, &post, &latest, By::hand(actor, "restore"), &draft).await?;
    let done = Done {
        action: "post.restore",
        object: &object(&post.uuid, &draft.meta.title),
        before: &latest.revision.to_string(),
        after: &format!("{restored}, as {number}"),
    };
    actor.note(&mut write, done).await?;
    let row = drafts::read_head(&mut write, post.id).await?;
    write.commit().await?;
    Ok(row.map(head).transpose()?.map(Ok))
}

/// One revision with its content; nothing where there is no such post or revision.
pub async fn read_revision(context: &Context, uuid: &str, number: i64) -> Result<Option<Head>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(post) = drafts::find_post(&mut reader, uuid).await? else {
        return Ok(None);
    };
    let row = drafts::read_revision(&mut reader, post.id, number).await?;
    row.map(head).transpose()
}

/// The latest revision if it is newer than this one, and where the post stands; nothing where there is no such post.
pub async fn look(context: &Context, uuid: &str, seen: i64) -> Result<Option<Looked>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(post) = drafts::find_post(&mut reader, uuid).await? else {
        return Ok(None);
    };
    let row = drafts::read_newer(&mut reader, post.id, seen).await?;
    let newer = row.map(head).transpose()?;
    let latest = newer.as_ref().map_or(seen, |head| head.revision);
    Ok(Some(Looked {
        stands: standing(&post, latest),
        newer,
    }))
}
