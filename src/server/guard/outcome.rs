//! Gives a failed server function its status: the framework answers every failure with 500.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use server_fn::Decodes as _;

use crate::{
    error::{AppError, json::ErrorJson},
    server::services::rest,
};

/// More than any error.
const MAX_ERROR: usize = 64 * 1024;

/// Sets the status of an error that never reached a function, such as arguments that cannot be read.
pub async fn set_status(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_function = path.starts_with("/api/") && !rest::is_asked_at(path);
    let response = next.run(request).await;
    if !is_function || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MAX_ERROR).await else {
        return Response::from_parts(parts, Body::empty());
    };
    if let Ok(error) = ErrorJson::decode(body.clone()) {
        parts.status = StatusCode::from_u16(error.status_code()).unwrap_or(parts.status);
        let wait = match error {
            AppError::TooMany { retry_after } => Some(retry_after),
            AppError::Transport(_) => Some(1),
            _ => None,
        };
        if let Some(wait) = wait {
            parts.headers.insert(header::RETRY_AFTER, wait.into());
        }
    }
    Response::from_parts(parts, Body::from(body))
}
