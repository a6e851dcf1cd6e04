//! Accounts: who may write here, how they come in, and what they do with each other.
//!
//! Whoever changes something hands over an [`Actor`], which only [`session::identify`] and the command line make.

use std::sync::Arc;

use crate::{
    model::{
        role::Role,
        signs::{is_seen, is_unseen},
    },
    server::{
        calendar,
        db::{
            Connection,
            audit::{self, NewEntry},
        },
    },
};

pub mod caller;
pub mod door;
pub mod own;
pub mod password;
pub mod people;
pub mod session;
mod throttle;
pub mod token;

pub use caller::Caller;

/// What signing in needs besides the database; made once at start-up. Cheap to clone.
#[derive(Clone, Default)]
pub struct Accounts {
    hashing: password::Hashing,
    throttle: Arc<throttle::Throttle>,
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accounts").finish_non_exhaustive()
    }
}

/// Who does something.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The account; none for the operator of the machine.
    user_id: Option<i64>,
    session_id: i64,
    /// Whom readers see; none for the operator.
    author_id: Option<i64>,
    name: String,
    role: Role,
    caller: Caller,
}

impl Actor {
    /// The operator of the machine, who has the file in their hands anyway.
    pub fn operator() -> Self {
        Self {
            user_id: None,
            session_id: 0,
            author_id: None,
            name: "operator".to_owned(),
            role: Role::Owner,
            caller: Caller::operator(),
        }
    }

    /// The passing of time, which nobody has in their hands.
    pub fn schedule() -> Self {
        Self {
            name: "schedule".to_owned(),
            caller: Caller::nobody(),
            ..Self::operator()
        }
    }

    /// What they are here.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Their name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The account; none for the operator.
    pub fn user_id(&self) -> Option<i64> {
        self.user_id
    }

    /// Whom readers see; none for the operator.
    pub fn author_id(&self) -> Option<i64> {
        self.author_id
    }

    /// Their name, and where they are.
    pub fn who(&self) -> String {
        format!("{}, {}", self.name, self.caller.device)
    }

    /// Writes into the audit log what they did, in the transaction in which they did it.
    pub async fn note(&self, connection: &mut Connection, done: Done<'_>) -> sqlx::Result<()> {
        let entry = NewEntry {
            user_id: self.user_id,
            actor: &self.name,
            action: done.action,
            object: done.object,
            before: done.before,
            after: done.after,
            device: &self.caller.device,
            request: &self.caller.request,
        };
        audit::add_entry(connection, &entry, calendar::now()).await
    }
}

/// What somebody did, for the audit log.
#[derive(Clone, Copy, Debug, Default)]
pub struct Done<'a> {
    /// Such as `user.invite`.
    pub action: &'a str,
    /// To what, in words.
    pub object: &'a str,
    /// What it was, if that tells something.
    pub before: &'a str,
    /// What it is from then on.
    pub after: &'a str,
}

/// Longest name of a person, in characters.
const LONGEST_NAME: usize = 80;

/// The name that somebody gave themselves, or what is wrong with it.
fn read_name(typed: &str) -> Result<&str, String> {
    let name = typed.trim();
    if !name.contains(is_seen) {
        return Err("Tell us your name.".to_owned());
    }
    if name.chars().count() > LONGEST_NAME || name.contains(is_unseen) {
        return Err(format!(
            "Use at most {LONGEST_NAME} letters, on one line, without signs that nobody sees."
        ));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_be_seen_and_turns_nothing_round() {
        assert_eq!(read_name("  Ada Märlow "), Ok("Ada Märlow"));
        for bad in [
            "",
            " \u{200b}",
            "Ada\u{202e}wolraM",
            "Ada\nMarlow",
            &"a".repeat(81),
        ] {
            assert!(read_name(bad).is_err(), "{bad:?}");
        }
    }
}
