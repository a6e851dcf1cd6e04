//! What can be asked of a post as a whole. What shows it to readers is done with exactly the revision that was saved with it,
//! in the same transaction.

use super::{
    address,
    links::{self, Links},
    may, named, object,
    settled::Settled,
    times,
};
use crate::{
    error::{AppError, FieldErrors},
    model::{
        draft::{
            Draft,
            problems::problems,
            save::{Act, Order},
        },
        project::{Project, problems as project_problems},
        role::{Action, Whose},
        slug::Slug,
        status::{Kind, Status, Visibility},
    },
    server::{
        calendar,
        db::{
            Connection, Transaction,
            drafts::{self, PostRow},
            redirects, status,
        },
        fault::Fault,
        services::{
            accounts::{Actor, Done},
            jobs::{self, Again, DrawShareImage, RelatePosts},
            project, publish, releases,
            render::RenderedBody,
            save::{Named, NewPost, PostSaver},
        },
    },
};

/// What is asked, and of what.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The post as it was.
    pub post: &'a PostRow,
    /// The latest revision: the one that was just saved with it.
    pub number: i64,
    /// Its content.
    pub draft: &'a Draft,
    /// Its text rendered, where [`needs_text`].
    pub body: Option<&'a RenderedBody>,
    /// Where its links lead on this site.
    pub links: &'a Links,
    /// What to do.
    pub order: &'a Order,
}

impl Asked<'_> {
    /// What the log calls the post.
    fn object(self) -> String {
        object(&self.post.uuid, &self.draft.meta.title)
    }
}

/// Whether an order shows the text to readers.
pub fn needs_text(order: &Order) -> bool {
    matches!(order.act, Act::Publish | Act::Schedule)
}

/// What is asked of a post that stands here, in the word that its revision keeps.
fn word(act: Act, before: Status) -> &'static str {
    match act {
        Act::Publish => "publish",
        Act::Schedule => "schedule",
        // Nobody saw it yet.
        Act::Unpublish if before == Status::Scheduled => "take-back",
        Act::Unpublish => "unpublish",
        Act::Withdraw => "take-back",
        Act::Trash => "trash",
    }
}

/// What the log calls it.
fn action(act: Act) -> &'static str {
    match act {
        Act::Publish => "post.publish",
        Act::Schedule => "post.schedule",
        Act::Unpublish | Act::Withdraw => "post.unpublish",
        Act::Trash => "post.trash",
    }
}

/// Whether the date of a post that stands here is the one that readers know: what waits for its time has one, too.
pub fn is_dated(status: Status) -> bool {
    matches!(status, Status::Published | Status::Unpublished)
}

/// What throwing a post away that stands here asks for, and taking it back to there: what readers do not see is its
/// authors' own affair.
fn trashing(status: Status) -> fn(Whose) -> Action {
    match status {
        Status::Published | Status::Scheduled => Action::PublishPost,
        Status::Draft | Status::Unpublished | Status::Trashed => Action::WritePost,
    }
}

