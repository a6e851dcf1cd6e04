//! Words, marks, links and pictures within a paragraph.

use super::{Node, UNREAD, is_wrapper};

/// Pieces on one line; a `br` breaks it.
pub(super) fn inline<'a>(nodes: impl Iterator<Item = &'a Node>) -> String {
    let mut out = String::new();
    for node in nodes {
        write(&mut out, node);
    }
    out
}

/// The words of a piece as they are.
pub(super) fn raw(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::Element { name, .. } if name == "br" => "\n".to_owned(),
        Node::Element { children, .. } => children.iter().map(raw).collect(),
    }
}

fn write(out: &mut String, node: &Node) {
    match node {
        Node::Text(text) => words(out, text),
        Node::Element {
            name,
            address,
            title,
            children,
            ..
        } => {
            if UNREAD.contains(&name.as_str()) {
                return;
            }
            match name.as_str() {
                "br" => {
                    let kept = out.trim_end_matches(' ').len();
                    out.truncate(kept);
                    out.push_str("\\\n");
                }
                "code" | "kbd" | "samp" | "tt" => code(out, &raw(node)),
                "img" if leads(address) => {
                    out.push_str(&format!("![{}]({})", escaped(title), destination(address)));
                }
                "img" => words(out, title),
                "a" if leads(address) => {
                    let text = inline(children.iter());
                    let text = text.trim();
                    if !text.is_empty() {
                        out.push_str(&format!("[{text}]({})", destination(address)));
                    }
                }
                "del" | "s" | "strike" => marked(out, &inline(children.iter()), "~~"),
                _ => {
                    let mut inner = inline(children.iter());
                    if node.is_italic() {
                        inner = around(&inner, "*");
                    }
                    if node.is_bold() && !is_wrapper(node) {
                        inner = around(&inner, "**");
                    }
                    push(out, &inner);
                }
            }
        }
    }
}

/// Adds what may begin with a space that is there already.
fn push(out: &mut String, text: &str) {
    let spaced = out.is_empty() || out.ends_with([' ', '\n']);
    out.push_str(if spaced {
        text.trim_start_matches(' ')
    } else {
        text
    });
}

/// Words as they read in Markdown, white space as one space.
fn words(out: &mut String, text: &str) {
    let mut spaced = out.is_empty() || out.ends_with([' ', '\n']);
    let escaped = escaped(text);
    for c in escaped.chars() {
        if c.is_whitespace() {
            if !spaced {
                out.push(' ');
            }
            spaced = true;
        } else {
            out.push(c);
            spaced = false;
        }
    }
}

/// Signs that would mean something do not.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let after = rest.peek().copied().unwrap_or(' ');
        let means = match c {
            '\\' | '`' | '*' | '[' | ']' => true,
            '<' => after.is_ascii_alphabetic() || matches!(after, '/' | '!' | '?'),
            '&' => after.is_ascii_alphabetic() || after == '#',
            // Within a word it is one of its letters.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '~' => before == '~' || after == '~',
            _ => false,
        };
        if means {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

fn code(out: &mut String, text: &str) {
    let text = text.replace('\n', " ");
    if text.trim().is_empty() {
        return;
    }
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    out.push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
}

fn marked(out: &mut String, inner: &str, mark: &str) {
    let text = around(inner, mark);
    push(out, &text);
}

/// A mark around words; white space at their ends stays outside of it.
fn around(inner: &str, mark: &str) -> String {
    let text = inner.trim();
    if text.is_empty() || text.contains('\n') || text.starts_with("**") && mark == "**" {
        return inner.to_owned();
    }
    let start = inner.len() - inner.trim_start().len();
    let (before, after) = (
        inner.get(..start).unwrap_or_default(),
        inner.get(start + text.len()..).unwrap_or_default(),
    );
    format!("{before}{mark}{text}{mark}{after}")
}

/// Whether an address can be followed from elsewhere.
fn leads(address: &str) -> bool {
    let start = address.trim_start().to_ascii_lowercase();
    ["https://", "http://", "mailto:", "/"]
        .iter()
        .any(|scheme| start.starts_with(scheme))
}

fn destination(address: &str) -> String {
    let address = address.trim();
    if address.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '<' | '>')) {
        let clean: String = address
            .chars()
            .filter(|c| !c.is_control() && !matches!(c, '<' | '>'))
            .collect();
        format!("<{clean}>")
    } else {
        address.to_owned()
    }
}
