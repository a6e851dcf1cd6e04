//! People, tags and series that a draft names, as they are kept here.

use crate::{
    model::{
        role::{Action, Whose, allows},
        slug::Slug,
    },
    server::{
        db::{Connection, authors, series, tags},
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
        Some(author) => authors::read_profile(connection, author).await?.slug,
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

/// Tags by their names. One that is not there yet is made, under the address that its name makes.
pub async fn find_tags(connection: &mut Connection, names: &[String]) -> sqlx::Result<Vec<Named>> {
    let mut found = Vec::with_capacity(names.len());
    for name in names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
    {
        // A tag that was renamed has another address than its name makes.
        let known = tags::find_by_name(connection, name).await?;
        let known = known.and_then(|(slug, name)| Slug::parse(&slug).ok().map(|slug| Named { slug, name }));
        found.push(known.unwrap_or_else(|| Named {
            slug: slug_of(name, "tag"),
            name: name.to_owned(),
        }));
    }
    Ok(found)
}

/// A series by its address; one that is not there yet is made, under the name that was written.
pub async fn find_series(connection: &mut Connection, written: &str) -> sqlx::Result<Option<Named>> {
    if written.trim().is_empty() {
        return Ok(None);
    }
    let slug = slug_of(written, "series");
    let title = series::read_series(connection, slug.as_str())
        .await?
        .map_or_else(|| written.trim().to_owned(), |series| series.title);
    Ok(Some(Named { slug, name: title }))
}
