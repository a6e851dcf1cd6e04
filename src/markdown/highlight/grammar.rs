//! The grammars of languages: read from text, one after the other as they are needed. How they are applied is not here.
//!
//! They are Sublime Text's syntax definitions in other words: a context *opens* with `push`, *replaces* with `set` and *closes*
//! with `pop`; what is on all of it is its `meta_scope`, on what is in it its `meta_content_scope`; `clear_scopes` says how many
//! scopes from outside do not count inside; the rules of its *prototype* apply in it, too; a pattern *refers* when it holds what
//! a group of the pattern matched that opened its context.
//!
//! The text is distilled from two-face's definitions, see `distil`. A line each, with tabs between fields; in a pattern
//! U+0001 is a line break and U+0002 a tab:
//!
//! - `G name`, `R name`: a grammar, and another that it refers to;
//! - `C scopes scopes clear prototype refers`: a context; the first is where a block begins;
//! - `I context`: the rules of another context;
//! - `M pattern scopes captures operation prototype refers`: a rule.
//!
//! A scope is the letter of its class, `.` where an inner language starts afresh, `-` for none. A context is its number, after
//! the number of the other grammar and a colon if it is there.

use std::sync::{Arc, LazyLock, OnceLock};

use super::regex::Regex;

/// The text of all grammars, which `distil` makes while the program is built.
pub(super) const TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/grammars.txt"));

static ALL: LazyLock<Arc<Languages>> = LazyLock::new(|| {
    let mut all = Languages::default();
    all.learn(TEXT);
    Arc::new(all)
});

/// The grammars that are known.
#[derive(Debug, Default)]
pub(in crate::markdown) struct Languages {
    names: Vec<String>,
    grammars: Vec<Option<Grammar>>,
}

/// A context of a grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id {
    /// The grammar's number.
    pub(super) grammar: u16,
    context: u16,
}

#[derive(Debug, Default)]
struct Grammar {
    contexts: Vec<Context>,
    rules: Vec<Rule>,
}

/// Rules that apply together.
#[derive(Debug)]
pub(super) struct Context {
    /// On what begins it and all in it.
    pub(super) meta: Vec<u8>,
    /// On what is in it.
    pub(super) content: Vec<u8>,
    /// How many scopes from outside do not count inside.
    pub(super) clear: Option<usize>,
    /// Whose rules apply, too.
    pub(super) prototype: Option<Id>,
    /// Whether its patterns refer to what began it.
    pub(super) refers: bool,
    own: Vec<Part>,
    flat: OnceLock<Vec<Key>>,
}

#[derive(Debug)]
enum Part {
    Rule(u32),
    Include(Id),
}

/// A rule, by the number of its grammar and its own.
pub(super) type Key = (u16, u32);

/// What happens where a pattern matches.
#[derive(Debug)]
pub(super) struct Rule {
    text: String,
    regex: OnceLock<Option<Regex>>,
    pub(super) scopes: Vec<u8>,
    /// By group.
    pub(super) captures: Vec<(usize, u8)>,
    pub(super) operation: Operation,
    /// Whose rules apply in the context that it opens, too.
    pub(super) prototype: Option<Id>,
    /// Whether the pattern refers to what began the context.
    pub(super) refers: bool,
}

/// What becomes of the contexts that are open.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Stay,
    Close,
    Open(Vec<Id>),
    Replace(Vec<Id>),
}

/// A grammar that is not known (yet), by its number.
pub(super) struct Missing(pub(super) u16);

impl Rule {
    /// The pattern, read when it is used first.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.text)).as_ref()
    }

    /// The pattern with what `groups` matched in place of `\1`, `\2` …
    pub(super) fn text_with(&self, groups: &[String]) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.text.chars();
        while let Some(c) = chars.next() {
            if c != '\\' {
                text.push(c);
                continue;
            }
            match chars.next()? {
                digit @ '0'..='9' => {
                    let group = groups.get(digit.to_digit(10)? as usize);
                    for c in group.map_or("", String::as_str).chars() {
                        if c.is_ascii_punctuation() || c.is_whitespace() {
                            text.push('\\');
                        }
                        text.push(c);
                    }
                }
                c => text.extend(['\\', c]),
            }
        }
        Some(text)
    }
}

impl Languages {
    /// All that this site highlights.
    pub(in crate::markdown) fn all() -> Arc<Self> {
        Arc::clone(&ALL)
    }

    /// Reads grammars.
    pub(in crate::markdown) fn learn(&mut self, text: &str) {
        for part in parts(text) {
            let name = part.lines().next().unwrap_or_default();
            let number = self.number(name);
            let grammar = self.read(number, part);
            if let Some(place) = self.grammars.get_mut(usize::from(number)) {
                *place = Some(grammar);
            }
        }
    }

