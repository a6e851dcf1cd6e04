//! What an import leaves alone, and what else it does to a post than write it: of one that was opened at the desk its text
//! becomes a revision, and so does what its readers saw elsewhere.

use super::{content, draft_of};
use crate::{
    model::status::Status,
    server::db::{
        Connection,
        drafts::{self, NewRevision, PostRow, RevisionRow},
        releases,
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

/// Follows an import that was just written over a post whose latest revision is `latest`, if it has any: the import's text
/// becomes the next one, unless it says the same. Only a revision says the `date` of what readers do not see.
pub async fn follow(
    connection: &mut Connection,
    uuid: &str,
    latest: Option<&RevisionRow>,
    date: Option<i64>,
    now: i64,
) -> sqlx::Result<()> {
    let Some(post) = drafts::find_post(connection, uuid).await? else {
        return Ok(());
    };
    let mut draft = content::read(connection, &post).await?;
    draft.meta.date = date;
    if latest.and_then(draft_of).as_ref() == Some(&draft) {
        return Ok(());
    }
    let number = latest.map_or(0, |latest| latest.number) + 1;
    let meta = miniserde::json::to_string(&draft.meta);
    let imported = revision(post.id, number, &draft.source, &meta, &draft.meta.title);
    drafts::append(connection, &imported, now).await?;
    release(connection, &post, number).await
}

/// A text that readers saw elsewhere.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Since when, Unix milliseconds; none where it waits for its time.
    pub at: Option<i64>,
    /// What they were told of it, or nothing.
    pub note: String,
    /// Markdown as written.
    pub source: String,
    /// JSON.
    pub meta: String,
    /// The title in it.
    pub title: String,
}

/// Keeps what readers saw of a post elsewhere, the oldest first, as revisions after the latest, with since when they saw each
/// and what they were told. The latest is what the post says now, so that nothing waits to be published.
pub async fn bring_seen(
    connection: &mut Connection,
    post: &PostRow,
    seen: &[Seen],
    now: i64,
) -> sqlx::Result<()> {
    let head = drafts::read_head(connection, post.id).await?;
    let mut number = head.as_ref().map_or(0, |head| head.number);
    for text in seen {
        number += 1;
        let at = text.at.unwrap_or(now).min(now);
        let imported = revision(post.id, number, &text.source, &text.meta, &text.title);
        drafts::append(connection, &imported, at).await?;
        releases::add(connection, post.id, number, text.at, &text.note).await?;
    }
    let mut draft = content::read(connection, post).await?;
    draft.meta.date = head.as_ref().and_then(draft_of).and_then(|said| said.meta.date);
    let latest = drafts::read_head(connection, post.id).await?;
    if latest.as_ref().and_then(draft_of).as_ref() != Some(&draft) {
        number += 1;
        let meta = miniserde::json::to_string(&draft.meta);
        let imported = revision(post.id, number, &draft.source, &meta, &draft.meta.title);
        let at = post.updated_at.or(post.published_at).unwrap_or(now).min(now);
        drafts::append(connection, &imported, at).await?;
    }
    release(connection, post, number).await
}

/// A revision that an import makes.
fn revision<'a>(post: i64, number: i64, source: &'a str, meta: &'a str, title: &'a str) -> NewRevision<'a> {
    NewRevision {
        post,
        number,
        key: "",
        user_id: None,
        who: "Import",
        reason: "import",
        source,
        meta,
        title,
    }
}

/// Says that this revision is the one that readers see or will see, unless nobody ever published the post.
async fn release(connection: &mut Connection, post: &PostRow, number: i64) -> sqlx::Result<()> {
    if post.released.is_some() || post.status != Status::Draft.as_str() {
        drafts::set_released(connection, post.id, number).await?;
    }
    Ok(())
}
