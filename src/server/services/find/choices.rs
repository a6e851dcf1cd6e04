//! What can be chosen next: each choice in words, with its address and what it would leave.

use std::collections::HashMap;

use crate::{
    model::{
        find::{Active, Choice, MAX_TAGS, Place, PostQuery, Sort, Window},
        listing::{Paging, count_posts, grouped},
    },
    server::db::tags::TagRow,
};

/// Tags that are offered.
pub const TAGS: u32 = 14;

/// Near words and near tags that are offered, of each.
const NEAREST: usize = 4;

/// Edits that make a word no longer near.
const FAR: usize = 3;

/// How many posts carry each tag, by row id; a tag that is not named is carried by none. Empty where nothing was asked.
#[derive(Debug, Default)]
pub struct Left {
    /// Of the posts that were found.
    pub found: HashMap<i64, u32>,
    /// Of those that would be found whatever their tags; only where any of the tags is enough.
    pub untagged: HashMap<i64, u32>,
    /// Not all posts were looked at: the numbers say which tag leaves most, but not how many.
    pub cut: bool,
}

/// A question and what was found.
pub struct Asked<'a> {
    /// The question.
    pub query: &'a PostQuery,
    /// Where it was asked.
    pub place: Place,
    /// All tags that listed posts carry, by name.
    pub tags: &'a [TagRow],
    /// What further tags would leave.
    pub left: &'a Left,
    /// Posts that were found.
    pub total: u32,
}

impl Asked<'_> {
    /// The address of the first page of a question that differs from this one.
    fn instead(&self, change: impl FnOnce(&mut PostQuery)) -> String {
        let mut query = self.query.clone();
        query.page = 1;
        query.brief = false;
        change(&mut query);
        query.any &= query.tags.len() > 1;
        if query.words.is_empty() {
            query.literal = false;
        }
        if query.sort == Sort::Best && query.words.is_empty() {
            query.sort = Sort::Newest;
        }
        query.href(self.place)
    }

    fn name<'s>(&'s self, slug: &'s str) -> &'s str {
        self.tags
            .iter()
            .find(|tag| tag.slug == slug)
            .map_or(slug, |tag| tag.name.as_str())
    }

    /// How many posts there would be with one more tag.
    fn would_leave(&self, tag: &TagRow) -> u32 {
        if !self.query.is_filtered() {
            return tag.post_count;
        }
        let of = |counts: &HashMap<i64, u32>| counts.get(&tag.id).copied().unwrap_or(0);
        let found = of(&self.left.found);
        if self.query.any {
            self.total + of(&self.left.untagged).saturating_sub(found)
        } else {
            found
        }
    }
}

/// The same question, at another page.
pub fn page(asked: &Asked<'_>, page: u32) -> String {
    let next = asked.instead(|query| query.page = page);
    // The front page is one page; the list goes on where all posts are.
    match (asked.place, asked.query.is_filtered()) {
        (Place::Home, false) => PostQuery {
            page,
            ..asked.query.clone()
        }
        .href(Place::Posts),
        _ => next,
    }
}

/// The same words, as they were typed.
pub fn literal(asked: &Asked<'_>) -> String {
    asked.instead(|query| query.literal = true)
}

/// How many posts there are, in the words of the place.
pub fn count(asked: &Asked<'_>, paging: Paging, bounded: bool, all: u32) -> String {
    let more = if bounded { "+" } else { "" };
    match asked.place {
        Place::Home if paging.pages == 1 => format!("{} shown", grouped(paging.total)),
        _ if asked.query.is_filtered() => format!("{}{more} of {}", grouped(paging.total), count_posts(all)),
        _ => count_posts(paging.total),
    }
}

/// Path and query of the page that stands for all that show the same.
pub fn canonical(query: &PostQuery, place: Place) -> String {
    match query.tags.as_slice() {
        [] if !query.is_filtered() && query.sort == Sort::Newest => match (place, query.page) {
            (Place::Home, 2..) => query.href(Place::Posts),
            _ => query.href(place),
        },
        [tag] if query.words.is_empty() && query.not.is_empty() => format!("/tags/{tag}"),
        _ => place.path().to_owned(),
    }
}

/// Whether search engines should keep the page: not one of the endless ways to filter.
pub fn is_indexed(query: &PostQuery, place: Place) -> bool {
    place != Place::Search
        && query.words.is_empty()
        && query.not.is_empty()
        && query.tags.len() <= 1
        && query.sort == Sort::Newest
}

/// The filters that are on.
pub fn active(asked: &Asked<'_>) -> Vec<Active> {
    let query = asked.query;
    let words = (!query.words.is_empty() && asked.place != Place::Search).then(|| Active {
        label: format!("“{}”", query.words),
        excluded: false,
        remove: asked.instead(|query| query.words.clear()),
        invert: String::new(),
    });
    let wanted = query.tags.iter().map(|tag| Active {
        label: asked.name(tag).to_owned(),
        excluded: false,
        remove: asked.instead(|query| query.tags.retain(|other| other != tag)),
        invert: if query.not.len() < MAX_TAGS {
            asked.instead(|query| {
                query.tags.retain(|other| other != tag);
                insert(&mut query.not, tag);
            })
        } else {
            String::new()
        },
    });
    let excluded = query.not.iter().map(|tag| Active {
        label: asked.name(tag).to_owned(),
        excluded: true,
        remove: asked.instead(|query| query.not.retain(|other| other != tag)),
        invert: if query.tags.len() < MAX_TAGS {
            asked.instead(|query| {
                query.not.retain(|other| other != tag);
                insert(&mut query.tags, tag);
            })
        } else {
            String::new()
        },
    });
    words.into_iter().chain(wanted).chain(excluded).collect()
}

