//! People with accounts, as the desk shows them.

use miniserde::{Deserialize, Serialize};

use super::{date::DateLabel, role::Role};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// As written.
    pub name: String,
    /// For signing in.
    pub email: String,
    /// What they are here.
    pub role: Role,
    /// `/authors/{slug}`: whom readers see.
    pub author_slug: String,
    /// What readers are told of them.
    pub profile: Profile,
    /// Path of their picture, if they have one.
    pub picture: Option<String>,
    /// Where they are signed in, the last used first.
    pub sessions: Vec<SessionItem>,
}

/// What readers are told of an author.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The name on posts.
    pub name: String,
    /// Plain text, one or two sentences.
    pub bio: String,
    /// Addresses of other pages of theirs, one a line.
    pub links: String,
}

/// A place where somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionItem {
    /// Names it.
    pub id: i64,
    /// Such as "Firefox on Linux".
    pub device: String,
    /// Since when.
    pub since: DateLabel,
    /// When it was last used.
    pub seen: DateLabel,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Everybody who writes here or is asked to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Those with an account, by name.
    pub people: Vec<PersonItem>,
    /// Those who were invited.
    pub invitations: Vec<Invitation>,
    /// Authors of posts who are nobody's account yet.
    pub unclaimed: Vec<UnclaimedAuthor>,
}

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonItem {
    /// Names the account.
    pub id: i64,
    /// As written.
    pub name: String,
    /// For signing in.
    pub email: String,
    /// What they are here.
    pub role: Role,
    /// `/authors/{slug}`.
    pub author_slug: String,
    /// The name on posts.
    pub author_name: String,
    /// Posts of theirs, whatever their status.
    pub posts: u32,
    /// When a session of theirs was used last; none while they are signed in nowhere.
    pub seen: Option<DateLabel>,
    /// Whether the account is closed.
    pub disabled: bool,
    /// Whether it is who asks.
    pub me: bool,
}

/// Somebody who was asked to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Names it without opening anything.
    pub id: String,
    /// Who.
    pub email: String,
    /// As what.
    pub role: Role,
    /// Until when the link opens.
    pub until: DateLabel,
}

/// An author without an account, as an import makes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnclaimedAuthor {
    /// `/authors/{slug}`.
    pub slug: String,
    /// The name on posts.
    pub name: String,
    /// Posts of theirs, whatever their status.
    pub posts: u32,
}

/// A page of the audit log, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// What was done.
    pub entries: Vec<AuditItem>,
    /// Where the next page begins, if there is one.
    pub before: Option<i64>,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditItem {
    /// When, to the second, in the site's time zone.
    pub at: DateLabel,
    /// Who.
    pub actor: String,
    /// Such as `user.invite`.
    pub action: String,
    /// To what.
    pub object: String,
    /// What it was.
    pub before: String,
    /// What it became.
    pub after: String,
    /// From where.
    pub device: String,
    /// Its id in the log.
    pub request: String,
}
