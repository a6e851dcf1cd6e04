//! Who may do what: one table, asked by the server before anything is done and by the desk for what to offer.

use miniserde::{Deserialize, Serialize};

/// What a person is on this site.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    serde::Serialize,
    serde::Deserialize,
)]
pub enum Role {
    /// Writes; somebody else publishes.
    Contributor,
    /// Writes and publishes.
    Author,
    /// Looks after everybody's posts, tags and series.
    Editor,
    /// Everything, people and settings among it.
    Owner,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Self; 4] = [Self::Contributor, Self::Author, Self::Editor, Self::Owner];

    /// The word stored in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contributor => "contributor",
            Self::Author => "author",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// Reads the word that [`Self::as_str`] writes.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// What it allows, in a sentence for whoever gives it.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Contributor => "writes and edits own drafts; somebody else publishes them",
            Self::Author => "writes, edits and publishes own posts",
            Self::Editor => {
                "edits and publishes everybody's posts, looks after tags and series, and reads what readers write"
            }
            Self::Owner => "may do everything, people and settings included",
        }
    }
}

/// Something that only some may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Be at the desk: see one's own posts, profile and sessions.
    EnterDesk,
    /// Change one's own profile and password, end one's own sessions.
    KeepOwnAccount,
    /// Write drafts and edits that readers do not see yet.
    WritePost(Whose),
    /// See how often a post was read, and when.
    ReadNumbers(Whose),
    /// Change what readers see: publish, schedule, unpublish, throw away a published post.
    PublishPost(Whose),
    /// Bring pictures in, and see those that are here.
    UploadPicture,
    /// Delete a picture that is used nowhere.
    DeletePicture(Whose),
    /// Have the file that a picture was made of, which says where and with what a photograph was taken.
    FetchOriginal(Whose),
    /// Delete for good what is in the trash.
    EmptyTrash,
    /// See who writes here, invite, disable, give roles, hand posts over.
    ManagePeople,
    /// Read who did what.
    ReadAudit,
    /// Say what the site is called and how it looks.
    ChangeSettings,
    /// Read what readers wrote, and say what has become of it.
    AnswerLetters,
    /// See who wants the newsletter, take the list away, and forget people.
    KeepSubscribers,
    /// Look after what orders posts and what is to be done later: tags, series, old addresses, jobs.
    KeepOrder,
}

/// Whose something is, seen from who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Theirs, be it together with others.
    Own,
    /// Of others alone.
    Others,
}

/// Whether a person of this role may do it.
pub fn allows(role: Role, action: Action) -> bool {
    match action {
        Action::EnterDesk
        | Action::KeepOwnAccount
        | Action::WritePost(Whose::Own)
        | Action::ReadNumbers(Whose::Own)
        | Action::UploadPicture
        | Action::DeletePicture(Whose::Own)
        | Action::FetchOriginal(Whose::Own) => true,
        Action::PublishPost(Whose::Own) => role >= Role::Author,
        Action::WritePost(Whose::Others)
        | Action::ReadNumbers(Whose::Others)
        | Action::PublishPost(Whose::Others)
        | Action::DeletePicture(Whose::Others)
        | Action::EmptyTrash
        | Action::AnswerLetters
        | Action::KeepOrder => role >= Role::Editor,
        Action::FetchOriginal(Whose::Others)
        | Action::ManagePeople
        | Action::ReadAudit
        | Action::ChangeSettings
        | Action::KeepSubscribers => role == Role::Owner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_reads_back_from_its_word() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("admin"), None);
    }

    #[test]
    fn a_greater_role_may_all_that_a_lesser_may() {
        for action in [
            Action::EnterDesk,
            Action::KeepOwnAccount,
            Action::WritePost(Whose::Own),
            Action::WritePost(Whose::Others),
            Action::PublishPost(Whose::Own),
            Action::PublishPost(Whose::Others),
            Action::UploadPicture,
            Action::DeletePicture(Whose::Own),
            Action::DeletePicture(Whose::Others),
            Action::FetchOriginal(Whose::Own),
            Action::FetchOriginal(Whose::Others),
            Action::ReadNumbers(Whose::Own),
            Action::ReadNumbers(Whose::Others),
            Action::EmptyTrash,
            Action::ManagePeople,
            Action::ReadAudit,
            Action::ChangeSettings,
            Action::AnswerLetters,
            Action::KeepSubscribers,
            Action::KeepOrder,
        ] {
            for pair in Role::ALL.windows(2) {
                assert!(allows(pair[1], action) || !allows(pair[0], action), "{action:?}");
            }
        }
        assert!(!allows(Role::Editor, Action::ManagePeople));
        assert!(allows(Role::Editor, Action::AnswerLetters));
        assert!(!allows(Role::Editor, Action::KeepSubscribers));
        assert!(!allows(Role::Editor, Action::FetchOriginal(Whose::Others)));
    }
}
