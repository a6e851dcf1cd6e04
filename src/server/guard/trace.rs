//! Gives every request an id, and the log a line where something is amiss (or for everything, at `debug`).

use std::time::Instant;

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument as _;

use crate::server::fault::REQUEST_ID;

/// Sets a fresh id, whatever the client sent, runs the request inside a span that carries it, and says how it ended.
pub async fn trace(mut request: Request, next: Next) -> Response {
    let id = format!("{:016x}", rand::random::<u64>());
    let name = HeaderName::from_static(REQUEST_ID);
    let value = HeaderValue::from_str(&id).unwrap_or_else(|_| HeaderValue::from_static("none"));
    request.headers_mut().insert(name.clone(), value.clone());

    let path = loggable(request.uri().path());
    let span = tracing::info_span!("request", id, method = %request.method(), path);
    let start = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let status = response.status();
    let _entered = span.entered();
    if status.is_server_error() {
        tracing::warn!(status = status.as_u16(), elapsed = ?start.elapsed(), "answered");
    } else {
        tracing::debug!(status = status.as_u16(), elapsed = ?start.elapsed(), "answered");
    }
    response.headers_mut().insert(name, value);
    response
}

/// A path as the log may hold it: what opens a draft is nobody's business there.
fn loggable(path: &str) -> &str {
    if path.starts_with("/draft/") {
        "/draft/…"
    } else {
        path
    }
}

#[cfg(test)]
mod tests {
    use super::loggable;

    #[test]
    fn the_key_of_a_draft_is_not_logged() {
        assert_eq!(loggable("/draft/abc"), "/draft/…");
        assert_eq!(loggable("/posts/abc"), "/posts/abc");
    }
}
