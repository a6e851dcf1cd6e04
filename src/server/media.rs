//! Pictures over HTTP: taking them in, and giving them out. They may be shown, and do nothing.

use std::path::PathBuf;

use axum::{
    Router,
    body::{Body, BodyDataStream},
    extract::{Path, Query, Request, State},
    http::{HeaderValue, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, any, get, post},
};
use miniserde::json;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use tower::ServiceExt as _;
use tower_http::services::{ServeDir, ServeFile};

use super::{
    auth,
    context::Context,
    fault::{self, Fault, is_refused_for_room, reference},
    services::media::{
        library,
        picture::Refused,
        shelf,
        upload::{self, Problem},
    },
};
use crate::{
    error::AppError,
    model::{
        media::{MAX_BYTES, Uploaded},
        role::Action,
    },
};

/// What a file may do where it is opened by itself.
const SANDBOX: HeaderValue =
    HeaderValue::from_static("sandbox; default-src 'none'; style-src 'unsafe-inline'");

/// For files whose name holds a hash of what is in them.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// For what is not there, or only stands in for what is not there yet.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// Whoever can show these may; everything else is to be kept, not opened.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "webp", "gif", "svg", "avif"];

/// What takes pictures in.
pub fn upload_route() -> MethodRouter<Context> {
    post(take_in)
}

/// What gives out the files that they were made of.
pub fn original_route() -> MethodRouter<Context> {
    get(give_original)
}

/// What gives them out.
pub fn files() -> Router<Context> {
    Router::new().fallback(any(give_out))
}

/// What is said of a file besides its bytes.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    name: String,
}

async fn take_in(State(context): State<Context>, Query(asked): Query<Asked>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut body = body.into_data_stream();
    match take(&context, &parts, &asked.name, &mut body).await {
        Ok(uploaded) => {
            let kind = HeaderValue::from_static("application/json");
            ([(header::CONTENT_TYPE, kind)], json::to_string(&uploaded)).into_response()
        }
        Err(refused) => {
            // Who still sends does not hear the answer.
            upload::drain(&mut body).await;
            refused
        }
    }
}

/// Takes a picture of whoever may send one, or says why not.
async fn take(
    context: &Context,
    parts: &Parts,
    name: &str,
    body: &mut BodyDataStream,
) -> Result<Uploaded, Response> {
    let reference = reference(&parts.headers);
    let actor = auth::identify(context, parts)
        .await
        .map_err(|fault| broken(fault, reference))?;
    let actor = auth::authorise(actor, Action::UploadPicture).map_err(told)?;
    let announced = parts
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MAX_BYTES) {
        return Err(say(StatusCode::PAYLOAD_TOO_LARGE, upload::too_large()));
    }
    upload::upload(context, &actor, name, body)
        .await
        .map_err(|problem| explain(problem, reference))
}

/// Says why a picture was not taken.
fn explain(problem: Problem, reference: &str) -> Response {
    match problem {
        Problem::TooLarge => say(StatusCode::PAYLOAD_TOO_LARGE, upload::too_large()),
        Problem::Refused(Refused::Kind(reason)) => say(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason),
        Problem::Refused(Refused::Content(reason)) => say(StatusCode::UNPROCESSABLE_ENTITY, reason),
        Problem::BrokenOff => say(
            StatusCode::BAD_REQUEST,
            "The file did not arrive whole. Try again.".to_owned(),
        ),
        Problem::Disk(error) => {
            tracing::error!(reference, "a picture could not be stored: {error}");
            let why = if is_refused_for_room(&error) {
                "The server’s disk is full, so the picture is not stored; the file on your device is as it was."
            } else {
                "The server could not store the picture; its disk may be full."
            };
            say(
                StatusCode::INSUFFICIENT_STORAGE,
                format!(
                    "{why} Tell whoever runs this site ({reference} in the log), and try again after that."
                ),
            )
        }
        Problem::Fault(fault) => broken(fault, reference),
    }
}

fn broken(fault: Fault, reference: &str) -> Response {
    told(fault.report(reference))
}

fn told(error: AppError) -> Response {
    say(fault::status(&error), error.to_string())
}

/// Answers in words; whoever sent the picture shows them beside it.
fn say(status: StatusCode, words: String) -> Response {
    (status, words).into_response()
}

/// Gives the file that a picture was made of, which nothing was taken out of, to those who may have it; to be kept, not opened.
async fn give_original(State(context): State<Context>, Path(id): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let place = match find_original(&context, &parts, &id).await {
        Ok(place) => place,
        Err(error) => return told(error),
    };
    let served = ServeFile::new(place)
        .oneshot(Request::from_parts(parts, body))
        .await;
    let mut response = match served {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment"),
    );
    response
}

/// Where it lies, if who asks may have it.
async fn find_original(context: &Context, parts: &Parts, id: &str) -> Result<PathBuf, AppError> {
    let failed = |fault: Fault| fault.report(reference(&parts.headers));
    let actor = auth::identify(context, parts).await.map_err(failed)?;
    let actor = auth::authorise(actor, Action::EnterDesk)?;
    let id = id.parse::<i64>().map_err(|_| AppError::NotFound)?;
    let found = library::find_original(context, &actor, id)
        .await
        .map_err(failed)?;
    let (whose, place) = found.ok_or(AppError::NotFound)?;
    auth::authorise(Some(actor), Action::FetchOriginal(whose))?;
    Ok(place)
}

async fn give_out(State(context): State<Context>, request: Request) -> Response {
    let address = match percent_decode_str(request.uri().path()).decode_utf8() {
        Ok(path) => format!("/media{path}"),
        Err(_) => String::new(),
    };
    let name = shelf::name_at(&address);
    let end = name
        .and_then(|name| name.rsplit_once('.'))
        .map_or("", |(_, end)| end);
    let mut response = StatusCode::NOT_FOUND.into_response();
    let mut lasting = true;
    if let Some(name) = name {
        let stand_in = stand_in(&context, name).await;
        lasting = stand_in.is_none();
        response = serve(&context, request, stand_in).await;
    }
    let found = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    let keep = if found && lasting { FOREVER } else { REVALIDATE };
    headers.insert(header::CACHE_CONTROL, keep);
    headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    if found && !PICTURES.contains(&end) {
        headers.insert(
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment"),
        );
    }
    response
}

async fn serve(context: &Context, mut request: Request, instead: Option<String>) -> Response {
    if let Some(uri) = instead.and_then(|address| address.strip_prefix("/media")?.parse::<Uri>().ok()) {
        *request.uri_mut() = uri;
    }
    match ServeDir::new(context.media.as_ref())
        .append_index_html_on_directories(false)
        .oneshot(request)
        .await
    {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

/// The address of the picture that stands in for a smaller one of it that is not made yet.
async fn stand_in(context: &Context, name: &str) -> Option<String> {
    let wholes = shelf::wholes_of(&format!("/media/{name}"));
    if wholes.is_empty()
        || tokio::fs::try_exists(context.media.join(name))
            .await
            .unwrap_or(true)
    {
        return None;
    }
    for whole in wholes {
        if tokio::fs::try_exists(shelf::place(&context.media, &whole))
            .await
            .unwrap_or(false)
        {
            return Some(whole);
        }
    }
    None
}
