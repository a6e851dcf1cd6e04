//! Enter and Tab: lists, quotes and code go on and move in and out. Everywhere else these keys are the browser's.

use std::ops::Range;

use super::{
    Selection,
    change::Edit,
    fence::{Fence, Reader, Role},
    line::{Container, Kind, Line, columns, lead},
    source::{Source, Splice},
};

/// Spaces that Tab puts before code in which nothing else is usual.
const CODE_INDENT: usize = 4;

/// Code indented by more than this is aligned, not indented.
const MAX_CODE_INDENT: usize = 8;

/// What Enter does.
///
/// List items, tasks and quotes go on in the next line; an empty one ends what it is in: a list in a list goes on as the
/// outer one, the outermost is left with an empty line, for text right below would still belong to it. In a fence the line
/// begins where the one above did, and a fence just opened is closed below, if it is not already. `None` anywhere else.
pub fn enter(text: &str, selection: Selection) -> Option<Edit> {
    let source = Source::new(text, selection);
    let at = source.selected.start;
    let range = source.line(at);
    let content = source.part(range.clone());
    let before = at - range.start;
    let begins = Line::parse(content);
    if begins.prefix() == 0 && !begins.text.starts_with(['`', '~']) {
        // Nothing to go on with, whatever the line is in: the text before it need not be read.
        return None;
    }
    let mut reader = Reader::before(text, range.start);
    let fence = reader.fence().cloned();
    let line = match reader.read(content) {
        Role::Comment => return None,
        Role::Code => {
            let quoted = fence?.quoted(content).filter(|quoted| *quoted <= before)?;
            let indented = quoted + lead(content.get(quoted..)?).len();
            return go_on(&source, content.get(..indented.min(before))?, 0);
        }
        Role::Opens(line) => return fenced(&source, &reader, &line, range.end),
        Role::Closes => begins,
        Role::Text(line) => line,
    };
    let innermost = line.containers.last()?;
    if before < line.prefix() {
        return None;
    }
    if source.is_cursor() && line.text.trim().is_empty() {
        return Some(end(&source, &range, &line, innermost));
    }
    let outer = line.inside(line.containers.len() - 1);
    let (own, after) = if innermost.is_item() {
        let after = lead(source.part(source.selected.end..source.line(source.selected.end).end)).len();
        (
            innermost.next(repeats(&source, range.start, &line, innermost)),
            after,
        )
    } else {
        let whole = line.inside(line.containers.len());
        (format!("{}{}", whole.get(outer.len()..)?, line.indent), 0)
    };
    go_on(&source, &format!("{outer}{own}"), after)
}

/// A new line that begins with `prefix`, in place of what is selected and `after` bytes more.
fn go_on(source: &Source<'_>, prefix: &str, after: usize) -> Option<Edit> {
    if prefix.is_empty() {
        return None;
    }
    let Range { start, end } = source.selected;
    let insert = format!("\n{prefix}");
    let cursor = start + insert.len();
    Some(source.edit(
        &[Splice {
            range: start..end + after,
            insert,
        }],
        cursor..cursor,
    ))
}

/// After a line that opens a fence.
fn fenced(source: &Source<'_>, reader: &Reader, line: &Line<'_>, end: usize) -> Option<Edit> {
    let at = source.selected.start;
    let prefix = format!("{}{}", line.inside(line.containers.len()), line.indent);
    let rest = source.part(at..end);
    let behind = source.is_cursor() && rest.trim().is_empty() && rest.len() < line.text.len();
    let below = source.part((end + 1).min(source.text.len())..source.text.len());
    if !behind || !reader.rest_is_whole(below) {
        return go_on(source, &prefix, 0);
    }
    let closing = reader.fence()?.closing();
    let insert = format!("\n{prefix}\n{prefix}{closing}");
    let cursor = at + 1 + prefix.len();
    Some(source.edit(
        &[Splice {
            range: at..end,
            insert,
        }],
        cursor..cursor,
    ))
}

