//! The content model of HTML, applied to the sanitised tree: no block inside a sentence, no link inside a link, no
//! item outside a list. Ids and headings' anchors come later.

use super::ImageSize;
use super::events::Island;
use super::tree::{Element, Node, is_blank};
use super::{attributes, image, table};

mod part;

const BLOCKS: &[&str] = &[
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "ul",
];

/// What surrounds a node.
#[derive(Clone, Copy, Default)]
struct Around {
    link: bool,
    table: bool,
    /// Inside `th` or `dt`, where headings and sections may not stand.
    label: bool,
}

/// Makes the tree valid. Island marks become islands; raw code blocks become new ones.
pub(super) fn tidy(
    nodes: Vec<Node>,
    mark: &str,
    islands: &mut Vec<Island>,
    image_size: &dyn Fn(&str) -> Option<ImageSize>,
) -> Vec<Node> {
    let used = vec![false; islands.len()];
    let mut tidy = Tidy {
        mark,
        islands,
        image_size,
        used,
    };
    tidy.flow(nodes, Around::default())
}

struct Tidy<'a> {
    mark: &'a str,
    islands: &'a mut Vec<Island>,
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
            name if BLOCKS.contains(&name) => out.extend(self.flow(children, around)),
            "a" | "ins" | "del" if has_block(&children) => {
                let opens = element.name == "a" && element.get("href").is_some();
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
        let number = element.get("id")?.strip_prefix(self.mark)?.strip_prefix('-')?;
        let index: usize = number.parse().ok()?;
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
                .and_then(|id| {
                    id.strip_prefix(self.mark)?
                        .strip_prefix('-')?
                        .parse::<usize>()
                        .ok()
                })
                .and_then(|index| self.islands.get(index));
            island.is_some_and(|island| island.html.contains("tabindex"))
                || matches!(
                    element.name.as_str(),
                    "table" | "pre" | "details" | "audio" | "video"
                )
                || self.has_focus(&element.children)
        })
    }

    /// A paragraph or heading.
    fn text_block(&mut self, mut element: Element, children: Vec<Node>, around: Around, out: &mut Vec<Node>) {
        let mut hoisted = Vec::new();
        let children = self.phrasing(children, around, &mut hoisted);
        let heading = element.name != "p";
        if heading && around.label {
            element.name = "p".to_owned();
        }
        if let Some(figure) = image::figure(&children).filter(|_| !heading && !around.label) {
            out.push(Node::Element(figure));
        } else if (heading && has_words(&children)) || (!heading && has_content(&children)) {
            element.children = children;
            out.push(Node::Element(element));
        } else if heading {
            out.extend(children);
        }
        out.append(&mut hoisted);
    }

    /// Nodes of a sentence; code blocks among them are handed up to stand after it.
    fn phrasing(&mut self, nodes: Vec<Node>, around: Around, hoisted: &mut Vec<Node>) -> Vec<Node> {
        let mut out = Vec::with_capacity(nodes.len());
        for node in nodes {
            let Node::Element(mut element) = node else {
                out.push(node);
                continue;
            };
            match self.island(&element) {
                Some(Some(island @ Node::Island { block: true, .. })) => {
                    hoisted.push(island);
                    continue;
                }
                Some(island) => {
                    out.extend(island);
                    continue;
                }
                None => {}
            }
            attributes::clean(&mut element);
            let children = std::mem::take(&mut element.children);
            if matches!(element.name.as_str(), "audio" | "video") {
                out.extend(self.media(element, children, around));
            } else if BLOCKS.contains(&element.name.as_str()) {
                out.push(Node::Text(" ".to_owned()));
                out.extend(self.phrasing(children, around, hoisted));
            } else {
                out.extend(self.inline(element, children, around, hoisted));
            }
        }
        out
    }

    fn inline(
        &mut self,
        mut element: Element,
        children: Vec<Node>,
        around: Around,
        hoisted: &mut Vec<Node>,
    ) -> Vec<Node> {
        match element.name.as_str() {
            "img" => {
                return image::image(element, around.link, self.image_size)
                    .into_iter()
                    .collect();
            }
            "br" | "wbr" | "input" => return vec![Node::Element(element)],
            "source" => return Vec::new(),
            _ => {}
        }
        let mut opens = element.name == "a" && element.get("href").is_some();
        if element.name == "a" && (!opens || around.link || self.has_focus(&children)) {
            // No link here, but its id may be the goal of another one.
            opens = false;
            element.name = "span".to_owned();
            element.remove("href");
            element.remove("aria-label");
        }
        let inside = Around {
            link: around.link || opens,
            ..around
        };
        let children = self.phrasing(children, inside, hoisted);
        let empty = !has_content(&children);
        if (empty || element.name == "span") && element.attrs.is_empty() {
            return children;
        }
        if empty && opens {
            element.name = "span".to_owned();
            element.remove("href");
            element.remove("aria-label");
        }
        if empty && element.get("id").is_none() {
            return children;
        }
        element.children = children;
        vec![Node::Element(element)]
    }

    /// Video and audio get controls; an address of their own excludes `source`.
    fn media(&mut self, mut element: Element, children: Vec<Node>, around: Around) -> Vec<Node> {
        let mut hoisted = Vec::new();
        let (sources, fallback): (Vec<Node>, Vec<Node>) = children
            .into_iter()
            .partition(|node| matches!(node, Node::Element(source) if source.name == "source"));
        if element.get("poster").is_some_and(attributes::is_remote) {
            element.remove("poster");
        }
        let mut children = Vec::new();
        if element.get("src").is_none() {
            for node in sources {
                let Node::Element(mut source) = node else { continue };
                attributes::clean(&mut source);
                if source.get("src").is_some() {
                    children.push(Node::Element(source));
                }
            }
        }
        let nowhere = element.get("src").is_none() && children.is_empty();
        // The fallback is a sentence without players of its own.
        let fallback = fallback
            .into_iter()
            .filter(|node| !matches!(node, Node::Element(inner) if matches!(inner.name.as_str(), "audio" | "video")))
            .collect();
        let fallback = self.phrasing(fallback, around, &mut hoisted);
        if around.link || nowhere {
            return fallback;
        }
        children.extend(fallback);
        element.set("controls", "");
        element.children = children;
        vec![Node::Element(element)]
    }
}

fn has_block(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Element(element) => BLOCKS.contains(&element.name.as_str()) || has_block(&element.children),
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
