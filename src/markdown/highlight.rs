//! Source code to lines of HTML with a dozen short class names. The markup around the lines is not made here.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use super::tree::escape;

/// A line longer than this, in bytes, ends the highlighting of its block: grammars are slow on minified code.
const MAX_LINE: usize = 2_000;
/// A block with more lines than this is not highlighted.
const MAX_LINES: usize = 3_000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Scope prefixes and the class they get, `None` where an inner language starts afresh.
///
/// The innermost scope with an entry decides; of several entries the longest.
const CLASSES: &[(&str, Option<&str>)] = &[
    ("comment", Some("c")),
    ("constant", Some("n")),
    ("entity.name.class", Some("t")),
    ("entity.name.constant", Some("n")),
    ("entity.name.enum", Some("t")),
    ("entity.name.function", Some("f")),
    ("entity.name.impl", Some("t")),
    ("entity.name.interface", Some("t")),
    ("entity.name.macro", Some("m")),
    ("entity.name.section", Some("t")),
    ("entity.name.struct", Some("t")),
    ("entity.name.tag", Some("t")),
    ("entity.name.trait", Some("t")),
    ("entity.name.type", Some("t")),
    ("entity.name.union", Some("t")),
    ("entity.other.attribute-name", Some("v")),
    ("entity.other.inherited-class", Some("t")),
    ("keyword", Some("k")),
    ("keyword.operator", Some("o")),
    ("keyword.operator.word", Some("k")),
    ("markup.deleted", Some("d")),
    ("markup.heading", Some("k")),
    ("markup.inserted", Some("i")),
    ("markup.raw", Some("s")),
    ("meta.annotation", Some("m")),
    ("meta.attribute", Some("m")),
    ("meta.diff", Some("m")),
    ("meta.interpolation", None),
    ("source", None),
    ("storage", Some("k")),
    ("string", Some("s")),
    ("string.unquoted", None),
    ("support.class", Some("t")),
    ("support.constant", Some("n")),
    ("support.function", Some("f")),
    ("support.macro", Some("m")),
    ("support.type", Some("t")),
    ("support.type.property-name", Some("v")),
    ("text", None),
    ("variable.annotation", Some("m")),
    ("variable.function", Some("f")),
    ("variable.language", Some("k")),
    ("variable.other.readwrite.shell", Some("v")),
    ("variable.parameter", Some("v")),
];

static SCOPES: LazyLock<Vec<(Scope, Option<&'static str>)>> = LazyLock::new(|| {
    CLASSES
        .iter()
        .filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class)))
        .collect()
});

/// Whether a syntax definition of this name is there.
#[cfg(test)]
pub(super) fn knows(syntax: &str) -> bool {
    SYNTAXES.find_syntax_by_name(syntax).is_some()
}

/// Highlights `lines` (each with its line break) in the syntax of this name; one piece of HTML for each line.
///
/// Code that is too large, or in a language without a definition, comes back escaped and without classes.
pub(super) fn highlight(lines: &[&str], syntax: &str) -> Vec<String> {
    if lines.len() > MAX_LINES || lines.iter().any(|line| line.len() > MAX_LINE) {
        return lines.iter().map(|line| plain(line)).collect();
    }
    let Some(syntax) = SYNTAXES.find_syntax_by_name(syntax) else {
        return lines.iter().map(|line| plain(line)).collect();
    };
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut known = Vec::new();
    let mut failed = false;
    let mut out = Vec::with_capacity(lines.len());
    for line in lines {
        let html = if failed {
            None
        } else {
            highlight_line(line, &mut state, &mut stack, &mut known)
        };
        failed |= html.is_none();
        out.push(html.unwrap_or_else(|| plain(line)));
    }
    out
}

/// The class of a scope by itself, remembered: the same few scopes come again and again.
type Known = Vec<(Scope, Option<Option<&'static str>>)>;

fn highlight_line(
    line: &str,
    state: &mut ParseState,
    stack: &mut ScopeStack,
    known: &mut Known,
) -> Option<String> {
    let changes = state.parse_line(line, &SYNTAXES).ok()?;
    let mut pieces = Pieces::default();
    let mut from = 0;
    for (at, change) in changes {
        pieces.add(line.get(from..at)?, class_of(stack, known));
        from = at;
        stack.apply(&change).ok()?;
    }
    pieces.add(line.get(from..)?, class_of(stack, known));
    Some(pieces.finish())
}

fn class_of(stack: &ScopeStack, known: &mut Known) -> Option<&'static str> {
    stack
        .scopes
        .iter()
        .rev()
        .find_map(|scope| own_class(*scope, known))
        .flatten()
}

/// What the table says of a scope by itself; `None` if nothing.
fn own_class(scope: Scope, known: &mut Known) -> Option<Option<&'static str>> {
    if let Some((_, class)) = known.iter().find(|(one, _)| *one == scope) {
        return *class;
    }
    let class = SCOPES
        .iter()
        .filter(|(prefix, _)| prefix.is_prefix_of(scope))
        .max_by_key(|(prefix, _)| prefix.len())
        .map(|(_, class)| *class);
    known.push((scope, class));
    class
}

/// Joins neighbours of the same class; white space takes whatever class is already open.
#[derive(Default)]
struct Pieces {
    html: String,
    open: Option<&'static str>,
    space: String,
}

impl Pieces {
    fn add(&mut self, text: &str, class: Option<&'static str>) {
        if text.is_empty() {
            return;
        }
        if text.trim().is_empty() {
            self.space.push_str(text);
            return;
        }
        if self.open == class {
            self.push_space();
        } else {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.open = class;
        }
        // White space at the end stays outside until it is known that the class goes on.
        let bare = text.trim_end();
        escape(bare, &mut self.html);
        self.space.push_str(text.get(bare.len()..).unwrap_or_default());
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.html.push_str("</span>");
        }
        self.push_space();
    }

    fn push_space(&mut self) {
        escape(&self.space, &mut self.html);
        self.space.clear();
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

/// A line without classes.
pub(super) fn plain(line: &str) -> String {
    let mut html = String::with_capacity(line.len() + 8);
    escape(line, &mut html);
    html
}
