//! Tables.

use super::{Node, inline::inline};

/// The table; nothing where it has no cells.
pub(super) fn table(node: &Node) -> Option<String> {
    let mut rows = Vec::new();
    collect(node, &mut rows);
    let columns = rows.iter().map(Vec::len).max()?;
    if columns == 0 {
        return None;
    }
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for (number, row) in rows.into_iter().enumerate() {
        let mut line = String::from("|");
        for column in 0..columns {
            line.push(' ');
            line.push_str(row.get(column).map_or("", String::as_str));
            line.push_str(" |");
        }
        lines.push(line);
        if number == 0 {
            lines.push(format!("|{}", " --- |".repeat(columns)));
        }
    }
    Some(lines.join("\n"))
}

fn collect(node: &Node, rows: &mut Vec<Vec<String>>) {
    for child in node.children() {
        if child.is(&["tr"]) {
            let cells = child.children().iter().filter(|cell| cell.is(&["td", "th"]));
            let row: Vec<String> = cells.map(cell).collect();
            if !row.is_empty() {
                rows.push(row);
            }
        } else if !child.is(&["table", "caption"]) {
            collect(child, rows);
        }
    }
}

fn cell(node: &Node) -> String {
    inline(node.children().iter())
        .trim()
        .replace("\\\n", " ")
        .replace('\n', " ")
        .replace('|', "\\|")
}
