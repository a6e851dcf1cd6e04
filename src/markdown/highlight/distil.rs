//! Makes `grammars.txt` while the program is built: from two-face's definitions the text that `grammar` reads. Only the
//! languages of this site and what they lead to, only the contexts that can be reached, and of each scope only its class.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a build that finds other definitions than these has to end, and cargo listens to what it prints"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::Path,
};

use serde::Deserialize;
use syntect::dumps::{dump_binary, from_binary, from_reader};

#[path = "../language.rs"]
#[expect(
    dead_code,
    reason = "the program's own table of languages, of which only the grammars' names matter here"
)]
mod language;
#[path = "scopes.rs"]
mod scopes;

use scopes::letter;

fn main() {
    for file in ["distil.rs", "scopes.rs", "../language.rs"] {
        println!("cargo::rerun-if-changed=src/markdown/highlight/{file}");
    }
    let folder = env::var_os("OUT_DIR").unwrap();
    fs::write(Path::new(&folder).join("grammars.txt"), distil()).unwrap();
}

/// What is not worth its size, although Markdown may hold it: it has no rules here.
const LEFT_OUT: [&str; 5] = ["Graphviz (DOT)", "Objective-C", "Objective-C++", "Puppet", "R"];

// As syntect keeps them. The order of the fields counts, their names do not.

#[derive(Deserialize)]
struct Set {
    syntaxes: Vec<Syntax>,
    _paths: Vec<(String, u64)>,
}

#[derive(Deserialize)]
struct Syntax {
    name: String,
    _extensions: Vec<String>,
    _scope: String,
    _first_line: Option<String>,
    _hidden: bool,
    _variables: BTreeMap<String, String>,
    contexts: Vec<u8>,
}

/// Number of the syntax, number of its context.
type Id = (u64, u64);

#[derive(Deserialize)]
struct Contexts {
    ids: BTreeMap<String, Id>,
    all: Vec<Context>,
}

#[derive(Deserialize)]
struct Context {
    meta: Vec<String>,
    content: Vec<String>,
    _include_prototype: bool,
    clear: Option<Clear>,
    prototype: Option<Id>,
    refers: bool,
    patterns: Vec<Pattern>,
}

#[derive(Deserialize)]
enum Clear {
    Top(u64),
    All,
}

#[derive(Deserialize)]
enum Pattern {
    Match(Match),
    Include(Reference),
}

#[derive(Deserialize)]
struct Match {
    refers: bool,
    pattern: String,
    scopes: Vec<String>,
    captures: Option<Vec<(u64, Vec<String>)>>,
    operation: Operation,
    prototype: Option<Reference>,
}

#[derive(Deserialize)]
enum Operation {
    Push(Vec<Reference>),
    Set(Vec<Reference>),
    Pop,
    None,
}

#[derive(Deserialize)]
#[expect(
    dead_code,
    reason = "a set that is linked has only one kind of them, or what includes nothing"
)]
enum Reference {
    Named(String),
    ByScope(String, Option<String>, bool),
    File(String, Option<String>, bool),
    Inline(String),
    Direct(Id),
}

impl Reference {
    /// Nothing for what includes a definition that is not in the set.
    fn id(&self) -> Option<Id> {
        match self {
            Self::Direct(id) => Some(*id),
            _ => None,
        }
    }
}

impl Operation {
    fn ids(&self) -> Vec<Id> {
        match self {
            Self::Push(all) | Self::Set(all) => all.iter().map(|one| one.id().unwrap()).collect(),
            Self::Pop | Self::None => Vec::new(),
        }
    }
}

impl Context {
    fn leads_to(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = self.prototype.into_iter().collect();
        for pattern in &self.patterns {
            match pattern {
                Pattern::Include(other) => ids.extend(other.id()),
                Pattern::Match(rule) => {
                    ids.extend(rule.operation.ids());
                    ids.extend(rule.prototype.as_ref().and_then(Reference::id));
                }
            }
        }
        ids
    }
}

