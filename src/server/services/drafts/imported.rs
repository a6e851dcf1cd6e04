//! What an import leaves alone, and what else it does to a post that was opened at the desk: its text becomes a revision.

use super::{content, draft_of};
use crate::{
    model::status::Status,
    server::db::{
        Connection,
        drafts::{self, NewRevision, RevisionRow},
        store::KnownPost,
    },
};

/// Why an import leaves a post as it is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It was thrown away, and is not to come back by itself.
    Trashed,
    /// Somebody wrote on it at the desk, or chose there where it stands.
    Local,
    /// Its file says that it is in the trash over there.
    Withdrawn,
}

impl Kept {
    /// Whether the post is one that no import writes over.
    pub fn of(post: &KnownPost) -> Option<Self> {
        if post.status == Status::Trashed.as_str() {
            Some(Self::Trashed)
        } else {
            post.is_local.then_some(Self::Local)
        }
    }

    /// The same in words, with what to do.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Trashed => {
                "this post is in the trash and stays there; take it back at the desk and import again"
            }
            Self::Local => {
                "this post was changed at the desk since it was imported, so it stays as it is there; copy what is new \
                 in the file at the desk, or delete the post there for good and import again"
            }
            Self::Withdrawn => {
                "the file says that it is in the trash, but the post stays as it is here; throw it away at the desk if \
                 it is to go here, too"
            }
        }
    }
}

/// Follows an import that was just written over a post whose latest revision is `latest`: the import's text becomes the
/// next one, unless it says the same.
pub async fn follow(
    connection: &mut Connection,
    uuid: &str,
    latest: &RevisionRow,
    now: i64,
) -> sqlx::Result<()> {
    let Some(post) = drafts::find_post(connection, uuid).await? else {
        return Ok(());
    };
    let draft = content::read(connection, &post).await?;
    if draft_of(latest).as_ref() == Some(&draft) {
        return Ok(());
    }
    let number = latest.number + 1;
    let imported = NewRevision {
        post: post.id,
        number,
        key: "",
        user_id: None,
        who: "Import",
        reason: "import",
        source: &draft.source,
        meta: &miniserde::json::to_string(&draft.meta),
        title: &draft.meta.title,
    };
    drafts::append(connection, &imported, now).await?;
    if post.released.is_some() || post.status != Status::Draft.as_str() {
        drafts::set_released(connection, post.id, number).await?;
    }
    Ok(())
}
