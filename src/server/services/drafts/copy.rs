//! A new draft that begins as a copy of another post.

use super::{By, ensure_head, object, revise};
use crate::{
    markdown::RENDERER_VERSION,
    model::draft::{Draft, Meta, save::Reason},
    server::{
        calendar,
        context::Context,
        db::{
            drafts,
            store::{self, BodyRecord, PostRecord},
        },
        fault::Fault,
        services::accounts::{Actor, Done},
    },
};

/// Begins a post with the latest text of another one, by who asks; answers its public identity. Nothing where there is no
/// such post.
///
/// Title, tags, cover and text come along. An address, a date, a place in a series or in the portfolio, and what search
/// engines are told belong to the one post that has them.
pub async fn duplicate(context: &Context, actor: &Actor, uuid: &str) -> Result<Option<String>, Fault> {
    let mut write = context.database.begin().await?;
    let Some(post) = drafts::find_post(&mut write, uuid).await? else {
        return Ok(None);
    };
    let draft = ensure_head(&mut write, &post).await?.draft;
    let authors: Vec<i64> = actor.author_id().into_iter().collect();
    let fresh = uuid::Uuid::new_v4().to_string();
    let begun = PostRecord {
        authors: &authors,
        kind: &post.kind,
        ..PostRecord::begun(&fresh, BodyRecord::empty(RENDERER_VERSION))
    };
    let now = calendar::now();
    let id = store::save_post(&mut write, None, &begun, now).await?;
    let title = match draft.meta.title.trim() {
        "" => format!("Copy of an untitled {}", post.kind),
        title => format!("Copy of {title}"),
    };
    let meta = Meta {
        title,
        slug: String::new(),
        series: None,
        authors: drafts::list_author_slugs(&mut write, id).await?,
        featured: false,
        canonical: String::new(),
        seo_title: String::new(),
        seo_description: String::new(),
        review_after: None,
        date: None,
        order: draft.meta.order.is_some().then(String::new),
        ..draft.meta
    };
    let copy = Draft { meta, ..draft };
    let by = By::hand(actor, Reason::Manual.as_str());
    revise(&mut write, id, 1, &by, &copy, now).await?;
    let done = Done {
        action: "post.duplicate",
        object: &object(&post.uuid, &post.title),
        after: &object(&fresh, &copy.meta.title),
        ..Done::default()
    };
    actor.note(&mut write, done).await?;
    write.commit().await?;
    Ok(Some(fresh))
}
