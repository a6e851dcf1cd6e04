//! What was found in a line so far, so that it is not looked for again, and what looking took.

use std::collections::HashMap;
use std::rc::Rc;

use super::grammar::{Key, Rule};
use super::regex::{Found, Regex};

/// Reading a pattern anew counts as so many steps for each of its bytes.
const READING: u64 = 50;

/// The finds of one line at a time.
#[derive(Default)]
pub(in crate::markdown) struct Finds {
    line: u32,
    by_grammar: Vec<Vec<(u32, Option<Rc<Found>>)>>,
    /// Patterns that refer to what began their context, put together.
    composed: HashMap<String, Option<Rc<Regex>>>,
    steps: u64,
    most: u64,
}

impl Finds {
    /// Begins a line, which may take so many steps.
    pub(super) fn begin(&mut self, most: u64) {
        self.line = self.line.wrapping_add(1);
        self.composed.clear();
        (self.steps, self.most) = (0, most);
    }

    /// What this line took so far; the same whenever it is met in the same way.
    pub(super) fn steps(&self) -> u64 {
        self.steps
    }

    /// Whether it took more than it may.
    pub(super) fn is_over(&self) -> bool {
        self.steps > self.most
    }

    /// What a rule was seen to match: nothing if it was not looked for, `Some(None)` if it matches no more in this line.
    pub(super) fn get(&self, (grammar, rule): Key) -> Option<&Option<Rc<Found>>> {
        let (line, found) = self
            .by_grammar
            .get(usize::from(grammar))?
            .get(usize::try_from(rule).ok()?)?;
        (*line == self.line).then_some(found)
    }

    /// Remembers what a rule matches.
    pub(super) fn put(&mut self, (grammar, rule): Key, found: Option<Rc<Found>>) {
        let (grammar, rule) = (usize::from(grammar), usize::try_from(rule).unwrap_or_default());
        if self.by_grammar.len() <= grammar {
            self.by_grammar.resize_with(grammar + 1, Vec::new);
        }
        if let Some(rules) = self.by_grammar.get_mut(grammar) {
            if rules.len() <= rule {
                rules.resize(rule + 1, (0, None));
            }
            if let Some(place) = rules.get_mut(rule) {
                *place = (self.line, found);
            }
        }
    }

    /// Looks for the pattern of a rule.
    pub(super) fn look(&mut self, rule: &Rule, line: &str, from: usize) -> Option<Found> {
        rule.regex()?.find(line, from, &mut self.steps)
    }

    /// Looks for the pattern of a rule that refers to `groups`.
    pub(super) fn look_with(
        &mut self,
        rule: &Rule,
        groups: &[String],
        line: &str,
        from: usize,
    ) -> Option<Found> {
        let text = rule.text_with(groups)?;
        let regex = self.composed.entry(text).or_insert_with_key(|text| {
            self.steps += text.len() as u64 * READING;
            Regex::new(text).map(Rc::new)
        });
        let regex = Rc::clone(regex.as_ref()?);
        regex.find(line, from, &mut self.steps)
    }

    /// Counts so many rules or contexts that were thought of.
    pub(super) fn count(&mut self, steps: usize) {
        self.steps += steps as u64;
    }
}