/// The text of all grammars.
fn distil() -> String {
    let set: Set = from_binary(&dump_binary(&two_face::syntax::extra_newlines()));
    let contexts: Vec<Contexts> = set
        .syntaxes
        .iter()
        .map(|syntax| from_reader(syntax.contexts.as_slice()).unwrap())
        .collect();
    let is_left_out = |number: u64| LEFT_OUT.contains(&set.syntaxes[number as usize].name.as_str());

    let mut reached = BTreeSet::new();
    let named = language::LANGUAGES.iter().map(|language| language.syntax);
    let wanted: BTreeSet<&str> = named.filter(|name| !name.is_empty()).collect();
    let mut next: Vec<Id> = wanted
        .iter()
        .map(|name| {
            set.syntaxes
                .iter()
                .rposition(|syntax| syntax.name == *name)
                .unwrap()
        })
        .map(|number| contexts[number].ids["__start"])
        .collect();
    while let Some((number, context)) = next.pop() {
        if reached.insert((number, context)) && !is_left_out(number) {
            next.extend(contexts[number as usize].all[context as usize].leads_to());
        }
    }

    // The context that a block begins with is the first.
    let mut order: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for (number, context) in &reached {
        order.entry(*number).or_default().push(*context);
    }
    for (number, all) in &mut order {
        let start = contexts[*number as usize].ids["__start"].1;
        all.sort_by_key(|context| (*context != start, *context));
    }
    // A browser asks for them by name.
    let names: BTreeSet<&str> = order
        .keys()
        .map(|number| set.syntaxes[*number as usize].name.as_str())
        .collect();
    assert_eq!(names.len(), order.len(), "two grammars have the same name");
    let mut text = String::new();
    for (number, all) in &order {
        let mut writer = Writer {
            number: *number,
            order: &order,
            others: Vec::new(),
            out: String::new(),
        };
        for context in all {
            if is_left_out(*number) {
                writer.line(&["C"]);
                continue;
            }
            writer.context(&contexts[*number as usize].all[*context as usize]);
        }
        text.push_str(&format!("G\t{}\n", set.syntaxes[*number as usize].name));
        for other in &writer.others {
            text.push_str(&format!("R\t{}\n", set.syntaxes[*other as usize].name));
        }
        text.push_str(&writer.out);
    }
    text
}

struct Writer<'a> {
    number: u64,
    order: &'a BTreeMap<u64, Vec<u64>>,
    others: Vec<u64>,
    out: String,
}

impl Writer<'_> {
    fn line(&mut self, fields: &[&str]) {
        self.out.push_str(fields.join("\t").trim_end_matches('\t'));
        self.out.push('\n');
    }

    fn id(&mut self, (number, context): Id) -> String {
        let at = self.order[&number]
            .iter()
            .position(|one| *one == context)
            .unwrap();
        if number == self.number {
            return at.to_string();
        }
        let other = self
            .others
            .iter()
            .position(|one| *one == number)
            .unwrap_or_else(|| {
                self.others.push(number);
                self.others.len() - 1
            });
        format!("{other}:{at}")
    }

    fn ids(&mut self, ids: Vec<Id>) -> String {
        let ids: Vec<String> = ids.into_iter().map(|id| self.id(id)).collect();
        ids.join(" ")
    }

    fn context(&mut self, context: &Context) {
        let letters = |scopes: &[String]| scopes.iter().map(|scope| letter(scope)).collect::<String>();
        let clear = match context.clear {
            Some(Clear::Top(count)) => count.to_string(),
            Some(Clear::All) => "9999".to_owned(),
            None => String::new(),
        };
        let prototype = context.prototype.map(|id| self.id(id)).unwrap_or_default();
        self.line(&[
            "C",
            &letters(&context.meta),
            &letters(&context.content),
            &clear,
            &prototype,
            if context.refers { "1" } else { "" },
        ]);
        for pattern in &context.patterns {
            match pattern {
                Pattern::Include(other) => {
                    if let Some(id) = other.id() {
                        let id = self.id(id);
                        self.line(&["I", &id]);
                    }
                }
                Pattern::Match(rule) => self.rule(rule),
            }
        }
    }

    fn rule(&mut self, rule: &Match) {
        // Of several scopes the innermost that has a class decides.
        let innermost = |scopes: &[String]| {
            let mut letters = scopes.iter().rev().map(|scope| letter(scope));
            letters
                .find(|letter| *letter != '-')
                .map(String::from)
                .unwrap_or_default()
        };
        let captures: Vec<String> = rule
            .captures
            .iter()
            .flatten()
            .map(|(group, scopes)| (group, innermost(scopes)))
            .filter(|(_, letter)| !letter.is_empty())
            .map(|(group, letter)| format!("{group}{letter}"))
            .collect();
        let sign = match rule.operation {
            Operation::Push(_) => "+",
            Operation::Set(_) => "=",
            Operation::Pop => "<",
            Operation::None => "",
        };
        let operation = format!("{sign}{}", self.ids(rule.operation.ids()));
        let prototype = rule.prototype.as_ref().and_then(Reference::id);
        let prototype = prototype.map(|id| self.id(id)).unwrap_or_default();
        self.line(&[
            "M",
            &rule.pattern.replace('\n', "\u{1}").replace('\t', "\u{2}"),
            &innermost(&rule.scopes),
            &captures.join(" "),
            &operation,
            &prototype,
            if rule.refers { "1" } else { "" },
        ]);
    }
}
