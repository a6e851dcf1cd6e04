//! The content model of HTML, applied to the sanitised tree: no block inside a sentence, no link inside a link, no
//! item outside a list. Ids and headings' anchors come later.

use super::ImageSize;
use super::events::Island;
use super::tree::{Element, Node, is_blank};
use super::{attributes, code, fence, image, table};

const BLOCKS: &[&str] = &[
    "aside", "blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "li", "ol", "p", "pre", "section", "summary", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "ul",
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
    let shift = has_title(&nodes);
    let used = vec![false; islands.len()];
    let mut tidy = Tidy { mark, islands, image_size, shift, used };
    tidy.flow(nodes, Around::default())
}

fn has_title(nodes: &[Node]) -> bool {
    nodes.iter().any(
        |node| matches!(node, Node::Element(element) if element.name == "h1" || has_title(&element.children)),
    )
}

struct Tidy<'a> {
    mark: &'a str,
    islands: &'a mut Vec<Island>,
    image_size: &'a dyn Fn(&str) -> Option<ImageSize>,
    shift: bool,
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
                if element.name == "a" && (around.link || !opens) {
                    out.extend(self.flow(children, around));
                } else {
                    element.children = self.flow(children, Around { link: around.link || opens, ..around });
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

    /// A paragraph or heading.
    fn text_block(&mut self, mut element: Element, children: Vec<Node>, around: Around, out: &mut Vec<Node>) {
        let mut hoisted = Vec::new();
        let children = self.phrasing(children, around, &mut hoisted);
        let heading = element.name != "p";
        if heading && around.label {
            element.name = "p".to_owned();
        } else if heading && self.shift {
            element.name = match element.name.as_str() {
                "h1" => "h2",
                "h2" => "h3",
                "h3" => "h4",
                "h4" => "h5",
                _ => "h6",
            }
            .to_owned();
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
            "img" => return image::image(element, around.link, self.image_size).into_iter().collect(),
            "br" | "wbr" | "input" => return vec![Node::Element(element)],
            "source" => return Vec::new(),
            _ => {}
        }
        let opens = element.name == "a" && element.get("href").is_some();
        let inside = Around { link: around.link || opens, ..around };
        let children = self.phrasing(children, inside, hoisted);
        let empty = !has_content(&children);
        if element.name == "a" {
            if (around.link && opens) || (element.get("href").is_none() && element.get("id").is_none()) {
                return children;
            }
            if empty {
                element.remove("href");
                element.remove("aria-label");
            }
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

    fn list(&mut self, mut element: Element, children: Vec<Node>, around: Around, out: &mut Vec<Node>) {
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
    fn definitions(&mut self, mut element: Element, children: Vec<Node>, around: Around, out: &mut Vec<Node>) {
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

    fn details(&mut self, mut element: Element, children: Vec<Node>, around: Around, out: &mut Vec<Node>) {
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
    fn figure(&mut self, mut element: Element, children: Vec<Node>, around: Around, out: &mut Vec<Node>) {
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

    fn sections(&mut self, nodes: Vec<Node>, around: Around) -> Vec<Node> {
        let mut out = Vec::new();
        for node in nodes {
            let Node::Element(mut element) = node else { continue };
            match element.name.as_str() {
                "thead" | "tbody" | "tfoot" | "tr" => {
                    attributes::clean(&mut element);
                    let children = std::mem::take(&mut element.children);
                    element.children = self.sections(children, around);
                    out.push(Node::Element(element));
                }
                "td" | "th" | "caption" => {
                    let label = around.label || element.name == "th";
                    out.push(self.part(element, Around { table: true, label, ..around }));
                }
                _ => {}
            }
        }
        out
    }

    /// Raw `<pre><code>` is a code block like any other; other preformatted text only becomes scrollable by keyboard.
    fn pre(&mut self, mut element: Element, children: Vec<Node>, out: &mut Vec<Node>) {
        let mut parts = children.iter().filter(|node| !is_blank(std::slice::from_ref(node)));
        if let (Some(Node::Element(inner)), None) = (parts.next(), parts.next())
            && inner.name == "code"
            && inner.children.iter().all(|node| matches!(node, Node::Text(_)))
        {
            let language = inner
                .get("class")
                .and_then(|class| class.split_ascii_whitespace().find_map(|one| one.strip_prefix("language-")));
            let source = inner.text();
            let html = code::figure(&fence::parse(language.unwrap_or_default()), &source);
            self.islands.push(Island { html, source, code: true });
            self.used.push(true);
            out.push(Node::Island { index: self.islands.len() - 1, block: true });
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
