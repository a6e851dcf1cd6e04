//! Entity tags (RFC 9110, sections 8.8.3 and 13.1).

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use memchr::memmem;
use twox_hash::XxHash3_64;

/// A tag for these bytes. Weak, because a compressed answer is another sequence of bytes for the same content.
pub fn weak(bytes: &[u8]) -> String {
    format!("W/\"{:016x}\"", XxHash3_64::oneshot(bytes))
}

/// A tag for exactly these bytes, for what is sent as it is; see [`weaken`].
pub fn strong(bytes: &[u8]) -> String {
    format!("\"{:016x}\"", XxHash3_64::oneshot(bytes))
}

/// Makes the tag of an answer that was compressed on its way a weak one: its bytes are others than those that were tagged.
/// Who holds a tagged answer already is told by what it is chosen, as with the answer itself (RFC 9110, section 15.4.5).
pub async fn weaken(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let is_held = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    if is_held && headers.contains_key(header::ETAG) {
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if headers.contains_key(header::CONTENT_ENCODING)
        && let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
        && tag.starts_with('"')
        && let Ok(tag) = HeaderValue::try_from(format!("W/{tag}"))
    {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// A tag for a page, whatever the counts of views in it: they change without the page.
pub fn of_page(page: &[u8]) -> String {
    // As the component writes it, and as no author can: text has no bare `<`, and raw HTML keeps no `data-` attribute.
    const MARK: &[u8] = b"<span data-volatile";
    const END: &[u8] = b"</span>";
    let mut lasting = Vec::new();
    let mut rest = page;
    while let Some(at) = memmem::find(rest, MARK) {
        // Its other attributes are as volatile as its text.
        let (before, marked) = rest.split_at(at);
        lasting.extend_from_slice(before);
        let end = memmem::find(marked, END).unwrap_or(marked.len());
        rest = marked.get(end..).unwrap_or_default();
    }
    if lasting.is_empty() {
        return weak(page);
    }
    lasting.extend_from_slice(rest);
    weak(&lasting)
}

/// Whether the client already holds the representation with this tag.
pub fn holds(request: &HeaderMap, etag: &str) -> bool {
    held(request, etag).is_some()
}

/// The tag under which the client already holds the representation with this one: a weak one where what it holds is the same
/// in other bytes. Caches look for what they hold by it (RFC 9111, section 4.3.4).
pub fn held(request: &HeaderMap, etag: &str) -> Option<String> {
    let bare = etag.trim_start_matches("W/");
    let weak = format!("W/{bare}");
    let candidates: Vec<&str> = request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    if candidates.contains(&etag) || candidates.contains(&"*") {
        return Some(etag.to_owned());
    }
    candidates
        .iter()
        .any(|candidate| *candidate == bare || *candidate == weak)
        .then_some(weak)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_change_without_the_page_do_not_change_its_tag() {
        let page = |views: &str, title: &str| {
            let views =
                format!("<span data-volatile=\"\" title=\"{views}\" class=\"views\">{views} views</span>");
            of_page(format!("<h1>{title}</h1>{views}<p>text</p>{views}<footer>").as_bytes())
        };
        assert_eq!(page("7", "One"), page("1.2k", "One"));
        assert_ne!(page("7", "One"), page("7", "Two"));
        assert_ne!(of_page(b"<p>a</p>"), of_page(b"<p>b</p>"));
        // Words about the mark are no mark.
        assert_ne!(
            of_page(b"<p>A span with data-volatile is old.</p>"),
            of_page(b"<p>A span with data-volatile is new.</p>")
        );
    }

    #[test]
    fn a_held_tag_is_found_among_several() {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("\"a\", W/\"b\""));
        assert!(holds(&headers, "W/\"b\""));
        assert!(holds(&headers, "\"a\""));
        assert!(!holds(&headers, "\"c\""));
        assert!(!holds(&HeaderMap::new(), "\"a\""));
        headers.append(header::IF_NONE_MATCH, HeaderValue::from_static("\"c\""));
        assert!(holds(&headers, "\"c\""), "on a line of its own");
    }

    #[test]
    fn what_is_held_weakly_is_told_by_its_weak_tag() {
        for (asked, etag, told) in [
            ("\"a\"", "\"a\"", "\"a\""),
            ("W/\"a\"", "\"a\"", "W/\"a\""),
            ("W/\"a\", \"a\"", "\"a\"", "\"a\""),
            ("\"a\"", "W/\"a\"", "W/\"a\""),
            ("*", "\"a\"", "\"a\""),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(asked));
            assert_eq!(held(&headers, etag).as_deref(), Some(told), "{asked}");
        }
    }
}
