//! Ways in: setting the site up, signing in, and links that open a door once.

use super::{Actor, Caller, Done, password::Password, session, token::Token};
use crate::{
    error::{AppError, FieldErrors},
    model::{email::Email, role::Role},
    server::{
        calendar,
        context::Context,
        db::{
            Connection, Database, authors,
            door_links::{self, DoorLinkRow},
            sessions,
            users::{self, NewUser},
        },
        fault::Fault,
        services::addresses::{Place, free_slug},
    },
};

/// What a link opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The first account, the owner's.
    Setup,
    /// An account for somebody who was invited.
    Join,
    /// A new password for an account.
    Reset,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Join => "join",
            Self::Reset => "reset",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Setup, Self::Join, Self::Reset]
            .into_iter()
            .find(|purpose| purpose.as_str() == word)
    }

    /// How long such a link opens, in milliseconds.
    fn lasts(self) -> i64 {
        const HOUR: i64 = 60 * 60 * 1_000;
        match self {
            Self::Setup | Self::Reset => 24 * HOUR,
            Self::Join => 7 * 24 * HOUR,
        }
    }
}

/// What is behind a door that a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// What is to be done there.
    pub purpose: Purpose,
    /// Who is expected: the address that was invited, or that of the account.
    pub email: String,
    /// What they are or will be here.
    pub role: Role,
}

/// What somebody filled in at a door.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    /// The name to be known by.
    pub name: String,
    /// For signing in; only the one who sets the site up chooses it.
    pub email: String,
    /// The new password.
    pub password: String,
}

/// Makes a link for setting the site up if nobody has an account; answers its path.
///
/// Links that were made before open nothing any more.
pub async fn offer_setup(database: &Database) -> Result<Option<String>, Fault> {
    let mut write = database.begin().await?;
    if !users::is_nobody(&mut write).await? {
        return Ok(None);
    }
    let path = add_link(&mut write, Purpose::Setup, None, "", Role::Owner).await?;
    write.commit().await?;
    Ok(Some(path))
}

/// Makes a link in a transaction, in place of the older ones of its kind; answers its path.
pub(super) async fn add_link(
    connection: &mut Connection,
    purpose: Purpose,
    user_id: Option<i64>,
    email: &str,
    role: Role,
) -> Result<String, Fault> {
    let (token, now) = (Token::generate()?, calendar::now());
    door_links::withdraw_links(connection, purpose.as_str(), user_id, email, now).await?;
    let link = DoorLinkRow {
        id: uuid::Uuid::new_v4().to_string(),
        purpose: purpose.as_str().to_owned(),
        user_id,
        email: email.to_owned(),
        role: role.as_str().to_owned(),
        expires_at: now + purpose.lasts(),
    };
    door_links::add_link(connection, &token.hash(), &link, now).await?;
    Ok(format!("/admin/door?key={}", token.text()))
}

/// What is behind the door that `key` opens, if it opens one.
pub async fn look(context: &Context, key: &str) -> Result<Option<Door>, Fault> {
    let Some(token) = Token::parse(key) else {
        return Ok(None);
    };
    let mut reader = context.database.reader().await?;
    match door_links::find_link(&mut reader, &token.hash(), calendar::now()).await? {
        Some(link) => Ok(behind(&mut reader, &link).await?),
        None => Ok(None),
    }
}

async fn behind(connection: &mut Connection, link: &DoorLinkRow) -> sqlx::Result<Option<Door>> {
    let (Some(purpose), Some(role)) = (Purpose::parse(&link.purpose), Role::parse(&link.role)) else {
        return Ok(None);
    };
    let Some(user) = link.user_id else {
        let email = link.email.clone();
        return Ok(Some(Door { purpose, email, role }));
    };
    let user = users::read_user(connection, user).await?;
    Ok(user.filter(|user| user.disabled_at.is_none()).and_then(|user| {
        Some(Door {
            purpose,
            role: Role::parse(&user.role)?,
            email: user.email,
        })
    }))
}

/// Goes through the door that `key` opens, once: opens the account or sets the password, and signs in. Nothing where
/// the key opens no door.
pub async fn enter(
    context: &Context,
    caller: &Caller,
    key: &str,
    filled: Filled,
) -> Result<Option<Result<Token, AppError>>, Fault> {
    let Some(token) = Token::parse(key) else {
        return Ok(None);
    };
    let Some(door) = look(context, key).await? else {
        return Ok(None);
    };
    let (person, password) = match read_form(&door, filled) {
        Ok(read) => read,
        Err(fields) => return Ok(Some(Err(AppError::Invalid(fields)))),
    };
    // Before the transaction: it takes long and must not keep other writers waiting.
    let hash = context.accounts.hashing.hash(password).await?;
    let mut write = context.database.begin().await?;
    let Some(link) = door_links::take_link(&mut write, &token.hash(), calendar::now()).await? else {
        return Ok(None);
    };
    let entered = match person {
        Some(person) => open_account(&mut write, caller, &door, &person, &hash).await?,
        None => reset_password(&mut write, caller, link.user_id, &hash).await?,
    };
    if let Ok(Some(_)) = &entered {
        write.commit().await?;
    }
    Ok(entered.transpose())
}

/// A person as they were filled in.
struct Person {
    name: String,
    email: Email,
}

