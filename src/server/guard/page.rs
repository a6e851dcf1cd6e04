//! Finishes a rendered page: valid markers, a policy that names its own scripts, an entity tag.

use std::hash::{DefaultHasher, Hasher as _};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use memchr::memmem;
use sha2::{Digest as _, Sha256};

use super::headers::holds;

/// More than any page; a page beyond it is a fault.
const MAX_PAGE: usize = 64 * 1024 * 1024;

/// What a page may load and run besides its own scripts.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     manifest-src 'self'; media-src 'self' https:; form-action 'self'; base-uri 'none'; object-src 'none'; \
     frame-ancestors 'none'; connect-src 'self'";

/// Passes on what is no page; finishes what is one.
pub async fn finish(request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MAX_PAGE).await else {
        tracing::error!("a page broke off or was larger than {MAX_PAGE} bytes");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = mark(&body);
    let headers = &mut parts.headers;
    headers.remove(header::CONTENT_LENGTH);
    if let Ok(policy) = HeaderValue::from_str(&policy(&page)) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-cache"));
    if parts.status == StatusCode::OK {
        let etag = etag(&page);
        if let Ok(value) = HeaderValue::from_str(&etag) {
            headers.insert(header::ETAG, value);
        }
        if holds(&asked, &etag) {
            parts.status = StatusCode::NOT_MODIFIED;
            headers.remove(header::CONTENT_TYPE);
            return Response::from_parts(parts, Body::empty());
        }
    }
    Response::from_parts(parts, Body::from(page))
}

/// Rewrites the framework's `<!>` markers to `<!---->`: the same comment node to a browser, and valid HTML.
///
/// Rendered text holds no bare `<`, so the three characters occur nowhere else but in scripts, which stay as they are.
fn mark(page: &Bytes) -> Bytes {
    let mut markers = memmem::find_iter(page, b"<!>").peekable();
    if markers.peek().is_none() {
        return page.clone();
    }
    let scripts: Vec<(usize, usize)> = scripts(page).map(|script| (script.start, script.end)).collect();
    let mut out = Vec::with_capacity(page.len() + 512);
    let mut copied = 0;
    for at in markers {
        if scripts.iter().any(|(start, end)| (*start..*end).contains(&at)) {
            continue;
        }
        out.extend_from_slice(page.get(copied..at).unwrap_or_default());
        out.extend_from_slice(b"<!---->");
        copied = at + 3;
    }
    out.extend_from_slice(page.get(copied..).unwrap_or_default());
    out.into()
}

/// The policy of a page: exactly its inline scripts may run, and what they load in turn.
fn policy(page: &[u8]) -> String {
    let mut policy = String::with_capacity(1024);
    policy.push_str(POLICY);
    if std::env::var_os("LEPTOS_WATCH").is_some() {
        // The development server's reload socket.
        policy.push_str(" ws://127.0.0.1:3001 ws://localhost:3001");
    }
    policy.push_str("; script-src");
    let mut seen = Vec::new();
    for script in scripts(page) {
        let hash = base64(&Sha256::digest(page.get(script).unwrap_or_default()));
        if !seen.contains(&hash) {
            policy.push_str(" 'sha256-");
            policy.push_str(&hash);
            policy.push('\'');
            seen.push(hash);
        }
    }
    if seen.is_empty() {
        policy.push_str(" 'none'");
    } else {
        policy.push_str(" 'strict-dynamic' 'wasm-unsafe-eval'");
    }
    policy
}

/// The insides of the inline scripts of a page.
fn scripts(page: &[u8]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let open = from + memmem::find(page.get(from..)?, b"<script")?;
            let start = open + memchr::memchr(b'>', page.get(open..)?)? + 1;
            let end = start + memmem::find(page.get(start..)?, b"</script>")?;
            from = end;
            let tag = page.get(open..start)?;
            if memmem::find(tag, b" src=").is_none() {
                return Some(start..end);
            }
        }
    })
}

/// Weak, because a compressed answer is another sequence of bytes for the same page.
fn etag(page: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(page);
    format!("W/\"{:016x}\"", hasher.finish())
}

/// Base 64 with padding (RFC 4648, section 4), as Content-Security-Policy wants its hashes.
fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_become_valid_comments_outside_scripts() {
        let page = Bytes::from_static(b"<p>a<!>b</p><script>x='<!>'</script><!>");
        assert_eq!(mark(&page), "<p>a<!---->b</p><script>x='<!>'</script><!---->");
    }

    #[test]
    fn the_policy_names_the_inline_scripts_and_no_others() {
        let policy = policy(b"<script src=\"/a.js\"></script><script type=\"module\">alert(1)</script>");
        // The digest of `alert(1)`.
        assert!(
            policy.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"),
            "{policy}"
        );
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(!policy.contains("unsafe-inline"));
    }
}
