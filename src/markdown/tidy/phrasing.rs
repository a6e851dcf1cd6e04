//! Phrasing content: paragraphs, headings and what their sentences may hold. Where blocks may stand is not decided here.

use super::super::element::is_block;
use super::super::tree::{Element, Node};
use super::super::{attributes, image};
use super::{Around, Tidy, has_content, has_words, is_link};

impl Tidy<'_> {
    /// A paragraph or heading.
    pub(super) fn text_block(
        &mut self,
        mut element: Element,
        children: Vec<Node>,
        around: Around,
        out: &mut Vec<Node>,
    ) {
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
    pub(super) fn phrasing(
        &mut self,
        nodes: Vec<Node>,
        around: Around,
        hoisted: &mut Vec<Node>,
    ) -> Vec<Node> {
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
            } else if is_block(&element.name) {
                out.push(Node::Text(" ".to_owned()));
                out.extend(self.phrasing(children, around, hoisted));
            } else {
                out.extend(self.inline(element, children, around, hoisted));
            }
        }
        out
    }

    /// An element of a sentence, or what is left of it.
    pub(super) fn inline(
        &mut self,
        mut element: Element,
        children: Vec<Node>,
        around: Around,
        hoisted: &mut Vec<Node>,
    ) -> Vec<Node> {
        match element.name.as_str() {
            "img" => {
                return Vec::from_iter(image::image(element, around.link, self.image_size));
            }
            "br" | "wbr" | "input" => return vec![Node::Element(element)],
            "source" => return Vec::new(),
            _ => {}
        }
        if element.name == "a" && (!is_link(&element) || around.link || self.has_focus(&children)) {
            unlink(&mut element);
        }
        let opens = is_link(&element);
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
            unlink(&mut element);
        }
        if empty && element.get("id").is_none() {
            return children;
        }
        element.children = children;
        vec![Node::Element(element)]
    }

    /// Video and audio get controls; an address of their own excludes `source`.
    pub(super) fn media(&mut self, mut element: Element, children: Vec<Node>, around: Around) -> Vec<Node> {
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
        // The fallback is a sentence without players of its own; code blocks have no place in it.
        let fallback = fallback
            .into_iter()
            .filter(|node| !matches!(node, Node::Element(inner) if matches!(inner.name.as_str(), "audio" | "video")))
            .collect();
        let fallback = self.phrasing(fallback, around, &mut Vec::new());
        if around.link || nowhere {
            return fallback;
        }
        children.extend(fallback);
        element.set("controls", "");
        element.children = children;
        vec![Node::Element(element)]
    }
}

/// Makes a link a span: its id may still be the goal of another one.
fn unlink(element: &mut Element) {
    element.name = "span".to_owned();
    element.remove("href");
    element.remove("aria-label");
}