/// The person, where there is to be a new account, and the password.
fn read_form(door: &Door, filled: Filled) -> Result<(Option<Person>, Password), FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut person = None;
    let name = filled.name.trim();
    if door.purpose != Purpose::Reset {
        if let Err(problem) = super::read_name(name) {
            errors.insert("name".to_owned(), problem);
        }
        let email = if door.purpose == Purpose::Setup {
            &filled.email
        } else {
            &door.email
        };
        match Email::parse(email) {
            Some(email) => {
                person = Some(Person {
                    name: name.to_owned(),
                    email,
                });
            }
            None => {
                errors.insert(
                    "email".to_owned(),
                    "Write an address such as ada@example.org.".to_owned(),
                );
            }
        }
    }
    let email = person
        .as_ref()
        .map_or(door.email.as_str(), |person| person.email.as_str());
    match Password::choose(&filled.password, &[email, name]) {
        Ok(password) if errors.is_empty() => Ok((person, password)),
        Ok(_) => Err(errors),
        Err(problem) => {
            errors.insert("password".to_owned(), problem);
            Err(errors)
        }
    }
}

async fn open_account(
    connection: &mut Connection,
    caller: &Caller,
    door: &Door,
    person: &Person,
    password: &str,
) -> Result<Result<Option<Token>, AppError>, Fault> {
    if door.purpose == Purpose::Setup && !users::is_nobody(connection).await? {
        return Ok(Ok(None));
    }
    let user = NewUser {
        email: person.email.as_str(),
        name: &person.name,
        role: door.role.as_str(),
        password,
        author_id: new_author(connection, &person.name).await?,
    };
    let now = calendar::now();
    let Some(id) = users::add_user(connection, &user, now).await? else {
        return Ok(Err(AppError::field(
            "email",
            "This address has an account already. Sign in with it.",
        )));
    };
    door_links::withdraw_links(connection, "join", None, user.email, now).await?;
    let Some(user) = users::read_user(connection, id).await? else {
        return Ok(Ok(None));
    };
    let (token, actor) = session::begin(connection, &user, door.role, caller).await?;
    let done = Done {
        action: if door.purpose == Purpose::Setup {
            "site.set-up"
        } else {
            "user.join"
        },
        object: person.email.as_str(),
        after: door.role.as_str(),
        ..Done::default()
    };
    actor.note(connection, done).await?;
    Ok(Ok(Some(token)))
}

/// A new author of this name under a free address: whom an import made may be somebody else of the same name, and so may be
/// whom an old address means.
async fn new_author(connection: &mut Connection, name: &str) -> Result<i64, Fault> {
    let slug = free_slug(connection, name, Place::Author).await?;
    let author = authors::add_author(connection, slug.as_str(), name).await?;
    author.ok_or_else(|| anyhow::anyhow!("the address {slug} of a new author is taken after all").into())
}

async fn reset_password(
    connection: &mut Connection,
    caller: &Caller,
    user: Option<i64>,
    password: &str,
) -> Result<Result<Option<Token>, AppError>, Fault> {
    let user = match user {
        Some(user) => users::read_user(connection, user).await?,
        None => None,
    };
    let Some(user) = user.filter(|user| user.disabled_at.is_none()) else {
        return Ok(Ok(None));
    };
    let Some(role) = Role::parse(&user.role) else {
        return Ok(Ok(None));
    };
    users::set_password(connection, user.id, password).await?;
    sessions::end_sessions(connection, user.id, None).await?;
    let (token, actor) = session::begin(connection, &user, role, caller).await?;
    let done = Done {
        action: "password.reset",
        object: &user.email,
        ..Done::default()
    };
    actor.note(connection, done).await?;
    Ok(Ok(Some(token)))
}

/// Signs in by address and password. The answer is the same, and takes as long, whether there is such an account, it
/// is closed, or the password is another.
pub async fn sign_in(
    context: &Context,
    caller: &Caller,
    email: &str,
    password: &str,
) -> Result<Result<Token, AppError>, Fault> {
    let (Some(email), Some(password)) = (Email::parse(email), Password::typed(password)) else {
        return Ok(Err(refused()));
    };
    let throttle = &context.accounts.throttle;
    if let Err(retry_after) = throttle.begin(caller.prefix, email.as_str(), calendar::now()) {
        return Ok(Err(AppError::TooMany { retry_after }));
    }
    let user = {
        let mut reader = context.database.reader().await?;
        users::find_user(&mut reader, email.as_str()).await?
    };
    let open = user.filter(|user| user.disabled_at.is_none());
    let hash = open.as_ref().map(|user| user.password.clone());
    let fits = context.accounts.hashing.verify(password, hash).await?;
    let known = open
        .filter(|_| fits)
        .and_then(|user| Some((Role::parse(&user.role)?, user)));
    let Some((role, user)) = known else {
        tracing::info!(device = caller.device, "a sign-in was refused");
        return Ok(Err(refused()));
    };
    let mut write = context.database.begin().await?;
    // Looking at the password took its time: meanwhile it may have been changed, or the account closed.
    let now = users::read_user(&mut write, user.id).await?;
    if !now.is_some_and(|now| now.password == user.password && now.disabled_at.is_none()) {
        return Ok(Err(refused()));
    }
    throttle.succeed(caller.prefix, email.as_str());
    let (token, _) = session::begin(&mut write, &user, role, caller).await?;
    write.commit().await?;
    Ok(Ok(token))
}

fn refused() -> AppError {
    AppError::field(
        "password",
        "This address and this password do not belong together. Check both and try again.",
    )
}

/// Signs out: ends the session of who asks.
pub async fn sign_out(context: &Context, actor: &Actor) -> Result<(), Fault> {
    let Some(user) = actor.user_id else { return Ok(()) };
    let mut write = context.database.begin().await?;
    sessions::end_session(&mut write, user, actor.session_id).await?;
    let done = Done {
        action: "session.end",
        object: &actor.name,
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(())
}
