//! The content model of HTML, applied to the sanitised tree: no block inside a sentence, no link inside a link, no
//! item outside a list. Flow content is here, phrasing content and elements made of parts have files of their own; ids
//! and headings' anchors come later.

use super::ImageSize;
use super::element::is_block;
use super::events::Island;
use super::memory::Memory;
use super::tree::{Element, Node, is_blank};
use super::{attributes, table};

mod part;
mod phrasing;

/// What surrounds a node.
#[derive(Clone, Copy, Default)]
struct Around {
    link: bool,
    table: bool,
    /// Inside `th` or `dt`, where headings and sections may not stand.
    label: bool,
}

/// Makes the tree valid. Island marks become islands; raw code blocks become new ones.
///
/// Answers also which of the outermost nodes begin with which line of the source.
pub(super) fn tidy(
    nodes: Vec<Node>,
    mark: &str,
    islands: &mut Vec<Island>,
    memory: &mut Memory,
    image_size: &dyn Fn(&str) -> Option<ImageSize>,
) -> (Vec<Node>, Vec<(usize, u32)>) {
    let used = vec![false; islands.len()];
    let mut tidy = Tidy {
        mark,
        islands,
        memory,
        image_size,
        used,
    };
    let mut out = Vec::with_capacity(nodes.len());
    let mut lines = Vec::new();
    for node in nodes {
        let at = out.len();
        match node {
            Node::Element(element) => {
                let line = line(&element, mark);
                tidy.flow_element(element, Around::default(), &mut out);
                lines.extend(line.filter(|_| out.len() > at).map(|line| (at, line)));
            }
            other => out.push(other),
        }
    }
    (out, lines)
}

/// The line that a block was signed with.
fn line(element: &Element, mark: &str) -> Option<u32> {
    let mut classes = element.get("class")?.split_ascii_whitespace();
    classes.find_map(|class| class.strip_prefix(mark)?.strip_prefix('.')?.parse().ok())
}

struct Tidy<'a> {
    mark: &'a str,
    islands: &'a mut Vec<Island>,
    memory: &'a mut Memory,
    image_size: &'a dyn Fn(&str) -> Option<ImageSize>,
    used: Vec<bool>,
}

impl Tidy<'_> {
    /// Nodes where blocks may stand.
    fn flow(&mut self, nodes: Vec<Node>, around: Around) -> Vec<Node> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            match node {
                Node::Element(element) => self.flow_element(element, around, &mut out),
                other => out.push(other),
            }
        }
        out
    }

    fn flow_element(&mut self, mut element: Element, around: Around, out: &mut Vec<Node>) {
        if let Some(island) = self.island(&element) {
            out.extend(island);
            return;
        }
        attributes::clean(&mut element);
        let children = std::mem::take(&mut element.children);
        match element.name.as_str() {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.text_block(element, children, around, out),
            "ul" | "ol" => self.list(element, children, around, out),
            "dl" => self.definitions(element, children, around, out),
            "details" => self.details(element, children, around, out),
            "summary" => {
                element.name = "p".to_owned();
                self.text_block(element, children, around, out);
            }
            "figure" => self.figure(element, children, around, out),
            "table" => {
                element.children = self.sections(children, around);
                out.extend(table::table(element, around.table));
            }
            "pre" => self.pre(element, children, out),
            "div" | "section" | "aside" | "blockquote" => {
                if around.label && element.name != "blockquote" {
                    element.name = "div".to_owned();
                }
                element.children = self.flow(children, around);
                if !(is_blank(&element.children) && element.get("id").is_none()) {
                    out.push(Node::Element(element));
                }
            }
            "hr" => out.push(Node::Element(element)),
            // Parts without their whole.
            name if is_block(name) => out.extend(self.flow(children, around)),
            "a" | "ins" | "del" if has_block(&children) => {
                let opens = is_link(&element);
                if element.name == "a" && (around.link || !opens || self.has_focus(&children)) {
                    out.extend(self.flow(children, around));
                } else {
                    element.children = self.flow(
                        children,
                        Around {
                            link: around.link || opens,
                            ..around
                        },
                    );
                    out.push(Node::Element(element));
                }
            }
            "audio" | "video" => out.extend(self.media(element, children, around)),
            _ if has_block(&children) => out.extend(self.flow(children, around)),
            _ => {
                let mut hoisted = Vec::new();
                out.extend(self.inline(element, children, around, &mut hoisted));
                out.append(&mut hoisted);
            }
        }
    }

    /// The island that an element marks: `None` if it is none, `Some(None)` if that island has been used.
    fn island(&mut self, element: &Element) -> Option<Option<Node>> {
        let index = Island::number(element.get("id")?, self.mark)?;
        let used = self.used.get_mut(index)?;
        let first = !std::mem::replace(used, true);
        let block = self.islands.get(index)?.code;
        Some(first.then_some(Node::Island { index, block }))
    }

    /// Whether something inside takes the keyboard's focus, which nothing in a link may.
    fn has_focus(&self, nodes: &[Node]) -> bool {
        nodes.iter().any(|node| {
            let Node::Element(element) = node else {
                return false;
            };
            let island = element
                .get("id")
                .and_then(|id| Island::number(id, self.mark))
                .and_then(|index| self.islands.get(index));
            island.is_some_and(|island| island.html.contains("tabindex"))
                || matches!(
                    element.name.as_str(),
                    "table" | "pre" | "details" | "audio" | "video"
                )
                || self.has_focus(&element.children)
        })
    }
}

fn is_link(element: &Element) -> bool {
    element.name == "a" && element.get("href").is_some()
}

fn has_block(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(element) => is_block(&element.name) || has_block(&element.children),
        Node::Island { block, .. } => *block,
        Node::Text(_) => false,
    })
}

/// Whether there is anything to see.
fn has_content(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Island { .. } => true,
        Node::Element(element) => {
            matches!(element.name.as_str(), "img" | "input" | "video" | "audio")
                || element.get("id").is_some()
                || has_content(&element.children)
        }
    })
}

/// Whether there is anything to read: text, a formula, or an image with a description.
fn has_words(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(text) => !text.trim().is_empty(),
        Node::Island { .. } => true,
        Node::Element(element) => {
            element.get("alt").is_some_and(|alt| !alt.is_empty()) || has_words(&element.children)
        }
    })
}