/// Adds to a list in alphabetical order without repetitions.
fn insert(list: &mut Vec<String>, tag: &str) {
    if let Err(place) = list.binary_search_by(|other| other.as_str().cmp(tag)) {
        list.insert(place, tag.to_owned());
    }
}

/// Tags to filter by besides those that are: what leaves most goes first, what leaves nothing is shown as such. None
/// where a question may have no more.
pub fn tags(asked: &Asked<'_>) -> Vec<Choice> {
    let query = asked.query;
    if query.tags.len() >= MAX_TAGS {
        return Vec::new();
    }
    let mut offered: Vec<(u32, &TagRow)> = asked
        .tags
        .iter()
        .filter(|tag| !query.tags.contains(&tag.slug) && !query.not.contains(&tag.slug))
        .map(|tag| (asked.would_leave(tag), tag))
        .collect();
    offered.sort_by_key(|(left, tag)| (std::cmp::Reverse(*left), std::cmp::Reverse(tag.post_count)));
    offered.truncate(TAGS as usize);
    offered
        .into_iter()
        .map(|(left, tag)| Choice {
            label: tag.name.clone(),
            href: if left == 0 && !asked.left.cut {
                String::new()
            } else {
                asked.instead(|query| insert(&mut query.tags, &tag.slug))
            },
            posts: (!asked.left.cut).then_some(left),
            on: false,
        })
        .collect()
}

/// All tags or any of them, where there is more than one.
pub fn modes(asked: &Asked<'_>) -> Vec<Choice> {
    if asked.query.tags.len() < 2 {
        return Vec::new();
    }
    [("All of them", false), ("Any of them", true)]
        .map(|(label, any)| Choice {
            label: label.to_owned(),
            href: asked.instead(|query| query.any = any),
            posts: None,
            on: asked.query.any == any,
        })
        .into()
}

/// The orders, and over which time reads are counted where that is the order.
pub fn sorts(asked: &Asked<'_>) -> Vec<Choice> {
    let sort = asked.query.sort;
    let read = matches!(sort, Sort::Read(_));
    let mut offered = Vec::new();
    if !asked.query.words.is_empty() {
        offered.push((Sort::Best, "Best match", sort == Sort::Best));
    }
    offered.extend([
        (Sort::Newest, "Newest", sort == Sort::Newest),
        (Sort::Oldest, "Oldest", sort == Sort::Oldest),
        (Sort::Read(Window::Month), "Most read", read),
        (Sort::Updated, "Recently updated", sort == Sort::Updated),
        (Sort::Title, "Title", sort == Sort::Title),
    ]);
    if read {
        offered.extend(
            [
                (Window::Week, "7 days"),
                (Window::Month, "30 days"),
                (Window::Year, "365 days"),
                (Window::All, "All time"),
            ]
            .map(|(window, label)| (Sort::Read(window), label, sort == Sort::Read(window))),
        );
    }
    offered
        .into_iter()
        .map(|(sort, label, on)| Choice {
            label: label.to_owned(),
            href: asked.instead(|query| query.sort = sort),
            posts: None,
            on,
        })
        .collect()
}

/// What may have been meant, where nothing was found: near words, then tags with a near name.
pub fn nearest(asked: &Asked<'_>, words: Vec<String>) -> Vec<Choice> {
    if asked.total > 0 || asked.query.words.is_empty() {
        return Vec::new();
    }
    let typed = asked.query.words.to_lowercase();
    let mut tags: Vec<(usize, &TagRow)> = asked
        .tags
        .iter()
        .filter_map(|tag| {
            let name = tag.name.to_lowercase();
            typed
                .split_whitespace()
                .map(|word| strsim::osa_distance(word, &name))
                .min()
                .filter(|distance| *distance < FAR.min(name.chars().count()))
                .map(|distance| (distance, tag))
        })
        .collect();
    tags.sort_by_key(|(distance, tag)| (*distance, std::cmp::Reverse(tag.post_count)));
    let tags = tags.into_iter().take(NEAREST).map(|(_, tag)| Choice {
        label: format!("#{}", tag.name),
        href: format!("/tags/{}", tag.slug),
        posts: Some(tag.post_count),
        on: false,
    });
    words
        .into_iter()
        .take(NEAREST)
        .map(|word| Choice {
            href: asked.instead(|query| query.words.clone_from(&word)),
            label: word,
            posts: None,
            on: false,
        })
        .chain(tags)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_counted_in_part_has_an_address_and_no_number() {
        let query = PostQuery::parse("q=lock").unwrap();
        let all = ["a", "b", "c"].map(|slug| TagRow {
            id: i64::from(slug.as_bytes()[0]),
            slug: slug.to_owned(),
            name: slug.to_owned(),
            description: String::new(),
            post_count: 9,
        });
        let offered = |cut| {
            let found = [(i64::from(b'b'), 2), (i64::from(b'c'), 1)].into();
            let left = Left {
                found,
                cut,
                ..Left::default()
            };
            let asked = Asked {
                query: &query,
                place: Place::Search,
                tags: &all,
                left: &left,
                total: 3,
            };
            tags(&asked)
                .into_iter()
                .map(|choice| (choice.label, choice.posts, choice.href.is_empty()))
                .collect::<Vec<_>>()
        };
        let of = |label: &str, posts, nowhere| (label.to_owned(), posts, nowhere);
        assert_eq!(
            offered(false),
            [
                of("b", Some(2), false),
                of("c", Some(1), false),
                of("a", Some(0), true)
            ]
        );
        assert_eq!(
            offered(true),
            [of("b", None, false), of("c", None, false), of("a", None, false)]
        );
    }
}
