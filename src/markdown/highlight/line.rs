//! Applies a grammar to a line: which class each of its pieces has, and how the next line is met.
//!
//! The rules are those of Sublime Text's syntax definitions: of all rules of the context that is open the one wins that
//! matches first; it may open other contexts, close its own or put others in its place.

use std::rc::Rc;

use super::finds::Finds;
use super::grammar::{Context, Id, Key, Languages, Missing, Operation, Rule};
use super::regex::Found;

/// Most contexts that may be open: whatever would open more stays as it is, in this line and those that follow.
const MAX_DEPTH: usize = 100;

/// Why a line is not gone through to its end.
pub(super) enum Stop {
    /// A grammar is not known (yet), by its number.
    Missing(u16),
    /// It takes too long.
    Long,
}

impl From<Missing> for Stop {
    fn from(Missing(grammar): Missing) -> Self {
        Self::Missing(grammar)
    }
}

/// How a grammar stands between two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    levels: Vec<Level>,
    /// The levels at which a rule of a prototype opened something: prototypes below do not apply above.
    fences: Vec<usize>,
    scopes: Vec<u8>,
    cleared: Vec<Vec<u8>>,
    begun: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Level {
    context: Id,
    prototypes: Vec<Id>,
    /// What the groups of the pattern matched that opened it, if it refers to that.
    groups: Option<Rc<[String]>>,
}

/// The rule that wins.
struct Winner<'a> {
    rule: &'a Rule,
    found: Rc<Found>,
    from_prototype: bool,
    /// It would only undo what was done at the same place.
    turns: bool,
}

/// A line on its way: tells the class of each piece as the scopes change.
struct Pieces<'a> {
    line: &'a str,
    from: usize,
    tell: &'a mut dyn FnMut(&str, u8),
}

impl Pieces<'_> {
    fn up_to(&mut self, at: usize, scopes: &[u8]) {
        if at > self.from {
            let class = scopes.iter().rev().find(|scope| **scope != b'-');
            (self.tell)(
                self.line.get(self.from..at).unwrap_or_default(),
                class.copied().unwrap_or(b'.'),
            );
            self.from = at;
        }
    }
}

impl State {
    /// Before the first line of a block.
    pub(super) fn new(start: Id) -> Self {
        Self {
            levels: vec![Level {
                context: start,
                prototypes: Vec::new(),
                groups: None,
            }],
            fences: Vec::new(),
            scopes: Vec::new(),
            cleared: Vec::new(),
            begun: false,
        }
    }

    /// How many contexts are open.
    #[cfg(test)]
    pub(super) fn depth(&self) -> usize {
        self.levels.len()
    }

    /// Goes through a line with its line break, which `finds` has begun; `tell` hears its pieces with the letter of their
    /// class.
    pub(super) fn line(
        &mut self,
        line: &str,
        languages: &Languages,
        finds: &mut Finds,
        tell: &mut dyn FnMut(&str, u8),
    ) -> Result<(), Stop> {
        let mut pieces = Pieces { line, from: 0, tell };
        if !self.begun {
            self.begun = true;
            if let Some(level) = self.levels.last() {
                let content = &languages.context(level.context)?.content;
                self.scopes.extend(content.first());
            }
        }
        let mut at = 0;
        // Where something was opened without a character, and how deep that is.
        let mut opened = (0, 0);
        // Grammars can go round in a circle without moving on.
        for _ in 0..line.len() * 4 + 1_000 {
            let turning = opened == (at, self.levels.len());
            while self
                .fences
                .last()
                .is_some_and(|fence| *fence >= self.levels.len())
            {
                self.fences.pop();
            }
            let Some(winner) = self.winner(line, at, languages, finds, turning)? else {
                break;
            };
            if winner.turns {
                match line.get(at..).and_then(|rest| rest.chars().next()) {
                    Some(c) if at + c.len_utf8() < line.len() => at += c.len_utf8(),
                    _ => break,
                }
                continue;
            }
            let end = winner.found.range().1;
            if end <= at && matches!(winner.rule.operation, Operation::Open(_)) {
                opened = (end, self.levels.len() + 1);
            }
            at = end;
            if winner.from_prototype {
                self.fences.push(self.levels.len());
            }
            self.mark(&winner, languages, &mut pieces)?;
            self.follow(line, &winner, languages)?;
        }
        pieces.up_to(line.len(), &self.scopes);
        Ok(())
    }

