//! Titles that name their series: taken apart where front matter names it too, or where two posts seem to name the same.

use std::collections::HashMap;

use super::{entry::Entry, folder::Warning, terms::slug_of};
use crate::model::{
    series::title::{self, Split},
    slug::Slug,
    status::Kind,
};

/// Posts that have to name a series before it is one.
const ENOUGH: usize = 2;

/// Finds the series that titles name, takes the names out of the titles, and says so. The whole title stays as the one for
/// search engines, unless there is another.
///
/// Addresses are made of whole titles, so they have to be known before.
pub fn split_titles(entries: &mut [Entry], warnings: &mut Vec<Warning>) {
    let mut names: HashMap<Slug, (usize, String)> = HashMap::new();
    for entry in entries.iter() {
        let name = match (&entry.fields.series, guess(entry)) {
            (Some((_, name)), _) => name.clone(),
            (None, Some(name)) => name,
            (None, None) => continue,
        };
        let slug = slug_of(&name, "series");
        names.entry(slug).or_insert((0, name)).0 += 1;
    }
    names.retain(|_, (posts, _)| *posts >= ENOUGH);
    for entry in entries {
        let Some(whole) = entry.fields.title.clone() else {
            continue;
        };
        let split = match &entry.fields.series {
            Some((_, series)) => title::split(&whole, series),
            None => join(entry, &names, &whole),
        };
        let Some(split) = split else { continue };
        entry.fields.part = entry.fields.part.or(split.part);
        if split.title == whole {
            continue;
        }
        warnings.push(Warning {
            file: entry.path.clone(),
            line: entry.document.line_of("title"),
            reason: format!(
                "names its series in its title, and is called “{}” here; the whole title is the one for search engines",
                split.title
            ),
        });
        entry.fields.title = Some(split.title);
        entry.fields.seo_title = entry.fields.seo_title.take().or(Some(whole));
    }
}

/// The series that the title of a post seems to name, where its front matter names none.
fn guess(entry: &Entry) -> Option<String> {
    let fields = &entry.fields;
    let is_post = fields.kind.is_none_or(|kind| kind == Kind::Post);
    (is_post && fields.series.is_none()).then_some(())?;
    Some(title::guess(fields.title.as_deref()?)?.series)
}

/// Puts a post into the series that its title names with others, or is the whole name of: then it is the overview.
fn join(entry: &mut Entry, names: &HashMap<Slug, (usize, String)>, whole: &str) -> Option<Split> {
    if let Some(name) = guess(entry) {
        let (_, name) = names.get(&slug_of(&name, "series"))?;
        let split = title::split(whole, name).or_else(|| title::guess(whole).map(|guess| guess.split))?;
        entry.fields.series = Some((None, name.clone()));
        return Some(split);
    }
    let is_post = entry.fields.kind.is_none_or(|kind| kind == Kind::Post);
    let (_, name) = names.get(&slug_of(whole, "series")).filter(|_| is_post)?;
    entry.fields.series = Some((None, name.clone()));
    Some(Split {
        title: whole.to_owned(),
        part: Some(0),
    })
}
