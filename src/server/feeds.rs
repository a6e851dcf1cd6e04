//! What machines read: feeds, sitemap, robots, search description.

use axum::{
    extract::{Path, RawQuery, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};

use super::{
    context::Context,
    etag,
    fault::{Fault, reference, status},
    services::{
        feed::{self, Asked, FeedText, Format, Subject},
        llms, opensearch, sitemap,
    },
};
use crate::model::listing::parse_page;

/// What makes the subject of a feed of the slug in its address.
type Named = fn(String) -> Subject;

/// The feeds: where, of what, in which format.
const FEEDS: [(&str, Named, Format); 12] = [
    ("/rss.xml", |_| Subject::Site, Format::Rss),
    ("/atom.xml", |_| Subject::Site, Format::Atom),
    ("/feed.json", |_| Subject::Site, Format::Json),
    ("/tags/{slug}/rss.xml", Subject::Tag, Format::Rss),
    ("/tags/{slug}/atom.xml", Subject::Tag, Format::Atom),
    ("/tags/{slug}/feed.json", Subject::Tag, Format::Json),
    ("/series/{slug}/rss.xml", Subject::Series, Format::Rss),
    ("/series/{slug}/atom.xml", Subject::Series, Format::Atom),
    ("/series/{slug}/feed.json", Subject::Series, Format::Json),
    ("/authors/{slug}/rss.xml", Subject::Author, Format::Rss),
    ("/authors/{slug}/atom.xml", Subject::Author, Format::Atom),
    ("/authors/{slug}/feed.json", Subject::Author, Format::Json),
];

/// Everything of this room that has an address of its own.
pub fn routes() -> Vec<(&'static str, MethodRouter<Context>)> {
    let mut routes: Vec<(&str, MethodRouter<Context>)> = vec![
        ("/sitemap.xml", get(sitemap)),
        ("/robots.txt", get(robots)),
        ("/opensearch.xml", get(opensearch)),
        ("/llms.txt", get(llms)),
    ];
    routes.extend(FEEDS.into_iter().map(|(path, subject, format)| {
        let answer = async move |State(context): State<Context>,
                                 slug: Option<Path<String>>,
                                 RawQuery(query): RawQuery,
                                 headers: HeaderMap| {
            let slug = slug.map(|Path(slug)| slug).unwrap_or_default();
            feed(&context, &headers, subject(slug), format, query.as_deref()).await
        };
        (path, get(answer))
    }));
    routes
}

/// `?page=` goes back to older posts, `?content=summary` leaves the texts out.
async fn feed(
    context: &Context,
    headers: &HeaderMap,
    subject: Subject,
    format: Format,
    query: Option<&str>,
) -> Response {
    let parameter = |name: &str| {
        form_urlencoded::parse(query.unwrap_or_default().as_bytes())
            .find(|(given, _)| given == name)
            .map(|(_, value)| value)
    };
    let Some(page) = parse_page(parameter("page").as_deref()) else {
        return no_feed(context, &subject);
    };
    let asked = Asked {
        brief: parameter("content").is_some_and(|content| content == "summary"),
        subject,
        format,
        page,
    };
    match feed::write_feed(context, &asked).await {
        Ok(Some(FeedText { text, changed })) => {
            let mime = format!("{}; charset=utf-8", format.mime());
            document(headers, &mime, text, Some(changed))
        }
        Ok(None) => no_feed(context, &asked.subject),
        Err(fault) => failure(headers, fault),
    }
}

/// Says what is not there, and where there is something instead.
fn no_feed(context: &Context, subject: &Subject) -> Response {
    let what = match subject {
        Subject::Site => "This feed has no such page.",
        Subject::Tag(_) => {
            "There is no feed here: no published post has this tag, or the feed has no such page."
        }
        Subject::Series(_) => {
            "There is no feed here: no published post is in this series, or the feed has no such page."
        }
        Subject::Author(_) => {
            "There is no feed here: no published post is by this author, or the feed has no such page."
        }
    };
    let all = context.site().absolute(&Subject::Site.feed(Format::Rss));
    let tags = context.site().absolute("/tags");
    let text = format!("{what}\nThe feed of the whole site: {all}\nAll tags: {tags}\n");
    (StatusCode::NOT_FOUND, text).into_response()
}

/// `/sitemap.xml`.
async fn sitemap(State(context): State<Context>, headers: HeaderMap) -> Response {
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

/// Has sitemaps compressed by gzip, where the client takes that: of a large one Brotli would hold more than all of its text.
pub async fn compress_lightly(mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/sitemap")
        && let Some(accepted) = request.headers_mut().get_mut(header::ACCEPT_ENCODING)
        && accepted.to_str().is_ok_and(|accepted| {
            let mut codings = accepted.split(',').map(str::trim);
            codings.any(|coding| coding == "gzip")
        })
    {
        *accepted = HeaderValue::from_static("gzip");
    }
    next.run(request).await
}

/// `/robots.txt`.
async fn robots(State(context): State<Context>, headers: HeaderMap) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /api/\nAllow: /\n\nSitemap: {}\n",
        context.site().absolute("/sitemap.xml")
    );
    document(&headers, "text/plain; charset=utf-8", text, None)
}

/// `/opensearch.xml`.
async fn opensearch(State(context): State<Context>, headers: HeaderMap) -> Response {
    let text = opensearch::write_description(&context.site());
    document(
        &headers,
        &format!("{}; charset=utf-8", opensearch::MIME),
        text,
        None,
    )
}

/// `/llms.txt`.
async fn llms(State(context): State<Context>, headers: HeaderMap) -> Response {
    match llms::write_llms(&context).await {
        Ok(text) => document(&headers, "text/plain; charset=utf-8", text, None),
        Err(fault) => failure(&headers, fault),
    }
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
fn document(asked: &HeaderMap, mime: &str, text: String, changed: Option<i64>) -> Response {
    let etag = etag::strong(text.as_bytes());
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
