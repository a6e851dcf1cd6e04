//! Links within the site, looked at before readers follow them.

use crate::server::{
    db::Connection,
    services::sorting::redirects::{is_programs, resolve},
};

/// Links that are looked at, as each asks the database.
const MOST: usize = 300;

/// Links that are named.
const NAMED: usize = 5;

/// What is wrong with the links of a text to paths of this site, in words; nothing where all of them lead somewhere, or will
/// once what they name is published. `own` is where the text itself is to be.
pub async fn find_broken(
    connection: &mut Connection,
    links: &[String],
    own: &str,
) -> sqlx::Result<Option<String>> {
    let mut broken: Vec<&str> = Vec::new();
    for link in links.iter().take(MOST) {
        let path = link.split(['?', '#']).next().unwrap_or_default();
        let path = path.trim_end_matches('/');
        // A file may have been put beside the program's own.
        let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        if path != own && !is_programs(path) && !is_file && resolve(connection, link).await?.is_err() {
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
