//! What somebody fills in of a series or a collection: its name, its slug, and a text.

use crate::{error::FieldErrors, model::slug::Slug, server::services::addresses::slug_of};

/// Longest name, in characters.
const LONGEST_NAME: usize = 200;

/// Longest text, in characters.
const LONGEST_TEXT: usize = 1_000;

/// What was filled in.
#[derive(Clone, Copy, Debug)]
pub struct Filled<'a> {
    /// What it is said of, in a word.
    pub kind: &'static str,
    /// The field of its name, and what is there.
    pub name: (&'static str, &'a str),
    /// The field of the text, and what is there.
    pub text: (&'static str, &'a str),
    /// Its slug; empty makes one of the name.
    pub slug: &'a str,
}

impl Filled<'_> {
    /// The slug that comes of it, or what is wrong, by field.
    pub fn read(self) -> Result<Slug, FieldErrors> {
        let mut errors = FieldErrors::new();
        let (field, name) = (self.name.0, self.name.1.trim());
        if name.is_empty() {
            errors.insert(field.to_owned(), format!("A {} needs a {field}.", self.kind));
        } else if name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
            let problem = format!("Use at most {LONGEST_NAME} letters, on one line.");
            errors.insert(field.to_owned(), problem);
        }
        if self.text.1.trim().chars().count() > LONGEST_TEXT {
            let problem = format!("Use at most {LONGEST_TEXT} letters.");
            errors.insert(self.text.0.to_owned(), problem);
        }
        let typed = self.slug.trim();
        let slug = if typed.is_empty() {
            Some(slug_of(name, self.kind))
        } else {
            Slug::parse(typed)
                .map_err(|error| errors.insert("slug".to_owned(), error.to_string()))
                .ok()
        };
        match slug {
            Some(slug) if errors.is_empty() => Ok(slug),
            _ => Err(errors),
        }
    }

    /// The field at which is to be said that the slug is another one's.
    pub fn slug_field(self) -> &'static str {
        if self.slug.trim().is_empty() {
            self.name.0
        } else {
            "slug"
        }
    }
}
