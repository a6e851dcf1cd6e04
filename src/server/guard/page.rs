//! Finishes a rendered page: what it tells programs, valid markers, a policy that names its own scripts, an entity tag.

use std::ops::Range;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use memchr::memmem;
use sha2::{Digest as _, Sha256};

use super::told::Told;
use crate::server::{context::Context, etag};

/// More than any page; a page beyond it is a fault.
const MAX_PAGE: usize = 64 * 1024 * 1024;

/// What a page may load and run besides its own scripts.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     manifest-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
     frame-ancestors 'none'; connect-src 'self'";

/// How a document ends.
const END: [&[u8]; 2] = [b"</body>", b"</html>"];

/// Passes on what is no page; finishes what is one.
pub async fn finish(State(context): State<Context>, mut request: Request, next: Next) -> Response {
    let told = Told::follow(&mut request);
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
    let body = told.put_into(body);
    let scripts = own_scripts(&body);
    let policy = policy(&body, &scripts, &context.sockets);
    let page = mend(&body, &scripts);
    let headers = &mut parts.headers;
    headers.remove(header::CONTENT_LENGTH);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-cache"));
    if parts.status == StatusCode::OK {
        let etag = etag::of_page(&page);
        if let Ok(value) = HeaderValue::from_str(&etag) {
            headers.insert(header::ETAG, value);
        }
        if etag::holds(&asked, &etag) {
            parts.status = StatusCode::NOT_MODIFIED;
            headers.remove(header::CONTENT_TYPE);
            return Response::from_parts(parts, Body::empty());
        }
    }
    Response::from_parts(parts, Body::from(page))
}

/// An inline script of ours: where its nonce stands in its tag, and where its text is.
struct Script {
    nonce: Range<usize>,
    text: Range<usize>,
}

/// The inline scripts that carry the nonce of this rendering.
///
/// The first script of the document is the shell's own and stands before any word of an author; what does not carry
/// its nonce was not put there by us and must not run.
fn own_scripts(page: &[u8]) -> Vec<Script> {
    const ATTRIBUTE: &[u8] = b" nonce=\"";
    let mut own: Vec<Script> = Vec::new();
    let mut from = 0;
    while let Some(script) = next_script(page, from) {
        from = script.text.end;
        let tag = page.get(script.nonce.clone()).unwrap_or_default();
        let Some(at) = memmem::find(tag, ATTRIBUTE) else {
            continue;
        };
        let start = script.nonce.start + at;
        let value = start + ATTRIBUTE.len();
        let rest = page.get(value..script.nonce.end).unwrap_or_default();
        let Some(length) = memchr::memchr(b'"', rest) else {
            continue;
        };
        let same = own
            .first()
            .is_none_or(|first| page.get(first.nonce.clone()) == page.get(start..value + length + 1));
        if same {
            own.push(Script {
                nonce: start..value + length + 1,
                text: script.text,
            });
        }
    }
    own
}

/// The next script from `from` on: its whole tag (in the place of the nonce) and its text.
fn next_script(page: &[u8], from: usize) -> Option<Script> {
    let open = from + memmem::find(page.get(from..)?, b"<script")?;
    let start = open + memchr::memchr(b'>', page.get(open..)?)? + 1;
    let end = start + memmem::find(page.get(start..)?, b"</script>")?;
    Some(Script {
        nonce: open..start,
        text: start..end,
    })
}

