//! Where a link of an old post leads now.

use std::collections::HashSet;

use super::{
    addresses::{Addresses, decode},
    entry::Entry,
    flavour::Flavour,
    media::{Shelf, is_file_name},
    site::Site,
    source::{Tree, join, name, parent},
};
use crate::model::slug::Slug;

/// How resolved references travel through a text until its links are written; see [`Resolver::post_mark`].
const MARK: &str = "logbook-post:";

/// What becomes of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// It leads elsewhere, or to a place on its own page.
    Kept,
    /// It leads to this address now.
    Moved(String),
    /// It leads nowhere; the address to write instead, if the old one would mean something else here, and why the
    /// file it names cannot be used, if there is one.
    Dead(Option<String>, Option<String>),
}

/// Answers for all links of a folder.
pub struct Resolver<'a> {
    /// All files.
    pub tree: &'a Tree,
    /// The old site.
    pub site: &'a Site,
    /// All posts.
    pub entries: &'a [Entry],
    /// Their new slugs.
    pub slugs: &'a [Slug],
    /// Their old addresses.
    pub addresses: &'a Addresses,
    /// Slugs of all tags.
    pub tags: &'a HashSet<String>,
    /// The files taken over so far.
    pub shelf: &'a mut Shelf,
}

impl Resolver<'_> {
    /// Where a link written as `target` in post `index` leads now.
    pub fn resolve(&mut self, index: usize, target: &str) -> Target {
        let target = target.trim();
        if target.is_empty() || target.starts_with(['#', '?']) {
            return Target::Kept;
        }
        if let Some(rest) = target.strip_prefix(MARK) {
            let (number, fragment) = split_fragment(rest);
            return number
                .parse()
                .ok()
                .and_then(|number| self.post(number, fragment))
                .map_or(Target::Kept, Target::Moved);
        }
        if let Some(page) = target.strip_prefix("@/") {
            let (page, fragment) = split_fragment(page);
            let found = self
                .addresses
                .page(page)
                .and_then(|index| self.post(index, fragment));
            return found
                .or_else(|| self.file(&self.site.in_tree(page)).ok()?)
                .map_or(Target::Dead(None, None), Target::Moved);
        }
        match self.local(target) {
            None => Target::Kept,
            Some(path) if path.starts_with('/') => match self.rooted(&path) {
                Target::Dead(..) if self.site.hosts_are_guess && !target.starts_with('/') => Target::Kept,
                found => found,
            },
            Some(path) => self.relative(index, &path),
        }
    }

    /// A reference to a post by what `ref`, `post_url` or `link` calls it, as a mark that [`Self::resolve`] and
    /// [`Self::without_marks`] turn into its address.
    pub fn post_mark(&self, index: usize, called: &str) -> Option<String> {
        let (called, fragment) = split_fragment(called.trim());
        if called.is_empty() {
            return Some(fragment.to_owned());
        }
        let entry = self.entries.get(index)?;
        let beside = join(parent(&entry.page), called).and_then(|page| self.addresses.page(&page));
        let above = || join(entry.shelf(), called).and_then(|page| self.addresses.page(&page));
        let found = beside
            .or_else(above)
            .or_else(|| self.addresses.page(called))
            .or_else(|| self.addresses.at(called))
            .or_else(|| self.addresses.called(name(called)))?;
        Some(format!("{MARK}{found}{fragment}"))
    }

    /// Replaces the marks left in a text (in code, where no link was) by addresses.
    pub fn without_marks(&self, text: String) -> String {
        if !text.contains(MARK) {
            return text;
        }
        let mut out = String::with_capacity(text.len());
        let mut parts = text.split(MARK);
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let (number, rest) = part.split_at_checked(digits).unwrap_or(("", part));
            match number.parse().ok().and_then(|number| self.post(number, "")) {
                Some(post) => out.push_str(&post),
                None => {
                    out.push_str(MARK);
                    out.push_str(number);
                }
            }
            out.push_str(rest);
        }
        out
    }

    /// The part of an address that lies within the old site; none for all others.
    fn local(&self, target: &str) -> Option<String> {
        let after_scheme = match target.split_once(':') {
            Some((scheme, _)) if scheme.is_empty() || !is_scheme(scheme) => None,
            Some((scheme, rest)) if matches!(scheme.to_lowercase().as_str(), "http" | "https") => {
                Some(rest.strip_prefix("//")?)
            }
            Some(_) => return None,
            None => None,
        };
        let path = match after_scheme.or_else(|| target.strip_prefix("//")) {
            Some(rest) => {
                let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
                let (host, path) = rest.split_at_checked(end)?;
                self.site
                    .hosts
                    .contains(&host.to_lowercase())
                    .then(|| format!("/{}", path.trim_start_matches('/')))?
            }
            None => target.to_owned(),
        };
        Some(match path.strip_prefix(self.site.base.as_str()) {
            Some(rest) if !self.site.base.is_empty() && rest.starts_with('/') => rest.to_owned(),
            _ => path,
        })
    }

    fn rooted(&mut self, path: &str) -> Target {
        if let Some(target) = self.anywhere(path) {
            return target;
        }
        // A page of the new site, as the old one had it too.
        let (bare, fragment) = split_fragment(path);
        let bare = bare.split('?').next().unwrap_or_default().trim_end_matches('/');
        if matches!(
            bare,
            "" | "/posts" | "/tags" | "/portfolio" | "/rss.xml" | "/atom.xml" | "/feed.json"
        ) {
            return Target::Moved(format!("{}{fragment}", if bare.is_empty() { "/" } else { bare }));
        }
        let term = ["/tags/", "/categories/", "/tag/", "/category/"]
            .iter()
            .find_map(|start| bare.strip_prefix(start));
        if let Some(slug) = term
            .map(|name| Slug::from_title(&decode(name)))
            .filter(|slug| self.tags.contains(slug.as_str()))
        {
            return Target::Moved(format!("/tags/{slug}"));
        }
        let mut tried = None;
        let plain = decode(bare);
        for folder in self.site.statics.clone() {
            let file = join(folder, &plain).unwrap_or_default();
            match self.file(&file) {
                Ok(Some(url)) => return Target::Moved(url),
                Ok(None) => {}
                Err(reason) => tried = Some(reason),
            }
        }
        Target::Dead(None, tried)
    }

    fn relative(&mut self, index: usize, path: &str) -> Target {
        let Some(entry) = self.entries.get(index) else {
            return Target::Kept;
        };
        let (bare, fragment) = split_fragment(path);
        let plain = decode(bare.split('?').next().unwrap_or_default());
        if plain.is_empty() {
            return Target::Kept;
        }
        let mut tried = None;
        if let Some(file) = join(parent(&entry.path), &plain) {
            match self.file(&file) {
                Ok(Some(url)) => return Target::Moved(url),
                Ok(None) => {}
                Err(reason) => tried = Some(reason),
            }
        }
        let page = |folder: &str| join(folder, &plain).and_then(|page| self.addresses.page(&page));
        if let Some(post) = page(parent(&entry.page)).and_then(|found| self.post(found, fragment)) {
            return Target::Moved(post);
        }
        let base = base_of(entry);
        let by_address = base
            .as_deref()
            .and_then(|base| join(base, &plain))
            .map(|path| format!("/{path}"));
        if tried.is_none()
            && let Some(target) = by_address
                .as_deref()
                .and_then(|path| self.anywhere(&format!("{path}{fragment}")))
        {
            return target;
        }
        if let Some(post) = page(entry.shelf())
            .or_else(|| page(""))
            .and_then(|found| self.post(found, fragment))
        {
            return Target::Moved(post);
        }
        for folder in self.site.statics.clone() {
            match join(folder, &plain).map(|file| self.file(&file)) {
                Some(Ok(Some(url))) => return Target::Moved(url),
                Some(Err(reason)) => tried = Some(reason),
                _ => {}
            }
        }
        // Left as it is, the link would be relative to the post's new address and might hit something else.
        Target::Dead(
            by_address.map(|path| format!("{path}{}", path_end(bare, fragment))),
            tried,
        )
    }

    /// A post, or a file beside a post, at a path of the old site.
    fn anywhere(&mut self, path: &str) -> Option<Target> {
        let (bare, fragment) = split_fragment(path);
        if let Some(found) = self
            .addresses
            .at(bare)
            .and_then(|index| self.post(index, fragment))
        {
            return Some(Target::Moved(found));
        }
        if let Some(found) = self
            .addresses
            .page(&decode(bare))
            .and_then(|index| self.post(index, fragment))
        {
            return Some(Target::Moved(found));
        }
        let plain = decode(bare.split('?').next().unwrap_or_default());
        let owner = self
            .addresses
            .at(parent(&plain))
            .and_then(|index| self.entries.get(index))?;
        let beside = owner
            .is_bundle()
            .then(|| join(parent(&owner.path), name(&plain)))??;
        match self.file(&beside) {
            Ok(Some(url)) => Some(Target::Moved(url)),
            Ok(None) => None,
            Err(reason) => Some(Target::Dead(None, Some(reason))),
        }
    }

    fn post(&self, index: usize, fragment: &str) -> Option<String> {
        let (slug, entry) = (self.slugs.get(index)?, self.entries.get(index)?);
        Some(entry.kind().path(slug.as_str()) + fragment)
    }

    /// The new address of a file of the tree, none if there is no such file, or why it cannot be used.
    fn file(&mut self, path: &str) -> Result<Option<String>, String> {
        if !is_file_name(path) && !path.ends_with(".html") || !self.tree.has(path) {
            return Ok(None);
        }
        self.shelf
            .take(self.tree, path)
            .map(|file| Some(file.url.clone()))
    }
}

/// The folder that relative links of a page started from on the old site.
fn base_of(entry: &Entry) -> Option<String> {
    let own = entry.addresses.first()?;
    let is_file = own.ends_with(".html") && entry.flavour != Flavour::Zola;
    Some(if is_file {
        parent(own).to_owned()
    } else {
        own.clone()
    })
}

fn path_end(bare: &str, fragment: &str) -> String {
    let slash = if bare.ends_with('/') { "/" } else { "" };
    format!("{slash}{fragment}")
}

/// The address without its fragment, and the fragment with its `#`.
fn split_fragment(target: &str) -> (&str, &str) {
    target
        .find('#')
        .and_then(|at| target.split_at_checked(at))
        .unwrap_or((target, ""))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}
