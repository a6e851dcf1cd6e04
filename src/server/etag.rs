//! Entity tags (RFC 9110, sections 8.8.3 and 13.1).

use axum::http::{HeaderMap, header};
use twox_hash::XxHash3_64;

/// A tag for these bytes. Weak, because a compressed answer is another sequence of bytes for the same content.
pub fn weak(bytes: &[u8]) -> String {
    format!("W/\"{:016x}\"", XxHash3_64::oneshot(bytes))
}

/// Whether the client already holds the representation with this tag.
pub fn holds(request: &HeaderMap, etag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    request
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value.trim() == "*" || value.split(',').any(|candidate| bare(candidate) == bare(etag))
        })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_held_tag_is_found_among_several() {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"a\", W/\"b\""));
        assert!(holds(&headers, "W/\"b\""));
        assert!(holds(&headers, "\"a\""));
        assert!(!holds(&headers, "\"c\""));
        assert!(!holds(&HeaderMap::new(), "\"a\""));
    }
}
