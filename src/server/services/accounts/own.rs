//! What everybody does with their own account: profile, password, sessions.

use super::{
    Actor, Done,
    password::Password,
    session::{self, ABSOLUTE, IDLE},
    token::Token,
};
use crate::{
    error::{AppError, FieldErrors},
    model::account::{Me, Profile, SessionItem},
    server::{
        calendar,
        context::Context,
        db::{Connection, authors::profile, door_links, listing, media, sessions, users},
        fault::Fault,
        services::jobs::{self, Again, DrawShareImages},
    },
};

/// Longest words about oneself, in characters.
const LONGEST_BIO: usize = 600;

/// Most addresses of other pages.
const MOST_LINKS: usize = 8;

/// Who asks, with profile and sessions. Nothing for the operator, who has no account.
pub async fn read_me(context: &Context, actor: &Actor) -> Result<Option<Me>, Fault> {
    let Some(id) = actor.user_id else { return Ok(None) };
    let now = calendar::now();
    let mut reader = context.database.reader().await?;
    let Some(user) = users::read_user(&mut reader, id).await? else {
        return Ok(None);
    };
    let profile = profile::read_profile(&mut reader, user.author_id).await?;
    let picture = profile::read_picture(&mut reader, user.author_id).await?;
    let sessions = sessions::list_sessions(&mut reader, id, now - ABSOLUTE, now - IDLE).await?;
    Ok(Some(Me {
        name: user.name,
        email: user.email,
        role: actor.role,
        author_slug: profile.slug,
        profile: Profile {
            name: profile.name,
            bio: profile.bio,
            links: profile.links,
        },
        picture,
        sessions: sessions
            .into_iter()
            .map(|row| SessionItem {
                id: row.id,
                device: row.device,
                since: context.calendar().moment(row.created_at),
                seen: context.calendar().moment(row.seen_at),
                current: row.id == actor.session_id,
            })
            .collect(),
    }))
}

/// Says what readers are told of who asks.
pub async fn write_profile(
    context: &Context,
    actor: &Actor,
    profile: &Profile,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let profile = match check_profile(profile) {
        Ok(profile) => profile,
        Err(fields) => return Ok(Some(Err(AppError::Invalid(fields)))),
    };
    let mut write = context.database.begin().await?;
    let Some(user) = read_own(&mut write, actor).await? else {
        return Ok(None);
    };
    let before = profile::read_profile(&mut write, user.author_id).await?;
    profile::write_profile(
        &mut write,
        user.author_id,
        &profile.name,
        &profile.bio,
        &profile.links,
    )
    .await?;
    listing::note_change(&mut write, calendar::now()).await?;
    jobs::enqueue(&mut write, &DrawShareImages {}, calendar::now(), Again::Replace).await?;
    let done = Done {
        action: "profile.change",
        object: &before.slug,
        before: &before.name,
        after: &profile.name,
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(())))
}

/// Gives who asks a picture that is stored here, or none where the path is empty.
pub async fn set_picture(
    context: &Context,
    actor: &Actor,
    path: &str,
) -> Result<Option<Result<(), AppError>>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(user) = read_own(&mut write, actor).await? else {
        return Ok(None);
    };
    let picture = match path {
        "" => None,
        path => match media::find_media(&mut write, path).await? {
            Some(id) => Some(id),
            None => {
                let problem = "There is no such picture any more. Choose another one.";
                return Ok(Some(Err(AppError::field("picture", problem))));
            }
        },
    };
    let before = profile::read_picture(&mut write, user.author_id).await?;
    profile::set_picture(&mut write, user.author_id, picture).await?;
    listing::note_change(&mut write, calendar::now()).await?;
    let done = Done {
        action: "profile.picture",
        object: &user.name,
        before: before.as_deref().unwrap_or_default(),
        after: path,
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(())))
}

