//! The seam in the browser: storage and clipboard, but no response to speak of.

use leptos::prelude::{document, window};
use serde::Serialize;
use wasm_bindgen_futures::JsFuture;
use web_sys::Storage;

use crate::model::site::Site;

/// The response went out long ago.
pub fn set_status(_code: u16) {}

/// Pages are sent by the server only.
pub fn sent<T: Serialize>(_value: &T) -> String {
    String::new()
}

/// The server sends it with the page; this stands in only where it did not.
pub fn site() -> Site {
    Site {
        name: document().title(),
        ..Site::default()
    }
}

/// Reads a value that the reader's device keeps.
pub fn stored(key: &str) -> Option<String> {
    local_storage()?.get_item(key).ok()?
}

/// Keeps a value on the reader's device, or forgets it. A full or forbidden storage is no error: the value lasts as
/// long as the page.
pub fn store(key: &str, value: Option<&str>) {
    let Some(storage) = local_storage() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}

fn local_storage() -> Option<Storage> {
    window().local_storage().ok()?
}

/// Puts a text on the clipboard; whether that went well.
pub async fn copy(text: &str) -> bool {
    // On plain HTTP from another machine there is no clipboard to speak to.
    if !window().is_secure_context() {
        return false;
    }
    JsFuture::from(window().navigator().clipboard().write_text(text))
        .await
        .is_ok()
}

/// A text as the framework wants it for the document's title: here it is set as text.
pub fn title_text(text: &str) -> String {
    text.to_owned()
}
