//! What an author sees when the program in this window has come to its end by a fault: nothing that is typed from then on
//! would be kept.

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
    if let Some(note) = platform::element("desk-broken") {
        let _ = note.remove_attribute("hidden");
    }
    if let Some(text) = platform::element("editor-source") {
        let _ = text.set_attribute("readonly", "");
    }
}
