//! Links within the site, looked at before readers follow them.

use std::{
    collections::{BTreeSet, HashSet},
    io,
    path::Path,
};

use percent_encoding::percent_decode_str;

use super::settled::Settled;
use crate::{
    model::slug::Slug,
    server::{
        context::Context,
        db::{Connection, redirects},
        fault::Fault,
        services::{
            feed::address::parse_path,
            made,
            media::shelf,
            redirects::{FOLDERS, normalise, without_end},
            render::RenderedBody,
        },
    },
};

/// Links that are named.
const NAMED: usize = 5;

/// Places that are looked for, however many links there are to each: other writers wait meanwhile. Nothing is said of any more.
const MOST: usize = 2_000;

/// Where a text leads on this site.
#[derive(Debug, Default)]
pub struct Links {
    /// Those to entries of the site's folders.
    entries: Vec<Entry>,
    /// Stored files that are not there.
    lost: Vec<String>,
}

impl Links {
    /// Those of a rendered text. Looks for the files that it names.
    pub async fn read(context: &Context, body: &RenderedBody) -> Result<Self, Fault> {
        let links = body.links(&context.site().base_url);
        let (files, paths): (Vec<_>, Vec<_>) =
            links.into_iter().partition(|link| link.starts_with("/media/"));
        let entries = entries_of(paths);
        if files.is_empty() {
            return Ok(Self {
                entries,
                lost: Vec::new(),
            });
        }
        let folder = context.media.clone();
        let lost = tokio::task::spawn_blocking(move || find_lost(&folder, files)).await??;
        Ok(Self { entries, lost })
    }
}

/// A link to an entry of a folder of the site, or to what is made of that.
#[derive(Debug)]
struct Entry {
    link: String,
    folder: &'static str,
    /// The name, and what it is spelt right.
    names: Vec<String>,
    /// Where a redirect may be: at these names, and at the path as a whole, which may be one from elsewhere.
    paths: Vec<String>,
}

impl Entry {
    /// Nothing of a link to anything else, such as the feeds of the whole site.
    fn of(link: String) -> Option<Self> {
        let path = link.split(['?', '#']).next()?;
        if parse_path(path).is_some_and(|(page, _)| page.is_empty()) {
            return None;
        }
        let inner = made::stem(path.trim_end_matches('/')).strip_prefix('/')?;
        let (folder, rest) = inner.split_once('/')?;
        let folder = FOLDERS.into_iter().find(|known| *known == folder)?;
        let name = rest.split('/').next()?;
        let name = percent_decode_str(name).decode_utf8().ok()?.into_owned();
        let right = Slug::meant(&name).map(|right| right.to_string());
        let right = right.filter(|right| *right != name);
        let names: Vec<String> = [name].into_iter().chain(right).collect();
        let mut paths: Vec<String> = names.iter().map(|name| format!("/{folder}/{name}")).collect();
        if let Some(whole) = normalise(path) {
            paths.extend(without_end(&whole).map(str::to_owned));
            paths.push(whole);
        }
        Some(Self {
            link,
            folder,
            names,
            paths,
        })
    }
}

/// The links to entries among these, in their order; see [`MOST`].
fn entries_of(links: Vec<String>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = links.into_iter().filter_map(Entry::of).collect();
    let mut places = HashSet::new();
    entries.retain(|entry| {
        places.contains(&entry.paths) || (places.len() < MOST && places.insert(entry.paths.clone()))
    });
    entries
}

/// What is wrong with the links of a text to posts, tags, stored files and the like of this site, in words; nothing where all
/// of them lead somewhere, or will once what they name is published. Whatever else is at the site's address may be somebody
/// else's. `own` is where the text itself is to be, `settled` what it brings with it.
pub async fn find_broken(
    connection: &mut Connection,
    links: &Links,
    own: &str,
    settled: &Settled,
) -> sqlx::Result<Option<String>> {
    let is_own = |entry: &Entry| {
        let mut names = entry.names.iter();
        names.any(|name| format!("/{}/{name}", entry.folder) == own)
    };
    let entries = links.entries.iter();
    let entries: Vec<&Entry> = entries
        .filter(|entry| !is_own(entry) && !brings(settled, entry))
        .collect();
    let nowhere = list_nowhere(connection, entries).await?;
    let entries = nowhere.into_iter().map(|entry| &entry.link);
    let broken: Vec<&str> = entries.chain(&links.lost).map(String::as_str).collect();
    let mend = if broken.len() == 1 {
        " Mend it, or take it out."
    } else {
        " Mend them, or take them out."
    };
    Ok(tell(&broken, "nowhere on this site").map(|told| told + mend))
}

