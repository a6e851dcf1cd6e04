//! People, tags and series that a draft names.

use crate::{
    model::{
        role::{Action, Whose, allows},
        slug::Slug,
    },
    server::{
        db::{
            Connection,
            authors::{self, profile},
        },
        services::{accounts::Actor, addresses::slug_of, save::Named},
    },
};

/// The people whom a post names, or what is wrong with that. They are who may write on it, so nobody leaves themselves out
/// who may write on own posts only.
pub async fn find_people(
    connection: &mut Connection,
    actor: &Actor,
    slugs: &[String],
) -> sqlx::Result<Result<Vec<Named>, String>> {
    let mut people = Vec::with_capacity(slugs.len());
    for slug in slugs {
        match find_author(connection, slug).await? {
            Some(named) => people.push(named),
            None => {
                return Ok(Err(format!(
                    "There is no author “{slug}” here. Choose somebody else, or take the name away."
                )));
            }
        }
    }
    if allows(actor.role(), Action::PublishPost(Whose::Others)) {
        return Ok(Ok(people));
    }
    let own = match actor.author_id() {
        Some(author) => profile::read_profile(connection, author).await?.slug,
        None => String::new(),
    };
    if !people.iter().any(|named| named.slug.as_str() == own) {
        return Ok(Err(
            "Name yourself among the authors, or you could not write on this post any more.".to_owned(),
        ));
    }
    Ok(Ok(people))
}

async fn find_author(connection: &mut Connection, slug: &str) -> sqlx::Result<Option<Named>> {
    let name = authors::find_name(connection, slug).await?;
    Ok(name.and_then(|name| {
        Some(Named {
            slug: Slug::parse(slug).ok()?,
            name,
        })
    }))
}

/// A tag as its author wrote it, under the address that its name makes.
pub fn tag(written: &str) -> Named {
    named(written, "tag")
}

/// A series as its author wrote it, under the address that its name makes.
pub fn series(written: &str) -> Named {
    named(written, "series")
}

fn named(written: &str, kind: &str) -> Named {
    Named {
        slug: slug_of(written.trim(), kind),
        name: written.trim().to_owned(),
    }
}