    fn read(&mut self, number: u16, text: &str) -> Grammar {
        let mut grammar = Grammar::default();
        let mut others = Vec::new();
        for line in text.lines().skip(1) {
            let mut fields = line.split('\t');
            let kind = fields.next().unwrap_or_default();
            let mut field = || fields.next().unwrap_or_default();
            let id = |text: &str| {
                let (grammar, context) = match text.split_once(':') {
                    Some((other, context)) => (*others.get(other.parse::<usize>().ok()?)?, context),
                    None => (number, text),
                };
                let context = context.parse().ok()?;
                Some(Id { grammar, context })
            };
            let last = grammar.contexts.last_mut();
            match (kind, last) {
                ("R", _) => {
                    let other = self.number(field());
                    others.push(other);
                }
                ("C", _) => grammar.contexts.push(Context {
                    meta: scopes(field()),
                    content: scopes(field()),
                    clear: field().parse().ok(),
                    prototype: id(field()),
                    refers: field() == "1",
                    own: Vec::new(),
                    flat: OnceLock::new(),
                }),
                ("I", Some(context)) => context.own.extend(id(field()).map(Part::Include)),
                ("M", Some(context)) => {
                    if let Ok(rule) = u32::try_from(grammar.rules.len()) {
                        context.own.push(Part::Rule(rule));
                    }
                    let text = field().replace('\u{1}', "\n").replace('\u{2}', "\t");
                    let scopes = scopes(field());
                    let captures = field().split_ascii_whitespace().filter_map(capture).collect();
                    let operation = field();
                    let all = |contexts: &str| contexts.split(' ').filter_map(id).collect();
                    grammar.rules.push(Rule {
                        text,
                        regex: OnceLock::new(),
                        scopes,
                        captures,
                        operation: match operation.split_at_checked(1) {
                            Some(("+", contexts)) => Operation::Open(all(contexts)),
                            Some(("=", contexts)) => Operation::Replace(all(contexts)),
                            Some(_) => Operation::Close,
                            None => Operation::Stay,
                        },
                        prototype: id(field()),
                        refers: field() == "1",
                    });
                }
                _ => {}
            }
        }
        grammar
    }

    fn number(&mut self, name: &str) -> u16 {
        let known = self.names.iter().position(|one| one == name);
        let number = known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.grammars.push(None);
            self.names.len() - 1
        });
        u16::try_from(number).unwrap_or(u16::MAX)
    }

    /// The name of a grammar.
    pub(super) fn name(&self, number: u16) -> &str {
        self.names.get(usize::from(number)).map_or("", String::as_str)
    }

    /// Where a block in the language of this name begins; nothing while it is not known.
    pub(super) fn start(&self, name: &str) -> Option<Id> {
        let at = self.names.iter().position(|one| one == name)?;
        self.grammars.get(at)?.as_ref()?;
        let grammar = u16::try_from(at).ok()?;
        Some(Id { grammar, context: 0 })
    }

    /// A context.
    pub(super) fn context(&self, id: Id) -> Result<&Context, Missing> {
        let grammar = self
            .grammars
            .get(usize::from(id.grammar))
            .and_then(Option::as_ref);
        let contexts = grammar.map(|grammar| &grammar.contexts);
        contexts
            .and_then(|contexts| contexts.get(usize::from(id.context)))
            .ok_or(Missing(id.grammar))
    }

    /// A rule.
    pub(super) fn rule(&self, (grammar, rule): Key) -> Option<&Rule> {
        let grammar = self.grammars.get(usize::from(grammar))?.as_ref()?;
        grammar.rules.get(usize::try_from(rule).ok()?)
    }

    /// The rules of a context, those it includes among them.
    pub(super) fn rules(&self, id: Id) -> Result<&[Key], Missing> {
        let context = self.context(id)?;
        if let Some(flat) = context.flat.get() {
            return Ok(flat);
        }
        let mut flat = Vec::new();
        for part in &context.own {
            match part {
                Part::Rule(rule) => flat.push((id.grammar, *rule)),
                Part::Include(other) => flat.extend_from_slice(self.rules(*other)?),
            }
        }
        Ok(context.flat.get_or_init(|| flat))
    }
}

/// The grammars in a text, each without the sign at its beginning.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split("\nG\t")
        .map(|part| part.strip_prefix("G\t").unwrap_or(part))
}

fn scopes(text: &str) -> Vec<u8> {
    text.bytes().collect()
}

fn capture(text: &str) -> Option<(usize, u8)> {
    let (group, scope) = text.split_at_checked(text.len().checked_sub(1)?)?;
    Some((group.parse().ok()?, *scope.as_bytes().first()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_grammar_names_is_there() {
        let all = Languages::all();
        for (number, grammar) in (0..).zip(&all.grammars) {
            let grammar = grammar.as_ref().unwrap();
            for (context, one) in (0..).zip(&grammar.contexts) {
                let id = Id {
                    grammar: number,
                    context,
                };
                assert!(all.rules(id).is_ok(), "{}: {context}", all.name(number));
                assert!(one.prototype.is_none_or(|id| all.rules(id).is_ok()));
            }
            for rule in &grammar.rules {
                let ids = match &rule.operation {
                    Operation::Open(ids) | Operation::Replace(ids) => ids.as_slice(),
                    Operation::Stay | Operation::Close => &[],
                };
                assert!(ids.iter().chain(&rule.prototype).all(|id| all.rules(*id).is_ok()));
            }
        }
    }
}
