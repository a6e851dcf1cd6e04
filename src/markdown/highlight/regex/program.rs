//! From the tree of a pattern to instructions, and what a match can begin with.

use super::class::Class;
use super::pattern::{Node, Place};

/// What the machine does next. `usize` is the number of an instruction, of a set or of a slot.
#[derive(Clone, Debug)]
pub(super) enum Step {
    One(usize),
    /// As many of a set as there are, but at least so many; fewer when what follows does not match.
    Span(usize, u32),
    /// Goes on, and elsewhere if that fails.
    Try(usize),
    /// Goes elsewhere, and on if that fails.
    Skip(usize),
    /// As `Try`, but elsewhere at once if the next byte is none of these.
    TryOn(usize, Box<Bytes>),
    Jump(usize),
    Save(usize),
    /// Goes on if there was progress since the slot was set.
    Moved(usize),
    At(Place),
    Again(usize, bool),
    /// What follows up to an instruction matches here, and is not tried in another way.
    Atomic(usize),
    Ahead(usize, bool),
    /// The same for what ends here: at least and at most so many characters back.
    Behind(usize, bool, u32, u32),
    Done,
}

/// A set of bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bytes([u64; 4]);

impl Bytes {
    pub(super) fn has(&self, byte: u8) -> bool {
        let part = self.0.get(usize::from(byte >> 6)).copied().unwrap_or_default();
        part >> (byte & 63) & 1 == 1
    }

    fn put(&mut self, byte: u8) {
        if let Some(part) = self.0.get_mut(usize::from(byte >> 6)) {
            *part |= 1 << (byte & 63);
        }
    }

    fn join(&mut self, other: &Self) {
        for (part, other) in self.0.iter_mut().zip(other.0) {
            *part |= other;
        }
    }
}

/// A pattern, ready to run.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    pub(super) classes: Vec<Class>,
    /// Two for each group, and after them one for each loop.
    pub(super) slots: usize,
    /// With the whole match.
    pub(super) groups: usize,
    /// The bytes that a match begins with; nothing if it can be empty.
    pub(super) first: Option<Bytes>,
    /// Where alone a match can begin.
    pub(super) start: Option<Place>,
}

impl Program {
    pub(super) fn new(node: &Node, groups: usize) -> Self {
        let mut program = Self {
            slots: groups * 2,
            groups,
            first: first(node),
            start: start(node),
            ..Self::default()
        };
        program.add(node);
        program.steps.push(Step::Done);
        program
    }

    fn push(&mut self, step: Step) -> usize {
        self.steps.push(step);
        self.steps.len() - 1
    }

    fn set(&mut self, at: usize, step: Step) {
        if let Some(place) = self.steps.get_mut(at) {
            *place = step;
        }
    }

    fn class(&mut self, class: &Class) -> usize {
        self.classes.push(class.clone());
        self.classes.len() - 1
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::Empty => {}
            Node::One(class) => {
                let class = self.class(class);
                self.push(Step::One(class));
            }
            Node::Sequence(all) => all.iter().for_each(|node| self.add(node)),
            Node::Choice(all) => self.choice(all),
            Node::Repeat {
                node,
                min,
                max,
                greedy,
            } => self.repeat(node, *min, *max, *greedy),
            Node::Group(node, number) => {
                self.push(Step::Save(number * 2));
                self.add(node);
                self.push(Step::Save(number * 2 + 1));
            }
            Node::Atomic(node) => self.apart(node, Step::Atomic),
            Node::Look { node, ahead, negated } => {
                let negated = *negated;
                if *ahead {
                    self.apart(node, |end| Step::Ahead(end, negated));
                } else {
                    let (min, max) = width(node);
                    self.apart(node, |end| Step::Behind(end, negated, min, max));
                }
            }
            Node::Again { group, fold } => {
                self.push(Step::Again(*group, *fold));
            }
            Node::At(place) => {
                self.push(Step::At(*place));
            }
        }
    }

    /// A part that is run by itself, up to a `Done` of its own.
    fn apart(&mut self, node: &Node, step: impl Fn(usize) -> Step) {
        let at = self.push(Step::Done);
        self.add(node);
        let end = self.push(Step::Done);
        self.set(at, step(end + 1));
    }

    fn choice(&mut self, all: &[Node]) {
        let mut ends = Vec::new();
        for (index, node) in all.iter().enumerate() {
            if index + 1 == all.len() {
                self.add(node);
                continue;
            }
            let at = self.push(Step::Done);
            self.add(node);
            ends.push(self.push(Step::Done));
            let next = self.steps.len();
            self.set(
                at,
                match first(node) {
                    Some(bytes) => Step::TryOn(next, Box::new(bytes)),
                    None => Step::Try(next),
                },
            );
        }
        let end = self.steps.len();
        for at in ends {
            self.set(at, Step::Jump(end));
        }
    }

    fn repeat(&mut self, node: &Node, min: u32, max: Option<u32>, greedy: bool) {
        if let (Node::One(class), None, true) = (node, max, greedy) {
            let class = self.class(class);
            self.push(Step::Span(class, min));
            return;
        }
        for _ in 0..min {
            self.add(node);
        }
        let split = |to| if greedy { Step::Try(to) } else { Step::Skip(to) };
        match max {
            Some(max) => {
                let mut places = Vec::new();
                for _ in min..max {
                    places.push(self.push(Step::Done));
                    self.add(node);
                }
                let end = self.steps.len();
                for at in places {
                    self.set(at, split(end));
                }
            }
            None => {
                let slot = self.slots;
                self.slots += 1;
                let at = self.push(Step::Done);
                self.push(Step::Save(slot));
                self.add(node);
                self.push(Step::Moved(slot));
                self.push(Step::Jump(at));
                let end = self.steps.len();
                self.set(at, split(end));
            }
        }
    }
}

