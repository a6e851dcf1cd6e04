//! What an import does to a post that was written on here: its text becomes a revision, and nobody's draft is lost.

use super::content;
use crate::{
    model::{
        draft::{Draft, Meta},
        status::Status,
    },
    server::db::{
        Connection,
        drafts::{self, NewRevision, PostRow, RevisionRow},
    },
};

/// How a post stands that an import is about to change.
#[derive(Debug)]
pub enum Before {
    /// Nobody has opened it at the desk, so nothing of it is kept there.
    Unwritten,
    /// It was thrown away, and is not to come back by itself.
    Trashed,
    /// It was written on, and readers see or will see the latest revision, or there is none but the import's own.
    Released(RevisionRow),
    /// It was written on, and the latest revision is nothing that readers see.
    Pending(RevisionRow),
}

/// How the post with this identity stands.
pub async fn look(connection: &mut Connection, uuid: &str) -> sqlx::Result<Before> {
    let Some(post) = drafts::find_post(connection, uuid).await? else {
        return Ok(Before::Unwritten);
    };
    if post.status == Status::Trashed.as_str() {
        return Ok(Before::Trashed);
    }
    let Some(head) = drafts::read_head(connection, post.id).await? else {
        return Ok(Before::Unwritten);
    };
    let is_released = match post.released {
        Some(number) => number == head.number,
        None => head.reason == "import",
    };
    Ok(if is_released {
        Before::Released(head)
    } else {
        Before::Pending(head)
    })
}

/// Follows an import that was just written over the post; answers whether a draft waits that readers do not see.
///
/// The import's text becomes a revision, unless it is the one that readers saw before. A draft that waits is the latest
/// revision again after it, as it was.
pub async fn follow(connection: &mut Connection, uuid: &str, before: Before, now: i64) -> sqlx::Result<bool> {
    let (latest, pending) = match before {
        Before::Released(latest) => (latest, false),
        Before::Pending(latest) => (latest, true),
        Before::Unwritten | Before::Trashed => return Ok(false),
    };
    let Some(post) = drafts::find_post(connection, uuid).await? else {
        return Ok(false);
    };
    let draft = content::read(connection, &post).await?;
    if seen_before(connection, &post, &latest, pending).await? == Some(draft.clone()) {
        return Ok(pending);
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
    if pending {
        let title = read(&latest).map(|draft| draft.meta.title).unwrap_or_default();
        let waiting = NewRevision {
            post: post.id,
            number: number + 1,
            key: "",
            user_id: latest.user_id,
            who: &latest.who,
            reason: &latest.reason,
            source: &latest.source,
            meta: &latest.meta,
            title: &title,
        };
        drafts::append(connection, &waiting, latest.created_at).await?;
    }
    Ok(pending)
}

/// What readers saw before the import, as far as the desk knows.
async fn seen_before(
    connection: &mut Connection,
    post: &PostRow,
    latest: &RevisionRow,
    pending: bool,
) -> sqlx::Result<Option<Draft>> {
    if !pending {
        return Ok(read(latest));
    }
    match post.released {
        Some(number) => {
            let row = drafts::read_revision(connection, post.id, number).await?;
            Ok(row.as_ref().and_then(read))
        }
        None => Ok(None),
    }
}

fn read(row: &RevisionRow) -> Option<Draft> {
    let meta: Meta = miniserde::json::from_str(&row.meta).ok()?;
    Some(Draft {
        source: row.source.clone(),
        meta,
    })
}