/// Does it, or says why not.
pub async fn carry_out(
    write: &mut Transaction,
    actor: &Actor,
    asked: Asked<'_>,
) -> Result<Result<(), AppError>, Fault> {
    let before = Status::parse(&asked.post.status).unwrap_or(Status::Draft);
    let now = calendar::now();
    // Who may throw it away depends on where it stands, and is asked there.
    if asked.order.act != Act::Trash && !may(write, actor, asked.post, Action::PublishPost).await? {
        return Ok(Err(AppError::Forbidden));
    }
    let time = asked.order.at.map(|at| times::check_time(at, now));
    let after = match (asked.order.act, time) {
        _ if before == Status::Trashed => {
            return Ok(Err(AppError::Conflict(
                "This post is in the trash. Take it back first.".to_owned(),
            )));
        }
        (Act::Publish, _) => Status::Published,
        (Act::Schedule, Some(Err(error))) => return Ok(Err(error)),
        (Act::Schedule, None) => return Ok(Err(AppError::field("at", "Say when it is to appear."))),
        (Act::Schedule, Some(_)) if before == Status::Published => {
            return Ok(Err(AppError::Conflict(
                "Readers see this post already. Publish the changes, or unpublish it and then set a time."
                    .to_owned(),
            )));
        }
        (Act::Schedule, Some(_)) => Status::Scheduled,
        // As a program asks for it that does not tell the two apart.
        (Act::Unpublish, _) if before == Status::Scheduled => Status::Draft,
        (Act::Unpublish, _) if before == Status::Draft => {
            return Ok(Err(AppError::Conflict(
                "Readers do not see this post.".to_owned(),
            )));
        }
        (Act::Unpublish, _) => Status::Unpublished,
        (Act::Withdraw, _) if before == Status::Scheduled => Status::Draft,
        // Who asked for this did not mean to take anything from anybody.
        (Act::Withdraw, _) if before == Status::Published => {
            return Ok(Err(AppError::Conflict(
                "Readers see this post by now, and it stays published. Unpublish it if they are not to see it."
                    .to_owned(),
            )));
        }
        (Act::Withdraw, _) => {
            return Ok(Err(AppError::Conflict(
                "This post does not wait for a time any more.".to_owned(),
            )));
        }
        (Act::Trash, _) => return throw_saved(write, actor, asked, before).await,
    };
    match asked.body {
        Some(body) => {
            let settled = Settled::read(write, asked.post.id, &asked.draft.meta).await?;
            let post = match new_post(write, actor, asked, &settled, (before, after), now).await? {
                Ok(post) => post,
                Err(error) => return Ok(Err(error)),
            };
            // The last post that readers found there is the one that its links mean.
            if asked.post.slug != post.slug.as_str() && asked.post.seen_at.is_some() {
                let path = post.kind.path(&asked.post.slug);
                redirects::remove_redirect(write, &path).await?;
                redirects::add_redirect(write, &path, asked.post.id, "address", now).await?;
                // What was an old address of it is its own again.
                redirects::remove_redirect(write, &post.kind.path(post.slug.as_str())).await?;
            }
            note_authors(write, actor, asked, &post.authors).await?;
            settled.note_made(write, actor).await?;
            let mut saver = PostSaver::default();
            saver.save(write, Some(asked.post.id), &post, body, now).await?;
            saver.finish(write).await?;
            settled.place(write, asked.post.id).await?;
            drafts::set_review_after(write, asked.post.id, asked.draft.meta.review_after).await?;
            if before == Status::Published {
                releases::remember(write, asked.post, now).await?;
            }
            drafts::set_released(write, asked.post.id, asked.number).await?;
            let shown = (after == Status::Published).then_some((post.published_at.unwrap_or(now), now));
            let note = asked.order.note.as_deref().unwrap_or_default();
            releases::note(write, asked.post.id, asked.number, shown, note).await?;
        }
        None => {
            releases::forget_waiting(write, asked.post.id).await?;
            status::set_status(write, asked.post.id, after.as_str(), now).await?;
            publish::follow(write, asked.post.id, after, asked.post.published_at).await?;
        }
    }
    drafts::set_act(write, asked.post.id, asked.number, word(asked.order.act, before)).await?;
    status::note_order(write, asked.post.id, now).await?;
    jobs::enqueue(write, &RelatePosts {}, now, Again::Replace).await?;
    let work = DrawShareImage { post: asked.post.id };
    jobs::enqueue(write, &work, now, Again::Replace).await?;
    note(write, actor, asked, before, after).await?;
    Ok(Ok(()))
}

/// Throws a post away with what was just saved.
async fn throw_saved(
    write: &mut Transaction,
    actor: &Actor,
    asked: Asked<'_>,
    before: Status,
) -> Result<Result<(), AppError>, Fault> {
    let thrown = throw(write, actor, asked.post, &asked.object()).await?;
    if thrown.is_ok() {
        drafts::set_act(write, asked.post.id, asked.number, word(Act::Trash, before)).await?;
    }
    Ok(thrown)
}

/// Throws a post away as it stands. It has to have a revision, beside which it is kept where the post stood.
pub async fn throw_away(
    write: &mut Transaction,
    actor: &Actor,
    post: &PostRow,
) -> Result<Result<(), AppError>, Fault> {
    throw(write, actor, post, &object(&post.uuid, &post.title)).await
}

