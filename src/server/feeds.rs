//! What machines read: feeds, sitemap, robots, search description.

use axum::{
    extract::{Path, RawQuery, Request, State, rejection::PathRejection},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get},
};

use super::{
    calendar::{self, http, parse_http},
    context::Context,
    etag,
    fault::fail,
    services::{
        changes::Changes,
        feed::{self, Asked, FeedText, Subject},
        llms, oembed, opensearch,
        security::{self, write_security},
        sitemap,
    },
    weight::list_weighed,
};
use crate::model::{feed::Format, find::PostQuery, listing::parse_page};

/// What makes the subject of a feed of the slug in its address and of the words that are looked for.
type Named = fn(String, String) -> Subject;

/// What has feeds, by the folder in which they are.
const FED: [(&str, Named); 5] = [
    ("", |_, _| Subject::Site),
    ("/tags/{slug}", |slug, _| Subject::Tag(slug)),
    ("/series/{slug}", |slug, _| Subject::Series(slug)),
    ("/authors/{slug}", |slug, _| Subject::Author(slug)),
    ("/search", |_, words| Subject::Search(words)),
];

/// Everything of this room that has an address of its own.
pub fn routes() -> Vec<(String, MethodRouter<Context>)> {
    let mut routes: Vec<(String, MethodRouter<Context>)> = vec![
        ("/sitemap.xml".to_owned(), get(sitemap)),
        ("/robots.txt".to_owned(), get(robots)),
        (security::PATH.to_owned(), get(security)),
        (oembed::PATH.to_owned(), get(embed)),
        ("/opensearch.xml".to_owned(), get(opensearch)),
        ("/llms.txt".to_owned(), get(llms)),
    ];
    for (folder, subject) in FED {
        for format in Format::ALL {
            let answer = async move |State(context): State<Context>,
                                     slug: Result<Path<String>, PathRejection>,
                                     RawQuery(query): RawQuery,
                                     headers: HeaderMap| {
                // What is no text is nobody's name, and neither is nothing.
                let slug = slug.map(|Path(slug)| slug).unwrap_or_default();
                let query = query.as_deref().unwrap_or_default();
                let words = form_urlencoded::parse(query.as_bytes())
                    .find(|(name, _)| name == "q")
                    .map(|(_, words)| PostQuery::words_of(&words));
                let words = words.unwrap_or_default();
                feed(&context, &headers, subject(slug, words), format, query).await
            };
            routes.push((format!("{folder}{}", format.file()), get(answer)));
        }
    }
    routes
}

/// `?page=` goes back to older posts, `?content=summary` leaves the texts out, and of a series `?order=oldest` begins with its
/// beginning. Without it that is as every feed is, the newest first: a program that follows it looks at the first page only.
async fn feed(
    context: &Context,
    headers: &HeaderMap,
    subject: Subject,
    format: Format,
    query: &str,
) -> Response {
    let parameter = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(given, _)| given == name)
            .map(|(_, value)| value)
    };
    if matches!(&subject, Subject::Search(words) if words.is_empty()) {
        return no_feed(context, &subject);
    }
    let Some(page) = parse_page(parameter("page").as_deref()) else {
        return no_feed(context, &subject);
    };
    let asked = Asked {
        brief: parameter("content").is_some_and(|content| content == "summary"),
        oldest: matches!(subject, Subject::Series(_))
            && parameter("order").is_some_and(|order| order == "oldest"),
        subject,
        format,
        page,
    };
    match feed::write_feed(context, &asked).await {
        Ok(Some(FeedText { text, changes })) => {
            let mime = format!("{}; charset=utf-8", format.mime());
            document(headers, &mime, text, Some(&changes))
        }
        Ok(None) => no_feed(context, &asked.subject),
        Err(fault) => fail(fault, headers),
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
        Subject::Search(words) if words.is_empty() => {
            "There is no feed here: nothing is looked for. Say what, as in ?q=queues."
        }
        Subject::Search(_) => "The feed of this search has no such page.",
    };
    let all = context.site().absolute(&Subject::Site.feed(Format::Rss));
    let tags = context.site().absolute("/tags");
    let text = format!("{what}\nThe feed of the whole site: {all}\nAll tags: {tags}\n");
    (StatusCode::NOT_FOUND, text).into_response()
}

/// `/sitemap.xml`.
async fn sitemap(State(context): State<Context>, headers: HeaderMap) -> Response {
    sitemap_document(&context, &headers, None).await
}

/// `/sitemap-{n}.xml`, reached through the fallback because the number stands inside a path segment.
///
/// Nothing when the path is no such name, or something else is wanted than to read it.
pub async fn sitemap_file(
    context: &Context,
    method: &Method,
    headers: &HeaderMap,
    path: &str,
) -> Option<Response> {
    let number = path.strip_prefix("/sitemap-")?.strip_suffix(".xml")?;
    let file: usize = number.parse().ok()?;
    // One address each.
    let is_spelt = file.to_string() == number;
    if !is_spelt || !matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    Some(sitemap_document(context, headers, Some(file)).await)
}

