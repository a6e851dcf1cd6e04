//! A small tree of HTML nodes: read from well-formed markup, changed by the other files, written again.
//! Not an HTML parser: what it reads has been serialised by one, so that only five entities can occur.

use std::fmt::Write;

use super::element::is_void;

/// Elements nested deeper than this are dissolved into their ancestor, so that recursion stays shallow.
const MAX_DEPTH: usize = 256;

/// Stand for `&` and `<` in text on its way through the sanitiser's parser, which takes quadratic time for
/// entities. No source can hold them: they are noncharacters, which [`shield`] replaces; smuggled in as an
/// entity, they are still only text.
const SHIELDED_AMPERSAND: char = '\u{fdd0}';
const SHIELDED_LESS: char = '\u{fdd1}';
/// The first byte of both.
const SHIELDED_LEAD: u8 = 0xef;

/// One piece of a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// An element with attributes and children.
    Element(Element),
    /// Text, unescaped.
    Text(String),
    /// A finished piece of trusted markup, by its number.
    Island {
        /// Position in the list of islands.
        index: usize,
        /// Whether it is a block (a code figure) or part of a sentence (a formula).
        block: bool,
    },
}

/// An element; names are lower case.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Element {
    /// Tag name.
    pub(super) name: String,
    /// Attributes in order, values unescaped.
    pub(super) attrs: Vec<(String, String)>,
    /// What is inside.
    pub(super) children: Vec<Node>,
}

impl Element {
    /// An element without attributes.
    pub(super) fn new(name: &str, children: Vec<Node>) -> Self {
        Self {
            name: name.to_owned(),
            attrs: Vec::new(),
            children,
        }
    }

    /// The same element with one more attribute.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attrs
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Sets an attribute, replacing an earlier value.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        if let Some((_, old)) = self.attrs.iter_mut().find(|(key, _)| key == name) {
            *old = value.to_owned();
        } else {
            self.attrs.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Removes an attribute.
    pub(super) fn remove(&mut self, name: &str) {
        self.attrs.retain(|(key, _)| key != name);
    }

    /// Whether the `class` attribute holds this class.
    pub(super) fn has_class(&self, class: &str) -> bool {
        self.get("class")
            .is_some_and(|all| all.split_ascii_whitespace().any(|one| one == class))
    }

    /// All text below this element.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        gather_text(&self.children, &mut text);
        text
    }
}

fn gather_text(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(piece) => text.push_str(piece),
            Node::Element(element) => gather_text(&element.children, text),
            Node::Island { .. } => {}
        }
    }
}

/// Whether nothing in `nodes` can be seen: only white space.
pub(super) fn is_blank(nodes: &[Node]) -> bool {
    nodes
        .iter()
        .all(|node| matches!(node, Node::Text(text) if text.trim().is_empty()))
}

/// Text with every run of white space as one space, and none at its ends.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// Reads well-formed markup. A stray `<` is text, a missing end tag ends with its parent.
pub(super) fn parse(html: &str) -> Vec<Node> {
    let mut stack: Vec<Element> = vec![Element::default()];
    let mut skipped = 0usize;
    let mut rest = html;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            push_text(&mut stack, rest);
            break;
        };
        let (before, tag) = rest.split_at(at);
        push_text(&mut stack, before);
        if let Some(name) = tag.strip_prefix("</") {
            rest = name.split_once('>').map_or("", |(_, after)| after);
            if skipped > 0 {
                skipped -= 1;
            } else {
                close(&mut stack);
            }
        } else if let Some((element, closed, after)) = read_tag(tag) {
            rest = after;
            if closed || is_void(&element.name) {
                push(&mut stack, Node::Element(element));
            } else if stack.len() >= MAX_DEPTH {
                skipped += 1;
            } else {
                stack.push(element);
            }
        } else {
            push_text(&mut stack, "<");
            rest = tag.get(1..).unwrap_or("");
        }
    }
    while stack.len() > 1 {
        close(&mut stack);
    }
    stack.pop().map(|root| root.children).unwrap_or_default()
}

fn close(stack: &mut Vec<Element>) {
    if stack.len() > 1
        && let Some(element) = stack.pop()
    {
        push(stack, Node::Element(element));
    }
}

fn push(stack: &mut [Element], node: Node) {
    if let Some(top) = stack.last_mut() {
        top.children.push(node);
    }
}

fn push_text(stack: &mut [Element], text: &str) {
    let Some(top) = stack.last_mut() else { return };
    if text.is_empty() {
        return;
    }
    // The first line break of `pre` is none.
    let text = if top.name == "pre" && top.children.is_empty() {
        text.strip_prefix('\n').unwrap_or(text)
    } else {
        text
    };
    let text = unescape(text);
    if let Some(Node::Text(last)) = top.children.last_mut() {
        last.push_str(&text);
    } else {
        top.children.push(Node::Text(text));
    }
}

