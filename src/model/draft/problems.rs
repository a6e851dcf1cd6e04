//! What is wrong with what is said about a text, field by field: said in the sheet while it is written, and by the server
//! before readers see it.

use super::Meta;
use crate::{
    error::FieldErrors,
    model::{language::is_language, slug::Slug, status::Kind},
};

/// Characters of a title or of a title for search engines that results show.
pub const SHOWN_TITLE: usize = 60;

/// Characters of a summary or of a description for search engines that results show.
pub const SHOWN_SUMMARY: usize = 160;

/// What is wrong, by the names of [`Meta`]'s fields. What is missing is nobody's mistake as long as it is a draft. What only a
/// project says is looked at by the server alone, when it is published.
pub fn problems(meta: &Meta, kind: Kind) -> FieldErrors {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::draft::Picture;

    #[test]
    fn what_is_wrong_is_said_by_its_field() {
        for kind in Kind::ALL {
            assert!(problems(&Meta::default(), kind).is_empty());
        }
        let good = Meta {
            slug: "a-b".into(),
            canonical: "https://example.org/a?b=c".into(),
            language: "de-AT".into(),
            ..Meta::default()
        };
        assert!(problems(&good, Kind::Post).is_empty());
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
            problems(&bad, Kind::Page).into_keys().collect::<Vec<_>>(),
            ["canonical", "cover", "language", "slug"]
        );
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
            let problems = problems(&meta, kind);
            assert_eq!(
                problems.contains_key("slug"),
                wrong,
                "{kind:?} {slug}: {problems:?}"
            );
        }
    }
}
