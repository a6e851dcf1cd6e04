//! Signs at the beginning of lines: headings, quotes and lists.

use std::ops::Range;

use super::{
    change::Edit,
    line::{self, Container, Line, columns},
    outline::hashes,
    source::{Source, Splice},
};

/// A kind of list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `- `
    Bullet,
    /// `1. `
    Number,
    /// `- [ ] `
    Task,
}

/// The selected lines that hold something; one line alone may be empty.
fn lines<'a>(source: &Source<'a>) -> Vec<(usize, Line<'a>)> {
    let lines = source.lines();
    let alone = lines.len() == 1;
    let parsed = |range: Range<usize>| (range.start, Line::parse(source.part(range)));
    lines
        .into_iter()
        .map(parsed)
        .filter(|(_, line)| alone || !line.is_blank())
        .collect()
}

/// Makes the lines headings of a level, or plain again if they all are.
pub(super) fn toggle_heading(source: &Source<'_>, level: u8) -> Option<Edit> {
    let level = level.clamp(1, 6);
    let lines = lines(source);
    let is = |line: &Line<'_>| hashes(line.text).is_some_and(|(is, _)| is == level);
    let all = lines.iter().all(|(_, line)| is(line));
    let signs = if all {
        String::new()
    } else {
        format!("{} ", "#".repeat(level.into()))
    };
    let splices: Vec<_> = lines
        .iter()
        .map(|(start, line)| {
            let at = start + line.prefix();
            let length = hashes(line.text).map_or(0, |(_, title)| title.start);
            Splice {
                range: at..at + length,
                insert: signs.clone(),
            }
        })
        .collect();
    some(source, &splices)
}

/// Puts the lines into a quote, or takes all of them out of one.
pub(super) fn toggle_quote(source: &Source<'_>) -> Option<Edit> {
    let lines: Vec<_> = source
        .lines()
        .into_iter()
        .map(|range| Line::parse(source.part(range)))
        .collect();
    let starts = source.lines().into_iter().map(|range| range.start);
    let full = || lines.iter().filter(|line| !line.is_blank());
    let all = full().next().is_some() && full().all(|line| !line.quotes().is_empty());
    let alone = lines.len() == 1;
    let splices: Vec<_> = starts
        .zip(&lines)
        .filter_map(|(start, line)| {
            if all {
                let quote = line.quotes().first()?;
                let indent = quote.indent.len();
                Some(Splice::remove(start + indent..start + quote.len()))
            } else {
                let empty = line.is_blank() && line.indent.is_empty() && !alone;
                Some(Splice::insert(start, if empty { ">" } else { "> " }))
            }
        })
        .collect();
    some(source, &splices)
}

/// Makes list items of the lines, or plain lines again if they all are items of this kind.
pub(super) fn toggle_list(source: &Source<'_>, kind: Kind) -> Option<Edit> {
    let lines = lines(source);
    let all = lines
        .iter()
        .all(|(_, line)| innermost(line).is_some_and(|item| kind_of(item) == kind));
    let mut markers = Markers::new(source, &lines);
    let splices: Vec<_> = lines
        .iter()
        .map(|(start, line)| {
            let end = start + line.prefix();
            let item = innermost(line);
            let length = item.map_or(0, |item| item.len() - item.indent.len());
            let insert = match item {
                _ if all => String::new(),
                Some(item) if kind == Kind::Task && kind_of(item) != kind => {
                    format!("{}{}[ ] ", item.marker, item.space)
                }
                Some(item) if kind != Kind::Number && kind_of(item) == kind => {
                    source.part(end - length..end).to_owned()
                }
                _ => markers.next(kind, columns(line.lead())),
            };
            Splice {
                range: end - length..end,
                insert,
            }
        })
        .collect();
    some(source, &splices)
}

fn some(source: &Source<'_>, splices: &[Splice]) -> Option<Edit> {
    (!splices.is_empty()).then(|| source.carried(splices))
}

fn innermost<'l, 'a>(line: &'l Line<'a>) -> Option<&'l Container<'a>> {
    line.containers.last().filter(|container| container.is_item())
}

fn kind_of(item: &Container<'_>) -> Kind {
    match item.kind {
        _ if !item.task.is_empty() => Kind::Task,
        line::Kind::Number => Kind::Number,
        _ => Kind::Bullet,
    }
}

/// Markers for new items, in step with the list above.
struct Markers<'a> {
    bullet: &'a str,
    delimiter: &'a str,
    /// Columns and the last number there, from the outermost.
    numbers: Vec<(usize, u32)>,
}

impl<'a> Markers<'a> {
    fn new(source: &Source<'a>, lines: &[(usize, Line<'a>)]) -> Self {
        let mut markers = Self {
            bullet: "-",
            delimiter: ".",
            numbers: Vec::new(),
        };
        let Some((start, first)) = lines.first() else {
            return markers;
        };
        let Some(above) = source.above(*start) else {
            return markers;
        };
        let above = Line::parse(source.part(above));
        let Some(item) = innermost(&above).filter(|_| above.quotes().len() == first.quotes().len()) else {
            return markers;
        };
        if item.kind == line::Kind::Bullet {
            markers.bullet = item.marker;
        } else if let Some((digits, delimiter)) = item.marker.split_at_checked(item.marker.len() - 1)
            && let Ok(number) = digits.parse()
        {
            markers.delimiter = delimiter;
            markers.numbers.push((columns(above.lead()), number));
        }
        markers
    }

    fn next(&mut self, kind: Kind, column: usize) -> String {
        match kind {
            Kind::Bullet => format!("{} ", self.bullet),
            Kind::Task => format!("{} [ ] ", self.bullet),
            Kind::Number => {
                while self.numbers.last().is_some_and(|(inner, _)| *inner > column) {
                    self.numbers.pop();
                }
                let number = match self.numbers.last_mut() {
                    Some((same, number)) if *same == column => {
                        *number = (*number + 1).min(999_999_999);
                        *number
                    }
                    _ => {
                        self.numbers.push((column, 1));
                        1
                    }
                };
                format!("{number}{} ", self.delimiter)
            }
        }
    }
}