/// Reads `<name a="b">`; answers the element, whether it closes itself, and what follows.
fn read_tag(tag: &str) -> Option<(Element, bool, &str)> {
    let body = tag.strip_prefix('<')?;
    if !body.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let end = body.find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')?;
    let (name, mut rest) = body.split_at(end);
    let mut element = Element::new(name, Vec::new());
    loop {
        rest = rest.trim_ascii_start();
        if let Some(after) = rest.strip_prefix('>') {
            return Some((element, false, after));
        }
        if let Some(after) = rest.strip_prefix("/>") {
            return Some((element, true, after));
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'))?;
        let (key, after) = rest.split_at(end);
        if key.is_empty() {
            rest = rest.get(1..)?;
            continue;
        }
        if let Some(value) = after.strip_prefix("=\"") {
            let (value, after) = value.split_once('"')?;
            element.attrs.push((key.to_owned(), unescape(value)));
            rest = after;
        } else {
            element.attrs.push((key.to_owned(), String::new()));
            rest = after;
        }
    }
}

/// The entities that serialised HTML can hold (WHATWG HTML, "escaping a string"), without their ampersand.
const ENTITIES: &[(&str, char)] = &[
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("quot;", '"'),
    ("nbsp;", '\u{a0}'),
];

fn unescape(text: &str) -> String {
    // Most text is as it stands, and bytes are compared faster than characters.
    if !text.bytes().any(|byte| byte == b'&' || byte == SHIELDED_LEAD) {
        return text.to_owned();
    }
    let special = ['&', SHIELDED_AMPERSAND, SHIELDED_LESS];
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(special) {
        let (before, sign) = rest.split_at(at);
        out.push_str(before);
        let mut after = sign.chars();
        let sign = after.next();
        rest = after.as_str();
        match sign {
            Some(SHIELDED_LESS) => out.push('<'),
            Some(SHIELDED_AMPERSAND) => out.push('&'),
            _ => {
                let entity = ENTITIES
                    .iter()
                    .find_map(|(entity, c)| Some((rest.strip_prefix(entity)?, *c)));
                let (after, c) = entity.unwrap_or((rest, '&'));
                out.push(c);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Writes nodes as HTML; an island is written by `island`.
pub(super) fn write(nodes: &[Node], island: &mut dyn FnMut(usize, &mut String), out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(text, out),
            Node::Island { index, .. } => island(*index, out),
            Node::Element(element) => {
                open_tag(element, out);
                if is_void(&element.name) {
                    continue;
                }
                // So that it is read back as it was.
                if element.name == "pre"
                    && matches!(element.children.first(), Some(Node::Text(text)) if text.starts_with('\n'))
                {
                    out.push('\n');
                }
                write(&element.children, island, out);
                let _ = write!(out, "</{}>", element.name);
            }
        }
    }
}

/// Whether an attribute says all by being there (WHATWG HTML, "boolean attributes").
pub(super) fn is_boolean(attribute: &str) -> bool {
    matches!(
        attribute,
        "checked" | "controls" | "disabled" | "loop" | "muted" | "open"
    )
}

/// Writes the start tag of an element. Boolean attributes without a value are written as their bare name.
fn open_tag(element: &Element, out: &mut String) {
    out.push('<');
    out.push_str(&element.name);
    for (key, value) in &element.attrs {
        out.push(' ');
        out.push_str(key);
        if value.is_empty() && is_boolean(key) {
            continue;
        }
        out.push_str("=\"");
        escape_attribute(value, out);
        out.push('"');
    }
    out.push('>');
}

/// Escapes text for use between tags. Characters that HTML forbids become U+FFFD.
pub(super) fn escape(text: &str, out: &mut String) {
    escape_with(text, false, out);
}

/// Writes text for the sanitiser's parser, to be read back by [`parse`].
pub(super) fn shield(text: &str, out: &mut String) {
    if is_plain(text) {
        return out.push_str(text);
    }
    out.extend(text.chars().map(|c| match c {
        '&' => SHIELDED_AMPERSAND,
        '<' => SHIELDED_LESS,
        c if is_forbidden(c) => '\u{fffd}',
        c => c,
    }));
}

/// Escapes text for use inside double quotes.
pub(super) fn escape_attribute(text: &str, out: &mut String) {
    escape_with(text, true, out);
}

fn escape_with(text: &str, attribute: bool, out: &mut String) {
    if is_plain(text) {
        return out.push_str(text);
    }
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            c if is_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
}

/// Whether nothing in it is written in another way anywhere: most text is of this kind, and copied as a whole.
fn is_plain(text: &str) -> bool {
    let is_plain =
        |byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t') && !matches!(byte, b'&' | b'<' | b'>' | b'"');
    text.bytes().all(is_plain)
}

/// Control characters and noncharacters, which may not stand in HTML (WHATWG, "text").
fn is_forbidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || (c as u32) & 0xfffe == 0xfffe
}
