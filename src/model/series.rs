//! Series: posts that are meant to be read in order.

use std::sync::Arc;

use miniserde::{Deserialize, Serialize};

use super::{
    date::DateLabel,
    drawn::DrawnPage,
    post::{Cover, PostLink},
};

pub mod rows;
pub mod title;

/// Which part of which series a post is, counted over what readers can see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesRef {
    /// `/series/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
    /// Which part the post is, from 1; 0 for the overview.
    pub part: u32,
    /// How many parts there are; an overview is none.
    pub parts: u32,
}

impl SeriesRef {
    /// "Part 3 of 7" or "Overview"; nothing where there is but one part yet.
    pub fn label(&self) -> Option<String> {
        match (self.part, self.parts) {
            (_, 0 | 1) => None,
            (0, _) => Some("Overview".to_owned()),
            (part, parts) => Some(format!("Part {part} of {parts}")),
        }
    }
}

/// One part as a series lists it. Never sent as data, as all that is drawn on the server only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesPart {
    /// The post.
    pub post: PostLink,
    /// What it argues; empty where nothing is known.
    pub summary: String,
    /// When it appeared.
    pub published: DateLabel,
    /// Reading time in minutes.
    pub minutes: u32,
    /// Which part it is, from 1; 0 for the overview.
    pub number: u32,
}

/// A part that readers cannot read yet, where its author tells them what it is called; nothing else is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComingPart {
    /// As written.
    pub title: String,
    /// How many of the visible parts stand before it.
    pub after: usize,
}

/// A part, or one that is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place<T> {
    /// It can be read.
    Part(T),
    /// It is called this, and cannot.
    Coming(String),
}

/// The visible parts in reading order with those between them that are to come.
pub fn in_order<T>(parts: Vec<T>, coming: Vec<ComingPart>) -> Vec<Place<T>> {
    let mut coming = coming.into_iter().peekable();
    let mut places = Vec::with_capacity(parts.len() + coming.len());
    for (at, part) in parts.into_iter().enumerate() {
        while let Some(next) = coming.next_if(|next| next.after <= at) {
            places.push(Place::Coming(next.title));
        }
        places.push(Place::Part(part));
    }
    places.extend(coming.map(|next| Place::Coming(next.title)));
    places
}

/// A series with the parts that readers can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// `/series/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
    /// Plain text; empty where none was given.
    pub description: String,
    /// No further part is planned.
    pub complete: bool,
    /// Its picture in its largest size.
    pub cover: Option<Cover>,
    /// In reading order.
    pub parts: Vec<SeriesPart>,
    /// In reading order; none where readers are not told of them.
    pub coming: Vec<ComingPart>,
}

impl Series {
    /// How far it is, how many parts can be read, and how long that takes.
    pub fn facts(&self) -> [String; 3] {
        let overview = self.parts.first().is_some_and(|part| part.number == 0);
        let last = self.parts.last().map_or(0, |part| part.number);
        facts(self.complete, overview, last, self.minutes())
    }

    /// What it is about, in a sentence or two.
    pub fn about(&self) -> String {
        if !self.description.is_empty() {
            return self.description.clone();
        }
        let [_, count, _] = self.facts();
        let minutes = self.minutes();
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        format!("{}: {count}, {minutes} {unit}.", self.title)
    }

    fn minutes(&self) -> u32 {
        self.parts.iter().map(|part| part.minutes).sum()
    }
}

/// The page of a series as it travels: drawn, but for what the reader's device knows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesPage {
    /// The page down to its list.
    pub page: DrawnPage,
    /// `/series/{slug}`.
    pub slug: String,
    /// Which of its parts can be read, in reading order.
    pub parts: Vec<PartRef>,
    /// The list, drawn; safe.
    pub list: String,
}

/// A part of a series by its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRef {
    /// `/posts/{slug}`.
    pub slug: String,
    /// Which part it is, from 1; 0 for the overview.
    pub number: u32,
}

/// The series box on a post: every visible part, and which of them this is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeriesBox {
    /// The series.
    pub series: SeriesRef,
    /// The visible parts in reading order; an overview comes first.
    pub parts: Vec<PostLink>,
    /// How many of them, at the beginning, are overviews.
    pub overviews: usize,
    /// Index of the current post in `parts`.
    pub current: usize,
    /// Those that are to come, in reading order; none where readers are not told of them.
    pub coming: Vec<ComingPart>,
}

/// The series box as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawnBox {
    /// `/series/{slug}`.
    pub slug: String,
    /// Whether the posts before and after are parts, too.
    pub leads: bool,
    /// Safe.
    pub html: String,
}

impl SeriesBox {
    /// Whether there is another part to read.
    pub fn leads(&self) -> bool {
        self.parts.len() > 1
    }

