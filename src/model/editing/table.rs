//! Tables with their columns brought into line (GitHub Flavored Markdown 0.29, 4.10).

use std::ops::Range;

use super::{
    Selection,
    change::Edit,
    fence::{Reader, Role},
    line::Line,
    source::{Source, Splice},
};

/// Wider cells stick out: room for them in every row would be many times the text.
const MAX_WIDTH: usize = 80;

/// Larger tables are left as they are.
const MAX_CELLS: usize = 50_000;

/// How a column is aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Alignment {
    left: bool,
    right: bool,
}

/// A line of a table.
struct Row {
    line: Range<usize>,
    /// Where the first cell may begin, after quotes and white space.
    start: usize,
    /// Without the white space around them.
    cells: Vec<Range<usize>>,
}

/// Brings the columns of the table at the cursor into line; the cursor stays in its cell. The change is empty if they are.
/// `None` outside a table.
///
/// A column is as wide as its widest cell in characters. A row gets the cells that it lacks and keeps those it has beyond
/// the header's.
pub fn format_table(text: &str, selection: Selection) -> Option<Edit> {
    let source = Source::new(text, selection);
    let (rows, alignments) = table(&source)?;
    let widths = widths(&source, &rows, alignments.len());
    let mut splices = Vec::with_capacity(rows.len());
    let mut places = Vec::with_capacity(rows.len());
    for (number, row) in rows.iter().enumerate() {
        let mut line = String::from("|");
        let mut starts = Vec::with_capacity(row.cells.len());
        for (column, width) in widths
            .iter()
            .enumerate()
            .take(row.cells.len().max(alignments.len()))
        {
            let alignment = alignments.get(column).copied().unwrap_or_default();
            let cell = row.cells.get(column).map_or("", |cell| source.part(cell.clone()));
            line.push(' ');
            if number == 1 {
                starts.push(line.len());
                line.push_str(&alignment.dashes(*width));
            } else {
                let room = width.saturating_sub(cell.chars().count());
                let before = if !alignment.right {
                    0
                } else if alignment.left {
                    room / 2
                } else {
                    room
                };
                line.push_str(&" ".repeat(before));
                starts.push(line.len());
                line.push_str(cell);
                line.push_str(&" ".repeat(room - before));
            }
            line.push_str(" |");
        }
        places.push(starts);
        splices.push(Splice {
            range: row.start..row.line.end,
            insert: line,
        });
    }
    let place = |at| place(&rows, &splices, &places, at);
    let start = place(source.selected.start)?;
    let end = if source.is_cursor() {
        start
    } else {
        place(source.selected.end).unwrap_or(start).max(start)
    };
    Some(source.edit(&splices, start..end))
}

impl Alignment {
    fn parse(cell: &str) -> Option<Self> {
        let rest = cell.strip_prefix(':').unwrap_or(cell);
        let dashes = rest.strip_suffix(':').unwrap_or(rest);
        let valid = !dashes.is_empty() && dashes.bytes().all(|b| b == b'-');
        valid.then_some(Self {
            left: rest.len() < cell.len(),
            right: dashes.len() < rest.len(),
        })
    }

    fn dashes(self, width: usize) -> String {
        let (left, right) = (usize::from(self.left), usize::from(self.right));
        let dashes = "-".repeat(width.saturating_sub(left + right).max(1));
        format!("{}{dashes}{}", ":".repeat(left), ":".repeat(right))
    }
}

/// The table around the cursor: header, alignments, rows.
fn table(source: &Source<'_>) -> Option<(Vec<Row>, Vec<Alignment>)> {
    let at = source.line(source.selected.start);
    let mut rows = vec![row(source, at.clone())?];
    let mut above = at.start;
    while let Some(row) = source.above(above).and_then(|line| row(source, line)) {
        above = row.line.start;
        rows.push(row);
    }
    rows.reverse();
    let own = rows.len() - 1;
    let mut below = at.end + 1;
    while below <= source.text.len()
        && let Some(row) = row(source, source.line(below))
    {
        below = row.line.end + 1;
        rows.push(row);
    }
    let delimiters = rows.iter().enumerate().skip(1).find_map(|(number, row)| {
        let cells = row
            .cells
            .iter()
            .map(|cell| Alignment::parse(source.part(cell.clone())));
        Some((number, cells.collect::<Option<Vec<_>>>()?))
    });
    let (number, alignments) = delimiters?;
    let rows = rows.split_off(number - 1);
    let cells: usize = rows.iter().map(|row| row.cells.len().max(alignments.len())).sum();
    let header = rows.first()?;
    let fits = header.cells.len() == alignments.len() && own + 1 >= number && cells <= MAX_CELLS;
    let text = matches!(
        Reader::before(source.text, header.line.start).read(source.part(header.line.clone())),
        Role::Text(_)
    );
    (fits && text).then_some((rows, alignments))
}

/// A line that can be one of a table: it holds a `|`.
fn row(source: &Source<'_>, line: Range<usize>) -> Option<Row> {
    let text = source.part(line.clone());
    let start = line.start + Line::parse(text).prefix();
    let mut cells = cells(source.part(start..line.end)).peekable();
    cells.peek()?;
    let cells = cells.map(|cell| start + cell.start..start + cell.end).collect();
    Some(Row { line, start, cells })
}

/// The cells of a row, without the white space around them; none if there is no `|`.
fn cells(row: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut bars = bars(row).peekable();
    let none = bars.peek().is_none();
    let mut from = 0;
    if bars.peek() == Some(&0) {
        from = 1;
        bars.next();
    }
    let end = row.trim_end().len();
    let mut done = none;
    std::iter::from_fn(move || {
        if done || (from >= end && from > 1) {
            return None;
        }
        let bar = bars.next();
        done = bar.is_none();
        let to = bar.unwrap_or(end.max(from));
        let cell = row.get(from..to).unwrap_or_default();
        let start = from + cell.len() - cell.trim_start().len();
        from = to + 1;
        Some(start..start + cell.trim().len())
    })
}

/// Where a row is divided: at every `|` without a backslash.
fn bars(row: &str) -> impl Iterator<Item = usize> + '_ {
    let mut escaped = false;
    row.bytes().enumerate().filter_map(move |(at, byte)| {
        let bar = byte == b'|' && !escaped;
        escaped = byte == b'\\' && !escaped;
        bar.then_some(at)
    })
}

fn widths(source: &Source<'_>, rows: &[Row], columns: usize) -> Vec<usize> {
    let most = rows
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(columns);
    let mut widths = vec![3; most];
    for row in rows.iter().take(1).chain(rows.iter().skip(2)) {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(source.part(cell.clone()).chars().count().min(MAX_WIDTH));
        }
    }
    widths
}

/// Where a position in one of the rows goes: as far into its cell as it was.
fn place(rows: &[Row], splices: &[Splice], places: &[Vec<usize>], at: usize) -> Option<usize> {
    let number = rows
        .iter()
        .position(|row| (row.line.start..=row.line.end).contains(&at))?;
    let (row, starts) = (rows.get(number)?, places.get(number)?);
    let moved = super::source::carried(row.line.start, splices.get(..number)?, true);
    let Some(inside) = at.checked_sub(row.start) else {
        return Some(moved + (at - row.line.start));
    };
    let begin = moved + (row.start - row.line.start);
    let after = row
        .cells
        .iter()
        .rposition(|cell| cell.start <= row.start + inside);
    let column = after.unwrap_or(0);
    let offset = match row.cells.get(column) {
        Some(cell) if number != 1 => at.saturating_sub(cell.start).min(cell.len()),
        _ => 0,
    };
    Some(begin + starts.get(column)? + offset)
}
