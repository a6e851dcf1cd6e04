//! A post, page or project as the file it is written as: at its address with `.md`, and at its own address for whoever would
//! rather have that than a page.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::{
    context::Context,
    etag,
    fault::{Fault, fail},
    services::{
        made::{self, FILE},
        posts::{self, PostSource},
        redirects,
    },
    weight::list_weighed,
};
use crate::model::status::Kind;

/// What a file is.
const MARKDOWN: &str = "text/markdown";

/// Answers with the file where that is asked for; what is no published post is answered as its page is.
pub async fn answer(State(context): State<Context>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    if let Some((page, FILE)) = made::of(path) {
        let (page, path) = (page.to_owned(), path.to_owned());
        return file(&context, &page, &path, request, next).await;
    }
    let Some(page) = Kind::at(path) else {
        return next.run(request).await;
    };
    if prefers_file(request.headers()) {
        match posts::read_source(&context, page.0, page.1.as_str()).await {
            Ok(Some(source)) => return document(request.headers(), source),
            Ok(None) => {}
            Err(fault) => return failure(request.headers(), fault),
        }
    }
    vary(next.run(request).await)
}

/// The file at an address that names one: that of a page, with an ending.
async fn file(context: &Context, page: &str, path: &str, mut request: Request, next: Next) -> Response {
    let found = match Kind::at(page) {
        Some((kind, slug)) => posts::read_source(context, kind, slug.as_str()).await,
        None => Ok(None),
    };
    match found {
        Ok(Some(source)) => return document(request.headers(), source),
        Ok(None) => {}
        Err(fault) => return failure(request.headers(), fault),
    }
    // The files of another site may have had such addresses.
    match redirects::find_redirect(context, path).await {
        Ok(Some(_)) => return next.run(request).await,
        Ok(None) => {}
        Err(fault) => return failure(request.headers(), fault),
    }
    let Ok(page) = page.parse::<Uri>() else {
        return next.run(request).await;
    };
    *request.uri_mut() = page;
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let moved = headers
        .get(header::LOCATION)
        .and_then(|target| target.to_str().ok())
        .filter(|target| Kind::at(target).is_some())
        .and_then(|target| HeaderValue::from_str(&format!("{target}{FILE}")).ok());
    if let Some(moved) = moved {
        headers.insert(header::LOCATION, moved);
    }
    response
}

fn document(asked: &HeaderMap, source: PostSource) -> Response {
    let etag = etag::weak(source.text.as_bytes());
    let mut response = if etag::holds(asked, &etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        source.text.into_response()
    };
    let headers = response.headers_mut();
    let fields = [
        (header::CONTENT_TYPE, format!("{MARKDOWN}; charset=utf-8")),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
        (header::ETAG, etag),
        (header::LINK, format!("<{}>; rel=\"canonical\"", source.canonical)),
    ];
    for (name, value) in fields {
        // What an author wrote as the canonical address may hold what no header can.
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    if source.unlisted {
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    }
    vary(response)
}

/// Tells caches that the answer depends on what is asked for.
fn vary(mut response: Response) -> Response {
    let value = HeaderValue::from_static("accept");
    response.headers_mut().append(header::VARY, value);
    response
}

fn failure(headers: &HeaderMap, fault: Fault) -> Response {
    vary(fail(fault, headers))
}

/// Whether Markdown is asked for by name, and no less than a page is, by name or with all others (RFC 9110, section 12.5.1).
/// Of two that are asked for alike the first is meant.
fn prefers_file(headers: &HeaderMap) -> bool {
    let (mut file, mut page) = (None, None);
    // What is asked for with others counts where it is not asked for by name.
    let (mut text, mut all) = (None, None);
    for (place, (kind, weight)) in list_weighed(headers, &header::ACCEPT).enumerate() {
        // The greater the better, and of the same weight the earlier.
        let rank = (weight, std::cmp::Reverse(place));
        let of = match kind.to_ascii_lowercase().as_str() {
            MARKDOWN => &mut file,
            "text/html" | "application/xhtml+xml" => &mut page,
            "text/*" => &mut text,
            "*/*" => &mut all,
            _ => continue,
        };
        *of = (*of).max(Some(rank));
    }
    file.is_some_and(|(weight, _)| weight > 0) && file > page.or(text).or(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_asks_for_markdown_first_gets_it() {
        for (accept, file) in [
            ("text/markdown", true),
            ("text/markdown, text/html, */*", true),
            ("text/html;q=0.8, Text/Markdown", true),
            ("text/html;q=0.8, text/markdown; q=0.85", true),
            ("text/html, text/markdown", false),
            ("text/markdown;q=0.5, text/html", false),
            ("text/markdown;q=0", false),
            ("text/markdown;q=0.5, */*", false),
            ("text/markdown;q=0.5, text/*", false),
            ("*/*, text/markdown", false),
            ("text/markdown, */*", true),
            ("text/markdown;q=0.5, */*;q=0.1", true),
            ("TEXT/HTML, */*;q=0.1, text/markdown;q=0.9", false),
            ("Application/XHTML+XML, text/markdown;q=0.9", false),
            ("text/html;q=0.2, text/markdown;q=0.5, */*", true),
            ("text/html;q=0, text/markdown;q=0.5, */*", true),
            ("text/markdown;q=x", false),
            (
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                false,
            ),
            ("*/*", false),
            ("text/*", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            assert_eq!(prefers_file(&headers), file, "{accept}");
        }
        assert!(!prefers_file(&HeaderMap::new()));
    }
}
