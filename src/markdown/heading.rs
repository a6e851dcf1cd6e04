//! Ids and headings: every id once on the page, headings with theirs and a link to themselves, the contents list.

use std::collections::{HashMap, HashSet};

use crate::model::toc::TocEntry;

use super::events::Island;
use super::fragment;
use super::tree::{Element, Node, fold};

/// Ids that the page around a post uses; a heading of that name gets `-1`.
pub const RESERVED_IDS: &[&str] = &[
    "article",
    "comments",
    "content",
    "contents",
    "footer",
    "footnotes",
    "header",
    "main",
    "menu",
    "nav",
    "newsletter",
    "related",
    "related-title",
    "search",
    "series",
    "share",
    "start",
    "theme",
    "toc",
    "top",
];

/// Longest id that may be pinned, in characters.
const MAX_ID: usize = 120;

/// Gives headings their ids and anchors, makes all ids unique, and answers the contents (levels 2 and 3).
///
/// Ids that start with `mark` and a colon are the renderer's own and keep their name.
pub(super) fn finish(nodes: &mut [Node], mark: &str, islands: &[Island]) -> Vec<TocEntry> {
    let mut ids = Ids {
        taken: RESERVED_IDS.iter().map(|id| (*id).to_owned()).collect(),
        next: HashMap::new(),
    };
    let prefix = format!("{mark}:");
    own_ids(nodes, &prefix, &mut ids);
    foreign_ids(nodes, &prefix, &mut ids);
    let mut walk = Walk {
        ids,
        islands,
        outline: Vec::new(),
        toc: Vec::new(),
    };
    walk.headings(nodes, false);
    fragment::mend(nodes, &walk.ids.taken);
    walk.toc
}

struct Ids {
    taken: HashSet<String>,
    next: HashMap<String, usize>,
}

impl Ids {
    /// `base`, or `base-1`, `base-2` … as it is free.
    fn unique(&mut self, base: &str) -> String {
        if self.taken.insert(base.to_owned()) {
            return base.to_owned();
        }
        let next = self.next.entry(base.to_owned()).or_insert(1);
        loop {
            let id = format!("{base}-{next}");
            *next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn own_ids(nodes: &mut [Node], prefix: &str, ids: &mut Ids) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if let Some(own) = element.get("id").and_then(|id| id.strip_prefix(prefix)) {
            ids.taken.insert(own.to_owned());
        }
        own_ids(&mut element.children, prefix, ids);
    }
}

/// Ids from the source: the first of a name keeps it, a heading's is made unique, any other is dropped.
fn foreign_ids(nodes: &mut [Node], prefix: &str, ids: &mut Ids) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if let Some(id) = element.get("id").map(str::to_owned) {
            if let Some(own) = id.strip_prefix(prefix) {
                element.set("id", own);
            } else {
                let valid =
                    !id.is_empty() && id.chars().count() <= MAX_ID && !id.contains(char::is_whitespace);
                if valid && level(element).is_some() {
                    let id = ids.unique(&id);
                    element.set("id", &id);
                } else if !valid || !ids.taken.insert(id) {
                    element.remove("id");
                }
            }
        }
        foreign_ids(&mut element.children, prefix, ids);
    }
}

struct Walk<'a> {
    ids: Ids,
    islands: &'a [Island],
    /// The headings above the present one: level as written, level as shown.
    outline: Vec<(u8, u8)>,
    toc: Vec<TocEntry>,
}

impl Walk<'_> {
    fn headings(&mut self, nodes: &mut [Node], in_link: bool) {
        for node in nodes {
            let Node::Element(element) = node else { continue };
            let in_link = in_link || element.name == "a";
            let Some(written) = level(element) else {
                self.headings(&mut element.children, in_link);
                continue;
            };
            let level = self.shown(written);
            element.name = format!("h{level}");
            let title = title(&element.children, self.islands);
            let id = match element.get("id") {
                Some(pinned) => pinned.to_owned(),
                None => {
                    let id = self.ids.unique(&slug(&title));
                    element.attrs.insert(0, ("id".to_owned(), id.clone()));
                    id
                }
            };
            if !in_link {
                element.children.push(anchor(&id));
            }
            if (2..=3).contains(&level) {
                self.toc.push(TocEntry { level, id, title });
            }
        }
    }

    /// The page's title is level 1, so the post's own headings start at 2 and never skip a level on the way down.
    fn shown(&mut self, written: u8) -> u8 {
        while self.outline.last().is_some_and(|(above, _)| *above >= written) {
            self.outline.pop();
        }
        let shown = self.outline.last().map_or(2, |(_, above)| (above + 1).min(6));
        self.outline.push((written, shown));
        shown
    }
}

/// The level of a heading, 1 to 6; `None` for any other element.
pub(super) fn level(element: &Element) -> Option<u8> {
    match element.name.as_str() {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        _ => None,
    }
}

fn anchor(id: &str) -> Node {
    let sign = Element::new("span", vec![Node::Text("#".to_owned())]).with("aria-hidden", "true");
    let link = Element::new("a", vec![Node::Element(sign)])
        .with("class", "anchor")
        .with("href", &format!("#{}", as_fragment(id)))
        .with("aria-label", "Link to this section");
    Node::Element(link)
}

/// An id as a fragment: what may not stand in a URL is percent-encoded.
fn as_fragment(id: &str) -> String {
    super::attributes::address(id).map_or_else(String::new, |id| id.replace('#', "%23"))
}

/// The text of a heading, without notes' numbers.
pub(super) fn title(nodes: &[Node], islands: &[Island]) -> String {
    let mut text = String::new();
    gather(nodes, islands, &mut text);
    fold(&text)
}

fn gather(nodes: &[Node], islands: &[Island], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(piece) => text.push_str(piece),
            Node::Island { index, .. } => {
                text.push_str(islands.get(*index).map_or("", |island| &island.source));
            }
            Node::Element(element) if element.has_class("fn-ref") || element.has_class("anchor") => {}
            Node::Element(element) => {
                text.push_str(element.get("alt").unwrap_or_default());
                if element.name == "br" {
                    text.push(' ');
                }
                gather(&element.children, islands, text);
            }
        }
    }
}

/// An id as GitHub makes it: lower case, spaces to hyphens, punctuation dropped, letters of any script kept.
pub(super) fn slug(title: &str) -> String {
    let slug: String = title
        .trim()
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() || is_mark(c) => Some(c),
            _ => None,
        })
        .take(MAX_ID)
        .collect();
    if slug.is_empty() {
        "section".to_owned()
    } else {
        slug
    }
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{94f}' | '\u{e31}'..='\u{e4e}' | '\u{3099}'..='\u{309a}')
}