/// At least and at most how many characters a part matches.
fn width(node: &Node) -> (u32, u32) {
    match node {
        Node::Empty | Node::Look { .. } | Node::At(_) => (0, 0),
        Node::One(_) => (1, 1),
        Node::Sequence(all) => all.iter().map(width).fold((0, 0), |sum, one| {
            (sum.0.saturating_add(one.0), sum.1.saturating_add(one.1))
        }),
        Node::Choice(all) => all
            .iter()
            .map(width)
            .fold((u32::MAX, 0), |sum, one| (sum.0.min(one.0), sum.1.max(one.1))),
        Node::Repeat { node, min, max, .. } => {
            let (least, most) = width(node);
            let max = max.map_or(u32::MAX, |max| most.saturating_mul(max));
            (least.saturating_mul(*min), max)
        }
        Node::Group(node, _) | Node::Atomic(node) => width(node),
        Node::Again { .. } => (0, u32::MAX),
    }
}

/// The bytes that a match of a part begins with; nothing if it can be empty or begin with any.
fn first(node: &Node) -> Option<Bytes> {
    match node {
        Node::Empty | Node::At(_) | Node::Again { .. } => None,
        Node::One(class) => {
            let mut bytes = Bytes::default();
            (0..128u8)
                .filter(|byte| class.has(char::from(*byte)))
                .for_each(|byte| bytes.put(byte));
            if class.is_wide() {
                (0xc2..=0xf4).for_each(|byte| bytes.put(byte));
            }
            Some(bytes)
        }
        Node::Sequence(all) => {
            let mut bytes = Bytes::default();
            for node in all {
                match node {
                    Node::At(_) | Node::Empty => {}
                    Node::Look {
                        ahead: true,
                        negated: false,
                        node,
                    } => {
                        // What is seen ahead has to be there, too.
                        if let Some(ahead) = first(node) {
                            bytes.join(&ahead);
                            return Some(bytes);
                        }
                    }
                    Node::Look { .. } => {}
                    // What may be left out: its bytes or those of what follows.
                    Node::Repeat { node, min: 0, .. } => bytes.join(&first(node)?),
                    other => {
                        bytes.join(&first(other)?);
                        return Some(bytes);
                    }
                }
            }
            None
        }
        Node::Choice(all) => {
            let mut bytes = Bytes::default();
            for node in all {
                bytes.join(&first(node)?);
            }
            Some(bytes)
        }
        Node::Repeat { node, min, .. } if *min > 0 => first(node),
        Node::Repeat { .. } => None,
        Node::Group(node, _) | Node::Atomic(node) => first(node),
        Node::Look {
            node,
            ahead: true,
            negated: false,
        } => first(node),
        Node::Look { .. } => None,
    }
}

fn start(node: &Node) -> Option<Place> {
    match node {
        Node::At(place @ (Place::TextStart | Place::Search)) => Some(*place),
        Node::Sequence(all) => all
            .iter()
            .find(|node| !matches!(node, Node::Empty))
            .and_then(start),
        Node::Group(node, _) | Node::Atomic(node) => start(node),
        _ => None,
    }
}
