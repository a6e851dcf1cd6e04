//! The seam on the server: no screen and no storage, but a response whose status can be set.

use axum::http::StatusCode;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use serde::Serialize;

use crate::{model::site::Site, server::context::Context};

/// Sets the HTTP status of the page that is being rendered.
pub fn set_status(code: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(code)) {
        response.set_status(status);
    }
}

/// A value as it is sent with the page, in JSON.
pub fn sent<T: Serialize>(value: &T) -> String {
    // Data of our own, without maps whose keys are no text and without writers that fail.
    serde_json::to_string(value).unwrap_or_default()
}

/// What the site says of itself.
pub fn site() -> Site {
    use_context::<Context>()
        .map(|context| context.site.as_ref().clone())
        .unwrap_or_default()
}

/// Reads a value that the reader's device keeps; there is none here.
pub fn stored(_key: &str) -> Option<String> {
    None
}

/// Keeps a value on the reader's device, or forgets it.
pub fn store(_key: &str, _value: Option<&str>) {}

/// Puts a text on the clipboard; whether that went well.
pub async fn copy(_text: &str) -> bool {
    false
}

/// A text as the framework wants it for the document's title: it writes the title into the page as it is.
pub fn title_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
