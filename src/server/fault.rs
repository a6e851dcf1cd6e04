//! A failure of ours: what happened goes into the log once, and a reference to it goes to the reader.

use std::{fmt, io};

use axum::{
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::{context::Context, db};
use crate::error::AppError;

/// Something that should not have happened, with all that is known of it. Never shown to a reader.
pub struct Fault(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Fault {
    /// What happened, for the command line, which shows all of it.
    pub fn into_inner(self) -> anyhow::Error {
        self.0
    }

    /// Logs the failure under a reference and gives what the reader is told.
    pub fn report(self, reference: &str) -> AppError {
        tracing::error!(reference, "{:#}", self.0);
        if is_full(&self.0) {
            return AppError::Full(format!(
                "The server’s disk is full, so nothing more can be saved; what was saved before is not lost. Tell \
                 whoever runs this site ({reference} in the log), and try again once there is room."
            ));
        }
        AppError::Internal {
            reference: reference.to_owned(),
        }
    }
}

/// Whether something failed because a disk is full.
pub fn is_full(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let refused = cause.downcast_ref::<io::Error>();
        refused.is_some_and(is_refused_for_room) || cause.downcast_ref().is_some_and(db::is_full)
    })
}

/// Whether the system has no room left for a file, or none for this user.
pub fn is_refused_for_room(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

/// The header under which a request carries its id from the first layer to the last.
pub const REQUEST_ID: &str = "x-request-id";

/// Answers a server function: gives its service the context, logs a fault, turns nothing into "not found", and sets
/// the status that goes with it.
///
/// This is the one place where a failure becomes an [`AppError`].
pub async fn answer<T>(
    service: impl AsyncFnOnce(Context) -> Result<Option<T>, Fault>,
) -> Result<T, AppError> {
    let outcome = match Context::current() {
        Ok(context) => service(context).await,
        Err(fault) => Err(fault),
    };
    let error = match outcome {
        Ok(Some(value)) => return Ok(value),
        Ok(None) => AppError::NotFound,
        Err(fault) => {
            let parts = use_context::<Parts>();
            fault.report(
                parts
                    .as_ref()
                    .map_or("unknown", |parts| reference(&parts.headers)),
            )
        }
    };
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status(&error));
    }
    Err(error)
}

/// Whether what is answered becomes part of a page, and is not sent to a caller of the function.
pub fn is_on_page() -> bool {
    use_context::<Parts>().is_some_and(|parts| !parts.uri.path().starts_with("/api/"))
}

/// The status of an answer that says what went wrong.
pub fn status(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Logs a failure and answers with what the reader is told, as plain text that nobody keeps.
pub fn fail(fault: Fault, headers: &HeaderMap) -> Response {
    refuse(&fault.report(reference(headers)))
}

/// Answers with what went wrong, as plain text that nobody keeps.
pub fn refuse(error: &AppError) -> Response {
    (
        status(error),
        [(header::CACHE_CONTROL, "no-store")],
        error.to_string(),
    )
        .into_response()
}

/// What names a request in the log and to the reader.
pub fn reference(headers: &HeaderMap) -> &str {
    headers
        .get(REQUEST_ID)
        .and_then(|id| id.to_str().ok())
        .unwrap_or("unknown")
}