/// What is long is gathered only for who does not have it yet, and for one at a time.
async fn sitemap_document(context: &Context, asked: &HeaderMap, file: Option<usize>) -> Response {
    let changes = match Changes::read(context).await {
        Ok(changes) => changes,
        Err(fault) => return fail(fault, asked),
    };
    let fields = Fields {
        mime: "application/xml; charset=utf-8",
        etag: changes.tag(&format!("sitemap {file:?}")),
        changes: Some(&changes),
    };
    if let Some(held) = fields.held(asked) {
        return held;
    }
    let Some(_turn) = sitemap::take_turn().await else {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            [(header::RETRY_AFTER, "60"), (header::CACHE_CONTROL, "no-store")],
            "Others are reading the sitemap now. Come back in a minute.\n",
        )
            .into_response();
    };
    match sitemap::sitemap(context, &changes, file).await {
        Ok(Some(text)) => fields.put(text.into_response(), &fields.etag),
        Ok(None) => {
            let all = context.site().absolute("/sitemap.xml");
            let text = format!("The sitemap has no such file. Which it has is told at {all}\n");
            (StatusCode::NOT_FOUND, text).into_response()
        }
        Err(fault) => fail(fault, asked),
    }
}

/// Has sitemaps compressed by gzip, where the client takes that: of a large one Brotli would hold more than all of its text.
pub async fn compress_lightly(mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let takes_gzip = || {
        list_weighed(headers, &header::ACCEPT_ENCODING)
            .any(|(coding, weight)| weight > 0 && coding.eq_ignore_ascii_case("gzip"))
    };
    if request.uri().path().starts_with("/sitemap") && takes_gzip() {
        request
            .headers_mut()
            .insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
    next.run(request).await
}

/// `/robots.txt`.
async fn robots(State(context): State<Context>, headers: HeaderMap) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /api/\nAllow: /api/v1/openapi.json\nAllow: /\n\nSitemap: {}\n",
        context.site().absolute("/sitemap.xml")
    );
    document(&headers, "text/plain; charset=utf-8", text, None)
}

/// `/.well-known/security.txt`.
async fn security(State(context): State<Context>, headers: HeaderMap) -> Response {
    match write_security(&context.site(), &context.settings.values(), calendar::now()) {
        Ok(Some(text)) => document(&headers, "text/plain; charset=utf-8", text, None),
        Ok(None) => (
            StatusCode::NOT_FOUND,
            "This site names nobody for reports on its security. Write to whoever runs it.\n",
        )
            .into_response(),
        Err(fault) => fail(fault, &headers),
    }
}

/// `/oembed?url=…`: what a link to a post becomes where it is embedded.
async fn embed(State(context): State<Context>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = query.unwrap_or_default();
    let parameter = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(given, _)| given == name)
            .map(|(_, value)| value.into_owned())
    };
    if parameter("format").is_some_and(|format| format != "json") {
        return (StatusCode::NOT_IMPLEMENTED, "Ask for format=json.\n").into_response();
    }
    let most = |name: &str| {
        let most = parameter(name).and_then(|most| most.parse().ok());
        most.unwrap_or(u32::MAX)
    };
    let asked = oembed::Asked {
        url: &parameter("url").unwrap_or_default(),
        most: (most("maxwidth"), most("maxheight")),
    };
    match oembed::describe(&context, asked).await {
        Ok(Some(said)) => document(
            &headers,
            "application/json; charset=utf-8",
            said.to_string(),
            None,
        ),
        Ok(None) => {
            let text = "There is no such post here. Ask with url= and the whole address of one.\n";
            (StatusCode::NOT_FOUND, text).into_response()
        }
        Err(fault) => fail(fault, &headers),
    }
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
        Err(fault) => fail(fault, &headers),
    }
}

/// A text that may be kept for five minutes and asked for again by its tag or its time (RFC 9110, section 13).
fn document(asked: &HeaderMap, mime: &str, text: String, changes: Option<&Changes>) -> Response {
    let fields = Fields {
        mime,
        etag: etag::strong(text.as_bytes()),
        changes,
    };
    match fields.held(asked) {
        Some(held) => held,
        None => fields.put(text.into_response(), &fields.etag),
    }
}

/// What is said of a document besides its text.
struct Fields<'a> {
    mime: &'a str,
    etag: String,
    changes: Option<&'a Changes>,
}

impl Fields<'_> {
    /// The answer to a client that has the document already.
    fn held(&self, asked: &HeaderMap) -> Option<Response> {
        let etag = if asked.contains_key(header::IF_NONE_MATCH) {
            etag::held(asked, &self.etag)?
        } else {
            let changes = self.changes?;
            let since = asked.get(header::IF_MODIFIED_SINCE)?.to_str().ok()?;
            let since = parse_http(since)?;
            // A clock that is ahead of this one's says nothing.
            if changes.modified()? > since || since > changes.now {
                return None;
            }
            self.etag.clone()
        };
        Some(self.put(StatusCode::NOT_MODIFIED.into_response(), &etag))
    }

    fn put(&self, mut response: Response, etag: &str) -> Response {
        let headers = response.headers_mut();
        let modified = self.changes.and_then(Changes::modified).map(http);
        let fields = [
            (header::CONTENT_TYPE, Some(self.mime.to_owned())),
            (header::ETAG, Some(etag.to_owned())),
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
}
