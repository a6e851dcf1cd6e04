//! Forms as a browser sends them.

use axum::{
    Form,
    extract::{FromRequest as _, Request},
    http::request::Parts,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

/// The fields of a form that was sent, and the request without it; else the answer to what is no form, or too large.
pub async fn read<T: for<'a> Deserialize<'a>>(request: Request) -> Result<(Parts, T), Response> {
    let (parts, body) = request.into_parts();
    let again = Request::from_parts(parts.clone(), body);
    match Form::<T>::from_request(again, &()).await {
        Ok(Form(filled)) => Ok((parts, filled)),
        Err(refused) => Err(refused.into_response()),
    }
}
