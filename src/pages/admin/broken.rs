//! What an author sees when the program in this window has come to its end by a fault: nothing that is typed from then on
//! would be kept.

use leptos::{prelude::*, wasm_bindgen::JsCast};

use crate::platform;

/// Says it from now on, after whatever else hears of a fault.
pub fn watch() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |fault| {
        before(fault);
        say();
    }));
}

/// Needs nothing of the program but to show what is on the page already.
fn say() {
    let page = document();
    if let Some(note) = platform::element("desk-broken") {
        let _ = note.remove_attribute("hidden");
        // Outside of a dialogue that is open it could neither be seen nor reached.
        if let Ok(Some(dialog)) = page.query_selector("dialog[open]") {
            let _ = dialog.append_child(&note);
        }
    }
    if let Ok(fields) = page.query_selector_all("#desk :is(input, textarea)") {
        for index in 0..fields.length() {
            if let Some(field) = fields
                .get(index)
                .and_then(|field| field.dyn_into::<web_sys::Element>().ok())
            {
                let _ = field.set_attribute("readonly", "");
            }
        }
    }
}
