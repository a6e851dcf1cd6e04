//! What is wrong with what is said about a text, field by field: said in the sheet while it is written, and by the server
//! before readers see it; and how long what the server said stays said.

use super::{Field, Meta, save::AddressWord};
use crate::{
    error::FieldErrors,
    model::{language::is_language, slug::Slug, status::Kind},
};

/// Characters of a title or of a title for search engines that results show.
pub const SHOWN_TITLE: usize = 60;

/// Characters of a summary or of a description for search engines that results show.
pub const SHOWN_SUMMARY: usize = 160;

/// What is wrong now (Unix milliseconds), by the names of [`Meta`]'s fields. What is missing is nobody's mistake as long as it
/// is a draft. What only a project says is looked at by the server alone, when it is published.
pub fn problems(meta: &Meta, kind: Kind, now: i64) -> FieldErrors {
    let mut errors = FieldErrors::new();
    let mut wrong = |name: &str, problem: String| {
        errors.insert(name.to_owned(), problem);
    };
    let slug = meta.slug.trim();
    if !slug.is_empty()
        && let Err(error) = Slug::parse(slug)
    {
        wrong("slug", error.to_string());
    }
    if !kind.admits(slug) {
        wrong("slug", kind.refusal(slug));
    }
    let canonical = meta.canonical.trim();
    if !canonical.is_empty() && !is_address(canonical) {
        wrong(
            "canonical",
            "Write the whole address, beginning with https://.".to_owned(),
        );
    }
    let language = meta.language.trim();
    if !language.is_empty() && !is_language(language) {
        wrong("language", "Write it as in en, de-AT or zh-Hant.".to_owned());
    }
    if let Some(cover) = &meta.cover
        && !cover.src.starts_with('/')
    {
        wrong(
            "cover",
            "Choose a picture of this site; its path begins with /.".to_owned(),
        );
    }
    match meta.dated() {
        Some(date) if date > now => wrong(
            "date",
            format!(
                "This lies in the future. Schedule the {} for then, or choose a time that has passed.",
                kind.as_str()
            ),
        ),
        Some(date) if date < 0 => wrong("date", "Choose a time since 1970.".to_owned()),
        _ => {}
    }
    errors
}

/// Whether a text is a web address, as far as can be told without asking.
fn is_address(text: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            && !rest
                .contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '`'))
    })
}

/// What the server said of the fields of a draft, and of which it was. At a field it stays said until that is another one, or
/// until the server says something else of it: that something was saved since says nothing about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What it was said of.
    meta: Meta,
    problems: FieldErrors,
    /// Worth knowing of the address, and nothing wrong with it.
    note: Option<String>,
}

impl Found {
    /// Something was not done since these fields are not as they have to be. What has none here, such as the text or a time, is
    /// said elsewhere.
    pub fn refused(&mut self, meta: &Meta, fields: &FieldErrors) {
        let mut problems = self.still(meta);
        for name in Field::ALL.map(Field::name) {
            if let Some(problem) = fields.get(name) {
                problems.insert(name.to_owned(), problem.clone());
            }
        }
        *self = Self {
            meta: meta.clone(),
            problems,
            note: self.note(meta),
        };
    }

    /// These fields were looked through before anything is asked for: this is all that is wrong with them.
    pub fn checked(&mut self, meta: &Meta, fields: &FieldErrors) {
        self.problems.clear();
        self.refused(meta, fields);
    }

    /// This was saved, with a word about its address where there is one. `is_shown`: it was taken for readers, too, so that
    /// nothing else is wrong with it any more.
    pub fn saved(&mut self, meta: &Meta, is_shown: bool, address: Option<AddressWord>) {
        let mut problems = if is_shown {
            FieldErrors::new()
        } else {
            self.still(meta)
        };
        problems.remove(Field::Slug.name());
        let mut note = None;
        match address {
            Some(word) if word.refused => drop(problems.insert(Field::Slug.name().to_owned(), word.text)),
            word => note = word.map(|word| word.text),
        }
        *self = Self {
            meta: meta.clone(),
            problems,
            note,
        };
    }

    /// What is still said, now that the fields are these.
    pub fn still(&self, meta: &Meta) -> FieldErrors {
        let mut problems = self.problems.clone();
        problems.retain(|name, _| {
            let mut fields = Field::ALL.into_iter();
            fields.any(|field| field.name() == name && self.is_of(field, meta))
        });
        problems
    }

    /// What is worth knowing of the address, now that the fields are these.
    pub fn note(&self, meta: &Meta) -> Option<String> {
        self.note.clone().filter(|_| self.is_of(Field::Slug, meta))
    }

