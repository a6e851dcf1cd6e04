//! Patterns of the grammars: a small machine that goes back and tries again, as their dialect needs it. It takes no more
//! than so many steps, so that no text can keep it busy.

use std::cell::Cell;

mod class;
mod pattern;
mod program;

use pattern::Place;
use program::{Program, Step};

/// Steps of one search, after which nothing is found.
const MAX_STEPS: u32 = 1_000_000;

/// No place.
const NONE: usize = usize::MAX;

/// A pattern.
#[derive(Debug)]
pub(super) struct Regex(Program);

/// Where a pattern and its groups matched, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found(Vec<usize>);

impl Found {
    /// Start and end of a group; 0 is the whole match.
    pub(super) fn group(&self, number: usize) -> Option<(usize, usize)> {
        let start = *self.0.get(number * 2)?;
        let end = *self.0.get(number * 2 + 1)?;
        (start != NONE && end != NONE).then_some((start, end))
    }

    /// Start and end of the match.
    pub(super) fn range(&self) -> (usize, usize) {
        self.group(0).unwrap_or_default()
    }
}

impl Regex {
    /// Reads a pattern.
    pub(super) fn new(text: &str) -> Option<Self> {
        let (node, groups) = pattern::read(text)?;
        Some(Self(Program::new(&node, groups)))
    }

    /// The first match that begins at `from` or after it; what looking for it took is added to `steps`.
    pub(super) fn find(&self, text: &str, from: usize, steps: &mut u64) -> Option<Found> {
        let mut machine = Machine {
            program: &self.0,
            text,
            search: from,
            slots: vec![NONE; self.0.slots],
            stack: Vec::new(),
            steps: Cell::new(0),
        };
        let range = machine.find(from);
        *steps += u64::from(machine.steps.get());
        let (start, end) = range?;
        let mut slots = machine.slots;
        slots.truncate(self.0.groups * 2);
        if let [first, last, ..] = slots.as_mut_slice() {
            (*first, *last) = (start, end);
        }
        Some(Found(slots))
    }
}

/// What to go back to.
enum Back {
    To {
        step: usize,
        at: usize,
    },
    /// One character less of a span.
    Less {
        step: usize,
        low: usize,
        at: usize,
    },
    Slot {
        slot: usize,
        was: usize,
    },
}

struct Machine<'a> {
    program: &'a Program,
    text: &'a str,
    search: usize,
    slots: Vec<usize>,
    stack: Vec<Back>,
    steps: Cell<u32>,
}

