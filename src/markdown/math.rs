//! TeX to MathML, and the decision which dollar signs mean mathematics. The Markdown around it is not read here.

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

use super::tree::{self, Element, Node, escape};

/// Formulas longer than this, in bytes, are shown as source.
const MAX_SOURCE: usize = 4_096;
/// Formulas with more nested braces or environments than this are shown as source.
const MAX_NESTING: usize = 48;

/// Commands that define macros: their expansion could grow without bound.
const DEFINITIONS: &[&str] = &[
    "\\def",
    "\\edef",
    "\\gdef",
    "\\xdef",
    "\\let",
    "\\newcommand",
    "\\renewcommand",
    "\\providecommand",
    "\\futurelet",
];

/// Commands that are not read at all: the number after `\char` is as wide as the machine, and no character beyond ASCII may
/// follow it.
const UNREADABLE: &[&str] = &["\\char"];

/// Elements of MathML that may appear.
const ELEMENTS: &[&str] = &[
    "math",
    "menclose",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
];

/// Their attributes, apart from the colours that [`style_attributes`] sets.
const ATTRIBUTES: &[&str] = &[
    "accent",
    "accentunder",
    "class",
    "columnspan",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowspan",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "voffset",
    "width",
];

/// Renders a formula as MathML, or as `<code class="math-error">` with its source when it cannot be read.
pub(super) fn render(source: &str, display: bool) -> String {
    let source = source.trim();
    match mathml(source, display) {
        Some(html) if display => format!(
            "<span class=\"math-block\" tabindex=\"0\" role=\"group\" aria-label=\"Formula\">{html}</span>"
        ),
        Some(html) => html,
        None => {
            let mut out = String::from("<code class=\"math-error\">");
            escape(source, &mut out);
            out.push_str("</code>");
            out
        }
    }
}

fn mathml(source: &str, display: bool) -> Option<String> {
    if source.is_empty() || source.len() > MAX_SOURCE || nesting(source) > MAX_NESTING {
        return None;
    }
    let mut refused = DEFINITIONS.iter().chain(UNREADABLE);
    if refused.any(|command| source.contains(command)) || has_wide_color(source) {
        return None;
    }
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(source, &storage).collect();
    if events.iter().any(Result::is_err) {
        return None;
    }
    let config = RenderConfig {
        display_mode: if display {
            DisplayMode::Block
        } else {
            DisplayMode::Inline
        },
        ..RenderConfig::default()
    };
    let mut raw = String::new();
    push_mathml(&mut raw, events.into_iter(), config).ok()?;
    let nodes = clean(tree::parse(&raw));
    let mut html = String::with_capacity(raw.len());
    tree::write(&nodes, &mut |_, _| {}, &mut html);
    Some(html)
}

/// Whether a `#` is followed by what cannot be a colour and is cut by bytes all the same.
fn has_wide_color(source: &str) -> bool {
    let bytes = source.as_bytes();
    bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| **byte == b'#')
        .any(|(at, _)| !bytes.iter().skip(at + 1).take(6).all(u8::is_ascii))
}

fn nesting(source: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for c in source.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    // `\left(`, `\sqrt\sqrt…` and scripts nest without braces.
    let bare = source.matches("\\left").count()
        + source.matches("\\sqrt").count()
        + source.matches("\\begin").count();
    deepest + bare
}

/// Keeps what is on the lists, and turns `style` (which the content security policy forbids) into attributes.
fn clean(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Element(element) if ELEMENTS.contains(&element.name.as_str()) => {
                let mut kept = Element::new(&element.name, Vec::new());
                for (key, value) in element.attrs {
                    if key == "style" {
                        style_attributes(&value, &mut kept);
                    } else if ATTRIBUTES.contains(&key.as_str()) {
                        kept.set(&key, &value);
                    }
                }
                kept.children = clean(element.children);
                out.push(Node::Element(kept));
            }
            Node::Element(element) => out.extend(clean(element.children)),
            Node::Text(text) => out.push(Node::Text(text)),
            Node::Island { .. } => {}
        }
    }
    out
}

/// `color` and `background-color` have presentational attributes in MathML Core; the rest is dropped.
fn style_attributes(style: &str, element: &mut Element) {
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else {
            continue;
        };
        let attribute = match property.trim() {
            "color" => "mathcolor",
            "background-color" => "mathbackground",
            "border" => {
                element.set("class", "math-boxed");
                continue;
            }
            _ => continue,
        };
        if let Some(color) = hex(value.trim()) {
            element.set(attribute, &color);
        }
    }
}

/// `rgb(1 2 3)` as `#010203`.
fn hex(color: &str) -> Option<String> {
    let mut parts = color
        .strip_prefix("rgb(")?
        .strip_suffix(')')?
        .split(' ')
        .map(str::parse::<u8>);
    let (r, g, b) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    Some(format!("#{r:02x}{g:02x}{b:02x}"))
}

/// Whether text between two dollar signs is a formula, rather than prices, shell variables or a template.
///
/// `before` and `after` are the characters outside the signs. A sign inside a word is none; nor are plain words
/// without any mark of TeX.
pub(super) fn is_formula(content: &str, before: Option<char>, after: Option<char>) -> bool {
    if content.trim().is_empty() {
        return false;
    }
    // A sign that was found to be plain before is no mark of TeX.
    let content = content.replace("\\$", "");
    if before.is_some_and(char::is_alphanumeric) || after.is_some_and(char::is_alphanumeric) {
        return false;
    }
    if content.contains(['\\', '^', '_', '=', '<', '>', '+', '|']) || content.contains(['≤', '≥', '∈', '→'])
    {
        return !content.contains("](");
    }
    let mut words = content
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let prose = words.any(|word| word.chars().count() > 1) && content.contains(char::is_whitespace);
    // `5-`, as in `$5-$10`, and `VAR/`.
    let cut_off = content.ends_with(['-', '/', ':', ',', '.', ';']);
    !prose && !cut_off
}