/// Leaves what an empty line is in.
fn end(source: &Source<'_>, range: &Range<usize>, line: &Line<'_>, innermost: &Container<'_>) -> Edit {
    let quotes = line.quotes().len();
    let outer = line.opened() - innermost.len();
    let mut kept = source
        .part(range.start..range.start + outer + innermost.indent.len())
        .to_owned();
    if line.containers.len() - quotes <= 1 && innermost.is_item() {
        kept.truncate(outer);
        let own = columns(innermost.indent);
        let parent = items_above(source, range.start, quotes).find(|(column, _)| *column < own);
        if let Some(item) = parent.as_ref().and_then(|(_, parent)| parent.item()) {
            kept.push_str(&item.next(false));
            return whole_line(source, range, kept);
        }
    }
    let above = source
        .above(range.start)
        .map(|above| Line::parse(source.part(above)));
    let stays = line.containers.iter().rev().skip(1).any(Container::is_item);
    if !stays && above.is_some_and(|above| !above.text.trim().is_empty()) {
        kept = format!("{}\n{kept}", kept.trim_end());
    }
    whole_line(source, range, kept)
}

fn whole_line(source: &Source<'_>, range: &Range<usize>, insert: String) -> Edit {
    let cursor = range.start + insert.len();
    source.edit(
        &[Splice {
            range: range.clone(),
            insert,
        }],
        cursor..cursor,
    )
}

/// Whether the numbers of a list are all the same, as this item's is that of the one before it.
fn repeats(source: &Source<'_>, start: usize, line: &Line<'_>, item: &Container<'_>) -> bool {
    let column = columns(line.lead());
    item.kind == Kind::Number
        && items_above(source, start, line.quotes().len())
            .find(|(above, _)| *above <= column)
            .filter(|(above, _)| *above == column)
            .is_some_and(|(_, above)| above.item().is_some_and(|above| above.marker == item.marker))
}

/// The list items above a line in as many quotes, nearest first, with the columns at which they begin; up to the first line
/// that is in no list.
fn items_above<'a>(
    source: &Source<'a>,
    start: usize,
    quotes: usize,
) -> impl Iterator<Item = (usize, Line<'a>)> {
    let mut below = start;
    std::iter::from_fn(move || {
        loop {
            let range = source.above(below)?;
            below = range.start;
            let line = Line::parse(source.part(range));
            let column = columns(line.lead());
            if line.quotes().len() != quotes {
                return None;
            }
            if line.item().is_some() {
                return Some((column, line));
            }
            if column == 0 && !line.text.is_empty() {
                return None;
            }
        }
    })
}

/// What Tab does, or with `back` Shift and Tab: moves the selected list items or lines of code in or out.
///
/// An item moves to where the items of the list it joins begin. The change is empty where there is nothing to join or to
/// leave. `None` outside lists and fences, so that the key leaves the field.
pub fn tab(text: &str, selection: Selection, back: bool) -> Option<Edit> {
    let source = Source::new(text, selection);
    let lines = source.lines();
    let first = lines.first()?;
    let mut reader = Reader::before(text, first.start);
    let fence = reader.fence().cloned();
    match (reader.read(source.part(first.clone())), fence) {
        (Role::Code, Some(fence)) => Some(indent_code(&source, &fence, &lines, back)),
        (Role::Text(line), _) => {
            let item = line.item()?;
            let own = columns(item.indent);
            let target = if back {
                outward(&source, first.start, &line)
            } else {
                inward(&source, first.start, &line, item)
            };
            Some(move_items(&source, &lines, line.quotes().len(), own, target))
        }
        _ => None,
    }
}

/// The column of the list further out.
fn outward(source: &Source<'_>, start: usize, line: &Line<'_>) -> usize {
    let own = columns(line.lead());
    items_above(source, start, line.quotes().len())
        .map(|(column, _)| column)
        .find(|column| *column < own)
        .unwrap_or(0)
}

