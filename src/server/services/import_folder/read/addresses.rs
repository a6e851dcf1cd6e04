//! Which post answers to which path of the old site, and which of these paths become redirects.

use std::collections::{HashMap, HashSet};

use super::{
    entry::{Entry, stem},
    folder::Warning,
    site::{Site, split_address},
    source::{join, name, parent},
};
use crate::model::slug::Slug;

/// Paths of the new site that no redirect may take, as whole paths or with anything below them.
const OURS: &[&str] = &[
    "/",
    "/posts",
    "/tags",
    "/authors",
    "/series",
    "/search",
    "/rss.xml",
    "/atom.xml",
    "/feed.json",
    "/feed.xml",
    "/robots.txt",
    "/sitemap.xml",
    "/opensearch.xml",
    "/llms.txt",
    "/favicon.ico",
    "/favicon.svg",
];
const OURS_BELOW: &[&str] = &[
    "/tags/",
    "/authors/",
    "/series/",
    "/media/",
    "/pkg/",
    "/api/",
    "/admin/",
];

/// Finds posts by every name they are linked by.
#[derive(Debug, Default)]
pub struct Addresses {
    by_path: HashMap<String, usize>,
    by_page: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Addresses {
    /// Files every post under its addresses and aliases, and gives the paths that become redirects to each.
    ///
    /// `order` lists the posts oldest first: where two claim a path, the first has it.
    pub fn claim(
        entries: &[Entry],
        slugs: &[Slug],
        order: &[usize],
        site: &Site,
        warnings: &mut Vec<Warning>,
    ) -> (Self, Vec<Vec<String>>) {
        let mut this = Self::default();
        let mut redirects: Vec<Vec<String>> = vec![Vec::new(); entries.len()];
        let new_paths: HashMap<String, usize> = slugs
            .iter()
            .zip(entries)
            .enumerate()
            .map(|(index, (slug, entry))| (entry.kind().path(slug.as_str()), index))
            .collect();
        for &index in order {
            let Some(entry) = entries.get(index) else { continue };
            this.file(index, entry);
            for address in &entry.addresses {
                let path = normalise(address);
                if let Some(reason) =
                    this.take(index, &path, &new_paths, &mut redirects, entries, "its own path")
                {
                    warnings.push(Warning {
                        file: entry.path.clone(),
                        line: None,
                        reason,
                    });
                }
            }
        }
        for &index in order {
            let Some(entry) = entries.get(index) else { continue };
            for alias in &entry.fields.aliases {
                let path = normalise(&alias_path(alias, entry, site));
                if let Some(reason) =
                    this.take(index, &path, &new_paths, &mut redirects, entries, "the alias")
                {
                    let line = ["aliases", "redirect_from", "alias"]
                        .iter()
                        .find_map(|key| entry.document.line_of(key));
                    warnings.push(Warning {
                        file: entry.path.clone(),
                        line,
                        reason,
                    });
                }
            }
        }
        for (path, index) in new_paths {
            this.by_path.entry(path).or_insert(index);
        }
        for paths in &mut redirects {
            let mut seen = HashSet::new();
            paths.retain(|path| seen.insert(path.clone()));
        }
        (this, redirects)
    }

    fn file(&mut self, index: usize, entry: &Entry) {
        self.by_page.entry(entry.page.clone()).or_insert(index);
        if let Some((bare, _)) = entry.page.rsplit_once('.') {
            self.by_page.entry(bare.to_owned()).or_insert(index);
        }
        if entry.is_bundle() {
            self.by_page
                .entry(parent(&entry.page).to_owned())
                .or_insert(index);
        }
        for called in [entry.stem(), name(&entry.page)] {
            self.by_name.entry(called.to_owned()).or_default().push(index);
        }
    }

    fn take(
        &mut self,
        index: usize,
        path: &str,
        new_paths: &HashMap<String, usize>,
        redirects: &mut [Vec<String>],
        entries: &[Entry],
        what: &str,
    ) -> Option<String> {
        if new_paths.get(path) == Some(&index) {
            return None;
        }
        if OURS.contains(&path) || OURS_BELOW.iter().any(|ours| path.starts_with(ours)) {
            return Some(format!(
                "{what} {path} is a path of this site; it gets no redirect"
            ));
        }
        if let Some(owner) = new_paths.get(path).and_then(|owner| entries.get(*owner)) {
            // No redirect, but links within the old posts still mean this one.
            self.by_path.entry(path.to_owned()).or_insert(index);
            return Some(format!(
                "{what} {path} is now the path of {}; it gets no redirect",
                owner.path
            ));
        }
        match self.by_path.get(path) {
            Some(owner) if *owner == index => None,
            Some(owner) => {
                let owner = entries
                    .get(*owner)
                    .map_or("another post", |entry| entry.path.as_str());
                Some(format!(
                    "{what} {path} already belongs to {owner}, which keeps it"
                ))
            }
            None => {
                self.by_path.insert(path.to_owned(), index);
                if let Some(paths) = redirects.get_mut(index) {
                    paths.push(path.to_owned());
                }
                None
            }
        }
    }

    /// The post that answers to a path of the old (or new) site, with or without ending and trailing slash.
    pub fn at(&self, path: &str) -> Option<usize> {
        let path = normalise(path);
        let bare = path.strip_suffix(".html").unwrap_or(&path).to_owned();
        let forms = [
            path.clone(),
            bare.clone(),
            format!("{bare}.html"),
            bare.to_lowercase(),
        ];
        forms.iter().find_map(|form| self.by_path.get(form)).copied()
    }

    /// The post of a page: its path within the contents, with or without ending, or its bundle's folder.
    pub fn page(&self, page: &str) -> Option<usize> {
        let page = page.trim_matches('/');
        let bare = [".md", ".markdown", ".mdx"]
            .iter()
            .find_map(|end| page.strip_suffix(end))
            .unwrap_or(page);
        let bare = bare.strip_suffix("/index").unwrap_or(bare);
        self.by_page.get(page).or_else(|| self.by_page.get(bare)).copied()
    }

    /// The one post whose file, bundle or name is called so.
    pub fn called(&self, name: &str) -> Option<usize> {
        let found = self.by_name.get(name).or_else(|| self.by_name.get(stem(name)))?;
        match found.as_slice() {
            [only] => Some(*only),
            [first, rest @ ..] if rest.iter().all(|other| other == first) => Some(*first),
            _ => None,
        }
    }
}

/// An alias as a path from the root: absolute, relative to the site (Zola) or to the page's folder (Hugo).
fn alias_path(alias: &str, entry: &Entry, site: &Site) -> String {
    let (host, path) = split_address(alias);
    if host.is_some() {
        return path;
    }
    let path = match path.strip_prefix(site.base.as_str()) {
        Some(rest) if !site.base.is_empty() && rest.starts_with('/') => rest.to_owned(),
        _ => path,
    };
    if path.starts_with('/') || entry.flavour != super::flavour::Flavour::Hugo {
        return format!("/{}", path.trim_start_matches('/'));
    }
    let own = entry.addresses.first().map_or("/", String::as_str);
    format!(
        "/{}",
        join(parent(own.trim_end_matches('/')), &path).unwrap_or(path)
    )
}

/// Decoded, one leading slash, no trailing one, no `index.html`, nothing after `?` or `#`.
pub fn normalise(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let decoded = decode(path);
    let joined = join("", &decoded).unwrap_or_default();
    let bare = joined
        .strip_suffix("index.html")
        .filter(|rest| rest.is_empty() || rest.ends_with('/'))
        .unwrap_or(&joined);
    format!("/{}", bare.trim_end_matches('/'))
}

/// Takes percent escapes out; escapes that are none, or give no UTF-8, stay as they are.
pub fn decode(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = (*first == b'%')
            .then(|| after.get(..2).and_then(|two| std::str::from_utf8(two).ok()))
            .flatten()
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_decoded_and_without_decoration() {
        for path in ["/a b/c/", "a%20b/c", "/a%20b/./c/index.html", "//a b//c?x=1#y"] {
            assert_eq!(normalise(path), "/a b/c");
        }
        assert_eq!(normalise("/100%/x"), "/100%/x");
        assert_eq!(normalise("/"), "/");
    }
}
