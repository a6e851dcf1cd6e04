//! What readers and the desk ask of authors.

use super::cards;
use crate::{
    model::{
        desk::AuthorChoice,
        person::{Author, AuthorPage},
    },
    server::{
        context::Context,
        db::{authors, cards::Scope},
        fault::Fault,
    },
};

/// Rows on a page of an author's posts.
pub const PAGE_SIZE: u32 = 20;

/// Authors that are offered at once.
const CHOICES: u32 = 12;

/// Those who can be named as authors, by some letters of their names.
pub async fn find_authors(context: &Context, words: &str) -> Result<Vec<AuthorChoice>, Fault> {
    let mut reader = context.database.reader().await?;
    let found = authors::find_authors(&mut reader, words.trim(), CHOICES).await?;
    Ok(found
        .into_iter()
        .map(|(slug, name)| AuthorChoice { slug, name })
        .collect())
}

/// One page of an author's posts, newest first; nothing when there is no such author or page. Two queries.
pub async fn read_author(context: &Context, slug: &str, page: u32) -> Result<Option<AuthorPage>, Fault> {
    let mut reader = context.database.reader().await?;
    let Some(row) = authors::read_author(&mut reader, slug).await? else {
        return Ok(None);
    };
    let posts = cards::list_page(
        &mut reader,
        &context.calendar(),
        Scope::Author(row.id),
        page,
        PAGE_SIZE,
        row.post_count,
    )
    .await?;
    Ok(posts.map(|posts| AuthorPage {
        author: Author {
            slug: row.slug,
            name: row.name,
            bio: row.bio,
        },
        posts,
    }))
}
