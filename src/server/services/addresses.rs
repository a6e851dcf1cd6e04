//! Addresses that names make: of posts and of what they share, tags, people and series.

use sha2::{Digest, Sha256};

use crate::{
    model::{slug::Slug, status::Kind},
    server::db::{Connection, authors, drafts, redirects},
};

/// The slug of a name; one that cannot be written in ASCII gets a short mark of its own instead of sharing one.
pub fn slug_of(name: &str, kind: &str) -> Slug {
    let slug = Slug::from_title(name);
    if slug.as_str() != "untitled" || name.trim().eq_ignore_ascii_case("untitled") {
        return slug;
    }
    let digest = Sha256::digest(name.trim().as_bytes());
    let mark: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    Slug::from_title(&format!("{kind}-{mark}"))
}

/// What an address is looked for.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// The post, page or project with this row id.
    Post(Kind, i64),
    /// A new author.
    Author,
}

/// The address that a name makes, numbered where it is taken or was another one's.
pub async fn free_slug(connection: &mut Connection, name: &str, place: Place) -> sqlx::Result<Slug> {
    let slug = match place {
        Place::Post(kind, _) => slug_of(name, kind.as_str()),
        Place::Author => slug_of(name, "author"),
    };
    let mut free = slug.clone();
    let mut number = 2;
    while is_taken(connection, &free, place).await? {
        free = slug.numbered(number);
        number += 1;
    }
    Ok(free)
}

async fn is_taken(connection: &mut Connection, slug: &Slug, place: Place) -> sqlx::Result<bool> {
    match place {
        Place::Post(kind, post) => Ok(!kind.admits(slug.as_str())
            || drafts::is_slug_taken(connection, slug.as_str(), post).await?
            || redirects::leads_elsewhere(connection, &kind.path(slug.as_str()), post).await?),
        Place::Author => {
            let path = format!("/authors/{slug}");
            Ok(authors::find_name(connection, slug.as_str()).await?.is_some()
                || redirects::read_redirect(connection, &path).await?.is_some())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_other_scripts_have_addresses_of_their_own_that_stay() {
        assert_eq!(slug_of("Über uns", "tag").as_str(), "uber-uns");
        assert_eq!(slug_of(" Untitled ", "tag").as_str(), "untitled");
        let one = slug_of("日本語", "tag");
        assert!(one.as_str().starts_with("tag-"), "{one}");
        assert_eq!(slug_of(" 日本語 ", "tag"), one);
        assert_ne!(slug_of("中文", "tag"), one);
        assert_eq!(slug_of(one.as_str(), "tag"), one, "an address is its own");
    }
}
