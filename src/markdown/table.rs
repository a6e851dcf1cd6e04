//! Tables: rectangular, without empty rows, in a box that scrolls. Cells are tidied elsewhere.

use super::tree::{Element, Node, is_blank};

/// Columns of a table; more are cut off.
const MAX_COLUMNS: usize = 200;

/// The table in its scrolling box, or nothing if it has no rows. `nested` tables get no box of their own.
pub(super) fn table(mut table: Element, nested: bool) -> Option<Node> {
    table.children = in_order(table.children);
    let mut columns = 0;
    let mut spans = false;
    for row in rows(&mut table.children) {
        row.children
            .retain(|node| matches!(node, Node::Element(cell) if matches!(cell.name.as_str(), "td" | "th")));
        row.children.truncate(MAX_COLUMNS);
        columns = columns.max(row.children.len());
        for node in &mut row.children {
            let Node::Element(cell) = node else { continue };
            spans |= cell.get("colspan").is_some() || cell.get("rowspan").is_some();
            if cell.name == "th" && is_blank(&cell.children) {
                // A header cell without text is a riddle in a screen reader.
                cell.name = "td".to_owned();
            }
        }
    }
    if columns == 0 {
        return None;
    }
    drop_empty(&mut table.children);
    if spans && !spans_fit(&table.children) {
        drop_spans(&mut table.children);
        spans = false;
    }
    if !spans {
        for row in rows(&mut table.children) {
            while row.children.len() < columns {
                row.children.push(Node::Element(Element::new("td", Vec::new())));
            }
        }
    }
    if nested {
        return Some(Node::Element(table));
    }
    let scroll = Element::new("div", vec![Node::Element(table)])
        .with("class", "table-scroll")
        .with("tabindex", "0")
        .with("role", "group")
        .with("aria-label", "Table");
    Some(Node::Element(scroll))
}

/// The parts in the order that HTML asks for: one caption, one head, bodies, one foot.
fn in_order(children: Vec<Node>) -> Vec<Node> {
    let (mut caption, mut head, mut foot, mut body) = (None, None, None, Vec::new());
    for node in children {
        let Node::Element(mut element) = node else {
            continue;
        };
        let place = match element.name.as_str() {
            "caption" if caption.is_some() => continue,
            "caption" => &mut caption,
            "thead" if head.is_none() => &mut head,
            "tfoot" if foot.is_none() => &mut foot,
            "tr" => {
                body.push(Node::Element(Element::new("tbody", vec![Node::Element(element)])));
                continue;
            }
            _ => {
                element.name = "tbody".to_owned();
                body.push(Node::Element(element));
                continue;
            }
        };
        *place = Some(Node::Element(element));
    }
    caption.into_iter().chain(head).chain(body).chain(foot).collect()
}

/// Whether the cells with their spans fill a rectangle: nothing overlaps, no row is wider than the first, every
/// column has a cell that begins in it, no span leaves its section.
fn spans_fit(children: &[Node]) -> bool {
    let mut width = None;
    let mut begun: Vec<bool> = Vec::new();
    for section in elements(children).filter(|section| section.name != "caption") {
        // For each column, how many rows a cell from above still covers.
        let mut covered: Vec<usize> = Vec::new();
        for row in elements(&section.children) {
            let mut column = 0;
            let mut next: Vec<usize> = covered.iter().map(|rows| rows.saturating_sub(1)).collect();
            for cell in elements(&row.children) {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let span = |name| {
                    cell.get(name)
                        .and_then(|value| value.parse::<usize>().ok())
                        .unwrap_or(1)
                };
                let (columns, down) = (span("colspan"), span("rowspan"));
                let end = column + columns;
                if covered
                    .get(column..end.min(covered.len()))
                    .is_some_and(|all| all.iter().any(|rows| *rows > 0))
                {
                    return false;
                }
                begun.resize(begun.len().max(end), false);
                next.resize(next.len().max(end), 0);
                if let Some(first) = begun.get_mut(column) {
                    *first = true;
                }
                next.iter_mut()
                    .take(end)
                    .skip(column)
                    .for_each(|rows| *rows = down - 1);
                column = end;
            }
            let end = covered
                .iter()
                .rposition(|rows| *rows > 0)
                .map_or(column, |last| column.max(last + 1));
            if end != *width.get_or_insert(end) {
                return false;
            }
            covered = next;
        }
        if covered.iter().any(|rows| *rows > 0) {
            return false;
        }
    }
    begun.iter().all(|column| *column)
}

fn elements(nodes: &[Node]) -> impl Iterator<Item = &Element> {
    nodes.iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) | Node::Island { .. } => None,
    })
}

fn drop_spans(children: &mut [Node]) {
    for row in rows(children) {
        for node in &mut row.children {
            if let Node::Element(cell) = node {
                cell.remove("colspan");
                cell.remove("rowspan");
            }
        }
    }
}

fn rows(children: &mut [Node]) -> Vec<&mut Element> {
    let mut found = Vec::new();
    for node in children {
        let Node::Element(element) = node else { continue };
        match element.name.as_str() {
            "tr" => found.push(element),
            "thead" | "tbody" | "tfoot" => {
                found.extend(element.children.iter_mut().filter_map(|node| match node {
                    Node::Element(row) if row.name == "tr" => Some(row),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    found
}

/// Removes rows without cells, and sections without rows.
fn drop_empty(children: &mut Vec<Node>) {
    children.retain_mut(|node| match node {
        Node::Element(element) => match element.name.as_str() {
            "tr" => !element.children.is_empty(),
            "thead" | "tbody" | "tfoot" => {
                element.children.retain(
                    |node| matches!(node, Node::Element(row) if row.name == "tr" && !row.children.is_empty()),
                );
                !element.children.is_empty()
            }
            "caption" => true,
            _ => false,
        },
        Node::Text(_) | Node::Island { .. } => false,
    });
}