/// The column of the list in the item before this one; its own if it has none before it.
fn inward(source: &Source<'_>, start: usize, line: &Line<'_>, item: &Container<'_>) -> usize {
    let own = columns(line.lead());
    let width = |item: &Container<'_>| item.marker.len() + columns(item.space).clamp(1, 4);
    let mut children: Option<usize> = None;
    let mut alone = true;
    for (column, above) in items_above(source, start, line.quotes().len()) {
        alone = false;
        if column > own {
            children = Some(children.map_or(column, |least| least.min(column)));
            continue;
        }
        let content = column + above.item().map_or(0, width);
        return if content > own {
            children.unwrap_or(content)
        } else {
            own
        };
    }
    // The first item of a list may stand a little further in, and is still one.
    let moved = own + width(item);
    if alone && moved < 4 { moved } else { own }
}

/// Moves lines by as much as it takes the first from one column to another.
fn move_items(source: &Source<'_>, lines: &[Range<usize>], quotes: usize, own: usize, target: usize) -> Edit {
    let mut splices = Vec::new();
    for range in lines {
        let line = Line::parse(source.part(range.clone()));
        if own == target || line.is_blank() {
            continue;
        }
        let quoted: usize = line.quotes().iter().take(quotes).map(Container::len).sum();
        let start = range.start + quoted;
        let space = lead(source.part(start..range.end));
        let column = (columns(space) + target).saturating_sub(own);
        let insert = if space.contains('\t') {
            format!("{}{}", "\t".repeat(column / 4), " ".repeat(column % 4))
        } else {
            " ".repeat(column)
        };
        splices.push(Splice {
            range: start..start + space.len(),
            insert,
        });
    }
    aligned(source, &splices)
}

fn indent_code(source: &Source<'_>, fence: &Fence, lines: &[Range<usize>], back: bool) -> Edit {
    let last = lines.last().map_or(fence.start, |last| last.end);
    let unit = code_unit(source, fence, last);
    // Once: it reads the block to its end.
    let end = fence.end(source.text);
    let mut splices = Vec::new();
    for range in lines {
        let content = source.part(range.clone());
        if range.start > fence.start && end.is_some_and(|end| end <= range.start) {
            break;
        }
        let Some(quoted) = fence.quoted(content) else {
            break;
        };
        let start = range.start + quoted;
        let code = source.part(start..range.end);
        if back {
            let spaces = code
                .bytes()
                .take(unit.len().max(CODE_INDENT * usize::from(unit == "\t")))
                .take_while(|b| *b == b' ');
            let length = if code.starts_with('\t') { 1 } else { spaces.count() };
            splices.push(Splice::remove(start..start + length));
        } else if lines.len() == 1 || !code.trim().is_empty() {
            splices.push(Splice::insert(start, unit.as_str()));
        }
    }
    aligned(source, &splices)
}

/// What code in a fence is indented by: a tab, or as many spaces as its least indented line.
fn code_unit(source: &Source<'_>, fence: &Fence, last: usize) -> String {
    let opening = source.line(fence.start);
    let base = |line: &str| {
        fence
            .quoted(line)
            .and_then(|quoted| line.get(quoted..))
            .map_or("", lead)
            .len()
    };
    let outer = base(source.part(opening.clone()));
    let mut least = None;
    for line in source.part(opening.end..last).split('\n').skip(1) {
        let Some(code) = fence.quoted(line).and_then(|quoted| line.get(quoted..)) else {
            break;
        };
        let space = lead(code);
        if space.contains('\t') {
            return "\t".to_owned();
        }
        let width = space.len().saturating_sub(outer);
        if (2..=MAX_CODE_INDENT).contains(&width) && space.len() < code.len() {
            least = Some(least.map_or(width, |least: usize| least.min(width)));
        }
    }
    " ".repeat(least.unwrap_or(CODE_INDENT))
}

/// The splices as an edit, also if there are none.
fn aligned(source: &Source<'_>, splices: &[Splice]) -> Edit {
    if splices.is_empty() {
        source.select(source.selected.clone())
    } else {
        source.carried(splices)
    }
}
