//! The text field. Changes that are not typed are put in as if they were, so that the browser's own undo knows them.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use crate::model::editing::{Edit, Selection, carry, replacement};

/// Makes the field hold `text`, changing no more of it than differs; the cursor stays at what it was at.
pub fn replace(area: &HtmlTextAreaElement, text: &str) {
    let Some(change) = replacement(&area.value(), text) else {
        return;
    };
    let now = selection(area);
    let (start, end) = (carry(now.start, &change), carry(now.end, &change));
    put(area, change.from, change.to, &change.insert);
    let _ = area.set_selection_range(start, end);
}

/// Carries out what a key or a button asks for.
pub fn apply(area: &HtmlTextAreaElement, edit: &Edit) {
    put(area, edit.change.from, edit.change.to, &edit.change.insert);
    let _ = area.set_selection_range(edit.select.start, edit.select.end);
}

/// What is selected, in UTF-16 code units.
pub fn selection(area: &HtmlTextAreaElement) -> Selection {
    let at = |position: Result<Option<u32>, _>| position.ok().flatten().unwrap_or(0);
    Selection {
        start: at(area.selection_start()),
        end: at(area.selection_end()),
    }
}

/// Whether the field is the one that is written in: only there can what is put in be undone.
pub fn is_active(area: &HtmlTextAreaElement) -> bool {
    document()
        .active_element()
        .is_some_and(|active| active.is_same_node(Some(area)))
}

fn put(area: &HtmlTextAreaElement, from: u32, to: u32, insert: &str) {
    if from == to && insert.is_empty() {
        return;
    }
    // The command is old and not recommended for anything else, but nothing else can be undone.
    let done = is_active(area)
        && area.set_selection_range(from, to).is_ok()
        && document()
            .dyn_into::<HtmlDocument>()
            .ok()
            .and_then(|document| {
                let command = if insert.is_empty() { "delete" } else { "insertText" };
                document
                    .exec_command_with_show_ui_and_value(command, false, insert)
                    .ok()
            })
            .unwrap_or(false);
    if !done {
        let _ = area.set_range_text_with_start_and_end(insert, from, to);
    }
}