    fn winner<'a>(
        &self,
        line: &str,
        from: usize,
        languages: &'a Languages,
        finds: &mut Finds,
        turning: bool,
    ) -> Result<Option<Winner<'a>>, Stop> {
        let Some(top) = self.levels.last() else {
            return Ok(None);
        };
        let fence = self.fences.last().copied().unwrap_or(0);
        let above = self.levels.get(fence..).unwrap_or_default();
        finds.count(above.len());
        let prototypes = above.iter().flat_map(|level| {
            level
                .prototypes
                .iter()
                .map(move |id| (true, *id, level.groups.as_deref()))
        });
        let own = languages.context(top.context)?.prototype;
        let own = own.into_iter().map(|id| (false, id, None));
        let top = [(false, top.context, top.groups.as_deref())];
        let mut best: Option<Winner<'a>> = None;
        for (from_prototype, context, groups) in prototypes.chain(own).chain(top) {
            for key in languages.rules(context)? {
                let Some(rule) = languages.rule(*key) else {
                    continue;
                };
                if finds.is_over() {
                    return Err(Stop::Long);
                }
                let Some(found) = self.find(line, from, *key, rule, groups, finds) else {
                    continue;
                };
                let (start, end) = found.range();
                let earlier = best.as_ref().is_none_or(|best| {
                    let first = best.found.range().0;
                    start < first || (start == first && best.turns)
                });
                if !earlier {
                    continue;
                }
                let turns = turning && end <= from && rule.operation == Operation::Close;
                if self.is_too_deep(&rule.operation) {
                    return Ok(None);
                }
                best = Some(Winner {
                    rule,
                    found,
                    from_prototype,
                    turns,
                });
                if start == from && !turns {
                    return Ok(best);
                }
            }
        }
        Ok(best)
    }

    fn find(
        &self,
        line: &str,
        from: usize,
        key: Key,
        rule: &Rule,
        groups: Option<&[String]>,
        finds: &mut Finds,
    ) -> Option<Rc<Found>> {
        finds.count(1);
        match finds.get(key) {
            Some(None) => return None,
            Some(Some(found)) if found.range().0 >= from => return Some(Rc::clone(found)),
            _ => {}
        }
        let refers = groups.filter(|_| rule.refers);
        let found = match refers {
            Some(groups) => finds.look_with(rule, groups, line, from),
            None => finds.look(rule, line, from),
        };
        let found = found.map(Rc::new);
        let acts = found.as_ref().is_none_or(|found| match rule.operation {
            Operation::Stay => found.range().0 != found.range().1,
            Operation::Open(_) | Operation::Replace(_) => !self.is_too_deep(&rule.operation),
            Operation::Close => true,
        });
        if !acts {
            return None;
        }
        if refers.is_none() {
            finds.put(key, found.clone());
        }
        found
    }

    fn is_too_deep(&self, operation: &Operation) -> bool {
        match operation {
            Operation::Open(_) => self.levels.len() >= MAX_DEPTH,
            // One more than are closed for it.
            Operation::Replace(ids) => ids.len() > 1 && self.levels.len() + ids.len() > MAX_DEPTH,
            Operation::Stay | Operation::Close => false,
        }
    }

    /// Changes the scopes as a rule wants it, from the start to the end of its match.
    fn mark(
        &mut self,
        winner: &Winner<'_>,
        languages: &Languages,
        pieces: &mut Pieces<'_>,
    ) -> Result<(), Missing> {
        let Some(level) = self.levels.last() else {
            return Ok(());
        };
        let context = languages.context(level.context)?;
        let (start, end) = winner.found.range();
        pieces.up_to(start, &self.scopes);
        self.before(context, winner.rule, languages)?;
        self.scopes.extend(&winner.rule.scopes);
        self.captures(winner, pieces);
        pieces.up_to(end, &self.scopes);
        self.pop(winner.rule.scopes.len());
        self.after(context, winner.rule, languages)
    }

    fn captures(&mut self, winner: &Winner<'_>, pieces: &mut Pieces<'_>) {
        let mut marks: Vec<(usize, i64, u8)> = Vec::new();
        for (group, scope) in &winner.rule.captures {
            if let Some((start, end)) = winner.found.group(*group).filter(|(start, end)| start < end) {
                // The longer one is the outer one.
                let length = i64::try_from(end - start).unwrap_or(i64::MAX);
                for mark in [(start, -length, *scope), (end, i64::MIN, 0)] {
                    let place = marks.partition_point(|(at, order, _)| (*at, *order) <= (mark.0, mark.1));
                    marks.insert(place, mark);
                }
            }
        }
        for (at, order, scope) in marks {
            pieces.up_to(at, &self.scopes);
            if order == i64::MIN {
                self.scopes.pop();
            } else {
                self.scopes.push(scope);
            }
        }
    }

    fn before(&mut self, context: &Context, rule: &Rule, languages: &Languages) -> Result<(), Missing> {
        match &rule.operation {
            Operation::Stay => {}
            Operation::Close => self.pop(context.content.len()),
            Operation::Open(ids) | Operation::Replace(ids) => {
                let replaces = matches!(rule.operation, Operation::Replace(_));
                if replaces && context.clear.is_some() {
                    self.restore();
                }
                for id in ids {
                    let next = languages.context(*id)?;
                    if !replaces {
                        self.clear(next);
                    }
                    self.scopes.extend(&next.meta);
                }
            }
        }
        Ok(())
    }

    fn after(&mut self, context: &Context, rule: &Rule, languages: &Languages) -> Result<(), Missing> {
        match &rule.operation {
            Operation::Stay => {}
            Operation::Close => {
                self.pop(context.meta.len());
                if context.clear.is_some() {
                    self.restore();
                }
            }
            Operation::Open(ids) | Operation::Replace(ids) => {
                let replaces = matches!(rule.operation, Operation::Replace(_));
                let mut again = replaces && !(context.meta.is_empty() && context.content.is_empty());
                let mut count = 0;
                for id in ids {
                    let next = languages.context(*id)?;
                    again |= !next.content.is_empty() || (next.clear.is_some() && replaces);
                    count += next.meta.len();
                }
                if !again {
                    return Ok(());
                }
                if replaces {
                    count += context.content.len() + context.meta.len();
                }
                self.pop(count);
                for id in ids {
                    let next = languages.context(*id)?;
                    if replaces {
                        self.clear(next);
                    }
                    self.scopes.extend(&next.meta);
                    self.scopes.extend(&next.content);
                }
            }
        }
        Ok(())
    }

    fn pop(&mut self, count: usize) {
        self.scopes.truncate(self.scopes.len().saturating_sub(count));
    }

    fn clear(&mut self, context: &Context) {
        if let Some(count) = context.clear {
            let keep = self.scopes.len().saturating_sub(count);
            self.cleared.push(self.scopes.split_off(keep));
        }
    }

    fn restore(&mut self) {
        if let Some(scopes) = self.cleared.pop() {
            self.scopes.extend(scopes);
        }
    }

    /// Opens and closes contexts.
    fn follow(&mut self, line: &str, winner: &Winner<'_>, languages: &Languages) -> Result<(), Missing> {
        let (ids, mut kept) = match &winner.rule.operation {
            Operation::Stay => return Ok(()),
            Operation::Close => {
                self.levels.pop();
                return Ok(());
            }
            Operation::Open(ids) => (ids, Vec::new()),
            // Prototypes last until their level is closed.
            Operation::Replace(ids) => (
                ids,
                self.levels
                    .pop()
                    .map(|level| level.prototypes)
                    .unwrap_or_default(),
            ),
        };
        for (index, id) in ids.iter().enumerate() {
            let mut prototypes = std::mem::take(&mut kept);
            if index + 1 == ids.len() {
                prototypes.extend(winner.rule.prototype.filter(|id| !prototypes.contains(id)));
            }
            let mut refers = languages.context(*id)?.refers;
            for prototype in &prototypes {
                refers |= languages.context(*prototype)?.refers;
            }
            let group = |number| {
                let (start, end) = winner.found.group(number).unwrap_or_default();
                line.get(start..end).unwrap_or_default().to_owned()
            };
            self.levels.push(Level {
                context: *id,
                prototypes,
                groups: refers.then(|| (0..10).map(group).collect()),
            });
        }
        Ok(())
    }
}
