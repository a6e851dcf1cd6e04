//! What a project says of itself besides what every post does, as it is typed and as it is kept.

use super::{
    draft::Meta,
    settings::lines::{Leads, links, write_links},
    site::Entry,
};
use crate::error::FieldErrors;

/// Most links of a project.
pub const MOST_LINKS: usize = 12;

/// Most technologies of a project.
pub const MOST_TECHNOLOGIES: usize = 30;

/// Longest name of one, in letters.
pub const LONGEST_TECHNOLOGY: usize = 40;

/// Years that a project can be of.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2200;

/// Largest place in the owner's order.
const LAST_PLACE: u32 = 9_999;

/// What a project says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// What it is made with, in the owner's order.
    pub technologies: Vec<String>,
    /// Code, demo, paper …: addresses here or elsewhere.
    pub links: Vec<Entry>,
    /// When it was made.
    pub year: Option<u32>,
    /// Its place among those that the owner put in order, the smallest first; after these come the others, the newest first.
    pub place: Option<u32>,
}

impl Project {
    /// What a draft says, as far as it can be kept; what it says nothing of is as `known`.
    pub fn of(meta: &Meta, known: &Self) -> Self {
        let typed = |text: &Option<String>, known: Option<u32>| match text {
            None => known,
            Some(text) => text.trim().parse().ok(),
        };
        Self {
            technologies: meta
                .technologies
                .as_ref()
                .map_or_else(|| known.technologies.clone(), |typed| named(typed)),
            links: meta.links.as_ref().map_or_else(
                || known.links.clone(),
                |typed| links(typed, MOST_LINKS, Leads::Anywhere).unwrap_or_default(),
            ),
            year: typed(&meta.year, known.year),
            place: typed(&meta.order, known.place),
        }
    }

    /// The same as its author edits it.
    pub fn describe(&self, meta: &mut Meta) {
        let number = |number: Option<u32>| Some(number.map(|number| number.to_string()).unwrap_or_default());
        meta.technologies = Some(self.technologies.clone());
        meta.links = Some(write_links(&self.links));
        meta.year = number(self.year);
        meta.order = number(self.place);
    }
}

/// Names without those that are empty or there already.
pub fn named(typed: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(typed.len());
    for name in typed {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.is_empty() && !names.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
            names.push(name);
        }
    }
    names
}

/// What is wrong with what is typed, by the names of [`Meta`]'s fields.
pub fn problems(meta: &Meta) -> FieldErrors {
    let mut errors = FieldErrors::new();
    if let Some(Err(problem)) = meta
        .links
        .as_ref()
        .map(|typed| links(typed, MOST_LINKS, Leads::Anywhere))
    {
        errors.insert("links".to_owned(), problem);
    }
    let technologies = named(meta.technologies.as_deref().unwrap_or_default());
    if technologies.len() > MOST_TECHNOLOGIES
        || technologies
            .iter()
            .any(|name| name.chars().count() > LONGEST_TECHNOLOGY)
    {
        errors.insert(
            "technologies".to_owned(),
            format!("Use at most {MOST_TECHNOLOGIES}, each of at most {LONGEST_TECHNOLOGY} characters."),
        );
    }
    if !is_number(meta.year.as_deref(), YEARS) {
        errors.insert("year".to_owned(), "Write a year such as 2026.".to_owned());
    }
    if !is_number(meta.order.as_deref(), 1..=LAST_PLACE) {
        errors.insert(
            "order".to_owned(),
            format!("Write a whole number from 1 to {LAST_PLACE}, or nothing."),
        );
    }
    errors
}

/// Whether this is a year that a project can be of.
pub fn is_year(year: u32) -> bool {
    YEARS.contains(&year)
}

/// Whether this is a place in the owner's order.
pub fn is_place(place: u32) -> bool {
    (1..=LAST_PLACE).contains(&place)
}

/// Whether nothing is written, or a number in this range.
fn is_number(typed: Option<&str>, range: std::ops::RangeInclusive<u32>) -> bool {
    let typed = typed.unwrap_or_default().trim();
    typed.is_empty() || typed.parse().is_ok_and(|number| range.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(links: &str, year: &str, order: &str) -> Meta {
        Meta {
            technologies: Some(vec![
                " Rust ".into(),
                "rust".into(),
                String::new(),
                "SQLite".into(),
            ]),
            links: Some(links.into()),
            year: Some(year.into()),
            order: Some(order.into()),
            ..Meta::default()
        }
    }

    #[test]
    fn what_is_typed_is_kept_and_edited_again() {
        let meta = typed(
            "Code = https://example.org/code\n\nPost = /posts/one",
            " 2024 ",
            "3",
        );
        assert!(problems(&meta).is_empty());
        let project = Project::of(&meta, &Project::default());
        assert_eq!(project.technologies, ["Rust", "SQLite"]);
        assert_eq!((project.year, project.place), (Some(2024), Some(3)));
        assert_eq!(project.links.len(), 2);
        assert_eq!(project.links[1].address, "/posts/one");
        let mut again = Meta::default();
        project.describe(&mut again);
        assert_eq!(Project::of(&again, &Project::default()), project);
    }

    #[test]
    fn what_a_draft_says_nothing_of_stays() {
        let known = Project::of(
            &typed("Code = https://example.org/", "2024", "3"),
            &Project::default(),
        );
        assert_eq!(Project::of(&Meta::default(), &known), known);
        let emptied = Meta {
            technologies: Some(Vec::new()),
            links: Some(String::new()),
            year: Some(String::new()),
            order: Some(String::new()),
            ..Meta::default()
        };
        assert!(problems(&emptied).is_empty());
        assert_eq!(Project::of(&emptied, &known), Project::default());
    }

    #[test]
    fn what_is_wrong_is_said_by_its_field() {
        for (meta, field) in [
            (typed("Code", "", ""), "links"),
            (typed("Code = javascript:alert(1)", "", ""), "links"),
            (typed(&"a = /b\n".repeat(13), "", ""), "links"),
            (typed("", "24", ""), "year"),
            (typed("", "next year", ""), "year"),
            (typed("", "", "0"), "order"),
            (typed("", "", "-1"), "order"),
            (typed("", "", "1.5"), "order"),
            (
                Meta {
                    technologies: Some(vec!["a".repeat(41)]),
                    ..Meta::default()
                },
                "technologies",
            ),
            (
                Meta {
                    technologies: Some((0..31).map(|n| format!("t{n}")).collect()),
                    ..Meta::default()
                },
                "technologies",
            ),
        ] {
            assert_eq!(problems(&meta).into_keys().collect::<Vec<_>>(), [field]);
        }
        assert!(problems(&Meta::default()).is_empty());
    }
}
