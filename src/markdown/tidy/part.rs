//! Elements made of parts: lists, definitions, details, figures, table sections, preformatted text. Parts find their
//! whole, and a whole gets the parts it must have.

use super::super::events::Island;
use super::super::tree::{Element, Node, is_blank};
use super::super::{attributes, code, fence};
use super::{Around, Tidy, has_content, has_words};

impl Tidy<'_> {
    /// A list holds items only.
    pub(super) fn list(
        &mut self,
        mut element: Element,
        children: Vec<Node>,
        around: Around,
        out: &mut Vec<Node>,
    ) {
        let mut items: Vec<Node> = Vec::new();
        let mut loose = Vec::new();
        for node in children {
            match node {
                Node::Element(item) if item.name == "li" => {
                    self.loose_item("li", &mut loose, around, &mut items);
                    items.push(self.part(item, around));
                }
                other => loose.push(other),
            }
        }
        self.loose_item("li", &mut loose, around, &mut items);
        if items.iter().any(|node| matches!(node, Node::Element(_))) {
            element.children = items;
            out.push(Node::Element(element));
        }
    }

    /// Wraps nodes that stand between items in an item of their own.
    fn loose_item(&mut self, name: &str, loose: &mut Vec<Node>, around: Around, items: &mut Vec<Node>) {
        let nodes = std::mem::take(loose);
        if is_blank(&nodes) {
            items.extend((!nodes.is_empty()).then(|| Node::Text("\n".to_owned())));
        } else {
            let children = self.flow(nodes, around);
            items.push(Node::Element(Element::new(name, children)));
        }
    }

    /// An item, cell or definition: its own attributes, blocks inside.
    fn part(&mut self, mut element: Element, around: Around) -> Node {
        attributes::clean(&mut element);
        let children = std::mem::take(&mut element.children);
        element.children = self.flow(children, around);
        Node::Element(element)
    }

    /// A definition list needs terms and definitions in turn; one without is a plain division.
    pub(super) fn definitions(
        &mut self,
        mut element: Element,
        children: Vec<Node>,
        around: Around,
        out: &mut Vec<Node>,
    ) {
        let mut items = Vec::new();
        let mut loose = Vec::new();
        for node in children {
            match node {
                Node::Element(item) if matches!(item.name.as_str(), "dt" | "dd") => {
                    self.loose_item("dd", &mut loose, around, &mut items);
                    let label = around.label || item.name == "dt";
                    items.push(self.part(item, Around { label, ..around }));
                }
                other => loose.push(other),
            }
        }
        self.loose_item("dd", &mut loose, around, &mut items);
        let names: Vec<&str> = items
            .iter()
            .filter_map(|node| match node {
                Node::Element(item) => Some(item.name.as_str()),
                _ => None,
            })
            .collect();
        let valid = names.first() == Some(&"dt") && names.last() == Some(&"dd");
        if valid {
            element.children = items;
            out.push(Node::Element(element));
        } else {
            for node in items {
                if let Node::Element(item) = node {
                    let children = item.children;
                    out.push(Node::Element(Element::new("div", children)));
                }
            }
        }
    }

    /// Details begin with one summary.
    pub(super) fn details(
        &mut self,
        mut element: Element,
        children: Vec<Node>,
        around: Around,
        out: &mut Vec<Node>,
    ) {
        let mut summary = Element::new("summary", vec![Node::Text("Details".to_owned())]);
        let mut rest = Vec::new();
        let mut found = false;
        let mut hoisted = Vec::new();
        for node in children {
            match node {
                Node::Element(mut first) if first.name == "summary" && !found => {
                    found = true;
                    attributes::clean(&mut first);
                    // A link in a summary would compete with opening it.
                    let children = std::mem::take(&mut first.children);
                    first.children = self.phrasing(children, Around { link: true, ..around }, &mut hoisted);
                    if has_words(&first.children) {
                        summary = first;
                    }
                }
                other => rest.push(other),
            }
        }
        if around.link {
            out.push(Node::Element(Element::new("p", summary.children)));
            out.extend(self.flow(rest, around));
            return;
        }
        element.children = vec![Node::Element(summary)];
        element.children.append(&mut hoisted);
        element.children.extend(self.flow(rest, around));
        out.push(Node::Element(element));
    }

    /// A figure has at most one caption, at its end unless it was written first.
    pub(super) fn figure(
        &mut self,
        mut element: Element,
        children: Vec<Node>,
        around: Around,
        out: &mut Vec<Node>,
    ) {
        let mut content = Vec::new();
        let mut caption = None;
        let mut first = false;
        for node in children {
            match node {
                Node::Element(part) if part.name == "figcaption" && caption.is_none() => {
                    first = is_blank(&content);
                    caption = Some(self.part(part, around));
                }
                other => content.push(other),
            }
        }
        let content = self.flow(content, around);
        if !has_content(&content) && caption.is_none() {
            return;
        }
        match caption {
            Some(caption) if first => {
                element.children.push(caption);
                element.children.extend(content);
            }
            caption => {
                element.children = content;
                element.children.extend(caption);
            }
        }
        out.push(Node::Element(element));
    }

    /// What a table may hold; other nodes between its cells are none of its parts.
    pub(super) fn sections(&mut self, nodes: Vec<Node>, around: Around) -> Vec<Node> {
        let mut out = Vec::new();
        for node in nodes {
            let Node::Element(mut element) = node else {
                continue;
            };
            match element.name.as_str() {
                "thead" | "tbody" | "tfoot" | "tr" => {
                    attributes::clean(&mut element);
                    let children = std::mem::take(&mut element.children);
                    element.children = self.sections(children, around);
                    out.push(Node::Element(element));
                }
                "td" | "th" | "caption" => {
                    let label = around.label || element.name == "th";
                    out.push(self.part(
                        element,
                        Around {
                            table: true,
                            label,
                            ..around
                        },
                    ));
                }
                _ => {}
            }
        }
        out
    }

    /// Raw `<pre><code>` is a code block like any other; other preformatted text only becomes scrollable by keyboard.
    pub(super) fn pre(&mut self, mut element: Element, children: Vec<Node>, out: &mut Vec<Node>) {
        let mut parts = children
            .iter()
            .filter(|node| !is_blank(std::slice::from_ref(node)));
        if let (Some(Node::Element(inner)), None) = (parts.next(), parts.next())
            && inner.name == "code"
            && inner.children.iter().all(|node| matches!(node, Node::Text(_)))
        {
            let language = inner.get("class").and_then(|class| {
                class
                    .split_ascii_whitespace()
                    .find_map(|one| one.strip_prefix("language-"))
            });
            let source = inner.text();
            let html = code::figure(&fence::parse(language.unwrap_or_default()), &source, self.memory);
            self.islands.push(Island {
                html,
                source,
                code: true,
            });
            self.used.push(true);
            out.push(Node::Island {
                index: self.islands.len() - 1,
                block: true,
            });
            return;
        }
        let mut hoisted = Vec::new();
        element.children = self.phrasing(children, Around::default(), &mut hoisted);
        if has_content(&element.children) {
            element.set("tabindex", "0");
            element.set("role", "group");
            element.set("aria-label", "Preformatted text");
            out.push(Node::Element(element));
        }
        out.append(&mut hoisted);
    }
}
