//! Titles that name their series: taken apart where front matter names it too, or where posts seem to name the same and a
//! number, a post of its very name or a third post says that it is no chance.

use std::collections::HashMap;

use super::{entry::Entry, folder::Warning, terms::slug_of};
use crate::model::{
    series::title::{self, Guess, Split},
    slug::Slug,
    status::Kind,
};

/// Posts that have to name a series before it is one, where something else says that it is.
const ENOUGH: usize = 2;

/// Posts whose titles alone make a series.
const MANY: usize = 3;

/// What posts say of a series that they seem to name.
struct Hint {
    /// As it was written first.
    name: String,
    /// How many name it.
    posts: usize,
    /// Whether a number, front matter or a post of its very name says that it is one.
    is_said: bool,
}

impl Hint {
    /// Two titles may well end alike; three do not by chance, unless in small letters, as subtitles are written:
    /// `Docker : le guide complet`, `Kubernetes : le guide complet`.
    fn is_series(&self) -> bool {
        let is_name = !self.name.starts_with(char::is_lowercase);
        self.posts >= ENOUGH && (self.is_said || self.posts >= MANY && is_name)
    }
}

/// Finds the series that titles name, takes the names out of the titles, and says so. The whole title stays as the one for
/// search engines, unless there is another.
///
/// Addresses are made of whole titles, so they have to be known before.
pub fn split_titles(entries: &mut [Entry], warnings: &mut Vec<Warning>) {
    let mut names: HashMap<Slug, Hint> = HashMap::new();
    for entry in entries.iter() {
        let (name, is_said) = match (&entry.fields.series, guess(entry)) {
            (Some((_, name)), _) => (name.clone(), true),
            (None, Some(guess)) => (guess.series, guess.split.part.is_some()),
            (None, None) => continue,
        };
        let hint = names.entry(slug_of(&name, "series")).or_insert(Hint {
            name,
            posts: 0,
            is_said: false,
        });
        hint.posts += 1;
        hint.is_said |= is_said;
    }
    for entry in entries.iter() {
        let whole = entry.fields.title.as_deref().unwrap_or_default();
        if is_post(entry)
            && entry.fields.series.is_none()
            && let Some(hint) = names.get_mut(&slug_of(whole, "series"))
        {
            hint.is_said = true;
        }
    }
    names.retain(|_, hint| hint.is_series());
    for entry in entries {
        let Some(whole) = entry.fields.title.clone() else {
            continue;
        };
        let split = match &entry.fields.series {
            Some((_, series)) => title::split(&whole, series).or_else(|| overview(&whole, series)),
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
fn guess(entry: &Entry) -> Option<Guess> {
    let fields = &entry.fields;
    (is_post(entry) && fields.series.is_none()).then_some(())?;
    title::guess(fields.title.as_deref()?)
}

fn is_post(entry: &Entry) -> bool {
    entry.fields.kind.is_none_or(|kind| kind == Kind::Post)
}

/// The place of a post that is called what its series is.
fn overview(whole: &str, series: &str) -> Option<Split> {
    (slug_of(whole, "series") == slug_of(series, "series")).then(|| Split {
        title: whole.to_owned(),
        part: Some(0),
    })
}

/// Puts a post into the series that its title names with others, or is the whole name of: then it is the overview.
fn join(entry: &mut Entry, names: &HashMap<Slug, Hint>, whole: &str) -> Option<Split> {
    if let Some(guess) = guess(entry) {
        let name = &names.get(&slug_of(&guess.series, "series"))?.name;
        let split = title::split(whole, name).unwrap_or(guess.split);
        entry.fields.series = Some((None, name.clone()));
        return Some(split);
    }
    let named = names.get(&slug_of(whole, "series"));
    let name = &named.filter(|_| is_post(entry))?.name;
    entry.fields.series = Some((None, name.clone()));
    overview(whole, name)
}
