//! Who is signed in: begins, recognises and ends sessions.

use super::{Actor, Caller, Done, token::Token};
use crate::{
    model::role::Role,
    server::{
        calendar,
        context::Context,
        db::{Connection, sessions, users::UserRow},
        fault::Fault,
    },
};

/// A session that nobody used for so long is over, in milliseconds: 30 days.
pub const IDLE: i64 = 30 * calendar::DAY;

/// A session is over after so long however it is used, in milliseconds: 90 days.
pub const ABSOLUTE: i64 = 90 * calendar::DAY;

/// A use within so many milliseconds of the last one is not noted, so that reading does not write.
const NOTED_EVERY: i64 = 10 * 60 * 1_000;

/// Who holds this token, if anybody does. One query.
pub async fn identify(context: &Context, token: &Token, caller: Caller) -> Result<Option<Actor>, Fault> {
    let now = calendar::now();
    let row = {
        let mut reader = context.database.reader().await?;
        sessions::find_session(&mut reader, &token.hash(), now - ABSOLUTE, now - IDLE).await?
    };
    let Some(row) = row else { return Ok(None) };
    let Some(role) = Role::parse(&row.role) else {
        return Ok(None);
    };
    if now - row.seen_at > NOTED_EVERY
        && let Err(error) = note_use(context, row.id, now).await
    {
        // A full disk must not keep people from reading what they wrote.
        tracing::warn!("the use of a session could not be noted: {error}");
    }
    Ok(Some(Actor {
        user_id: Some(row.user_id),
        session_id: row.id,
        author_id: Some(row.author_id),
        name: row.name,
        role,
        caller,
    }))
}

async fn note_use(context: &Context, session: i64, now: i64) -> sqlx::Result<()> {
    let mut write = context.database.begin().await?;
    sessions::note_use(&mut write, session, now).await?;
    write.commit().await
}

/// Signs somebody in within a transaction; answers the token that says so from now on,
/// and who they are.
///
/// It is always a new one, so that nobody can give another person a token that they know.
pub(super) async fn begin(
    connection: &mut Connection,
    user: &UserRow,
    role: Role,
    caller: &Caller,
) -> Result<(Token, Actor), Fault> {
    let (token, now) = (Token::generate()?, calendar::now());
    sessions::purge_sessions(connection, now - ABSOLUTE, now - IDLE).await?;
    let session_id = sessions::add_session(connection, &token.hash(), user.id, &caller.device, now).await?;
    let actor = Actor {
        user_id: Some(user.id),
        session_id,
        author_id: Some(user.author_id),
        name: user.name.clone(),
        role,
        caller: caller.clone(),
    };
    actor
        .note(
            connection,
            Done {
                action: "session.begin",
                object: &user.name,
                ..Done::default()
            },
        )
        .await?;
    Ok((token, actor))
}
