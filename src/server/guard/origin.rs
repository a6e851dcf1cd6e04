//! Refuses writes that another site makes a reader's browser send.
//!
//! Browsers say from where a request comes (`Sec-Fetch-Site`, or at least `Origin`), and a page cannot make them say
//! otherwise. A client that says neither is no browser, and then has no session of a reader's to misuse.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::server::context::Context;

/// The cookie that signs a person in. The prefix binds it to this very host and to secure connections.
pub const SESSION_COOKIE: &str = "__Host-session";

/// What a browser says of where a request comes from (W3C Fetch Metadata).
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets reads through, and writes that come from this site or from no site at all.
pub async fn refuse_foreign(State(context): State<Context>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_own(request.headers(), &context.site().base_url) {
        return next.run(request).await;
    }
    tracing::debug!("a write from another site was refused");
    let text = format!(
        "This request seems to come from another site, so nothing was done. Open {} and try again from there. If you \
         run this site under another address, say so on its machine with: logbook settings set base_url https://… – or, \
         where it is started with --base-url, start it with that address.\n",
        context.site().base_url
    );
    (StatusCode::FORBIDDEN, text).into_response()
}

/// Whether a write comes from the site at `base_url`, or from a client that is no browser.
fn is_own(headers: &HeaderMap, base_url: &str) -> bool {
    if let Some(site) = headers.get(FETCH_SITE) {
        // "none": the person did it, by an entry of the address bar or a bookmark.
        return site == "same-origin" || site == "none";
    }
    match headers.get(header::ORIGIN) {
        Some(origin) => origin
            .to_str()
            .is_ok_and(|origin| origin.eq_ignore_ascii_case(base_url)),
        None => !has_session(headers),
    }
}

fn has_session(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.split_once('='))
        .any(|(name, _)| name.trim() == SESSION_COOKIE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        is_own(&headers, "https://blog.test")
    }

    #[test]
    fn what_the_browser_says_decides() {
        for (site, fine) in [
            ("same-origin", true),
            ("none", true),
            ("same-site", false),
            ("cross-site", false),
            ("", false),
            ("whatever", false),
        ] {
            assert_eq!(own(&[("sec-fetch-site", site)]), fine, "{site}");
            let with_origin = [("sec-fetch-site", site), ("origin", "https://blog.test")];
            assert_eq!(own(&with_origin), fine, "{site}");
        }
        assert!(own(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "http://localhost:4000")
        ]));
    }

    #[test]
    fn an_older_browser_names_at_least_the_origin() {
        for (origin, fine) in [
            ("https://blog.test", true),
            ("https://BLOG.test", true),
            ("http://blog.test", false),
            ("https://blog.test:8443", false),
            ("https://blog.test.evil.test", false),
            ("https://www.blog.test", false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(own(&[("origin", origin)]), fine, "{origin}");
        }
        assert!(!own(&[("origin", "https://evil.test"), ("host", "evil.test")]));
    }

    #[test]
    fn without_a_word_only_strangers_pass() {
        assert!(own(&[]));
        assert!(own(&[("cookie", "theme=dark")]));
        assert!(own(&[("cookie", "theme=__Host-session")]));
        assert!(!own(&[("cookie", "theme=dark; __Host-session=abc")]));
        assert!(!own(&[("cookie", "theme=dark"), ("cookie", "__Host-session=")]));
    }
}
