//! What the old site's configuration and the shape of its folder say: where the posts are, under which address
//! and pattern it lived, in which zone and language.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::{
    entry::Entry,
    flavour::Flavour,
    folder::Options,
    front_matter,
    keys::{inner, text},
    source::{Source, Tree},
};

/// The old site.
#[derive(Clone, Debug)]
pub struct Site {
    /// The system its configuration is written for.
    pub flavour: Option<Flavour>,
    /// The folder of contents within the tree, empty for the tree itself.
    pub contents: String,
    /// Folders whose files were served from the root of the site.
    pub statics: Vec<&'static str>,
    /// Host names of the site, in lower case.
    pub hosts: Vec<String>,
    /// Whether the hosts were guessed from the posts' links: then a link that leads to no post may still be right.
    pub hosts_are_guess: bool,
    /// The path its addresses start with, without a trailing slash.
    pub base: String,
    /// Where dates without a zone belong.
    pub zone: TimeZone,
    /// BCP 47 tag.
    pub language: String,
    patterns: Vec<(String, String)>,
}

const CONFIGURATIONS: &[(&str, Flavour)] = &[
    ("zola.toml", Flavour::Zola),
    ("hugo.toml", Flavour::Hugo),
    ("hugo.yaml", Flavour::Hugo),
    ("hugo.yml", Flavour::Hugo),
    ("hugo.json", Flavour::Hugo),
    ("config/_default/hugo.toml", Flavour::Hugo),
    ("config/_default/hugo.yaml", Flavour::Hugo),
    ("config/_default/config.toml", Flavour::Hugo),
    ("config/_default/config.yaml", Flavour::Hugo),
    ("_config.yml", Flavour::Jekyll),
    ("_config.yaml", Flavour::Jekyll),
    ("config.toml", Flavour::Hugo),
    ("config.yaml", Flavour::Hugo),
    ("config.json", Flavour::Hugo),
];

impl Site {
    /// Looks at a tree and, if it is a site's folder of contents, at the configuration beside it.
    pub fn of(source: &Source, tree: &Tree, options: &Options) -> Self {
        let (flavour, keys) = configuration(source, tree).unzip();
        let keys: Map<String, Value> = keys.unwrap_or_default();
        // `config.toml` is Hugo's and Zola's; they spell the address differently.
        let flavour = match flavour {
            Some(Flavour::Hugo) if keys.contains_key("base_url") => Some(Flavour::Zola),
            other => other,
        };
        let contents = contents(tree);
        let address = options
            .base_url
            .clone()
            .or_else(|| {
                text(&keys, &["baseurl", "base_url", "url", "site"]).filter(|url| url.contains("://"))
            })
            .or_else(|| text(&keys, &["url"]));
        let (host, path) = address.as_deref().map(split_address).unwrap_or_default();
        let base = match flavour {
            Some(Flavour::Jekyll) => text(&keys, &["baseurl"])
                .filter(|base| base.starts_with('/'))
                .unwrap_or(path),
            _ => path,
        };
        let zone = text(&keys, &["timezone"]).and_then(|name| TimeZone::get(&name).ok());
        let language = text(
            &keys,
            &[
                "languagecode",
                "default_language",
                "lang",
                "locale",
                "defaultcontentlanguage",
            ],
        );
        Self {
            flavour,
            statics: match flavour {
                Some(Flavour::Jekyll) => vec![""],
                _ if contents == "src/content" => vec!["public", ""],
                _ => vec!["static", "assets", "public", ""],
            },
            contents,
            hosts: host.map(|host| both_hosts(&host)).unwrap_or_default(),
            hosts_are_guess: false,
            base: base.trim_end_matches('/').to_owned(),
            zone: zone.unwrap_or_else(|| options.zone.clone()),
            language: language
                .filter(|tag| is_language(tag))
                .unwrap_or_else(|| options.language.clone()),
            patterns: match &options.permalink {
                Some(pattern) => vec![(String::new(), pattern.clone())],
                None => patterns(&keys),
            },
        }
    }

    /// The pattern of addresses for posts of a section.
    pub fn pattern_for(&self, section: &str) -> Option<&str> {
        let of = |wanted: &str| self.patterns.iter().find(|(section, _)| section == wanted);
        of(section)
            .or_else(|| of(""))
            .map(|(_, pattern)| pattern.as_str())
    }

    /// Takes a guessed pattern where none is known.
    pub fn guess_pattern(&mut self, pattern: &str) {
        if self.patterns.is_empty() && self.flavour.is_none() {
            self.patterns.push((String::new(), pattern.to_owned()));
        }
    }

