//! `logbook user`: accounts, from the machine itself. It is the way back in for an owner who has lost everything else.

use std::io::Write as _;

use anyhow::{Context as _, anyhow, bail};
use clap::{Parser, Subcommand};

use crate::{
    error::AppError,
    model::{email::Email, role::Role, settings::Values},
    server::{
        calendar,
        config::{DataOptions, base_url_given},
        db::{Database, users},
        fault::Fault,
        services::{
            accounts::{Actor, people},
            settings::Settings,
        },
    },
};

/// Options of `logbook user`.
#[derive(Debug, Parser)]
pub struct User {
    /// Origin under which people reach the site, instead of the one in the settings; links start with it.
    #[arg(long, env = "LOGBOOK_BASE_URL", global = true)]
    base_url: Option<String>,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a link with which somebody opens an account (it opens for 7 days, once).
    Add {
        /// Their e-mail address.
        email: String,
        /// What they will be: owner, editor, author or contributor.
        #[arg(long, default_value = "author", value_parser = parse_role)]
        role: Role,
    },
    /// List everybody who has an account.
    List,
    /// Print a link with which somebody chooses a new password (it opens for 24 hours, once).
    Reset {
        /// Their e-mail address.
        email: String,
    },
    /// Make somebody an owner, editor, author or contributor: their sessions end, and they sign in again.
    Role {
        /// Their e-mail address.
        email: String,
        /// What they are from now on.
        #[arg(value_parser = parse_role)]
        role: Role,
    },
    /// Close an account: its sessions end, and nobody can sign in with it.
    Disable {
        /// Their e-mail address.
        email: String,
    },
    /// Open a closed account again.
    Enable {
        /// Their e-mail address.
        email: String,
    },
}

fn parse_role(word: &str) -> Result<Role, String> {
    Role::parse(word).ok_or_else(|| "use owner, editor, author or contributor".to_owned())
}

impl User {
    /// Does it and says what was done on standard output.
    pub async fn run(self, data: &DataOptions) -> anyhow::Result<()> {
        let given = base_url_given(self.base_url.as_deref())?;
        let (database, _, _) = data.open().await?;
        let base_url = match given {
            Some(base_url) => base_url,
            None => Settings::open(&database, Values::new())
                .await?
                .site()
                .base_url
                .clone(),
        };
        let mut out = std::io::stdout();
        let operator = Actor::operator();
        match self.command {
            Command::Add { email, role } => {
                let path = people::invite(&database, &operator, &email, role)
                    .await
                    .map_err(Fault::into_inner)?
                    .map_err(|error| explain(&error))?;
                writeln!(out, "{base_url}{path}")?;
            }
            Command::List => list(&database, &mut out).await?,
            Command::Reset { email } => {
                let user = find(&database, &email).await?;
                let path = people::reset(&database, &operator, user)
                    .await
                    .map_err(Fault::into_inner)?
                    .with_context(|| {
                        format!(
                            "the account of {email} is closed; open it first with logbook user enable {email}"
                        )
                    })?;
                writeln!(out, "{base_url}{path}")?;
            }
            Command::Role { email, role } => {
                let user = find(&database, &email).await?;
                people::set_role(&database, &operator, user, role)
                    .await
                    .map_err(Fault::into_inner)?
                    .with_context(|| format!("nobody has an account with {email} any more"))?
                    .map_err(|error| explain(&error))?;
                writeln!(out, "The role of {email} is {} now.", role.as_str())?;
            }
            Command::Disable { email } => set_disabled(&database, &email, true, &mut out).await?,
            Command::Enable { email } => set_disabled(&database, &email, false, &mut out).await?,
        }
        database.close().await;
        Ok(())
    }
}

async fn list(database: &Database, out: &mut impl std::io::Write) -> anyhow::Result<()> {
    let people = users::list_users(&mut *database.reader().await?).await?;
    if people.is_empty() {
        writeln!(
            out,
            "Nobody has an account yet. Start the server: it prints a link to set the site up."
        )?;
    }
    for person in people {
        let seen = person.seen_at.map_or_else(
            || "not signed in".to_owned(),
            |at| format!("seen {}", calendar::rfc3339(at)),
        );
        let closed = if person.disabled_at.is_some() {
            "  closed"
        } else {
            ""
        };
        writeln!(
            out,
            "{:<32}{:<13}{:>5} posts  {seen:<26}  {}{closed}",
            person.email, person.role, person.posts, person.name
        )?;
    }
    Ok(())
}

async fn find(database: &Database, email: &str) -> anyhow::Result<i64> {
    let Some(address) = Email::parse(email) else {
        bail!("'{email}' is no e-mail address; write ada@example.org");
    };
    users::find_user(&mut *database.reader().await?, address.as_str())
        .await?
        .map(|user| user.id)
        .with_context(|| format!("nobody has an account with {email}; logbook user list shows who has"))
}

async fn set_disabled(
    database: &Database,
    email: &str,
    disabled: bool,
    out: &mut impl std::io::Write,
) -> anyhow::Result<()> {
    let user = find(database, email).await?;
    people::set_disabled(database, &Actor::operator(), user, disabled)
        .await
        .map_err(Fault::into_inner)?
        .with_context(|| format!("nobody has an account with {email} any more"))?
        .map_err(|error| explain(&error))?;
    let state = if disabled { "closed" } else { "open" };
    writeln!(out, "The account of {email} is {state}.")?;
    Ok(())
}

/// What is wrong, in one line for the operator.
fn explain(error: &AppError) -> anyhow::Error {
    match error {
        AppError::Invalid(fields) => {
            let all: Vec<&str> = fields.values().map(String::as_str).collect();
            anyhow!(all.join(" "))
        }
        other => anyhow!("{other}"),
    }
}
