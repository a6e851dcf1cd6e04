//! Links within the site, looked at before readers follow them.

use percent_encoding::percent_decode_str;

use super::settled::Settled;
use crate::{
    model::slug::Slug,
    server::{
        db::Connection,
        services::{made, redirects::FOLDERS, sorting::redirects::resolve},
    },
};

/// Links that are looked at, as each asks the database.
const MOST: usize = 300;

/// Links that are named.
const NAMED: usize = 5;

/// What is wrong with the links of a text to posts, tags and the like of this site, in words; nothing where all of them lead
/// somewhere, or will once what they name is published. Whatever else is at the site's address may be somebody else's.
/// `own` is where the text itself is to be, `settled` what it brings with it.
pub async fn find_broken(
    connection: &mut Connection,
    links: &[String],
    own: &str,
    settled: &Settled,
) -> sqlx::Result<Option<String>> {
    let mut broken: Vec<&str> = Vec::new();
    for link in links.iter().take(MOST) {
        if let Some((folder, name)) = entry_of(link)
            && format!("/{folder}/{name}") != own
            && !brings(settled, folder, &name)
            && !leads(connection, folder, &name).await?
        {
            broken.push(link);
        }
    }
    let named = broken.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    Ok(match broken.len() {
        0 => None,
        1 => Some(format!(
            "The link to {named} leads nowhere on this site. Mend it, or take it out."
        )),
        count if count > NAMED => Some(format!(
            "{count} links lead nowhere on this site: {named} and others. Mend them, or take them out."
        )),
        _ => Some(format!(
            "These links lead nowhere on this site: {named}. Mend them, or take them out."
        )),
    })
}

/// The folder and the name of the entry that a link is to, or to what is made of that.
fn entry_of(link: &str) -> Option<(&'static str, String)> {
    let path = link.split(['?', '#']).next()?;
    let inner = made::stem(path.trim_end_matches('/')).strip_prefix('/')?;
    let (folder, rest) = inner.split_once('/')?;
    let folder = FOLDERS.into_iter().find(|known| *known == folder)?;
    let name = rest.split('/').next()?;
    let name = percent_decode_str(name).decode_utf8().ok()?;
    Some((folder, name.into_owned()))
}

/// Whether a tag or series is made with the text.
fn brings(settled: &Settled, folder: &str, name: &str) -> bool {
    match folder {
        "tags" => settled.tags.iter().any(|tag| tag.slug.as_str() == name),
        "series" => settled
            .series
            .as_ref()
            .is_some_and(|(series, _)| series.slug.as_str() == name),
        _ => false,
    }
}

/// Whether something is there or was, by this name or spelt right.
async fn leads(connection: &mut Connection, folder: &str, name: &str) -> sqlx::Result<bool> {
    let right = Slug::meant(name);
    let respelt = right.as_ref().map(Slug::as_str).filter(|right| *right != name);
    for name in [name].into_iter().chain(respelt) {
        if resolve(connection, &format!("/{folder}/{name}")).await?.is_ok() {
            return Ok(true);
        }
    }
    Ok(false)
}