    /// Whether a field is the one that something was said of. An address that nobody wrote is made of the title.
    fn is_of(&self, field: Field, meta: &Meta) -> bool {
        let made = field == Field::Slug && meta.slug.trim().is_empty();
        field.same(&self.meta, meta) && (!made || Field::Title.same(&self.meta, meta))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::Picture;

    #[test]
    fn what_is_wrong_is_said_by_its_field() {
        for kind in Kind::ALL {
            assert!(problems(&Meta::default(), kind, 0).is_empty());
        }
        let good = Meta {
            slug: "a-b".into(),
            canonical: "https://example.org/a?b=c".into(),
            language: "de-AT".into(),
            ..Meta::default()
        };
        assert!(problems(&good, Kind::Post, 0).is_empty());
        let bad = Meta {
            slug: "A b".into(),
            canonical: "javascript:alert(1)".into(),
            language: "</textarea><script>".into(),
            cover: Some(Picture {
                src: "https://elsewhere.org/a.png".into(),
                alt: String::new(),
            }),
            ..Meta::default()
        };
        assert_eq!(
            problems(&bad, Kind::Page, 0).into_keys().collect::<Vec<_>>(),
            ["canonical", "cover", "language", "slug"]
        );
    }

    #[test]
    fn what_appeared_did_so_before_now() {
        for (date, words) in [
            (None, None),
            (Some(0), None),
            (Some(1_000), None),
            (Some(1_001), Some("Schedule the project")),
            (Some(-1), Some("since 1970")),
        ] {
            let meta = Meta {
                date,
                ..Meta::default()
            };
            let said = problems(&meta, Kind::Project, 1_000).remove("date");
            assert_eq!(said.is_some(), words.is_some(), "{date:?}");
            assert!(
                said.unwrap_or_default().contains(words.unwrap_or_default()),
                "{date:?}"
            );
        }
    }

    #[test]
    fn an_address_that_is_the_sites_own_is_none() {
        for (kind, slug, wrong) in [
            (Kind::Page, "contact", true),
            (Kind::Page, "write-to-us", false),
            (Kind::Page, " admin ", true),
            (Kind::Page, "", false),
            (Kind::Post, "contact", false),
            (Kind::Post, "feed", true),
            (Kind::Project, "admin", false),
            (Kind::Project, "feed", true),
        ] {
            let meta = Meta {
                slug: slug.into(),
                ..Meta::default()
            };
            let problems = problems(&meta, kind, 0);
            assert_eq!(
                problems.contains_key("slug"),
                wrong,
                "{kind:?} {slug}: {problems:?}"
            );
        }
    }

    fn at(slug: &str) -> Meta {
        Meta {
            title: "Title".into(),
            slug: slug.into(),
            ..Meta::default()
        }
    }

    fn word(text: &str, refused: bool) -> Option<AddressWord> {
        Some(AddressWord {
            text: text.into(),
            refused,
        })
    }

    fn refusal(names: &[&str]) -> FieldErrors {
        let told = |name: &&str| ((*name).to_owned(), format!("No {name}."));
        names.iter().map(told).collect()
    }

    #[test]
    fn a_problem_stays_at_its_field_until_that_is_another_one() {
        let mut found = Found::default();
        found.refused(&at("taken"), &refusal(&["slug", "authors", "source", "at"]));
        assert_eq!(found.still(&at("taken")), refusal(&["slug", "authors"]));
        let described = Meta {
            summary: "S".into(),
            ..at("taken")
        };
        assert_eq!(found.still(&described), refusal(&["slug", "authors"]));
        // Saved as it is: the address is taken still.
        found.saved(&described, false, word("No slug.", true));
        assert_eq!(found.still(&described), refusal(&["slug", "authors"]));
        assert_eq!(found.still(&at("free")), refusal(&["authors"]));
        // An answer that is late is about the field as it was.
        found.saved(&at("taken"), false, word("No slug.", true));
        assert_eq!(found.still(&at("free")), refusal(&["authors"]));
        found.saved(&at("free"), false, None);
        assert_eq!(found.still(&at("free")), refusal(&["authors"]));
        assert_eq!(
            found.still(&at("taken")),
            refusal(&["authors"]),
            "nobody knows any more"
        );
        found.checked(&at("free"), &refusal(&["series"]));
        assert_eq!(found.still(&at("free")), refusal(&["series"]));
        found.saved(&at("free"), true, None);
        assert!(found.still(&at("free")).is_empty());
    }

    #[test]
    fn what_the_server_says_anew_of_an_address_takes_the_place_of_what_it_said() {
        let mut found = Found::default();
        found.refused(&at("taken"), &refusal(&["slug"]));
        found.saved(&at("taken"), false, word("It was another one's.", false));
        assert!(found.still(&at("taken")).is_empty(), "it is free meanwhile");
        assert_eq!(found.note(&at("taken")).as_deref(), Some("It was another one's."));
        assert_eq!(found.note(&at("other")), None);
        found.refused(&at("taken"), &refusal(&["authors"]));
        assert!(found.note(&at("taken")).is_some());
        found.saved(&at("taken"), false, None);
        assert_eq!(found.note(&at("taken")), None);
    }

    #[test]
    fn what_is_wrong_with_an_address_that_the_title_makes_goes_with_the_title() {
        let mut found = Found::default();
        found.refused(&at(""), &refusal(&["slug"]));
        assert_eq!(found.still(&at("")), refusal(&["slug"]));
        let titled = |slug: &str| Meta {
            title: "Other".into(),
            ..at(slug)
        };
        assert!(found.still(&titled("")).is_empty());
        found.refused(&at("taken"), &refusal(&["slug"]));
        assert_eq!(found.still(&titled("taken")), refusal(&["slug"]));
    }
}
