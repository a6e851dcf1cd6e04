//! One Markdown file between being read and becoming a post.

use super::{
    fields::Fields,
    flavour::Flavour,
    front_matter::Document,
    source::{name, parent},
};
use crate::model::status::Kind;

/// A file that becomes a post.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it lies, relative to the folder that was given.
    pub path: String,
    /// Where it lies, relative to the folder of contents.
    pub page: String,
    /// What it was written for.
    pub flavour: Flavour,
    /// Its parts.
    pub document: Document,
    /// What its front matter says.
    pub fields: Fields,
    /// SHA-256 of its bytes, in hex.
    pub digest: String,
    /// Its addresses on the old site, the one it was shown under first.
    pub addresses: Vec<String>,
}

impl Entry {
    /// Whether the file stands for its folder, with pictures beside it.
    pub fn is_bundle(&self) -> bool {
        is_index(&self.page)
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.fields.kind.unwrap_or(Kind::Post)
    }

    /// The name that stands for the post: of the file without its ending, or of its folder.
    pub fn stem(&self) -> &str {
        stem(&self.page)
    }

    /// The folder that holds the post, in contents; the bundle's own folder is left out.
    pub fn shelf(&self) -> &str {
        if self.is_bundle() {
            parent(parent(&self.page))
        } else {
            parent(&self.page)
        }
    }
}

/// Whether a page's file name is `index`, with any language and ending.
pub fn is_index(page: &str) -> bool {
    name(page).split('.').next() == Some("index") && page.contains('/')
}

/// The name that stands for a page, see [`Entry::stem`].
pub fn stem(page: &str) -> &str {
    if is_index(page) {
        return name(parent(page));
    }
    let stem = name(page).rsplit_once('.').map_or(name(page), |(stem, _)| stem);
    language(page)
        .and_then(|language| stem.strip_suffix(language)?.strip_suffix('.'))
        .unwrap_or(stem)
}

/// The language in a file name such as `about.fr.md` or `index.pt-br.md`.
pub fn language(page: &str) -> Option<&str> {
    let stem = name(page).rsplit_once('.')?.0;
    let (before, language) = stem.rsplit_once('.')?;
    let (main, region) = language.split_once('-').unwrap_or((language, "xx"));
    let letters = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    (!before.is_empty() && letters(main) && letters(region)).then_some(language)
}

/// A date at the start of a name, and the rest: `2024-05-31-title`.
pub fn dated(stem: &str) -> Option<((i16, i8, i8), &str)> {
    let mut parts = stem.splitn(3, '-');
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = rest.split_at_checked(digits)?;
    let rest = match rest.strip_prefix('T') {
        Some(time) => time.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z')),
        None => rest,
    };
    let rest = rest.strip_prefix(['-', '_']).unwrap_or(rest);
    let two = |part: &str| (1..=2).contains(&part.len());
    if year.len() != 4 || !two(month) || !two(day) {
        return None;
    }
    Some(((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?), rest))
}

/// Three folders of an address that make a date: `2015/05/11`.
pub fn date_in(address: &str) -> Option<(i16, i8, i8)> {
    let parts: Vec<&str> = address.split('/').collect();
    parts.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        let sized = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        if !sized {
            return None;
        }
        Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_give_date_language_and_stem() {
        assert_eq!(dated("2024-05-31-title"), Some(((2024, 5, 31), "title")));
        assert_eq!(dated("2024-5-1_title"), Some(((2024, 5, 1), "title")));
        assert_eq!(
            dated("2024-05-31T10:00:00Z-title"),
            Some(((2024, 5, 31), "title"))
        );
        assert_eq!(dated("rust-1-2"), None);
        assert_eq!(date_in("inside-rust/2015/05/11/traits"), Some((2015, 5, 11)));
        assert_eq!(stem("blog/0524-smi/index.md"), "0524-smi");
        assert_eq!(stem("blog/about.fr.md"), "about");
        assert_eq!(stem("blog/Rust-1.10.md"), "Rust-1.10");
        assert_eq!(language("index.pt-br.md"), Some("pt-br"));
        assert_eq!(language("Rust-1.10.md"), None);
    }
}
