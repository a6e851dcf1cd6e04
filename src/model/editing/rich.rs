//! Formatted text, as it is on a clipboard, written as Markdown. What a reader would see is kept: headings, marks, links,
//! lists, quotes, code, tables and pictures; colours, fonts and layout are not.

mod inline;
mod table;

use inline::{inline, raw};

/// A piece of a formatted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Words, with the white space of the file they come from.
    Text(String),
    /// What stands around pieces.
    Element {
        /// `p`, `strong` …, in small letters.
        name: String,
        /// Where it leads or where it lies.
        address: String,
        /// What a picture shows.
        title: String,
        /// How it is drawn, as CSS.
        style: String,
        /// For a box that can be checked: whether it is.
        checked: Option<bool>,
        /// Its classes.
        class: String,
        /// What it holds.
        children: Vec<Node>,
    },
}

/// Elements that say how a text is built, and not only how it is drawn.
const RICH: [&str; 25] = [
    "a",
    "b",
    "blockquote",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "kbd",
    "li",
    "ol",
    "pre",
    "s",
    "strike",
    "strong",
    "table",
    "ul",
    "samp",
];

/// Elements of which nothing is read.
const UNREAD: [&str; 12] = [
    "button", "head", "iframe", "link", "meta", "noscript", "object", "script", "style", "svg", "template",
    "title",
];

/// The text as Markdown; `None` where it is not formatted at all, or holds nothing.
pub fn markdown(nodes: &[Node]) -> Option<String> {
    if !nodes.iter().any(is_rich) {
        return None;
    }
    let text = blocks(nodes).join("\n\n");
    (!text.trim().is_empty()).then_some(text)
}

/// HTML whose `style` attributes are called `data-style`: a page whose policy forbids them would complain of each, although
/// nothing is drawn.
pub fn without_styles(html: &str) -> String {
    const NAME: &str = "style";
    let mut out = String::with_capacity(html.len() + 64);
    for (number, part) in html.split('<').enumerate() {
        let (mut tag, text) = match part.split_once('>').filter(|_| number > 0) {
            Some((tag, text)) => (tag, Some(text)),
            None => (if number > 0 { part } else { "" }, None),
        };
        if number > 0 {
            out.push('<');
        } else {
            out.push_str(part);
        }
        while let Some(at) = tag.find(NAME) {
            let (before, rest) = tag.split_at(at);
            let after = rest.get(NAME.len()..).unwrap_or_default();
            out.push_str(before);
            if before.ends_with(char::is_whitespace) && after.trim_start().starts_with('=') {
                out.push_str("data-");
            }
            out.push_str(NAME);
            tag = after;
        }
        out.push_str(tag);
        if let Some(text) = text {
            out.push('>');
            out.push_str(text);
        }
    }
    out
}

fn is_rich(node: &Node) -> bool {
    match node {
        Node::Text(_) => false,
        Node::Element { name, children, .. } => {
            let own =
                RICH.contains(&name.as_str()) && !is_wrapper(node) || node.is_bold() || node.is_italic();
            own || (!UNREAD.contains(&name.as_str()) && children.iter().any(is_rich))
        }
    }
}

/// Some editors put all they copy into a `b` that is not bold.
fn is_wrapper(node: &Node) -> bool {
    matches!(node, Node::Element { name, .. } if name == "b" || name == "strong") && !node.is_bold()
}

impl Node {
    fn is(&self, names: &[&str]) -> bool {
        matches!(self, Self::Element { name, .. } if names.contains(&name.as_str()))
    }

    fn children(&self) -> &[Self] {
        match self {
            Self::Text(_) => &[],
            Self::Element { children, .. } => children,
        }
    }

    fn styled(&self, property: &str) -> Option<String> {
        let Self::Element { style, .. } = self else {
            return None;
        };
        let style = style.to_ascii_lowercase();
        style.split(';').find_map(|one| {
            let (name, value) = one.split_once(':')?;
            (name.trim() == property).then(|| value.trim().to_owned())
        })
    }

    fn is_bold(&self) -> bool {
        match self.styled("font-weight").as_deref() {
            Some("bold" | "bolder" | "600" | "700" | "800" | "900") => !self.is_heading(),
            Some(_) => false,
            None => self.is(&["b", "strong"]),
        }
    }

    fn is_italic(&self) -> bool {
        match self.styled("font-style").as_deref() {
            Some("italic" | "oblique") => true,
            Some(_) => false,
            None => self.is(&["i", "em"]),
        }
    }

    fn is_heading(&self) -> bool {
        self.is(&["h1", "h2", "h3", "h4", "h5", "h6"])
    }

    fn is_block(&self) -> bool {
        const BLOCKS: [&str; 30] = [
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "ul",
        ];
        self.is(&BLOCKS) || self.is(&["table", "center", "fieldset"])
    }

    /// An inline element around blocks, as some editors write.
    fn holds_blocks(&self) -> bool {
        self.children()
            .iter()
            .any(|child| child.is_block() || child.holds_blocks())
    }
}

