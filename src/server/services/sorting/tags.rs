//! Changes of tags: each is one transaction, is remembered, and can be taken back as long as nothing has changed since.

use crate::{
    error::{AppError, FieldErrors},
    model::{
        slug::Slug,
        sorting::{Changed, DeskTag, DeskTags, TagChange},
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection, Database, Transaction, listing,
            redirects::{self, Redirect, Target},
            tags::{
                self, TagRow,
                change::{self, DeskTagRow},
                focus::set_focus,
            },
        },
        fault::Fault,
        services::{
            accounts::{Actor, Done},
            addresses::slug_of,
            jobs::{self, Again, DrawShareImages, RelatePosts},
            paging::Place,
            sorting::{Outcome, focus, follow::follow},
        },
    },
};

mod state;

use state::{Scope, State};

/// Tags on a page of the list.
const PER_PAGE: u32 = 100;

/// Changes that are listed.
const LISTED: u32 = 10;

/// Changes that are remembered.
const KEPT: i64 = 100;

/// Longest name, in characters; a draft holds no longer one.
const LONGEST_NAME: usize = 80;

/// Longest description, in characters.
const LONGEST_DESCRIPTION: usize = 1_000;

/// A page of all tags whose name or address holds these words, and the last changes. Two queries.
pub async fn list_tags(context: &Context, words: &str, page: u32) -> Result<DeskTags, Fault> {
    let words = words.trim().to_lowercase();
    let mut reader = context.database.reader().await?;
    let mut place = Place::of(page, PER_PAGE);
    let rows = loop {
        let rows = change::list_all_tags(&mut reader, &words, place.limit(), place.offset()).await?;
        if place.settles(rows.first().map(|row| row.total)) {
            break rows;
        }
    };
    let changes = change::list_changes(&mut reader, LISTED).await?;
    Ok(DeskTags {
        total: place.total(),
        pages: place.pages(),
        page: place.page(),
        tags: rows.into_iter().map(desk_tag).collect(),
        changes: changes
            .into_iter()
            .map(|row| TagChange {
                id: row.id,
                at: context.calendar().moment(row.at),
                who: row.who,
                told: row.told,
                undone: row.undone_at.is_some(),
            })
            .collect(),
    })
}

fn desk_tag(row: DeskTagRow) -> DeskTag {
    DeskTag {
        id: row.tag.id,
        slug: row.tag.slug,
        name: row.tag.name,
        description: row.tag.description,
        posts: row.posts,
        listed: row.tag.post_count,
        was: row.was.unwrap_or_default().lines().map(str::to_owned).collect(),
    }
}

/// Gives a tag another name, address and description; its old address leads to the new one.
pub async fn edit(
    database: &Database,
    actor: &Actor,
    id: i64,
    slug: &str,
    name: &str,
    description: &str,
) -> Outcome<Changed> {
    let (name, description) = (name.trim(), description.trim());
    let mut errors = check(name, description);
    let slug = Slug::parse(slug.trim()).map_err(|error| error.to_string());
    if let Err(problem) = &slug {
        errors.insert("slug".to_owned(), problem.clone());
    }
    let (true, Ok(slug)) = (errors.is_empty(), slug) else {
        return Ok(Some(Err(AppError::Invalid(errors))));
    };
    let mut write = database.begin().await?;
    let Some(tag) = change::find_tag(&mut write, id).await? else {
        return Ok(None);
    };
    if let Some(error) = taken(&mut write, id, slug.as_str()).await? {
        return Ok(Some(Err(error)));
    }
    let told = match (tag.name == name, tag.slug == slug.as_str()) {
        (false, _) => format!("Renamed “{}” to “{name}”.", tag.name),
        (true, false) => format!("Moved “{name}” to /tags/{slug}."),
        (true, true) if tag.description != description => format!("Described “{name}”."),
        (true, true) => {
            return Ok(Some(Err(AppError::Conflict(
                "This is how the tag is already.".to_owned(),
            ))));
        }
    };
    let now = calendar::now();
    let own = path(slug.as_str());
    let mut paths = old_paths(&tag);
    paths.push(own.clone());
    let scope = Scope::of(id, paths, Vec::new());
    let before = State::read(&mut write, &scope).await?;

    change::save_tag(&mut write, id, slug.as_str(), name, description).await?;
    redirects::remove_redirect(&mut write, &own).await?;
    let to = Lead {
        target: &Target::Tag(id),
        origin: "address",
        going: None,
    };
    lead(&mut write, &old_paths(&tag), to, now).await?;
    if tag.name != name {
        let posts = change::list_posts_with(&mut write, id).await?;
        follow(&mut write, &posts, now).await?;
    }
    let done = Done {
        action: "tag.edit",
        object: &tag.name,
        before: &tag.slug,
        after: slug.as_str(),
    };
    let step = Step { told, scope, before };
    finish(write, actor, done, step, now)
        .await
        .map(|changed| Some(Ok(changed)))
}

