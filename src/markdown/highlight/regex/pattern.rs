//! Reads a pattern in the dialect of the grammars (Oniguruma's, as far as they use it) into a tree.

use super::class::{Class, Kind, Set};

/// A part of a pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Empty,
    /// One character of a set.
    One(Class),
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        greedy: bool,
    },
    /// A group that is remembered, by its number.
    Group(Box<Node>, usize),
    /// What has matched is not tried in another way.
    Atomic(Box<Node>),
    Look {
        node: Box<Node>,
        ahead: bool,
        negated: bool,
    },
    /// What a group has matched once more.
    Again {
        group: usize,
        fold: bool,
    },
    At(Place),
}

/// A place between characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    /// Only line breaks follow.
    LastLineEnd,
    WordEdge,
    NoWordEdge,
    /// Where the search began.
    Search,
}

#[derive(Clone, Copy, Default)]
struct Flags {
    fold: bool,
    lines: bool,
    dot_all: bool,
    spaced: bool,
}

/// Reads a pattern; answers it and how many groups it has. Nothing for what is no pattern.
pub(super) fn read(text: &str) -> Option<(Node, usize)> {
    let mut reader = Reader {
        rest: text,
        flags: Flags::default(),
        groups: 0,
    };
    let node = reader.choice()?;
    reader.rest.is_empty().then_some((node, reader.groups + 1))
}

