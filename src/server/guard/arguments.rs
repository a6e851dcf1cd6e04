//! Refuses arguments that are no text before a function sees them: the form's decoder would put a replacement sign in
//! the place of what was sent, and the function would look for something that nobody asked for.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use percent_encoding::percent_decode_str;
use server_fn::{ContentType as _, error::FromServerFnError as _};

use crate::{
    error::{AppError, FieldErrors, json::ErrorJson},
    server::services::rest,
};

/// Answers 422 to a call whose query holds bytes that are not UTF-8.
pub async fn refuse_garbled(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let garbled = uri.path().starts_with("/api/")
        && !rest::is_asked_at(uri.path())
        && uri
            .query()
            .is_some_and(|query| percent_decode_str(query).decode_utf8().is_err());
    if garbled {
        let error = AppError::Invalid(FieldErrors::new());
        return (
            StatusCode::UNPROCESSABLE_ENTITY,
            [(header::CONTENT_TYPE, ErrorJson::CONTENT_TYPE)],
            error.ser(),
        )
            .into_response();
    }
    next.run(request).await
}