/// Puts the tag with the name or address `into` in the place of another on all posts; the address of that leads to it.
pub async fn merge(database: &Database, actor: &Actor, id: i64, into: &str) -> Outcome<Changed> {
    let mut write = database.begin().await?;
    let Some(tag) = change::find_tag(&mut write, id).await? else {
        return Ok(None);
    };
    let named = into.trim();
    let slug = slug_of(named.trim_start_matches("/tags/"), "tag");
    let target = match tags::find_meant(&mut write, slug.as_str(), named).await? {
        Some(into) if !named.is_empty() => change::find_tag(&mut write, into).await?,
        _ => None,
    };
    let Some(target) = target else {
        return Ok(Some(Err(AppError::field(
            "into",
            "There is no such tag. Choose one of the list.",
        ))));
    };
    let into = target.id;
    if id == into {
        return Ok(Some(Err(AppError::field(
            "into",
            "Choose another tag than this one.",
        ))));
    }
    let told = format!("Merged “{}” into “{}”.", tag.name, target.name);
    let done = Done {
        action: "tag.merge",
        object: &tag.name,
        before: &tag.slug,
        after: &target.slug,
    };
    let step = (told, Target::Tag(into), "merge");
    take_away(write, actor, &tag, step, done).await
}

/// Takes a tag off all posts and deletes it; its address leads to the list of tags.
pub async fn delete(database: &Database, actor: &Actor, id: i64) -> Outcome<Changed> {
    let mut write = database.begin().await?;
    let Some(tag) = change::find_tag(&mut write, id).await? else {
        return Ok(None);
    };
    let told = format!("Deleted “{}”.", tag.name);
    let done = Done {
        action: "tag.delete",
        object: &tag.name,
        before: &tag.slug,
        after: "",
    };
    let step = (told, Target::Address("/tags".to_owned()), "delete");
    take_away(write, actor, &tag, step, done).await
}

async fn take_away(
    mut write: Transaction,
    actor: &Actor,
    tag: &TagRow,
    (told, target, origin): (String, Target, &str),
    done: Done<'_>,
) -> Outcome<Changed> {
    let now = calendar::now();
    let posts = change::list_posts_with(&mut write, tag.id).await?;
    let mut paths = old_paths(tag);
    let led = redirects::list_to(&mut write, &Target::Tag(tag.id)).await?;
    paths.extend(led.iter().map(|redirect| redirect.path.clone()));
    let scope = Scope::of(tag.id, paths, posts.clone());
    let before = State::read(&mut write, &scope).await?;

    let into = match target {
        Target::Tag(into) => Some(into),
        _ => None,
    };
    replace(&mut write, &posts, tag.id, into).await?;
    follow(&mut write, &posts, now).await?;
    for redirect in led {
        redirects::put_redirect(&mut write, &redirect.leading_to(&target)).await?;
    }
    let to = Lead {
        target: &target,
        origin,
        going: Some(tag.id),
    };
    lead(&mut write, &old_paths(tag), to, now).await?;
    change::remove_tag(&mut write, tag.id).await?;
    if before.focus.contains(&tag.id) {
        set_focus(&mut write, &focus::without(&before.focus, tag.id, into)).await?;
    }
    jobs::enqueue(&mut write, &RelatePosts {}, now, Again::Replace).await?;
    let step = Step { told, scope, before };
    finish(write, actor, done, step, now)
        .await
        .map(|changed| Some(Ok(changed)))
}

/// Takes a change back, to exactly what was before it; says so where something of it was changed since.
pub async fn undo(database: &Database, actor: &Actor, id: i64) -> Outcome<String> {
    let mut write = database.begin().await?;
    let Some(states) = change::read_change(&mut write, id).await? else {
        return Ok(None);
    };
    if states.undone_at.is_some() {
        return Ok(Some(Err(AppError::Conflict(
            "This was taken back already.".to_owned(),
        ))));
    }
    let before: State = serde_json::from_str(&states.before)?;
    let after: State = serde_json::from_str(&states.after)?;
    if let Some(problem) = before.hindered(&mut write, &after).await? {
        return Ok(Some(Err(AppError::Conflict(problem))));
    }
    let now = calendar::now();
    let posts = before.restore(&mut write, &after).await?;
    follow(&mut write, &posts, now).await?;
    change::set_undone(&mut write, id, now).await?;
    listing::note_change(&mut write, now).await?;
    jobs::enqueue(&mut write, &RelatePosts {}, now, Again::Replace).await?;
    jobs::enqueue(&mut write, &DrawShareImages {}, now, Again::Replace).await?;
    let told = states.told;
    let done = Done {
        action: "tag.undo",
        object: &told,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(format!("Taken back: {told}"))))
}