/// Throws a post away that the log calls so.
async fn throw(
    write: &mut Transaction,
    actor: &Actor,
    post: &PostRow,
    object: &str,
) -> Result<Result<(), AppError>, Fault> {
    let before = Status::parse(&post.status).unwrap_or(Status::Draft);
    if !may(write, actor, post, trashing(before)).await? {
        return Ok(Err(AppError::Forbidden));
    }
    if before == Status::Trashed {
        return Ok(Err(AppError::Conflict(
            "This post is in the trash already.".to_owned(),
        )));
    }
    let called = (action(Act::Trash), object);
    move_to(write, actor, post, called, (before, Status::Trashed)).await?;
    Ok(Ok(()))
}

/// Takes a post out of the trash, back to where it was; with its address, tags, series and counts.
pub async fn take_back(
    write: &mut Transaction,
    actor: &Actor,
    post: &PostRow,
) -> Result<Result<(), AppError>, Fault> {
    if post.status != Status::Trashed.as_str() {
        return Ok(Err(AppError::Conflict(
            "This post is not in the trash.".to_owned(),
        )));
    }
    let now = calendar::now();
    let before = post.trashed_from.as_deref().and_then(Status::parse);
    let before = before.unwrap_or(Status::Draft);
    if !may(write, actor, post, trashing(before)).await? {
        return Ok(Err(AppError::Forbidden));
    }
    // Its time may have passed meanwhile, and nobody was asked whether it should appear all the same.
    let after = match before {
        Status::Scheduled if post.published_at.is_none_or(|at| at <= now) => Status::Draft,
        status => status,
    };
    if after != before {
        status::note_order(write, post.id, now).await?;
    }
    let object = object(&post.uuid, &post.title);
    let called = ("post.take-back", object.as_str());
    move_to(write, actor, post, called, (Status::Trashed, after)).await?;
    Ok(Ok(()))
}

/// Moves a post into the trash or out of it, and writes that down, as the log calls this and the post.
async fn move_to(
    write: &mut Transaction,
    actor: &Actor,
    post: &PostRow,
    (action, object): (&str, &str),
    (before, after): (Status, Status),
) -> Result<(), Fault> {
    let now = calendar::now();
    status::set_status(write, post.id, after.as_str(), now).await?;
    publish::follow(write, post.id, after, post.published_at).await?;
    let from = (after == Status::Trashed).then_some((before.as_str(), now));
    drafts::set_trashed_from(write, post.id, from).await?;
    jobs::enqueue(write, &RelatePosts {}, now, Again::Replace).await?;
    let work = DrawShareImage { post: post.id };
    jobs::enqueue(write, &work, now, Again::Replace).await?;
    let done = Done {
        action,
        object,
        before: before.as_str(),
        after: after.as_str(),
    };
    Ok(actor.note(write, done).await?)
}

async fn note(
    connection: &mut Connection,
    actor: &Actor,
    asked: Asked<'_>,
    before: Status,
    after: Status,
) -> sqlx::Result<()> {
    let done = Done {
        action: action(asked.order.act),
        object: &asked.object(),
        before: before.as_str(),
        after: after.as_str(),
    };
    actor.note(connection, done).await
}

/// Writes down who may write on the post from now on, where that changes.
async fn note_authors(
    connection: &mut Connection,
    actor: &Actor,
    asked: Asked<'_>,
    people: &[Named],
) -> sqlx::Result<()> {
    let before = drafts::list_author_slugs(connection, asked.post.id).await?;
    let after: Vec<&str> = people.iter().map(|named| named.slug.as_str()).collect();
    if before == after {
        return Ok(());
    }
    let done = Done {
        action: "post.authors",
        object: &asked.object(),
        before: &before.join(", "),
        after: &after.join(", "),
    };
    actor.note(connection, done).await
}