struct Reader<'a> {
    rest: &'a str,
    flags: Flags,
    groups: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        Some(c)
    }

    fn eat(&mut self, start: &str) -> bool {
        match self.rest.strip_prefix(start) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Passes over comments and, where the pattern is spaced out, white space.
    fn space(&mut self) {
        loop {
            if let Some(comment) = self.rest.strip_prefix("(?#") {
                self.rest = comment.split_once(')').map_or("", |(_, after)| after);
            } else if self.flags.spaced && self.rest.starts_with('#') {
                self.rest = self.rest.split_once('\n').map_or("", |(_, after)| after);
            } else if self.flags.spaced && self.rest.starts_with(char::is_whitespace) {
                self.rest = self.rest.trim_start();
            } else {
                return;
            }
        }
    }

    fn choice(&mut self) -> Option<Node> {
        let mut all = vec![self.sequence()?];
        while self.eat("|") {
            all.push(self.sequence()?);
        }
        match all.len() {
            1 => all.pop(),
            _ => Some(Node::Choice(all)),
        }
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut all = Vec::new();
        loop {
            self.space();
            match self.peek() {
                None | Some('|' | ')') => break,
                Some(_) => {
                    let atom = self.atom()?;
                    all.push(self.repeated(atom)?);
                }
            }
        }
        match all.len() {
            0 => Some(Node::Empty),
            1 => all.pop(),
            _ => Some(Node::Sequence(all)),
        }
    }

    fn repeated(&mut self, node: Node) -> Option<Node> {
        self.space();
        let Some((min, max)) = self.quantifier() else {
            return Some(node);
        };
        let node = Node::Repeat {
            node: Box::new(node),
            min,
            max,
            greedy: !self.eat("?"),
        };
        Some(if self.eat("+") {
            Node::Atomic(Box::new(node))
        } else {
            node
        })
    }

    fn quantifier(&mut self) -> Option<(u32, Option<u32>)> {
        let counts = match self.peek()? {
            '?' => (0, Some(1)),
            '*' => (0, None),
            '+' => (1, None),
            '{' => {
                // What is no count is a brace.
                let (inside, rest) = self.rest.get(1..)?.split_once('}')?;
                let (min, max) = match inside.split_once(',') {
                    Some(("", max)) => (0, Some(max.parse().ok()?)),
                    Some((min, "")) => (min.parse().ok()?, None),
                    Some((min, max)) => (min.parse().ok()?, Some(max.parse().ok()?)),
                    None => {
                        let count = inside.parse().ok()?;
                        (count, Some(count))
                    }
                };
                self.rest = rest;
                return Some((min, max));
            }
            _ => return None,
        };
        self.next();
        Some(counts)
    }

    fn one(&self, set: Set) -> Node {
        Node::One(Class::new(set, self.flags.fold))
    }

    fn atom(&mut self) -> Option<Node> {
        Some(match self.next()? {
            '(' => return self.group(),
            '[' => {
                let set = self.class()?;
                self.one(set)
            }
            '\\' => return self.escape(),
            '.' if self.flags.dot_all => self.one(Set::Not(Box::new(Set::Any(Vec::new())))),
            '.' => self.one(Set::Not(Box::new(Set::Range('\n', '\n')))),
            '^' if self.flags.lines => Node::At(Place::LineStart),
            '^' => Node::At(Place::TextStart),
            '$' if self.flags.lines => Node::At(Place::LineEnd),
            '$' => Node::At(Place::TextEnd),
            c => self.one(Set::Range(c, c)),
        })
    }

    fn group(&mut self) -> Option<Node> {
        let flags = self.flags;
        let wrap: fn(Box<Node>) -> Node = if !self.rest.starts_with('?') {
            self.groups += 1;
            let number = self.groups;
            let inside = self.choice()?;
            self.flags = flags;
            return self.eat(")").then(|| Node::Group(Box::new(inside), number));
        } else if self.eat("?:") {
            |node| *node
        } else if self.eat("?>") {
            Node::Atomic
        } else if self.eat("?=") {
            |node| look(node, true, false)
        } else if self.eat("?!") {
            |node| look(node, true, true)
        } else if self.eat("?<=") {
            |node| look(node, false, false)
        } else if self.eat("?<!") {
            |node| look(node, false, true)
        } else {
            self.next();
            if self.flags()? {
                // To the end of the group that this stands in.
                return Some(Node::Empty);
            }
            |node| *node
        };
        let inside = self.choice()?;
        self.flags = flags;
        self.eat(")").then(|| wrap(Box::new(inside)))
    }

    /// Reads `i)` or `m-x:`; whether it was the former.
    fn flags(&mut self) -> Option<bool> {
        let mut on = true;
        loop {
            match self.next()? {
                'i' => self.flags.fold = on,
                'm' => self.flags.lines = on,
                's' => self.flags.dot_all = on,
                'x' => self.flags.spaced = on,
                '-' => on = false,
                ')' => return Some(true),
                ':' => return Some(false),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<Node> {
        let place = match self.peek()? {
            'A' => Place::TextStart,
            'z' => Place::TextEnd,
            'Z' => Place::LastLineEnd,
            'b' => Place::WordEdge,
            'B' => Place::NoWordEdge,
            'G' => Place::Search,
            c @ '1'..='9' => {
                self.next();
                return Some(Node::Again {
                    group: c.to_digit(10)? as usize,
                    fold: self.flags.fold,
                });
            }
            _ => {
                let set = self.escaped()?;
                return Some(self.one(set));
            }
        };
        self.next();
        Some(Node::At(place))
    }

    /// What a backslash means in and outside of brackets.
    fn escaped(&mut self) -> Option<Set> {
        let hex = || {
            Set::Any(vec![
                Set::Range('0', '9'),
                Set::Range('a', 'f'),
                Set::Range('A', 'F'),
            ])
        };
        let not = |set| Set::Not(Box::new(set));
        let c = match self.next()? {
            'd' => return Some(Set::Kind(Kind::Digit)),
            'D' => return Some(not(Set::Kind(Kind::Digit))),
            's' => return Some(Set::Kind(Kind::Space)),
            'S' => return Some(not(Set::Kind(Kind::Space))),
            'w' => return Some(Set::Kind(Kind::Word)),
            'W' => return Some(not(Set::Kind(Kind::Word))),
            'h' => return Some(hex()),
            'H' => return Some(not(hex())),
            'p' => return self.property(),
            'P' => return self.property().map(not),
            'x' => self.code(2)?,
            'u' => self.code(4)?,
            'U' => self.code(8)?,
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'f' => '\u{c}',
            'v' => '\u{b}',
            'a' => '\u{7}',
            'e' => '\u{1b}',
            c @ '0'..='7' => {
                let more = self.rest.chars().take(2).take_while(|c| c.is_digit(8)).count();
                let digits = format!("{c}{}", self.rest.get(..more)?);
                self.rest = self.rest.get(more..)?;
                char::from_u32(u32::from_str_radix(&digits, 8).ok()?)?
            }
            c => c,
        };
        Some(Set::Range(c, c))
    }

    fn code(&mut self, digits: usize) -> Option<char> {
        let text = if self.eat("{") {
            let (text, rest) = self.rest.split_once('}')?;
            self.rest = rest;
            text
        } else {
            let text = self.rest.get(..digits)?;
            self.rest = self.rest.get(digits..)?;
            text
        };
        char::from_u32(u32::from_str_radix(text, 16).ok()?)
    }

    fn property(&mut self) -> Option<Set> {
        let name = if self.eat("{") {
            let (name, rest) = self.rest.split_once('}')?;
            self.rest = rest;
            name
        } else {
            let name = self.rest.get(..1)?;
            self.rest = self.rest.get(1..)?;
            name
        };
        match name.strip_prefix('^') {
            Some(name) => Some(Set::Not(Box::new(Set::Kind(Kind::find(name)?)))),
            None => Kind::find(name).map(Set::Kind),
        }
    }

    /// Reads what stands in brackets, from after the first to after the last.
    fn class(&mut self) -> Option<Set> {
        let negated = self.eat("^");
        let mut set = None;
        let mut all = Vec::new();
        if self.eat("]") {
            all.push(Set::Range(']', ']'));
        }
        loop {
            if self.eat("]") {
                break;
            }
            if self.eat("&&") {
                set = Some(both(set, std::mem::take(&mut all)));
                continue;
            }
            let mut item = self.item()?;
            if let Set::Range(from, _) = item
                && self.rest.starts_with('-')
                && !self.rest.starts_with("-]")
                && !self.rest.starts_with("-[")
            {
                self.next();
                let Set::Range(_, to) = self.item()? else {
                    return None;
                };
                item = Set::Range(from, to);
            }
            all.push(item);
        }
        let set = both(set, all);
        Some(if negated { Set::Not(Box::new(set)) } else { set })
    }

    fn item(&mut self) -> Option<Set> {
        if self.eat("[:") {
            let (name, rest) = self.rest.split_once(":]")?;
            self.rest = rest;
            let negated = name.strip_prefix('^');
            let kind = Set::Kind(Kind::find(negated.unwrap_or(name))?);
            // Written like this it is only what of it is ASCII.
            let set = Set::Both(Box::new(Set::Kind(Kind::Ascii)), Box::new(kind));
            return Some(match negated {
                Some(_) => Set::Not(Box::new(set)),
                None => set,
            });
        }
        match self.next()? {
            '[' => self.class(),
            '\\' => self.escaped(),
            c => Some(Set::Range(c, c)),
        }
    }
}

fn look(node: Box<Node>, ahead: bool, negated: bool) -> Node {
    Node::Look { node, ahead, negated }
}

fn both(one: Option<Set>, other: Vec<Set>) -> Set {
    match one {
        Some(one) => Set::Both(Box::new(one), Box::new(Set::Any(other))),
        None => Set::Any(other),
    }
}
