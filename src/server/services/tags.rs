//! What readers ask of tags.

use super::cards;
use crate::{
    model::tag::{TagCount, TagIndex, TagPage},
    server::{
        context::Context,
        db::{
            Connection,
            cards::{Scope, count_listed},
            tags::{self, TagRow},
        },
        fault::Fault,
    },
};

/// Rows on a page of a tag's archive.
pub const PAGE_SIZE: u32 = 50;

/// All tags with their exact counts, by name. Two queries.
pub async fn list_tags(context: &Context) -> Result<TagIndex, Fault> {
    let mut reader = context.database.reader().await?;
    let tags = tags::list_tags(&mut reader)
        .await?
        .into_iter()
        .map(tag_count)
        .collect();
    Ok(TagIndex {
        tags,
        posts: count_listed(&mut reader).await?,
    })
}

/// One page of a tag's posts, newest first; nothing when there is no such tag or page. Two queries.
pub async fn read_tag(context: &Context, slug: &str, page: u32) -> Result<Option<TagPage>, Fault> {
    let mut reader = context.database.reader().await?;
    match tags::read_tag(&mut reader, slug).await? {
        Some(row) => list_posts(context, &mut reader, row, page).await,
        None => Ok(None),
    }
}

/// One page of a tag's posts, newest first; nothing when there is no such page. One query.
pub async fn list_posts(
    context: &Context,
    reader: &mut Connection,
    row: TagRow,
    page: u32,
) -> Result<Option<TagPage>, Fault> {
    let posts = cards::list_page(
        reader,
        &context.calendar(),
        Scope::Tag(row.id),
        page,
        PAGE_SIZE,
        row.post_count,
    )
    .await?;
    Ok(posts.map(|posts| TagPage {
        tag: tag_count(row),
        posts,
    }))
}

/// A tag with its count.
pub fn tag_count(row: TagRow) -> TagCount {
    TagCount {
        slug: row.slug,
        name: row.name,
        description: row.description,
        posts: row.post_count,
    }
}