/// The address and the people of a post that readers are to see, or what is missing for that, by field. Changes nothing.
pub async fn find_missing(
    connection: &mut Connection,
    actor: &Actor,
    asked: Asked<'_>,
    settled: &Settled,
    now: i64,
) -> sqlx::Result<Result<(Slug, Vec<Named>), FieldErrors>> {
    let (post, draft, meta) = (asked.post, asked.draft, &asked.draft.meta);
    let kind = address::kind_of(post);
    let mut errors = problems(meta, kind, now);
    if kind == Kind::Project {
        errors.extend(project_problems(meta));
    }
    match (asked.order.at, meta.dated()) {
        (Some(at), Some(date)) if at == date => drop(errors.remove("date")),
        (Some(_), Some(_)) => drop(errors.insert(
            "date".to_owned(),
            format!(
                "A {} that is scheduled appears at its time. Empty the date, or publish it now.",
                kind.as_str()
            ),
        )),
        _ => {}
    }
    if meta.title.trim().is_empty() {
        errors.insert(
            "title".to_owned(),
            format!("A {} needs a title before readers see it.", kind.as_str()),
        );
    }
    // What a project is may be said in its summary.
    if draft.source.trim().is_empty() && kind != Kind::Project {
        errors.insert("source".to_owned(), "There is no text yet.".to_owned());
    }
    let slug = address::find_address(connection, post, meta).await?;
    match &slug {
        Ok(slug) => {
            if let Some(problem) =
                links::find_broken(connection, asked.links, &kind.path(slug.as_str()), settled).await?
            {
                errors.insert("source".to_owned(), problem);
            }
        }
        Err(problem) => drop(errors.insert("slug".to_owned(), problem.clone())),
    }
    let people = named::find_people(connection, actor, &meta.authors).await?;
    if let Err(problem) = &people {
        errors.insert("authors".to_owned(), problem.clone());
    }
    Ok(match (slug, people) {
        (Ok(slug), Ok(people)) if errors.is_empty() => Ok((slug, people)),
        _ => Err(errors),
    })
}

/// The post as readers are to see it, or what is missing for that.
async fn new_post(
    connection: &mut Connection,
    actor: &Actor,
    asked: Asked<'_>,
    settled: &Settled,
    (before, status): (Status, Status),
    now: i64,
) -> Result<Result<NewPost, AppError>, Fault> {
    let (post, draft, meta) = (asked.post, asked.draft, &asked.draft.meta);
    let kind = address::kind_of(post);
    let (slug, people) = match find_missing(connection, actor, asked, settled, now).await? {
        Ok(found) => found,
        Err(errors) => return Ok(Err(AppError::Invalid(errors))),
    };
    // What readers have seen before keeps its date, unless another one is said; a change of it is a change.
    let seen = post.published_at.filter(|at| *at <= now && is_dated(before));
    let published_at = asked.order.at.or(meta.dated()).or(seen).unwrap_or(now);
    let known = project::read(connection, post.id).await?;
    let project = (kind == Kind::Project).then(|| Project::of(meta, &known));
    let is_same = is_same_text(connection, post, draft).await?
        && project.as_ref().is_none_or(|project| *project == known);
    let updated_at = match seen {
        Some(_) if is_same => post.updated_at,
        seen => seen.map(|_| now),
    };
    let some = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    Ok(Ok(NewPost {
        uuid: post.uuid.parse()?,
        slug,
        kind,
        status,
        visibility: if meta.unlisted {
            Visibility::Unlisted
        } else {
            Visibility::Public
        },
        featured: meta.featured,
        title: meta.title.trim().to_owned(),
        summary: meta.summary.trim().to_owned(),
        takeaway: meta.takeaway.trim().to_owned(),
        source: draft.source.clone(),
        published_at: Some(published_at),
        // What changed before the date that it has now did so before it appeared.
        updated_at: updated_at.filter(|at| *at >= published_at),
        reviewed_at: post.reviewed_at,
        // It is set apart, also where it is taken away.
        review_after: None,
        evergreen: Some(meta.is_evergreen()),
        tells_changes: Some(meta.shows_changes()),
        seen_at: None,
        authors: people,
        tags: settled.tags.clone(),
        series: settled.series.clone(),
        cover: meta
            .cover
            .as_ref()
            .map(|picture| (picture.src.clone(), picture.alt.clone())),
        canonical: some(&meta.canonical),
        seo_title: some(&meta.seo_title),
        seo_description: some(&meta.seo_description),
        language: meta.language.trim().to_owned(),
        origin: post.source_path.clone().zip(post.source_hash.clone()),
        old_paths: Vec::new(),
        project,
    }))
}

/// Whether readers would read the same as before.
async fn is_same_text(connection: &mut Connection, post: &PostRow, draft: &Draft) -> sqlx::Result<bool> {
    let before = drafts::read_content(connection, post.id).await?;
    let (title, summary, takeaway) = (&draft.meta.title, &draft.meta.summary, &draft.meta.takeaway);
    Ok(before.source == draft.source
        && before.title == title.trim()
        && before.summary == summary.trim()
        && before.takeaway == takeaway.trim())
}
