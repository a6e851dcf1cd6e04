//! Where code is: reads a text line by line and says of each whether it is inside a fence or a comment.

use super::line::{Line, columns};

/// A fence that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// Where its line begins, in bytes.
    pub(super) start: usize,
    sign: u8,
    length: usize,
    quotes: usize,
    /// Lines that begin before this column have left it.
    floor: usize,
    /// A fence that begins at or after this column does not close it.
    reach: usize,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role<'a> {
    /// It opens a fence.
    Opens(Line<'a>),
    /// It is inside a fence.
    Code,
    /// It closes one.
    Closes,
    /// It is in an HTML comment.
    Comment,
    /// Anything else.
    Text(Line<'a>),
}

/// Reads lines in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Reader {
    at: usize,
    fence: Option<Fence>,
    comment: bool,
    /// Where the text of the last list item begins; 0 where no list is open.
    content: usize,
    /// A fence was left without being closed.
    lost: bool,
}

impl Reader {
    /// Has read everything before the line that begins at `start`.
    pub(super) fn before(text: &str, start: usize) -> Self {
        let mut reader = Self::default();
        if let Some(above) = text.get(..start.saturating_sub(1)).filter(|_| start > 0) {
            for line in above.split('\n') {
                reader.read(line);
            }
        }
        reader
    }

    /// The fence that is open now.
    pub(super) fn fence(&self) -> Option<&Fence> {
        self.fence.as_ref()
    }

    /// Whether every fence in the rest of a text is closed, if the one that is open now ended here.
    pub(super) fn rest_is_whole(&self, rest: &str) -> bool {
        let mut reader = Self {
            fence: None,
            lost: false,
            ..self.clone()
        };
        for line in rest.split('\n') {
            reader.read(line);
        }
        reader.fence.is_none() && !reader.lost
    }

    /// Reads the next line, without its line feed.
    pub(super) fn read<'a>(&mut self, line: &'a str) -> Role<'a> {
        let start = self.at;
        self.at += line.len() + 1;
        if let Some(fence) = &self.fence {
            match fence.role(line) {
                Some(Role::Closes) => {
                    self.fence = None;
                    return Role::Closes;
                }
                Some(role) => return role,
                None => {
                    self.fence = None;
                    self.lost = true;
                }
            }
        }
        if self.comment {
            self.comment = !line.contains("-->");
            return Role::Comment;
        }
        let line = Line::parse(line);
        let lead = columns(line.lead());
        if line.item().is_some() {
            self.content = content(&line);
        } else if lead == 0 && !line.text.is_empty() && !is_fence(line.text) {
            self.content = 0;
        }
        if let Some(fence) = self.opened(&line, start, lead) {
            self.fence = Some(fence);
            return Role::Opens(line);
        }
        if lead < 4
            && let Some(comment) = line.text.strip_prefix("<!--")
        {
            self.comment = !comment.contains("-->");
            return Role::Comment;
        }
        Role::Text(line)
    }

    fn opened(&self, line: &Line<'_>, start: usize, lead: usize) -> Option<Fence> {
        let (sign, length, info) = fence(line.text)?;
        if sign == b'`' && info.contains('`') {
            return None;
        }
        let (floor, reach) = if line.item().is_some() {
            (self.content, self.content)
        } else if lead >= self.content {
            if lead >= self.content + 4 {
                return None;
            }
            (self.content, self.content)
        } else {
            // In an item further out; in which is not known.
            (0, if lead > 3 { lead } else { 0 })
        };
        let quotes = line.quotes().len();
        Some(Fence {
            start,
            sign,
            length,
            quotes,
            floor,
            reach: reach + 4,
        })
    }
}

impl Fence {
    /// What a line is in it; `None` if the fence is over.
    fn role<'a>(&self, line: &str) -> Option<Role<'a>> {
        let text = line.get(self.quoted(line)?..)?;
        let code = text.trim_start_matches([' ', '\t']);
        let lead = columns(text.get(..text.len() - code.len()).unwrap_or_default());
        let closes = fence(code).is_some_and(|(sign, length, info)| {
            sign == self.sign && length >= self.length && info.trim().is_empty()
        });
        if closes && lead < self.reach {
            return Some(Role::Closes);
        }
        (lead >= self.floor || code.trim().is_empty()).then_some(Role::Code)
    }

    /// Bytes of the quotes that it is in, at the beginning of one of its lines; `None` where they are missing.
    pub(super) fn quoted(&self, line: &str) -> Option<usize> {
        let mut rest = line;
        for _ in 0..self.quotes {
            let after = rest.trim_start_matches([' ', '\t']).strip_prefix('>')?;
            rest = after.strip_prefix([' ', '\t']).unwrap_or(after);
        }
        Some(line.len() - rest.len())
    }

    /// Where the line that closes it begins; `None` if there is none.
    pub(super) fn end(&self, text: &str) -> Option<usize> {
        let mut at = self.start;
        for (number, line) in text.get(self.start..)?.split('\n').enumerate() {
            if number > 0 && self.role(line)? == Role::Closes {
                return Some(at);
            }
            at += line.len() + 1;
        }
        None
    }

    /// The signs that close it.
    pub(super) fn closing(&self) -> String {
        char::from(self.sign).to_string().repeat(self.length)
    }
}

/// Sign, length and what follows of a fence.
fn fence(text: &str) -> Option<(u8, usize, &str)> {
    let sign = text.bytes().next().filter(|sign| matches!(sign, b'`' | b'~'))?;
    let rest = text.trim_start_matches(char::from(sign));
    let length = text.len() - rest.len();
    (length >= 3).then_some((sign, length, rest))
}

fn is_fence(text: &str) -> bool {
    fence(text).is_some()
}

/// The column at which the text of the innermost item begins, after the quotes.
fn content(line: &Line<'_>) -> usize {
    line.containers
        .iter()
        .skip(line.quotes().len())
        .map(|container| {
            let space = if line.text.is_empty() {
                1
            } else {
                columns(container.space)
            };
            columns(container.indent) + container.marker.len() + space
        })
        .sum()
}
