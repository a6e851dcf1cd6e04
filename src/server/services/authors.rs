//! What readers and the desk ask of authors.

use super::cards;
use crate::{
    model::{
        desk::AuthorChoice,
        media::shown_at,
        person::{Author, AuthorPage, PORTRAIT, Portrait},
        site::Entry,
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
        portrait: portrait(row.picture, row.picture_width),
        links: row.links.lines().filter_map(link).collect(),
        posts,
    }))
}

fn portrait(path: Option<String>, width: Option<u32>) -> Option<Portrait> {
    let path = path?;
    // Twice as wide, for screens that have more pixels.
    let src = shown_at(&path, width?, 2 * PORTRAIT);
    Some(Portrait { path, src })
}

/// A link to where somebody is besides, called by its address; nothing of what leads to no page, which an import may bring.
fn link(address: &str) -> Option<Entry> {
    let bare = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| address.strip_prefix(scheme))?;
    let label = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    (!label.is_empty()).then(|| Entry {
        label: label.to_owned(),
        address: address.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_called_by_its_address_and_leads_to_a_page() {
        let label = |address: &str| link(address).map(|link| link.label);
        assert_eq!(label("https://www.example.org/").as_deref(), Some("example.org"));
        assert_eq!(
            label("http://example.org/@ada").as_deref(),
            Some("example.org/@ada")
        );
        for other in [
            "javascript:alert(1)",
            "https://",
            "/posts",
            "",
            "data:text/html,x",
        ] {
            assert_eq!(label(other), None, "{other}");
        }
    }
}
