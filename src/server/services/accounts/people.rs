//! What an owner does with the people who write here. There is always an owner left.

use super::{
    Actor, Done,
    door::{self, Purpose},
};
use crate::{
    error::AppError,
    model::{
        account::{AuditItem, AuditPage, Invitation, People, PersonItem, UnclaimedAuthor},
        email::Email,
        listing::count_posts,
        role::Role,
    },
    server::{
        calendar,
        context::Context,
        db::{
            Connection, Database, audit,
            authors::{self, passing, profile},
            door_links, draft_links,
            drafts::list_naming,
            listing,
            redirects::{self, Redirect, Target},
            search::index::IndexChanges,
            sessions,
            users::{self, UserRow},
        },
        fault::Fault,
        services::{
            drafts,
            jobs::{self, Again, DrawShareImages},
        },
    },
};

/// Entries on a page of the audit log.
const ENTRIES: u32 = 50;

/// Everybody who writes here or is asked to.
pub async fn list_people(context: &Context, actor: &Actor) -> Result<People, Fault> {
    let mut reader = context.database.reader().await?;
    let label = |at| context.calendar().moment(at);
    let people = users::list_users(&mut reader).await?;
    let invitations = door_links::list_invitations(&mut reader, calendar::now()).await?;
    let unclaimed = passing::list_unclaimed(&mut reader).await?;
    Ok(People {
        people: people
            .into_iter()
            .filter_map(|row| {
                Some(PersonItem {
                    id: row.id,
                    role: Role::parse(&row.role)?,
                    name: row.name,
                    email: row.email,
                    author_slug: row.author_slug,
                    author_name: row.author_name,
                    posts: u32::try_from(row.posts).unwrap_or(u32::MAX),
                    seen: row.seen_at.map(label),
                    disabled: row.disabled_at.is_some(),
                    me: Some(row.id) == actor.user_id,
                })
            })
            .collect(),
        invitations: invitations
            .into_iter()
            .filter_map(|row| {
                Some(Invitation {
                    role: Role::parse(&row.role)?,
                    id: row.id,
                    email: row.email,
                    until: label(row.expires_at),
                })
            })
            .collect(),
        unclaimed: unclaimed
            .into_iter()
            .map(|row| UnclaimedAuthor {
                slug: row.slug,
                name: row.name,
                posts: row.posts,
            })
            .collect(),
    })
}

/// Makes a link with which the holder of an address opens an account; answers its path. An older one for the same
/// address opens nothing any more.
pub async fn invite(
    database: &Database,
    actor: &Actor,
    email: &str,
    role: Role,
) -> Result<Result<String, AppError>, Fault> {
    let Some(email) = Email::parse(email) else {
        return Ok(Err(AppError::field(
            "email",
            "Write an address such as ada@example.org.",
        )));
    };
    let mut write = database.begin().await?;
    if let Some(user) = users::find_user(&mut write, email.as_str()).await? {
        let problem = match user.disabled_at {
            None => "This address has an account already.",
            Some(_) => "This address has an account that is closed. Open it again in the list.",
        };
        return Ok(Err(AppError::field("email", problem)));
    }
    let path = door::add_link(&mut write, Purpose::Join, None, email.as_str(), role).await?;
    let done = Done {
        action: "user.invite",
        object: email.as_str(),
        after: role.as_str(),
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Ok(path))
}

/// Takes an invitation back; nothing where there is none.
pub async fn withdraw_invitation(database: &Database, actor: &Actor, id: &str) -> Result<Option<()>, Fault> {
    let mut write = database.begin().await?;
    let Some(link) = door_links::withdraw_link(&mut write, id).await? else {
        return Ok(None);
    };
    let done = Done {
        action: "user.uninvite",
        object: &link.email,
        before: &link.role,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(()))
}

/// Makes a link with which a person chooses a new password; answers its path. Nothing where there is no such account or
/// it is closed.
pub async fn reset(database: &Database, actor: &Actor, user: i64) -> Result<Option<String>, Fault> {
    let mut write = database.begin().await?;
    let Some(user) = users::read_user(&mut write, user)
        .await?
        .filter(|user| user.disabled_at.is_none())
    else {
        return Ok(None);
    };
    let role = Role::parse(&user.role).unwrap_or(Role::Contributor);
    let path = door::add_link(&mut write, Purpose::Reset, Some(user.id), "", role).await?;
    let done = Done {
        action: "password.offer-reset",
        object: &user.email,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(path))
}