fn check_profile(profile: &Profile) -> Result<Profile, FieldErrors> {
    let mut errors = FieldErrors::new();
    let (name, bio) = (profile.name.trim(), profile.bio.trim());
    if let Err(problem) = super::read_name(name) {
        errors.insert("name".to_owned(), problem);
    }
    if bio.chars().count() > LONGEST_BIO {
        errors.insert("bio".to_owned(), format!("Use at most {LONGEST_BIO} characters."));
    }
    let links: Vec<&str> = profile
        .links
        .lines()
        .map(str::trim)
        .filter(|link| !link.is_empty())
        .collect();
    let is_address = |link: &&str| {
        link.parse::<axum::http::Uri>().is_ok_and(|uri| {
            matches!(uri.scheme_str(), Some("https" | "http"))
                && uri.host().is_some_and(|host| !host.is_empty())
        })
    };
    if links.len() > MOST_LINKS {
        errors.insert("links".to_owned(), format!("Name at most {MOST_LINKS} pages."));
    } else if let Some(bad) = links.iter().find(|link| !is_address(link)) {
        errors.insert(
            "links".to_owned(),
            format!("“{bad}” is no address; write https://example.org."),
        );
    }
    if errors.is_empty() {
        Ok(Profile {
            name: name.to_owned(),
            bio: bio.to_owned(),
            links: links.join("\n"),
        })
    } else {
        Err(errors)
    }
}

/// Sets another password for who asks, who has to know the one before; ends all their sessions and answers a new token
/// for the one that asks.
pub async fn change_password(
    context: &Context,
    actor: &Actor,
    current: &str,
    new: &str,
) -> Result<Option<Result<Token, AppError>>, Fault> {
    let Some(user) = read_own(&mut *context.database.reader().await?, actor).await? else {
        return Ok(None);
    };
    let new = match Password::choose(new, &[&user.email, &user.name]) {
        Ok(password) => password,
        Err(problem) => return Ok(Some(Err(AppError::field("new", problem)))),
    };
    // As at the door: whoever found an open browser must not guess here as often as they like.
    let throttle = &context.accounts.throttle;
    if let Err(retry_after) = throttle.begin(actor.caller.prefix, &user.email, calendar::now()) {
        return Ok(Some(Err(AppError::TooMany { retry_after })));
    }
    let hashing = &context.accounts.hashing;
    let fits = match Password::typed(current) {
        Some(password) => hashing.verify(password, Some(user.password.clone())).await?,
        None => false,
    };
    if !fits {
        return Ok(Some(Err(AppError::field(
            "current",
            "This is not your password.",
        ))));
    }
    throttle.succeed(actor.caller.prefix, &user.email);
    let hash = hashing.hash(new).await?;
    let mut write = context.database.begin().await?;
    // Hashing took its time: meanwhile a reset may have set another password and ended this session.
    let unchanged = read_own(&mut write, actor)
        .await?
        .is_some_and(|now| now.password == user.password && now.disabled_at.is_none());
    if !unchanged || !sessions::end_session(&mut write, user.id, actor.session_id).await? {
        return Ok(Some(Err(AppError::Unauthorized)));
    }
    users::set_password(&mut write, user.id, &hash).await?;
    sessions::end_sessions(&mut write, user.id, None).await?;
    // A link that went to the wrong place must not outlive the new password.
    door_links::withdraw_links(&mut write, "reset", Some(user.id), "", calendar::now()).await?;
    let (token, now) = session::begin(&mut write, &user, actor.role, &actor.caller).await?;
    let done = Done {
        action: "password.change",
        object: &user.email,
        ..Done::default()
    };
    now.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(Ok(token)))
}

/// Ends one session of who asks; nothing where it is none of theirs.
pub async fn end_session(context: &Context, actor: &Actor, id: i64) -> Result<Option<()>, Fault> {
    let Some(user) = actor.user_id else {
        return Ok(None);
    };
    let mut write = context.database.begin().await?;
    if !sessions::end_session(&mut write, user, id).await? {
        return Ok(None);
    }
    let done = Done {
        action: "session.end",
        object: &actor.name,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(()))
}

/// Ends all sessions of who asks but the one that asks.
pub async fn end_other_sessions(context: &Context, actor: &Actor) -> Result<Option<()>, Fault> {
    let Some(user) = actor.user_id else {
        return Ok(None);
    };
    let mut write = context.database.begin().await?;
    let ended = sessions::end_sessions(&mut write, user, Some(actor.session_id)).await?;
    let done = Done {
        action: "session.end-others",
        object: &actor.name,
        after: &ended.to_string(),
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(()))
}

async fn read_own(connection: &mut Connection, actor: &Actor) -> sqlx::Result<Option<users::UserRow>> {
    match actor.user_id {
        Some(id) => users::read_user(connection, id).await,
        None => Ok(None),
    }
}