/// Rewrites what the framework leaves in a page: `<!>` markers become `<!---->`, the same comment node to a browser
/// and valid HTML, but go from the title, in which there are no comments; nonces go, because a page that may be kept must be the same every time; scripts after the end of the
/// document move to where a browser puts them anyway, the end of the body.
///
/// Rendered text holds no bare `<`, so the three characters occur nowhere else but in scripts, which stay as they are.
fn mend(page: &Bytes, scripts: &[Script]) -> Bytes {
    let in_script = |at: usize| scripts.iter().any(|script| script.text.contains(&at));
    let title = title(page);
    let markers = memmem::find_iter(page, b"<!>")
        .filter(|at| !in_script(*at))
        .map(|at| {
            let comment: &[u8] = if title.contains(&at) { b"" } else { b"<!---->" };
            (at..at + 3, comment)
        });
    let nonces = scripts.iter().map(|script| (script.nonce.clone(), &b""[..]));
    // The two end tags may have markers between them.
    let end: Vec<Range<usize>> = END
        .iter()
        .filter_map(|tag| memmem::rfind(page, tag).map(|at| at..at + tag.len()))
        .collect();
    let ends = end.iter().map(|range| (range.clone(), &b""[..]));
    let mut edits: Vec<(Range<usize>, &[u8])> = markers.chain(nonces).chain(ends).collect();
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = Vec::with_capacity(page.len() + 4 * edits.len());
    let mut copied = 0;
    for (range, replacement) in edits {
        out.extend_from_slice(page.get(copied..range.start).unwrap_or_default());
        out.extend_from_slice(replacement);
        copied = range.end;
    }
    out.extend_from_slice(page.get(copied..).unwrap_or_default());
    if end.len() == END.len() {
        END.iter().for_each(|tag| out.extend_from_slice(tag));
    }
    out.into()
}

/// Where the words of the document's title are; an empty range where it has none.
fn title(page: &[u8]) -> Range<usize> {
    let find = || {
        let head = page.get(..memmem::find(page, b"</head>")?)?;
        let open = memmem::find(head, b"<title")?;
        let start = open + memchr::memchr(b'>', head.get(open..)?)? + 1;
        let end = start + memmem::find(head.get(start..)?, b"</title>")?;
        Some(start..end)
    };
    find().unwrap_or(0..0)
}

/// The policy of a page: exactly its own inline scripts may run, and what they load in turn. `sockets` are further
/// sources to connect to, each after a space.
fn policy(page: &[u8], scripts: &[Script], sockets: &str) -> String {
    let mut policy = String::with_capacity(1024);
    policy.push_str(POLICY);
    policy.push_str(sockets);
    policy.push_str("; script-src");
    let mut seen = Vec::new();
    for script in scripts {
        let hash = base64(&Sha256::digest(page.get(script.text.clone()).unwrap_or_default()));
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

/// Base 64 with padding (RFC 4648, section 4), as Content-Security-Policy wants its hashes.
fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(page: &'static [u8]) -> Bytes {
        mend(&Bytes::from_static(page), &own_scripts(page))
    }

    #[test]
    fn markers_become_valid_comments_outside_scripts() {
        let page = mended(b"<p>a<!>b</p><script nonce=\"n\">x='<!>'</script><!>");
        assert_eq!(page, "<p>a<!---->b</p><script>x='<!>'</script><!---->");
    }

    #[test]
    fn no_marker_is_read_in_the_title() {
        let page = mended(b"<head><title>One<!></title></head><svg><title>Two<!></title></svg>");
        assert_eq!(
            page,
            "<head><title>One</title></head><svg><title>Two<!----></title></svg>"
        );
    }

    #[test]
    fn nothing_stands_after_the_end_of_the_document() {
        let page = mended(b"<body><p>a</p></body><!></html><!><script nonce=\"n\">x</script>");
        assert_eq!(
            page,
            "<body><p>a</p><!----><!----><script>x</script></body></html>"
        );
    }

    #[test]
    fn a_page_is_the_same_every_time() {
        let page = mended(
            b"<script nonce=\"n\">x=' nonce=\"n\"'</script><p> nonce=\"n\"</p><script nonce=\"n\">y</script>",
        );
        assert_eq!(
            page,
            "<script>x=' nonce=\"n\"'</script><p> nonce=\"n\"</p><script>y</script>"
        );
    }

    #[test]
    fn the_policy_names_our_own_inline_scripts_and_no_others() {
        let page = b"<script nonce=\"n\">alert(1)</script><script>alert(2)</script><script nonce=\"m\">alert(3)</script>";
        let policy = policy(page, &own_scripts(page), "");
        // The digest of `alert(1)`.
        assert!(
            policy.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"),
            "{policy}"
        );
        assert_eq!(policy.matches("sha256-").count(), 1);
        assert!(!policy.contains("unsafe-inline"));
    }
}
