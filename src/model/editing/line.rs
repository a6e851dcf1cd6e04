//! One line of Markdown taken apart: the quotes and list items that it opens, and the text in them.

use std::borrow::Cow;

/// Digits of a number that still makes a list (CommonMark 0.31, 5.2).
const MAX_DIGITS: usize = 9;

/// What a marker opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `>`
    Quote,
    /// `-`, `*` or `+`
    Bullet,
    /// `1.` or `1)`
    Number,
}

/// A quote or list item that a line opens; its four parts follow each other in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Container<'a> {
    pub(super) kind: Kind,
    /// White space before the marker.
    pub(super) indent: &'a str,
    /// The marker itself.
    pub(super) marker: &'a str,
    /// White space after it.
    pub(super) space: &'a str,
    /// `[ ]` or `[x]` with the white space after it.
    pub(super) task: &'a str,
}

/// A line taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// From the outermost.
    pub(super) containers: Vec<Container<'a>>,
    /// White space before the text that belongs to no container.
    pub(super) indent: &'a str,
    /// The rest.
    pub(super) text: &'a str,
}

impl Container<'_> {
    pub(super) fn is_item(&self) -> bool {
        self.kind != Kind::Quote
    }

    pub(super) fn len(&self) -> usize {
        self.indent.len() + self.marker.len() + self.space.len() + self.task.len()
    }

    /// Its beginning on the line after an item that goes on: the next number in as much room, the task not done.
    pub(super) fn next(&self, same_number: bool) -> String {
        let (mut marker, mut space) = (Cow::Borrowed(self.marker), self.space);
        let (digits, delimiter) = self.marker.split_at(self.marker.len().saturating_sub(1));
        if self.kind == Kind::Number
            && !same_number
            && let Ok(number) = digits.parse::<u32>()
        {
            let next = format!("{:0width$}{delimiter}", number + 1, width = digits.len());
            if next.len() <= MAX_DIGITS + 1 {
                if next.len() > self.marker.len() && space.len() > 1 {
                    space = space.get(1..).unwrap_or(space);
                }
                marker = Cow::Owned(next);
            }
        }
        let task = if self.task.is_empty() { "" } else { "[ ] " };
        format!("{}{marker}{space}{task}", self.indent)
    }

    /// White space as wide as the item's marker, where its text begins; a quote as it is.
    fn under(&self) -> Cow<'_, str> {
        match self.kind {
            Kind::Quote => Cow::Owned(format!("{}{}{}", self.indent, self.marker, self.space)),
            _ => Cow::Owned(format!(
                "{}{}",
                self.indent,
                " ".repeat(self.marker.len() + columns(self.space))
            )),
        }
    }
}

impl<'a> Line<'a> {
    /// Takes a line apart.
    pub(super) fn parse(line: &'a str) -> Self {
        let mut containers: Vec<Container<'a>> = Vec::new();
        let mut rest = line;
        loop {
            let text = rest.trim_start_matches(is_blank);
            let indent = head(rest, text);
            let same = containers
                .last()
                .is_some_and(|last| text.starts_with(last.marker));
            let Some((container, after)) = open(indent, text, same) else {
                return Self {
                    containers,
                    indent,
                    text,
                };
            };
            containers.push(container);
            rest = after;
        }
    }

    /// Bytes before the text.
    pub(super) fn prefix(&self) -> usize {
        self.opened() + self.indent.len()
    }

    /// Bytes that the containers take.
    pub(super) fn opened(&self) -> usize {
        self.containers.iter().map(Container::len).sum()
    }

    /// The quotes that the line opens before any list.
    pub(super) fn quotes(&self) -> &[Container<'a>] {
        let end = self
            .containers
            .iter()
            .position(Container::is_item)
            .unwrap_or(self.containers.len());
        self.containers.get(..end).unwrap_or_default()
    }

    /// Bytes of these quotes.
    pub(super) fn quoted(&self) -> usize {
        self.quotes().iter().map(Container::len).sum()
    }

    /// The first list item that the line opens.
    pub(super) fn item(&self) -> Option<&Container<'a>> {
        self.containers.iter().find(|container| container.is_item())
    }

    /// White space at the beginning, after the quotes.
    pub(super) fn lead(&self) -> &'a str {
        self.item().map_or(self.indent, |item| item.indent)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.containers.is_empty() && self.text.is_empty()
    }

    /// What the next line begins with if it stays inside the first `count` containers.
    pub(super) fn inside(&self, count: usize) -> String {
        self.containers.iter().take(count).map(Container::under).collect()
    }
}

fn open<'a>(indent: &'a str, text: &'a str, same: bool) -> Option<(Container<'a>, &'a str)> {
    let (kind, length) = match text.bytes().next()? {
        b'>' => (Kind::Quote, 1),
        // A line of nothing but these is a break; asked once for a row of the same sign.
        b'-' | b'*' | b'+' if same || !is_break(text) => (Kind::Bullet, 1),
        b'0'..=b'9' => (Kind::Number, number(text)?),
        _ => return None,
    };
    let (marker, after) = text.split_at_checked(length)?;
    let rest = after.trim_start_matches(is_blank);
    if kind == Kind::Quote {
        let rest = after.strip_prefix(is_blank).unwrap_or(after);
        return Some((
            Container {
                kind,
                indent,
                marker,
                space: head(after, rest),
                task: "",
            },
            rest,
        ));
    }
    let space = head(after, rest);
    if space.is_empty() {
        return None;
    }
    let end = task(rest);
    let (task, rest) = rest.split_at_checked(end)?;
    Some((
        Container {
            kind,
            indent,
            marker,
            space,
            task,
        },
        rest,
    ))
}

/// Length of `1.` or `1)`.
fn number(text: &str) -> Option<usize> {
    let digits = text
        .bytes()
        .take(MAX_DIGITS + 1)
        .take_while(u8::is_ascii_digit)
        .count();
    let delimiter = text.as_bytes().get(digits)?;
    (digits <= MAX_DIGITS && matches!(delimiter, b'.' | b')')).then_some(digits + 1)
}

/// Length of `[ ] `, 0 where there is none.
fn task(text: &str) -> usize {
    let rest = ["[ ]", "[x]", "[X]"]
        .iter()
        .find_map(|task| text.strip_prefix(task));
    let end = rest.map(|rest| (rest, rest.trim_start_matches(is_blank)));
    match end {
        Some((rest, after)) if rest.is_empty() || after.len() < rest.len() => text.len() - after.len(),
        _ => 0,
    }
}

/// Whether a line is a thematic break: three or more of one sign and nothing else (CommonMark 0.31, 4.1).
pub(super) fn is_break(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !is_blank(*c) && *c != '\r');
    let Some(sign @ ('-' | '*' | '_')) = signs.next() else {
        return false;
    };
    let mut count = 1;
    signs.all(|c| {
        count += 1;
        c == sign
    }) && count >= 3
}

/// A space or tab.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// White space at the beginning of a text.
pub(super) fn lead(text: &str) -> &str {
    head(text, text.trim_start_matches(is_blank))
}

/// What a text begins with before its end `rest`.
fn head<'a>(text: &'a str, rest: &str) -> &'a str {
    text.get(..text.len() - rest.len()).unwrap_or_default()
}

/// How wide white space is; a tab goes to the next multiple of four.
pub(super) fn columns(space: &str) -> usize {
    space
        .chars()
        .fold(0, |at, c| if c == '\t' { at - at % 4 + 4 } else { at + 1 })
}