    /// The part before and the part after this one.
    pub fn neighbours(&self) -> (Option<&PostLink>, Option<&PostLink>) {
        let before = self.current.checked_sub(1).and_then(|i| self.parts.get(i));
        (before, self.parts.get(self.current + 1))
    }
}

/// A series on one page. Never sent as data: the page is drawn on the server only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedSeries {
    /// `/series/{slug}`.
    pub slug: String,
    /// As written.
    pub title: String,
    /// Plain text; empty where none was given.
    pub description: String,
    /// How many parts, and how long it takes to read them.
    pub facts: String,
    /// In reading order.
    pub parts: Vec<PrintedPart>,
}

/// A part of a series on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedPart {
    /// The post.
    pub post: PostLink,
    /// Which part it is, from 1; 0 for the overview.
    pub number: u32,
    /// The id of its place on the page.
    pub anchor: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it appeared.
    pub published: DateLabel,
    /// Reading time in minutes.
    pub minutes: u32,
    /// BCP 47 tag; empty for the site's own.
    pub language: String,
    /// The text with ids of its own, shared by all drawings; nothing where the page would be too long.
    pub html: Option<Arc<str>>,
}

/// How far a series is, how many parts it has, and how long it takes to read them all.
pub fn facts(complete: bool, overview: bool, parts: u32, minutes: u32) -> [String; 3] {
    let standing = if complete { "Complete" } else { "Ongoing" };
    [
        standing.to_owned(),
        count_parts(overview, parts),
        format!("{minutes} min in all"),
    ]
}

/// "7 parts", "Overview and 6 parts", or "Overview" alone.
pub fn count_parts(overview: bool, parts: u32) -> String {
    let counted = match parts {
        1 => "1 part".to_owned(),
        n => format!("{n} parts"),
    };
    match (overview, parts) {
        (true, 0) => "Overview".to_owned(),
        (true, _) => format!("Overview and {counted}"),
        (false, _) => counted,
    }
}

/// How many of these parts were read, and which is next, by its index: on from the last that was read, else what was left
/// out before it, else the first.
pub fn next_part(parts: &[PartRef], read: &[String]) -> (usize, usize) {
    let is_read = |part: &PartRef| read.contains(&part.slug);
    let done = parts.iter().filter(|part| is_read(part)).count();
    let after = parts.iter().rposition(is_read).map_or(0, |last| last + 1);
    let next = if after < parts.len() {
        after
    } else {
        parts.iter().position(|part| !is_read(part)).unwrap_or(0)
    };
    (done, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_by_its_number_once_there_are_two() {
        let label = |part, parts| {
            SeriesRef {
                slug: "s".to_owned(),
                title: "S".to_owned(),
                part,
                parts,
            }
            .label()
        };
        assert_eq!(label(3, 7).as_deref(), Some("Part 3 of 7"));
        assert_eq!(label(0, 2).as_deref(), Some("Overview"));
        assert_eq!(label(1, 1), None);
        assert_eq!(label(0, 0), None);
    }

    #[test]
    fn parts_are_counted_in_words() {
        assert_eq!(count_parts(false, 1), "1 part");
        assert_eq!(count_parts(true, 6), "Overview and 6 parts");
        assert_eq!(count_parts(true, 0), "Overview");
    }

    #[test]
    fn what_is_to_come_stands_where_it_will_be() {
        let coming = |after| ComingPart {
            title: format!("after {after}"),
            after,
        };
        let places = in_order(
            vec![1, 2, 3],
            vec![coming(0), coming(2), coming(2), coming(3), coming(9)],
        );
        let told: Vec<String> = places
            .into_iter()
            .map(|place| match place {
                Place::Part(part) => part.to_string(),
                Place::Coming(title) => title,
            })
            .collect();
        assert_eq!(
            told,
            [
                "after 0", "1", "2", "after 2", "after 2", "3", "after 3", "after 9"
            ]
        );
        assert!(in_order(Vec::<u8>::new(), Vec::new()).is_empty());
    }

    #[test]
    fn reading_goes_on_after_the_last_part_that_was_read() {
        let parts: Vec<PartRef> = (0..)
            .zip(["a", "b", "c", "d"])
            .map(|(number, slug)| PartRef {
                slug: slug.to_owned(),
                number,
            })
            .collect();
        for (read, done, next) in [
            (&[][..], 0, 0),
            (&["a"], 1, 1),
            (&["c"], 1, 3),
            (&["c", "a", "gone"], 2, 3),
            (&["d", "b"], 2, 0),
            (&["d", "a"], 2, 1),
            (&["a", "b", "c", "d"], 4, 0),
        ] {
            let read: Vec<String> = read.iter().map(|slug| (*slug).to_owned()).collect();
            assert_eq!(next_part(&parts, &read), (done, next), "{read:?}");
        }
        assert_eq!(next_part(&[], &["a".to_owned()]), (0, 0));
    }
}
