//! An answer: JSON, with a tag under which it can be asked for again.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;

use super::problem::Failure;
use crate::server::{etag, fault::Fault};

/// How long an answer may be kept: not for long, because what an author takes back should be gone.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// How long it is kept that something has another address.
const MOVED: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// An answer, as it is sent.
#[derive(Debug)]
pub struct Document {
    text: String,
    /// The whole address of what follows.
    next: Option<String>,
    /// Search engines are asked to leave it out.
    unlisted: bool,
}

impl Document {
    /// The answer that says this.
    pub fn of(said: &impl Serialize) -> Result<Self, Failure> {
        Ok(Self {
            text: serde_json::to_string(said).map_err(Fault::from)?,
            next: None,
            unlisted: false,
        })
    }

    /// The same with the whole address of what follows it.
    pub fn before(self, next: Option<String>) -> Self {
        Self { next, ..self }
    }

    /// The same of what lists leave out, if that is so.
    pub fn unlisted(self, unlisted: bool) -> Self {
        Self { unlisted, ..self }
    }

    /// The answer to who asked with these headers; who holds it already is only told so.
    pub fn respond(self, asked: &HeaderMap) -> Response {
        let etag = etag::strong(self.text.as_bytes());
        let held = etag::held(asked, &etag);
        let mut response = match held {
            Some(_) => StatusCode::NOT_MODIFIED.into_response(),
            None => self.text.into_response(),
        };
        let headers = response.headers_mut();
        // Of what is not sent no type is told (RFC 9110, section 15.4.5).
        match held {
            Some(_) => headers.remove(header::CONTENT_TYPE),
            None => headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        };
        let next = self.next.map(|next| format!("<{next}>; rel=\"next\""));
        for (name, value) in [(header::ETAG, Some(held.unwrap_or(etag))), (header::LINK, next)] {
            if let Some(value) = value.and_then(|value| value.parse().ok()) {
                headers.insert(name, value);
            }
        }
        headers.insert(header::CACHE_CONTROL, KEPT);
        if self.unlisted {
            headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
        }
        response
    }
}

/// Says that what was asked for has this address now, with a status that says so.
pub fn moved(status: StatusCode, address: &str) -> Response {
    match HeaderValue::from_str(address) {
        Ok(address) => (
            status,
            [(header::LOCATION, address), (header::CACHE_CONTROL, MOVED)],
        )
            .into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