/// What was done, and what it was done to.
struct Step {
    told: String,
    scope: Scope,
    before: State,
}

/// Remembers a change and ends its transaction.
async fn finish(
    mut write: Transaction,
    actor: &Actor,
    done: Done<'_>,
    step: Step,
    now: i64,
) -> Result<Changed, Fault> {
    listing::note_change(&mut write, now).await?;
    jobs::enqueue(&mut write, &DrawShareImages {}, now, Again::Replace).await?;
    let after = State::read(&mut write, &step.scope).await?;
    let before = serde_json::to_string(&step.before)?;
    let after = serde_json::to_string(&after)?;
    let states = (before.as_str(), after.as_str());
    let id = change::add_change(&mut write, actor.name(), &step.told, states, KEPT, now).await?;
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Changed { id, told: step.told })
}

/// Puts another tag, or none, in the place of one on these posts; each has it once, and its others keep their order.
async fn replace(
    connection: &mut Connection,
    posts: &[i64],
    tag: i64,
    into: Option<i64>,
) -> sqlx::Result<()> {
    for post in posts {
        let tags = change::list_tags_of(connection, *post).await?;
        let mut left: Vec<i64> = Vec::with_capacity(tags.len());
        for (_, id) in tags {
            let id = if id == tag { into } else { Some(id) };
            left.extend(id.filter(|id| !left.contains(id)));
        }
        let places: Vec<(i64, i64)> = (0..).zip(left).collect();
        change::set_tags_of(connection, *post, &places).await?;
    }
    if let Some(into) = into {
        change::recount(connection, into).await?;
    }
    Ok(())
}

/// Where the addresses of a tag are to lead, why, and which tag is about to go.
#[derive(Clone, Copy)]
struct Lead<'a> {
    target: &'a Target,
    origin: &'a str,
    going: Option<i64>,
}

/// Lets the address of a tag, and the one that its name makes, lead elsewhere where no tag is.
async fn lead(connection: &mut Connection, paths: &[String], to: Lead<'_>, now: i64) -> sqlx::Result<()> {
    for (place, path) in paths.iter().enumerate() {
        let at = change::find_at(connection, path.trim_start_matches("/tags/")).await?;
        let lives = at.is_some_and(|at| Some(at) != to.going);
        // Whatever was at its own address led nowhere while the tag was there; at the other somebody may be led.
        let is_led = place > 0 && redirects::read_redirect(connection, path).await?.is_some();
        if !lives && !is_led {
            let redirect = Redirect::new(path, to.target, to.origin, now);
            redirects::put_redirect(connection, &redirect).await?;
        }
    }
    Ok(())
}

fn path(slug: &str) -> String {
    format!("/tags/{slug}")
}

/// The address of a tag, and the one that its name would make: by that drafts know it.
fn old_paths(tag: &TagRow) -> Vec<String> {
    let mut paths = vec![path(&tag.slug), path(slug_of(&tag.name, "tag").as_str())];
    paths.dedup();
    paths
}

/// Why a tag cannot have this address, if it cannot.
async fn taken(connection: &mut Connection, id: i64, slug: &str) -> sqlx::Result<Option<AppError>> {
    if change::find_at(connection, slug)
        .await?
        .is_some_and(|at| at != id)
    {
        return Ok(Some(AppError::field(
            "slug",
            "Another tag has this address. Merge the two, or choose another.",
        )));
    }
    let leads = redirects::read_redirect(connection, &path(slug)).await?;
    if leads.is_some_and(|leads| leads.tag_id.is_some_and(|other| other != id)) {
        return Ok(Some(AppError::field(
            "slug",
            "This is an old address of another tag and leads there. Delete that redirect first, or choose another.",
        )));
    }
    Ok(None)
}

fn check(name: &str, description: &str) -> FieldErrors {
    let mut errors = FieldErrors::new();
    if name.is_empty() {
        errors.insert("name".to_owned(), "A tag needs a name.".to_owned());
    } else if name.chars().count() > LONGEST_NAME || name.contains(char::is_control) || name.contains(',') {
        let problem = format!("Use at most {LONGEST_NAME} letters, on one line and without a comma.");
        errors.insert("name".to_owned(), problem);
    }
    if description.chars().count() > LONGEST_DESCRIPTION {
        let problem = format!("Use at most {LONGEST_DESCRIPTION} letters.");
        errors.insert("description".to_owned(), problem);
    }
    errors
}

#[cfg(test)]
mod tests;