/// Gives a person another role, which ends their sessions: what somebody got hold of before is worth nothing with what they
/// may from now on. Nothing where there is no such account.
pub async fn set_role(
    database: &Database,
    actor: &Actor,
    user: i64,
    role: Role,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let mut write = database.begin().await?;
    let Some(user) = users::read_user(&mut write, user).await? else {
        return Ok(None);
    };
    if role != Role::Owner && is_last_owner(&mut write, &user).await? {
        return Ok(Some(Err(last_owner())));
    }
    if user.role == role.as_str() {
        return Ok(Some(Ok(())));
    }
    users::set_role(&mut write, user.id, role.as_str()).await?;
    let ended = sessions::end_sessions(&mut write, user.id, None).await?;
    if role != Role::Owner {
        close_links_of_owners(&mut write, &user).await?;
    }
    let done = Done {
        action: "user.role",
        object: &user.email,
        before: &user.role,
        after: &match ended {
            0 => role.as_str().to_owned(),
            1 => format!("{}, 1 session ended", role.as_str()),
            _ => format!("{}, {ended} sessions ended", role.as_str()),
        },
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(())))
}

/// Closes an account, which ends its sessions and links, or opens it again; nothing where there is no such account.
pub async fn set_disabled(
    database: &Database,
    actor: &Actor,
    user: i64,
    disabled: bool,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let mut write = database.begin().await?;
    let Some(user) = users::read_user(&mut write, user).await? else {
        return Ok(None);
    };
    if disabled && is_last_owner(&mut write, &user).await? {
        return Ok(Some(Err(last_owner())));
    }
    let now = calendar::now();
    users::set_disabled(&mut write, user.id, disabled.then_some(now)).await?;
    if disabled {
        sessions::end_sessions(&mut write, user.id, None).await?;
        door_links::withdraw_links(&mut write, "reset", Some(user.id), "", now).await?;
        draft_links::withdraw_of_user(&mut write, user.id).await?;
        close_links_of_owners(&mut write, &user).await?;
    }
    let done = Done {
        action: if disabled { "user.disable" } else { "user.enable" },
        object: &user.email,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(())))
}

/// Puts one person in the place of another on all their posts, and takes back the links to drafts that the other one made;
/// answers how many posts. Nothing where one of them has no account.
pub async fn hand_over(
    database: &Database,
    actor: &Actor,
    from: i64,
    to: i64,
) -> Result<Option<Result<u32, AppError>>, Fault> {
    let mut write = database.begin().await?;
    let (Some(from), Some(to)) = (
        users::read_user(&mut write, from).await?,
        users::read_user(&mut write, to).await?,
    ) else {
        return Ok(None);
    };
    if let Some(error) = closed(&to) {
        return Ok(Some(Err(error)));
    }
    let posts = move_posts(&mut write, actor, from.author_id, to.author_id).await?;
    if from.id != to.id {
        draft_links::withdraw_of_user(&mut write, from.id).await?;
    }
    let done = Done {
        action: "user.hand-over",
        object: &count_posts(posts),
        before: &from.email,
        after: &to.email,
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(posts)))
}

/// Makes an author whom an import made and nobody is yet the one that a person is to readers. What the person wrote
/// before goes with them, and so does what was said of them where nothing is said of the author. Nothing where there is no
/// such account or author.
pub async fn claim_author(
    database: &Database,
    actor: &Actor,
    user: i64,
    author: &str,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let mut write = database.begin().await?;
    let Some(user) = users::read_user(&mut write, user).await? else {
        return Ok(None);
    };
    if let Some(error) = closed(&user) {
        return Ok(Some(Err(error)));
    }
    let unclaimed = passing::list_unclaimed(&mut write).await?;
    let Some(author) = unclaimed.into_iter().find(|row| row.slug == author) else {
        return Ok(None);
    };
    let before = profile::read_profile(&mut write, user.author_id).await?;
    if authors::read_author(&mut write, &before.slug).await?.is_some() {
        lead_on(&mut write, &before.slug, &author.slug).await?;
    }
    move_posts(&mut write, actor, user.author_id, author.id).await?;
    profile::inherit_profile(&mut write, user.author_id, author.id).await?;
    users::set_author(&mut write, user.id, author.id).await?;
    passing::delete_unused(&mut write, user.author_id).await?;
    let done = Done {
        action: "user.claim",
        object: &user.email,
        before: &before.slug,
        after: &author.slug,
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(())))
}

