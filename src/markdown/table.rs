//! Tables: rectangular, without empty rows, in a box that scrolls. Cells are tidied elsewhere.

use super::tree::{Element, Node, is_blank};

/// Columns of a table; more are cut off.
const MAX_COLUMNS: usize = 200;

/// The table in its scrolling box, or nothing if it has no rows. `nested` tables get no box of their own.
pub(super) fn table(mut table: Element, nested: bool) -> Option<Node> {
    table.children.retain(|node| matches!(node, Node::Element(_)));
    let mut columns = 0;
    let mut spans = false;
    for row in rows(&mut table.children) {
        row.children.retain(|node| matches!(node, Node::Element(cell) if matches!(cell.name.as_str(), "td" | "th")));
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
