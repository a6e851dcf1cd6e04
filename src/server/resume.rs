//! `/resume`: the owner's résumé over HTTP, given out to readers and taken from who may.

use axum::{
    body::{Body, BodyDataStream},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{MethodRouter, get, post},
};
use futures_util::StreamExt as _;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use super::{
    auth,
    context::Context,
    fault::{self, Fault, is_refused_for_room, reference},
    router,
    services::{
        media::upload,
        resume::{self, Problem},
        views::Visit,
    },
};
use crate::{
    error::AppError,
    model::{
        resume::{MAX_RESUME, too_large},
        role::Action,
    },
};

/// What stands as it is in a name (RFC 8187, section 3.2.1).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// What gives it out.
pub fn route() -> MethodRouter<Context> {
    get(give_out)
}

/// What takes it in.
pub fn upload_route() -> MethodRouter<Context> {
    post(take_in)
}

async fn give_out(State(context): State<Context>, request: Request) -> Response {
    match give(&context, request).await {
        Ok(response) => response,
        Err((fault, reference)) => told(&fault.report(&reference)),
    }
}

async fn give(context: &Context, request: Request) -> Result<Response, (Fault, String)> {
    let (parts, body) = request.into_parts();
    let reference = reference(&parts.headers).to_owned();
    let named = |fault: Fault| (fault, reference.clone());
    let file = resume::find_resume(&context.database, &context.media)
        .await
        .map_err(named)?;
    let Some(file) = file else {
        return Ok(router::not_found(context, Request::from_parts(parts, body)).await);
    };
    let staff = auth::identify(context, &parts).await.map_err(named)?.is_some();
    let visit = Visit::read(&parts.headers, &parts.extensions, staff);
    let is_get = parts.method == Method::GET;
    let served = ServeFile::new(file)
        .oneshot(Request::from_parts(parts, body))
        .await;
    let mut response = match served {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    // A part of it, or that it is the same still, is none that somebody fetched.
    if is_get && response.status() == StatusCode::OK {
        resume::count_download(context, &visit).await.map_err(named)?;
    }
    let is_given = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if !is_given {
        return Ok(response);
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition(&context.site().owner)) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// What a browser does with it, and under which name (RFC 6266; the name as it is written by RFC 8187).
fn disposition(owner: &str) -> String {
    let (plain, whole) = resume::file_names(owner);
    let whole = utf8_percent_encode(&whole, UNRESERVED);
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

async fn take_in(State(context): State<Context>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut body = body.into_data_stream();
    let taken = async {
        let reference = reference(&parts.headers);
        let actor = auth::identify(&context, &parts)
            .await
            .map_err(|fault| told(&fault.report(reference)))?;
        let actor = auth::authorise(actor, Action::ChangeSettings).map_err(|error| told(&error))?;
        let bytes = receive(&mut body).await?;
        resume::keep_resume(&context.database, &context.media, &actor, bytes)
            .await
            .map_err(|problem| explain(problem, reference))
    };
    match taken.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refused) => {
            // Who still sends does not hear the answer.
            upload::drain(&mut body).await;
            refused
        }
    }
}

/// All of it, as far as it may go.
async fn receive(body: &mut BodyDataStream) -> Result<Vec<u8>, Response> {
    let mut bytes = Vec::new();
    while let Some(piece) = body.next().await {
        let Ok(piece) = piece else {
            let words = "The file did not arrive whole. Try again.";
            return Err(say(StatusCode::BAD_REQUEST, words.to_owned()));
        };
        bytes.extend_from_slice(&piece);
        if bytes.len() as u64 > MAX_RESUME {
            return Err(say(StatusCode::PAYLOAD_TOO_LARGE, too_large()));
        }
    }
    Ok(bytes)
}

fn explain(problem: Problem, reference: &str) -> Response {
    match problem {
        Problem::Refused(why) => say(StatusCode::UNSUPPORTED_MEDIA_TYPE, why),
        Problem::Disk(error) => {
            tracing::error!(reference, "a résumé could not be stored: {error}");
            let why = if is_refused_for_room(&error) {
                "The server’s disk is full, so the file is not stored; the one on your device is as it was."
            } else {
                "The server could not store the file; its disk may be full."
            };
            say(
                StatusCode::INSUFFICIENT_STORAGE,
                format!(
                    "{why} Tell whoever runs this site ({reference} in the log), and try again after that."
                ),
            )
        }
        Problem::Fault(fault) => told(&fault.report(reference)),
    }
}

fn told(error: &AppError) -> Response {
    say(fault::status(error), error.to_string())
}

/// Answers in words; whoever sent the file shows them beside it.
fn say(status: StatusCode, words: String) -> Response {
    (status, words).into_response()
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn the_name_is_written_for_old_programs_and_new_ones() {
        assert_eq!(
            disposition("Ada Märlow"),
            "attachment; filename=\"Ada-Marlow-Resume.pdf\"; filename*=UTF-8''Ada-M%C3%A4rlow-Resume.pdf"
        );
    }
}