/// What is to be said of links within a text to places that it does not have.
pub fn tell_lost(places: &[String]) -> Option<String> {
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    tell(&places, "to no heading of this text")
}

/// Says where links lead, the first of them by name; nothing where there are none.
fn tell(links: &[&str], place: &str) -> Option<String> {
    let first: Vec<&str> = links.iter().take(NAMED).copied().collect();
    let named = first.join(", ");
    match links.len() {
        0 => None,
        1 => Some(format!("The link to {named} leads {place}.")),
        count if count > NAMED => Some(format!("{count} links lead {place}: {named} and others.")),
        _ => Some(format!("These links lead {place}: {named}.")),
    }
}

/// Those of these links whose files readers do not get.
fn find_lost(folder: &Path, links: Vec<String>) -> io::Result<Vec<String>> {
    let mut lost = Vec::new();
    for link in links {
        let path = link.split(['?', '#']).next().unwrap_or_default();
        let is_there = match percent_decode_str(path).decode_utf8() {
            Ok(address) => shelf::is_there(folder, &address)?,
            Err(_) => false,
        };
        if !is_there {
            lost.push(link);
        }
    }
    Ok(lost)
}

/// Whether a tag or series is made with the text.
fn brings(settled: &Settled, entry: &Entry) -> bool {
    let is_named = |slug: &Slug| entry.names.iter().any(|name| name == slug.as_str());
    match entry.folder {
        "tags" => settled.tags.iter().any(|tag| is_named(&tag.slug)),
        "series" => settled
            .series
            .as_ref()
            .is_some_and(|(series, _)| is_named(&series.slug)),
        _ => false,
    }
}

/// Those of these where nothing is or was. However many there are: a few queries for each folder.
async fn list_nowhere<'a>(
    connection: &mut Connection,
    mut entries: Vec<&'a Entry>,
) -> sqlx::Result<Vec<&'a Entry>> {
    for folder in FOLDERS {
        let inside = entries.iter().copied().filter(|entry| entry.folder == folder);
        let names: BTreeSet<&str> = inside
            .flat_map(|entry| &entry.names)
            .map(String::as_str)
            .filter(|name| Slug::parse(name).is_ok())
            .collect();
        let names: Vec<&str> = names.into_iter().collect();
        let known = redirects::list_things(connection, folder, &names).await?;
        let known: HashSet<String> = known.into_iter().collect();
        entries
            .retain(|entry| entry.folder != folder || !entry.names.iter().any(|name| known.contains(name)));
    }
    let inside = entries.iter().copied().flat_map(|entry| &entry.paths);
    let paths: BTreeSet<&str> = inside.map(String::as_str).collect();
    let paths: Vec<&str> = paths.into_iter().collect();
    let leading = redirects::list_leading(connection, &paths).await?;
    let leading: HashSet<String> = leading.into_iter().collect();
    entries.retain(|entry| !entry.paths.iter().any(|path| leading.contains(path)));
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(links: &[&str]) -> Vec<Entry> {
        entries_of(links.iter().map(|link| (*link).to_owned()).collect())
    }

    #[test]
    fn feeds_of_the_whole_site_and_what_is_no_entry_are_not_looked_for() {
        let others = [
            "/posts/rss.xml",
            "/posts/atom.xml?page=2",
            "/posts/feed/",
            "/posts",
            "/about",
            "/elsewhere/a",
        ];
        assert!(read(&others).is_empty(), "{:?}", read(&others));
        let entries = read(&["/tags/Rust/rss.xml"]);
        assert_eq!(entries[0].names, ["Rust", "rust"]);
    }

    #[test]
    fn what_is_behind_a_name_may_belong_to_an_old_address() {
        let entries = read(&["/posts/2019/05/%C3%BCber.html?a=b#c", "/posts/one.md"]);
        assert_eq!(
            entries[0].paths,
            ["/posts/2019", "/posts/2019/05/über", "/posts/2019/05/über.html"]
        );
        assert_eq!(entries[1].paths, ["/posts/one", "/posts/one.md"]);
    }

    #[test]
    fn only_so_many_places_are_looked_for_and_all_links_to_these() {
        let mut links: Vec<String> = (0..=MOST).map(|number| format!("/posts/a-{number}")).collect();
        links.push("/posts/a-0?b=c".to_owned());
        let entries = entries_of(links);
        assert_eq!(entries.len(), MOST + 1);
        assert_eq!(entries.last().unwrap().link, "/posts/a-0?b=c");
    }
}
