//! Source code to lines of HTML with a dozen short class names. The markup around the lines is not made here.
//!
//! A block that was highlighted before goes on from the line that changed, as an author types in it.

use std::rc::Rc;
use std::sync::Arc;

use super::memory::Memory;
use super::tree::escape;

mod finds;
mod grammar;
mod line;
mod regex;

#[cfg(test)]
mod scopes;
#[cfg(test)]
mod tests;

pub(super) use finds::Finds;
pub(super) use grammar::Languages;
use line::{State, Stop};

/// A line longer than this, in bytes, ends the highlighting of its block: grammars are slow on minified code.
const MAX_LINE: usize = 2_000;
/// A block with more lines than this is not highlighted.
const MAX_LINES: usize = 3_000;
/// A block whose lines take more steps than this together is not highlighted: three thousand lines in the slowest language
/// take as many, and a second or two.
pub(super) const MAX_STEPS: u64 = 120_000_000;

/// Highlights `lines` (each with its line break) in the grammar of this name; one piece of HTML for each line.
///
/// Code that is too large or takes too long, or in a language whose grammar is not there, comes back escaped and without
/// classes.
pub(super) fn highlight(lines: &[&str], syntax: &'static str, memory: &mut Memory) -> Vec<String> {
    if lines.len() > MAX_LINES || lines.iter().any(|line| line.len() > MAX_LINE) {
        return lines.iter().map(|line| plain(line)).collect();
    }
    match memory.highlighted(lines, syntax) {
        Some(block) => block.lines.iter().map(|line| line.html.clone()).collect(),
        None => lines.iter().map(|line| plain(line)).collect(),
    }
}

/// The text of the grammars whose name is wanted.
pub(super) fn text(is_wanted: impl Fn(&str) -> bool) -> String {
    let wanted = grammar::parts(grammar::TEXT).filter(|part| part.lines().next().is_some_and(&is_wanted));
    wanted.fold(String::new(), |mut text, part| {
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str("G\t");
        text.push_str(part);
        text
    })
}

/// A block that was highlighted.
pub(super) struct Highlighted {
    syntax: &'static str,
    /// How the first line is met; nothing without the grammar.
    start: Option<Rc<State>>,
    lines: Vec<Line>,
    languages: Arc<Languages>,
    /// A grammar that was not there.
    missing: Option<String>,
    /// What all lines took, and may take.
    steps: u64,
    most: u64,
}

struct Line {
    source: String,
    html: String,
    /// What finding that took.
    steps: u64,
    /// How the next line is met, shared by lines that leave it as it was; nothing once a grammar was not there.
    after: Option<Rc<State>>,
}

impl Highlighted {
    /// A block without lines.
    pub(super) fn new(syntax: &'static str, languages: Arc<Languages>, most: u64) -> Self {
        let start = languages
            .start(syntax)
            .map(|context| Rc::new(State::new(context)));
        Self {
            syntax,
            missing: start.is_none().then(|| syntax.to_owned()),
            start,
            lines: Vec::new(),
            languages,
            steps: 0,
            most,
        }
    }

    /// What highlighting it from its beginning takes, at most what it may.
    pub(super) fn steps(&self) -> u64 {
        self.steps.min(self.most)
    }

    /// Whether it takes too long, and all of it is shown without classes.
    pub(super) fn is_long(&self) -> bool {
        self.steps > self.most
    }

    /// The grammar that would be needed for all of it to be highlighted.
    pub(super) fn missing(&self) -> Option<&str> {
        self.missing.as_deref()
    }

    /// Whether this is the block of these lines.
    pub(super) fn is(&self, lines: &[&str], syntax: &str) -> bool {
        self.syntax == syntax
            && self.lines.len() == lines.len()
            && self.lines.iter().zip(lines).all(|(old, new)| old.source == *new)
    }

    /// How many lines at its beginning and its end are those of a block in the same language.
    pub(super) fn shares(&self, lines: &[&str], syntax: &str) -> usize {
        // One that took too long was not gone through to its end.
        if self.syntax != syntax || self.is_long() {
            return 0;
        }
        let (first, last) = self.ends(lines);
        first + last
    }

    fn ends(&self, lines: &[&str]) -> (usize, usize) {
        let same = |(old, new): &(&Line, &&str)| old.source == **new;
        let first = self.lines.iter().zip(lines).take_while(same).count();
        let rest = self.lines.len().min(lines.len()) - first;
        let pairs = self.lines.iter().rev().zip(lines.iter().rev());
        (first, pairs.take(rest).take_while(same).count())
    }

    /// Makes it the block of these lines. What comes out is what a new one would give.
    pub(super) fn update(&mut self, lines: &[&str], finds: &mut Finds) {
        let (first, last) = self.ends(lines);
        let tail = self.lines.split_off(self.lines.len() - last);
        let mut before = self.end().cloned();
        self.lines.truncate(first);
        let missing = self.missing.take();
        self.steps = self.lines.iter().map(|line| line.steps).sum();
        for line in lines.iter().take(lines.len() - last).skip(first) {
            self.push((*line).to_owned(), finds);
        }
        // The lines that follow are the same, but what was changed may have begun a comment or a string.
        let mut tail = tail.into_iter();
        while before.as_ref() != self.end()
            && let Some(line) = tail.next()
        {
            before = line.after;
            self.push(line.source, finds);
        }
        for line in tail {
            self.steps += line.steps;
            self.lines.push(line);
        }
        // It may have been missing in a line that is the same.
        if self.end().is_none() && self.missing.is_none() {
            self.missing = missing;
        }
    }

    fn end(&self) -> Option<&Rc<State>> {
        self.lines
            .last()
            .map_or(self.start.as_ref(), |line| line.after.as_ref())
    }

    fn push(&mut self, source: String, finds: &mut Finds) {
        let mut pieces = Pieces::default();
        finds.begin(self.most.saturating_sub(self.steps));
        let outcome = self.end().map(|before| {
            let mut state = State::clone(before);
            let tell = &mut |text: &str, class| pieces.add(text, class);
            state.line(&source, &self.languages, finds, tell)?;
            Ok(if state == **before {
                Rc::clone(before)
            } else {
                Rc::new(state)
            })
        });
        let (html, after) = match outcome {
            Some(Ok(after)) => (pieces.finish(), Some(after)),
            Some(Err(Stop::Missing(grammar))) => {
                self.missing = Some(self.languages.name(grammar).to_owned());
                (plain(&source), None)
            }
            Some(Err(Stop::Long)) | None => (plain(&source), None),
        };
        let steps = finds.steps();
        self.steps += steps;
        self.lines.push(Line {
            source,
            html,
            steps,
            after,
        });
    }
}

/// Joins neighbours of the same class; white space takes whatever class is already open.
#[derive(Default)]
struct Pieces {
    html: String,
    open: Option<u8>,
    space: String,
}

impl Pieces {
    /// `class` is its letter, or a full stop for none.
    fn add(&mut self, text: &str, class: u8) {
        let class = Some(class).filter(u8::is_ascii_alphabetic);
        if text.is_empty() {
            return;
        }
        // A class neither begins nor ends with white space, wherever the pieces are cut.
        let (start, bare) = text.split_at(text.len() - text.trim_start().len());
        self.space.push_str(start);
        if bare.is_empty() {
            return;
        }
        if self.open == class {
            self.push_space();
        } else {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"");
                self.html.push(char::from(class));
                self.html.push_str("\">");
            }
            self.open = class;
        }
        let kept = bare.trim_end();
        escape(kept, &mut self.html);
        self.space.push_str(bare.get(kept.len()..).unwrap_or_default());
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
