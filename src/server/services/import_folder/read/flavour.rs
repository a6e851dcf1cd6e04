//! Which system a file was written for, told by its content and, where that says nothing, by its folder.

use serde_json::{Map, Value};

use super::front_matter::{Document, Language};

/// The systems whose files are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// <https://www.getzola.org>
    Zola,
    /// <https://gohugo.io>
    Hugo,
    /// <https://jekyllrb.com>
    Jekyll,
    /// <https://astro.build>
    Astro,
    /// Logbook's own export.
    Own,
    /// Markdown of no system.
    Plain,
}

const ZOLA: &[&str] = &[
    "path",
    "extra",
    "taxonomies",
    "updated",
    "in_search_index",
    "render",
    "insert_anchor_links",
    "page_template",
];
const HUGO: &[&str] = &[
    "lastmod",
    "url",
    "params",
    "publishdate",
    "expirydate",
    "keywords",
    "iscjklanguage",
    "resources",
    "outputs",
];
const JEKYLL: &[&str] = &[
    "permalink",
    "redirect_from",
    "last_modified_at",
    "excerpt_separator",
    "published",
];
const ASTRO: &[&str] = &[
    "pubdate",
    "pubdatetime",
    "moddatetime",
    "updateddate",
    "heroimage",
    "ogimage",
];

/// The flavour of one file; `fallback` is what the rest of its folder speaks for.
pub fn of(path: &str, document: &Document, fallback: Option<Flavour>) -> Flavour {
    marked(path, document)
        .or(fallback)
        .unwrap_or(match document.language {
            Language::Toml => Flavour::Zola,
            Language::Yaml | Language::Json => Flavour::Hugo,
            Language::Absent => Flavour::Plain,
        })
}

/// The flavour that the file itself shows, if it does.
pub fn marked(path: &str, document: &Document) -> Option<Flavour> {
    let keys = &document.keys;
    let has = |names: &[&str]| names.iter().any(|name| keys.contains_key(*name));
    let mut folders = path.split('/').rev().skip(1);
    let jekyll_folder = folders.any(|folder| folder == "_posts" || folder == "_drafts");
    match document.language {
        Language::Toml if has(ZOLA) => Some(Flavour::Zola),
        Language::Toml if has(HUGO) || has(&["tags", "categories", "weight", "type"]) => Some(Flavour::Hugo),
        Language::Toml => None,
        Language::Json => Some(Flavour::Hugo),
        Language::Yaml if is_own(keys) => Some(Flavour::Own),
        Language::Yaml | Language::Absent if jekyll_folder => Some(Flavour::Jekyll),
        Language::Yaml if has(ASTRO) || path.contains("src/content/") || path.ends_with(".mdx") => {
            Some(Flavour::Astro)
        }
        Language::Yaml if has(JEKYLL) => Some(Flavour::Jekyll),
        Language::Yaml if has(&["taxonomies", "in_search_index", "insert_anchor_links"]) => {
            Some(Flavour::Zola)
        }
        Language::Yaml if has(HUGO) => Some(Flavour::Hugo),
        Language::Absent if path.ends_with(".mdx") => Some(Flavour::Astro),
        _ => None,
    }
}

fn is_own(keys: &Map<String, Value>) -> bool {
    let status = keys.get("status").and_then(Value::as_str).unwrap_or_default();
    keys.contains_key("published_at")
        || keys.contains_key("takeaway")
        || matches!(
            status,
            "draft" | "scheduled" | "published" | "unlisted" | "unpublished" | "trashed"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::services::import_folder::read::front_matter::split;

    #[test]
    fn the_content_tells_the_system() {
        for (path, text, flavour) in [
            ("a.md", "+++\npath = \"2015/05/11/traits\"\n+++\n", Flavour::Zola),
            ("a.md", "+++\n[taxonomies]\ntags = [\"a\"]\n+++\n", Flavour::Zola),
            ("posts/a.md", "+++\ntags = [\"a\"]\n+++\n", Flavour::Hugo),
            (
                "posts/a.md",
                "---\ntitle: A\nparams: {author: b}\n---\n",
                Flavour::Hugo,
            ),
            ("posts/a.md", "{\"title\": \"A\"}\n", Flavour::Hugo),
            ("_posts/2024-01-02-a.md", "---\ntitle: A\n---\n", Flavour::Jekyll),
            ("a.md", "---\nredirect_from: /b\n---\n", Flavour::Jekyll),
            ("blog/a.md", "---\npubDatetime: 2024-01-01\n---\n", Flavour::Astro),
            ("a.md", "---\nstatus: published\n---\n", Flavour::Own),
            ("a.md", "# A\n", Flavour::Plain),
        ] {
            assert_eq!(of(path, &split(text).unwrap(), None), flavour, "{text}");
        }
    }
}