impl Machine<'_> {
    /// Start and end of the first match from a place on.
    fn find(&mut self, from: usize) -> Option<(usize, usize)> {
        let program = self.program;
        let only = match program.start {
            Some(Place::TextStart) => Some(0),
            Some(_) => Some(from),
            None => None,
        };
        let mut at = from;
        loop {
            if let Some(first) = &program.first {
                let rest = self.text.as_bytes().get(at..)?;
                let passed = rest.iter().position(|byte| first.has(*byte));
                self.count(passed.unwrap_or(rest.len()) / 16);
                at += passed?;
            }
            if only.is_some_and(|only| only != at) {
                return None;
            }
            if let Some(end) = self.run(0, at, None) {
                return Some((at, end));
            }
            if self.steps.get() > MAX_STEPS {
                return None;
            }
            at += self.text.get(at..)?.chars().next()?.len_utf8();
        }
    }

    fn count(&self, steps: usize) {
        let steps = u32::try_from(steps).unwrap_or(MAX_STEPS);
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    fn char_at(&self, at: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(at)?;
        if byte < 128 {
            return Some(char::from(byte));
        }
        self.text.get(at..)?.chars().next()
    }

    fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    /// Runs from a step at a place to `Done`; answers where that was. `goal`: where it has to be.
    fn run(&mut self, mut step: usize, mut at: usize, goal: Option<usize>) -> Option<usize> {
        let base = self.stack.len();
        loop {
            self.count(1);
            if self.steps.get() > MAX_STEPS {
                self.back(base);
                return None;
            }
            let next = match self.program.steps.get(step)? {
                Step::Done if goal.is_none_or(|goal| goal == at) => {
                    self.settle(base);
                    return Some(at);
                }
                Step::Done => None,
                Step::One(class) => self.one(*class, at).map(|at| (step + 1, at)),
                Step::Span(class, min) => self.span(*class, *min, step + 1, at).map(|at| (step + 1, at)),
                Step::Try(other) => {
                    self.stack.push(Back::To { step: *other, at });
                    Some((step + 1, at))
                }
                Step::Skip(other) => {
                    self.stack.push(Back::To { step: step + 1, at });
                    Some((*other, at))
                }
                Step::TryOn(other, bytes) => {
                    if self.text.as_bytes().get(at).is_some_and(|byte| bytes.has(*byte)) {
                        self.stack.push(Back::To { step: *other, at });
                        Some((step + 1, at))
                    } else {
                        Some((*other, at))
                    }
                }
                Step::Jump(other) => Some((*other, at)),
                Step::Save(slot) => {
                    self.save(*slot, at);
                    Some((step + 1, at))
                }
                Step::Moved(slot) => (self.slots.get(*slot) != Some(&at)).then_some((step + 1, at)),
                Step::At(place) => self.is_at(*place, at).then_some((step + 1, at)),
                Step::Again(group, fold) => self.again(*group, *fold, at).map(|at| (step + 1, at)),
                Step::Atomic(end) => {
                    let end = *end;
                    self.run(step + 1, at, None).map(|at| (end, at))
                }
                Step::Ahead(end, negated) => {
                    let (end, negated) = (*end, *negated);
                    let seen = self.look(negated, |machine| machine.run(step + 1, at, None).is_some());
                    seen.then_some((end, at))
                }
                Step::Behind(end, negated, min, max) => {
                    let (end, negated, min, max) = (*end, *negated, *min, *max);
                    let seen = self.look(negated, |machine| machine.behind(step + 1, at, min, max));
                    seen.then_some((end, at))
                }
            };
            (step, at) = match next {
                Some(next) => next,
                None => self.again_from(base)?,
            };
        }
    }

    /// Goes back to the last place where there was another way.
    fn again_from(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.stack.len() > base {
            match self.stack.pop()? {
                Back::To { step, at } => return Some((step, at)),
                Back::Less { step, low, at } => {
                    let at = at - self.char_before(at)?.len_utf8();
                    if at > low {
                        self.stack.push(Back::Less { step, low, at });
                    }
                    return Some((step, at));
                }
                Back::Slot { slot, was } => self.put(slot, was),
            }
        }
        None
    }

    /// Undoes all since `base`.
    fn back(&mut self, base: usize) {
        while self.stack.len() > base {
            if let Some(Back::Slot { slot, was }) = self.stack.pop() {
                self.put(slot, was);
            }
        }
    }

    /// Forgets other ways since `base`, but not what the slots were.
    fn settle(&mut self, base: usize) {
        let mut kept = base;
        for at in base..self.stack.len() {
            if matches!(self.stack.get(at), Some(Back::Slot { .. })) {
                self.stack.swap(kept, at);
                kept += 1;
            }
        }
        self.stack.truncate(kept);
    }

    fn save(&mut self, slot: usize, at: usize) {
        let was = self.slots.get(slot).copied().unwrap_or(NONE);
        self.stack.push(Back::Slot { slot, was });
        self.put(slot, at);
    }

    fn put(&mut self, slot: usize, at: usize) {
        if let Some(place) = self.slots.get_mut(slot) {
            *place = at;
        }
    }

    fn look(&mut self, negated: bool, see: impl FnOnce(&mut Self) -> bool) -> bool {
        let base = self.stack.len();
        let seen = see(self);
        if negated {
            self.back(base);
        }
        seen != negated
    }

    fn behind(&mut self, step: usize, at: usize, min: u32, max: u32) -> bool {
        let mut start = at;
        for count in 0..=max {
            if count >= min && self.run(step, start, Some(at)).is_some() {
                return true;
            }
            match self.char_before(start) {
                Some(c) => start -= c.len_utf8(),
                None => return false,
            }
        }
        false
    }

    fn one(&self, class: usize, at: usize) -> Option<usize> {
        let c = self.char_at(at)?;
        let class = self.program.classes.get(class)?;
        class.has(c).then_some(at + c.len_utf8())
    }

    fn span(&mut self, class: usize, min: u32, step: usize, at: usize) -> Option<usize> {
        let class = self.program.classes.get(class)?;
        let (mut end, mut low, mut count) = (at, at, 0);
        while let Some(c) = self.char_at(end).filter(|c| class.has(*c)) {
            end += c.len_utf8();
            count += 1;
            if count == min {
                low = end;
            }
        }
        self.steps.set(self.steps.get().saturating_add(count));
        if count < min {
            return None;
        }
        if end > low {
            self.stack.push(Back::Less { step, low, at: end });
        }
        Some(end)
    }

    fn again(&self, group: usize, fold: bool, at: usize) -> Option<usize> {
        let start = *self.slots.get(group * 2)?;
        let end = *self.slots.get(group * 2 + 1)?;
        let said = self.text.get(start..end)?;
        let here = self.text.get(at..at + said.len())?;
        let same = here == said || (fold && here.eq_ignore_ascii_case(said));
        same.then_some(at + said.len())
    }

    fn is_at(&self, place: Place, at: usize) -> bool {
        match place {
            Place::TextStart => at == 0,
            Place::TextEnd => at == self.text.len(),
            Place::LineStart => self.char_before(at).is_none_or(|c| c == '\n'),
            Place::LineEnd => self.char_at(at).is_none_or(|c| c == '\n'),
            Place::LastLineEnd => self
                .text
                .get(at..)
                .is_some_and(|rest| rest.bytes().all(|byte| byte == b'\n')),
            Place::WordEdge => self.is_word_edge(at),
            Place::NoWordEdge => !self.is_word_edge(at),
            Place::Search => at == self.search,
        }
    }

    fn is_word_edge(&self, at: usize) -> bool {
        let is_word = |c: Option<char>| c.is_some_and(class::is_word);
        is_word(self.char_before(at)) != is_word(self.char_at(at))
    }
}