/// Lets the page of an author, and what led there, lead to that of another.
async fn lead_on(connection: &mut Connection, from: &str, to: &str) -> sqlx::Result<()> {
    let (from, to) = (format!("/authors/{from}"), format!("/authors/{to}"));
    let target = Target::Address(to.clone());
    for older in redirects::list_to(connection, &Target::Address(from.clone())).await? {
        redirects::put_redirect(connection, &older.leading_to(&target)).await?;
    }
    let redirect = Redirect::new(&from, &target, "address", calendar::now());
    redirects::put_redirect(connection, &redirect).await?;
    redirects::remove_redirect(connection, &to).await?;
    Ok(())
}

async fn move_posts(connection: &mut Connection, actor: &Actor, from: i64, to: i64) -> Result<u32, Fault> {
    if from == to {
        return Ok(0);
    }
    let (before, after) = (
        profile::read_profile(connection, from).await?.slug,
        profile::read_profile(connection, to).await?.slug,
    );
    let mut changes = IndexChanges::default();
    let mut moved = 0;
    for post in passing::list_posts_by(connection, from).await? {
        listing::withdraw(connection, post, &mut changes).await?;
        passing::replace_on_post(connection, post, from, to).await?;
        listing::enter(connection, post, &mut changes).await?;
        moved += 1;
    }
    // What is being written names its authors, too, and is published later; not only where readers see them.
    for post in list_naming(connection, &before).await? {
        drafts::replace_author(connection, actor, post, &before, &after).await?;
    }
    changes.write(connection).await?;
    listing::note_change(connection, calendar::now()).await?;
    jobs::enqueue(connection, &DrawShareImages {}, calendar::now(), Again::Replace).await?;
    Ok(moved)
}

/// Takes back every link that lets somebody in, where an owner is one no more: they may have made it for themselves.
async fn close_links_of_owners(connection: &mut Connection, before: &UserRow) -> sqlx::Result<()> {
    if before.role == Role::Owner.as_str() {
        door_links::withdraw_all(connection).await?;
    }
    Ok(())
}

async fn is_last_owner(connection: &mut Connection, user: &UserRow) -> sqlx::Result<bool> {
    Ok(user.role == Role::Owner.as_str()
        && user.disabled_at.is_none()
        && users::count_owners(connection).await? < 2)
}

/// Why somebody is given no posts: nobody could write on them.
fn closed(user: &UserRow) -> Option<AppError> {
    user.disabled_at.map(|_| {
        AppError::Conflict(format!(
            "The account of {} is closed. Open it again first, or choose somebody else.",
            user.name
        ))
    })
}

fn last_owner() -> AppError {
    AppError::Conflict(
        "This is the only owner. Make somebody else an owner first, so that the site is not left without one.".to_owned(),
    )
}

/// A page of the audit log, from before the entry `before` on.
pub async fn list_audit(context: &Context, before: Option<i64>) -> Result<AuditPage, Fault> {
    let mut reader = context.database.reader().await?;
    let mut rows = audit::list_entries(&mut reader, before, ENTRIES + 1).await?;
    let more = rows.len() > usize::try_from(ENTRIES)?;
    rows.truncate(usize::try_from(ENTRIES)?);
    Ok(AuditPage {
        before: rows.last().filter(|_| more).map(|row| row.id),
        entries: rows
            .into_iter()
            .map(|row| AuditItem {
                at: context.calendar().moment(row.at),
                actor: row.actor,
                action: row.action,
                object: row.object,
                before: row.before,
                after: row.after,
                device: row.device,
                request: row.request,
            })
            .collect(),
    })
}
