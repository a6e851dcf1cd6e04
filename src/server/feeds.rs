//! What machines read: feed, sitemap, robots.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::{
    context::Context,
    etag,
    fault::{Fault, reference, status},
    services::{feed, sitemap},
};

/// `/atom.xml`.
pub async fn atom(State(context): State<Context>, headers: HeaderMap) -> Response {
    match feed::atom(&context).await {
        Ok(feed) => document(
            &headers,
            "application/atom+xml; charset=utf-8",
            feed.xml,
            Some(feed.changed),
        ),
        Err(fault) => failure(&headers, fault),
    }
}

/// `/sitemap.xml`.
pub async fn sitemap(State(context): State<Context>, headers: HeaderMap) -> Response {
    xml(&headers, sitemap::sitemap(&context).await)
}

/// `/sitemap-{n}.xml`, reached through the fallback because the number stands inside a path segment.
///
/// Nothing when the path is no such name.
pub async fn sitemap_file(context: &Context, headers: &HeaderMap, path: &str) -> Option<Response> {
    let number = path
        .strip_prefix("/sitemap-")?
        .strip_suffix(".xml")?
        .parse()
        .ok()?;
    Some(xml(headers, sitemap::urls(context, number).await))
}

/// `/robots.txt`.
pub async fn robots(State(context): State<Context>, headers: HeaderMap) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /api/\nAllow: /\n\nSitemap: {}\n",
        context.site().absolute("/sitemap.xml")
    );
    document(&headers, "text/plain; charset=utf-8", text, None)
}

fn xml(headers: &HeaderMap, outcome: Result<Option<String>, Fault>) -> Response {
    match outcome {
        Ok(Some(text)) => document(headers, "application/xml; charset=utf-8", text, None),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(fault) => failure(headers, fault),
    }
}

fn failure(headers: &HeaderMap, fault: Fault) -> Response {
    let error = fault.report(reference(headers));
    (status(&error), error.to_string()).into_response()
}

/// A text that may be kept for five minutes and asked for again by its tag (RFC 9110, section 13).
fn document(asked: &HeaderMap, mime: &'static str, text: String, changed: Option<i64>) -> Response {
    let etag = etag::weak(text.as_bytes());
    let modified = changed
        .and_then(|millis| jiff::Timestamp::from_millisecond(millis).ok())
        .map(|at| at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    let fresh = etag::holds(asked, &etag)
        || !asked.contains_key(header::IF_NONE_MATCH)
            && modified.is_some()
            && asked
                .get(header::IF_MODIFIED_SINCE)
                .and_then(|value| value.to_str().ok())
                == modified.as_deref();
    let mut response = if fresh {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        text.into_response()
    };
    let headers = response.headers_mut();
    let fields = [
        (header::CONTENT_TYPE, Some(mime.to_owned())),
        (header::ETAG, Some(etag)),
        (header::LAST_MODIFIED, modified),
        (header::CACHE_CONTROL, Some("public, max-age=300".to_owned())),
    ];
    for (name, value) in fields {
        if let Some(value) = value.and_then(|value| value.parse().ok()) {
            headers.insert(name, value);
        }
    }
    response
}