/// The blocks that pieces make.
fn blocks(nodes: &[Node]) -> Vec<String> {
    let mut out = Vec::new();
    let mut line = Vec::new();
    for node in nodes {
        if node.is(&UNREAD) {
            continue;
        }
        if node.is_block() || node.holds_blocks() {
            paragraph(&mut out, &mut line);
            block(&mut out, node);
        } else {
            line.push(node);
        }
    }
    paragraph(&mut out, &mut line);
    out
}

fn paragraph(out: &mut Vec<String>, line: &mut Vec<&Node>) {
    let text = begun(&inline(line.drain(..)));
    if !text.is_empty() {
        out.push(text);
    }
}

/// A paragraph must not turn into something else by how it begins.
fn begun(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for (number, line) in text.trim().split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let line = line.trim_start();
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let rest = line.get(digits..).unwrap_or_default();
        if digits > 0 && digits < 10 && (rest.starts_with(". ") || rest.starts_with(") ")) {
            out.push_str(line.get(..digits).unwrap_or_default());
            out.push('\\');
            out.push_str(rest);
            continue;
        }
        let marker = line.starts_with(['#', '>', '|', '=', '~'])
            || ["- ", "+ ", "---"].iter().any(|sign| line.starts_with(sign));
        if marker {
            out.push('\\');
        }
        out.push_str(line);
    }
    out
}

fn block(out: &mut Vec<String>, node: &Node) {
    let Node::Element { name, children, .. } = node else {
        return;
    };
    match name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = name.get(1..).and_then(|level| level.parse().ok()).unwrap_or(2);
            let title = inline(children.iter()).replace('\n', " ");
            if !title.trim().is_empty() {
                out.push(format!("{} {}", "#".repeat(level), title.trim()));
            }
        }
        "hr" => out.push("---".to_owned()),
        "pre" => out.push(fenced(node)),
        "blockquote" => {
            let inner = blocks(children).join("\n\n");
            if !inner.is_empty() {
                out.push(inside(&inner, "> ", "> "));
            }
        }
        "ul" | "ol" => out.extend(list(node)),
        // An item without a list.
        "li" => out.push(item(node, "- ")),
        "table" => out.extend(table::table(node)),
        _ => out.extend(blocks(children)),
    }
}

fn list(node: &Node) -> Option<String> {
    let ordered = node.is(&["ol"]);
    let mut lines: Vec<String> = Vec::new();
    let mut number = 0;
    for child in node.children() {
        if child.is(&["li"]) {
            number += 1;
            let marker = if ordered {
                format!("{number}. ")
            } else {
                "- ".to_owned()
            };
            lines.push(item(child, &marker));
            continue;
        }
        let inner = blocks(std::slice::from_ref(child)).join("\n\n");
        if inner.is_empty() {
            continue;
        }
        match lines.last_mut().filter(|_| child.is(&["ul", "ol"])) {
            // A list right in a list belongs to the item before it.
            Some(last) => {
                let space = if ordered { "   " } else { "  " };
                last.push('\n');
                last.push_str(&inside(&inner, space, space));
            }
            None => lines.push(inside(
                &inner,
                if ordered { "1. " } else { "- " },
                if ordered { "   " } else { "  " },
            )),
        }
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn item(node: &Node, marker: &str) -> String {
    let checked = find_box(node).map(|on| if on { "[x] " } else { "[ ] " });
    let inner = blocks(node.children());
    let tight = inner.len() == 1 || inner.iter().skip(1).all(|block| block.starts_with(['-', '1']));
    let text = inner.join(if tight { "\n" } else { "\n\n" });
    let first = format!("{marker}{}", checked.unwrap_or_default());
    inside(&text, &first, &" ".repeat(marker.len()))
}

/// Whether the box of a task is checked, if there is one.
fn find_box(node: &Node) -> Option<bool> {
    node.children().iter().find_map(|child| match child {
        Node::Element {
            checked: Some(checked),
            ..
        } => Some(*checked),
        child if child.is(&["ul", "ol"]) => None,
        child => find_box(child),
    })
}

/// Lines with something before them: one thing before the first, another before the others, nothing before an empty one.
fn inside(text: &str, first: &str, others: &str) -> String {
    let mut out = String::with_capacity(text.len() + first.len());
    for (number, line) in text.split('\n').enumerate() {
        let before = if number == 0 { first } else { others };
        if number > 0 {
            out.push('\n');
        }
        out.push_str(if line.is_empty() {
            before.trim_end()
        } else {
            before
        });
        out.push_str(line);
    }
    out
}

fn fenced(node: &Node) -> String {
    let language = language(node).unwrap_or_default();
    let code = raw(node);
    let code = code.strip_suffix('\n').unwrap_or(&code);
    let mut longest = 2;
    let mut run = 0;
    for c in code.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence}{language}\n{code}\n{fence}")
}

/// The language that a block of code, or the code in it, is said to be in.
fn language(node: &Node) -> Option<String> {
    let Node::Element { class, children, .. } = node else {
        return None;
    };
    let named = class.split_whitespace().find_map(|class| {
        ["language-", "lang-", "highlight-source-"]
            .iter()
            .find_map(|prefix| class.strip_prefix(prefix))
    });
    let plain = |name: &&str| {
        name.chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-#_".contains(c))
    };
    named
        .filter(plain)
        .map(str::to_owned)
        .or_else(|| children.iter().find_map(language))
}

#[cfg(test)]
mod tests;
