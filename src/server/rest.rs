//! `/api/v1`: posts, tags, series and the search for programs. It is read only, and tells nothing that pages do not.
//!
//! What can be asked stands once, in `endpoint`: routes, the check of what is asked and the document that describes it all
//! follow from that.

use std::{future::Future, sync::Arc};

use axum::{
    body::to_bytes,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, any, get},
};

use self::{
    document::Document,
    endpoint::Endpoint,
    problem::{Failure, Problem},
    question::Question,
};
use super::{
    calendar,
    context::Context,
    fault::{reference, status},
    services::{
        rest,
        views::{ClientAddress, Prefix, rate::Rates},
    },
};

mod cursor;
mod document;
mod endpoint;
mod openapi;
mod problem;
mod question;
mod run;

/// Calls that one part of the network may make in a minute: five a second.
const LIMIT: u32 = 300;

/// Most bytes of words that become part of a problem.
const WORDS: usize = 2_048;

/// What scripts on other sites may read of an answer besides its text.
const EXPOSED: HeaderValue = HeaderValue::from_static("etag, link, retry-after, x-request-id");

/// What can be asked, each at its address.
pub fn routes() -> Vec<(String, MethodRouter<Context>)> {
    let rates = Arc::new(Rates::of(LIMIT));
    vec![
        route(&endpoint::POSTS, &rates, run::list_posts),
        route(&endpoint::POST, &rates, run::read_post),
        route(&endpoint::TAGS, &rates, run::list_tags),
        route(&endpoint::TAG, &rates, run::read_tag),
        route(&endpoint::ALL_SERIES, &rates, run::list_series),
        route(&endpoint::SERIES, &rates, run::read_series),
        route(&endpoint::SEARCH, &rates, run::search),
        route(&endpoint::OPENAPI, &rates, run::describe),
    ]
}

/// All other addresses below: nothing is there, and that is said as everything here is. One with a slash too many leads to where
/// something is.
pub fn nowhere() -> [(&'static str, MethodRouter<Context>); 3] {
    ["/api/v1", "/api/v1/", "/api/v1/{*rest}"].map(|path| (path, any(nothing)))
}

fn route<F, A>(endpoint: &'static Endpoint, rates: &Arc<Rates>, run: F) -> (String, MethodRouter<Context>)
where
    F: Fn(Context, Question) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Result<Document, Failure>> + Send + 'static,
{
    let rates = rates.clone();
    let answer = move |State(context): State<Context>, name: Option<Path<String>>, request: Request| {
        let (rates, run) = (rates.clone(), run.clone());
        async move {
            let (parts, _) = request.into_parts();
            let from = ClientAddress::of(&parts.extensions);
            let wait = rates.check(Prefix::of_limit(from), calendar::now());
            let name = name.map(|Path(name)| name);
            let asked = match wait {
                Some(seconds) => Err(Problem::too_many(seconds)),
                None => Question::read(endpoint, name, parts.uri.query().unwrap_or_default()),
            };
            let outcome = match asked {
                Ok(question) => run(context, question).await,
                Err(problem) => Err(problem.into()),
            };
            match outcome {
                Ok(document) => document.respond(&parts.headers),
                Err(failure) => failed(failure, &parts.headers),
            }
        }
    };
    (endpoint.path.to_owned(), get(answer).fallback(other_method))
}

fn failed(failure: Failure, asked: &HeaderMap) -> Response {
    let reference = reference(asked);
    match failure {
        Failure::Told(problem) => problem.respond(reference),
        Failure::Moved(address) => document::moved(StatusCode::MOVED_PERMANENTLY, &address),
        Failure::Fault(fault) => {
            let error = fault.report(reference);
            Problem::new(status(&error), error.to_string()).respond(reference)
        }
    }
}

async fn nothing(State(context): State<Context>, uri: Uri, headers: HeaderMap) -> Response {
    if let Some(right) = without_slash(&uri) {
        // Whatever is asked with another method is asked with it there.
        return document::moved(StatusCode::PERMANENT_REDIRECT, &right);
    }
    let document = context.site().absolute(endpoint::OPENAPI.path);
    let text =
        format!("There is nothing at this address. What can be asked, and where, is told at {document}.");
    Problem::new(StatusCode::NOT_FOUND, text).respond(reference(&headers))
}

/// The address without slashes at its end, where something can be asked there.
fn without_slash(uri: &Uri) -> Option<String> {
    let right = uri.path().trim_end_matches('/');
    let is_there = right != uri.path() && endpoint::ALL.iter().any(|endpoint| endpoint.is_at(right));
    let query = uri.query().map(|query| format!("?{query}"));
    is_there.then(|| format!("{right}{}", query.unwrap_or_default()))
}

async fn other_method(method: Method, headers: HeaderMap) -> Response {
    let text = format!("This can only be read: ask with GET or HEAD, not with {method}.");
    let mut response = Problem::new(StatusCode::METHOD_NOT_ALLOWED, text).respond(reference(&headers));
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// Lets everybody's scripts read what is answered here, and has what went wrong elsewhere on the way told as a problem.
pub async fn speak(request: Request, next: Next) -> Response {
    if !rest::is_asked_at(request.uri().path()) {
        return next.run(request).await;
    }
    let reference = reference(request.headers()).to_owned();
    let mut response = if is_preflight(&request) {
        preflight()
    } else {
        next.run(request).await
    };
    let failed = response.status().is_client_error() || response.status().is_server_error();
    if failed && !problem::is_one(&response) {
        response = retell(response, &reference).await;
    }
    let headers = response.headers_mut();
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
    ] {
        headers.insert(name, value);
    }
    response
}

/// Whether a browser asks what a script of another site may send (Fetch, section 4.8).
fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// It may read, and name what it has.
fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "if-none-match"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// The same as a problem, in the words that were found for it.
async fn retell(response: Response, reference: &str) -> Response {
    let (parts, body) = response.into_parts();
    let words = to_bytes(body, WORDS).await.unwrap_or_default();
    let words = String::from_utf8_lossy(&words);
    let detail = match words.trim() {
        "" => "The server could not answer this.".to_owned(),
        words => words.to_owned(),
    };
    let mut told = Problem::new(parts.status, detail).respond(reference);
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = parts.headers.get(&name) {
            told.headers_mut().insert(name, value.clone());
        }
    }
    told
}