    /// Takes the host that most whole links to the posts' old paths name, where none is known: three different
    /// posts are no coincidence.
    pub fn guess_host(&mut self, entries: &[Entry]) {
        if !self.hosts.is_empty() {
            return;
        }
        let paths: HashMap<&str, usize> = entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| Some((entry.addresses.first()?.trim_matches('/'), index)))
            .filter(|(path, _)| path.contains('/'))
            .collect();
        let mut hits: BTreeMap<String, HashSet<usize>> = BTreeMap::new();
        for entry in entries {
            for (at, mark) in entry.document.body.match_indices("://") {
                let rest = entry.document.body.get(at + mark.len()..).unwrap_or_default();
                let end = rest
                    .find([')', '>', ' ', '"', '#', '\n', '?'])
                    .unwrap_or(rest.len());
                let Some((host, path)) = rest.get(..end).and_then(|url| url.split_once('/')) else {
                    continue;
                };
                let path = path.trim_end_matches('/');
                let found = paths.get(path).or_else(|| paths.get(path.strip_suffix(".html")?));
                if let Some(index) = found {
                    hits.entry(host.to_lowercase()).or_default().insert(*index);
                }
            }
        }
        if let Some((host, posts)) = hits.into_iter().max_by_key(|(_, posts)| posts.len())
            && posts.len() >= 3
        {
            self.hosts = both_hosts(&host);
            self.hosts_are_guess = true;
        }
    }

    /// The path within the contents of a file of the tree, if it lies there.
    pub fn page<'a>(&self, path: &'a str) -> Option<&'a str> {
        if self.contents.is_empty() {
            return Some(path);
        }
        path.strip_prefix(self.contents.as_str())?.strip_prefix('/')
    }

    /// The path within the tree of a file of the contents.
    pub fn in_tree(&self, page: &str) -> String {
        if self.contents.is_empty() {
            page.to_owned()
        } else {
            format!("{}/{page}", self.contents)
        }
    }
}

fn contents(tree: &Tree) -> String {
    if tree.has_folder("src/content") {
        return "src/content".to_owned();
    }
    let speaks = |path: &str| path.ends_with(".md") && !is_about_repository(path);
    let posts_outside = tree.siblings("").any(speaks) || tree.has_folder("_posts");
    if tree.has_folder("content") && !posts_outside {
        "content".to_owned()
    } else {
        String::new()
    }
}

/// Files that describe a repository, not a post.
pub fn is_about_repository(path: &str) -> bool {
    let stem = path
        .rsplit_once('.')
        .map_or(path, |(stem, _)| stem)
        .to_uppercase();
    matches!(
        stem.as_str(),
        "README" | "LICENSE" | "LICENCE" | "CHANGELOG" | "CONTRIBUTING" | "CODE_OF_CONDUCT" | "SECURITY"
    ) || stem.starts_with("LICENSE-")
}

fn configuration(source: &Source, tree: &Tree) -> Option<(Flavour, Map<String, Value>)> {
    let within = CONFIGURATIONS
        .iter()
        .filter(|(path, _)| tree.has(path))
        .find_map(|(path, flavour)| Some((*flavour, parse(path, &tree.read(path).ok()?)?)));
    let beside = || {
        let Source::Disk(root) = source else { return None };
        let root = std::fs::canonicalize(root).ok()?;
        let site = if root.ends_with("src/content") {
            root.parent()?.parent()?
        } else if root.ends_with("content") || root.ends_with("_posts") {
            root.parent()?
        } else {
            return None;
        };
        CONFIGURATIONS
            .iter()
            .find_map(|(path, flavour)| Some((*flavour, parse(path, &read_beside(site, path)?)?)))
    };
    within.or_else(beside)
}

fn read_beside(site: &Path, path: &str) -> Option<Vec<u8>> {
    let file = site.join(path);
    let about = std::fs::symlink_metadata(&file).ok()?;
    (about.is_file() && about.len() < 1024 * 1024)
        .then(|| std::fs::read(file).ok())
        .flatten()
}

fn parse(path: &str, bytes: &[u8]) -> Option<Map<String, Value>> {
    let text = std::str::from_utf8(bytes)
        .ok()?
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n");
    let fenced = match path.rsplit_once('.')?.1 {
        "toml" => format!("+++\n{text}\n+++\n"),
        "json" => text,
        _ => format!("---\n{}\n---\n", text.trim_start_matches("---\n")),
    };
    front_matter::split(&fenced).ok().map(|document| document.keys)
}

/// Jekyll has one pattern, Hugo one for each section, also below `page`.
fn patterns(keys: &Map<String, Value>) -> Vec<(String, String)> {
    if let Some(pattern) = text(keys, &["permalink"]) {
        return vec![(String::new(), pattern)];
    }
    let Some(sections) = inner(keys, "permalinks") else {
        return Vec::new();
    };
    let pages = inner(sections, "page").unwrap_or(sections);
    let pattern = |(section, value): (&String, &Value)| Some((section.clone(), value.as_str()?.to_owned()));
    pages.iter().filter_map(pattern).collect()
}

/// The host in lower case, if there is one, and the path of an address.
pub fn split_address(address: &str) -> (Option<String>, String) {
    let Some((_, rest)) = address.split_once("://") else {
        return (None, address.to_owned());
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    (
        Some(host.to_lowercase()).filter(|host| !host.is_empty()),
        format!("/{path}"),
    )
}

fn both_hosts(host: &str) -> Vec<String> {
    let bare = host.strip_prefix("www.").unwrap_or(host);
    vec![bare.to_owned(), format!("www.{bare}")]
}

/// Whether a text has the shape of a BCP 47 tag.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts
        .next()
        .is_some_and(|main| (2..=3).contains(&main.len()) && main.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}
