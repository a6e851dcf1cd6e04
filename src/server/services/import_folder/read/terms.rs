//! The names that posts share: tags, people, series. Two spellings of one slug are one name.

use std::collections::{BTreeMap, HashSet};

use super::{
    entry::Entry,
    folder::{FolderAuthor, SeriesPart, Term},
};
use crate::model::slug::Slug;
pub use crate::server::services::addresses::slug_of;

/// Everything named by posts, and what each post names.
#[derive(Debug, Default)]
pub struct Terms {
    tags: BTreeMap<Slug, String>,
    series: BTreeMap<Slug, String>,
    people: BTreeMap<Slug, (String, Option<String>)>,
}

/// What one post names.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// In the author's order.
    pub tags: Vec<Term>,
    /// In the author's order.
    pub authors: Vec<Term>,
    /// The series it is part of.
    pub series: Option<SeriesPart>,
}

impl Terms {
    /// Goes through all posts, oldest first, so that the first spelling of a name is the one that stays.
    pub fn collect(entries: &[Entry], order: &[usize], keywords_as_tags: bool) -> (Self, Vec<Named>) {
        let with_keywords = entries
            .iter()
            .filter(|entry| !entry.fields.keywords.is_empty())
            .count();
        let with_tags = entries.iter().filter(|entry| has_tags(entry)).count();
        // A blog whose posts nearly all have keywords and a handful tags uses keywords as its tags.
        let keywords = keywords_as_tags && with_keywords > with_tags;
        let mut this = Self::default();
        let mut named = vec![Named::default(); entries.len()];
        for &index in order {
            if let (Some(entry), Some(place)) = (entries.get(index), named.get_mut(index)) {
                *place = this.named(entry, keywords);
            }
        }
        (this, named)
    }

    /// Slugs of all tags.
    pub fn tag_slugs(&self) -> HashSet<String> {
        self.tags.keys().map(|slug| slug.as_str().to_owned()).collect()
    }

    /// Tags, authors and series, each in the order of their slugs.
    pub fn into_lists(self) -> (Vec<Term>, Vec<FolderAuthor>, Vec<Term>) {
        let terms =
            |map: BTreeMap<Slug, String>| map.into_iter().map(|(slug, name)| Term { slug, name }).collect();
        let people = self
            .people
            .into_iter()
            .map(|(slug, (name, bio))| FolderAuthor { slug, name, bio })
            .collect();
        (terms(self.tags), people, terms(self.series))
    }

    fn named(&mut self, entry: &Entry, keywords: bool) -> Named {
        let fields = &entry.fields;
        let mut named = Named::default();
        let own = fields.categories.iter().chain(&fields.tags);
        let instead = if keywords && !has_tags(entry) {
            fields.keywords.as_slice()
        } else {
            &[]
        };
        for name in own.chain(instead) {
            let slug = slug_of(name, "tag");
            let name = self
                .tags
                .entry(slug.clone())
                .or_insert_with(|| cleaned(name))
                .clone();
            add(&mut named.tags, slug, name);
        }
        for person in &fields.people {
            let slug = slug_of(&person.name, "author");
            let known = self
                .people
                .entry(slug.clone())
                .or_insert_with(|| (cleaned(&person.name), None));
            known.1 = known.1.take().or_else(|| person.role.clone());
            let name = known.0.clone();
            add(&mut named.authors, slug, name);
        }
        named.series = fields.series.as_ref().map(|(slug, title)| {
            let slug = slug
                .as_deref()
                .map_or_else(|| slug_of(title, "series"), |slug| slug_of(slug, "series"));
            let title = self
                .series
                .entry(slug.clone())
                .or_insert_with(|| cleaned(title))
                .clone();
            SeriesPart {
                slug,
                title,
                part: fields.part,
            }
        });
        named
    }
}

/// A name as it is kept: on one line, without signs that nobody sees.
pub fn cleaned(name: &str) -> String {
    let name = name.replace(char::is_control, " ");
    name.trim().to_owned()
}

fn has_tags(entry: &Entry) -> bool {
    !entry.fields.tags.is_empty() || !entry.fields.categories.is_empty()
}

fn add(terms: &mut Vec<Term>, slug: Slug, name: String) {
    if !terms.iter().any(|term| term.slug == slug) {
        terms.push(Term { slug, name });
    }
}
