//! What went wrong, as programs read it (RFC 9457).

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde::Serialize;

use crate::server::fault::Fault;

/// Its type.
pub const MIME: &str = "application/problem+json";

/// Something that a program can be told.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    parameters: Vec<String>,
    retry_after: Option<u32>,
}

/// As it is written. Each kind is a status, so that there is no need of types of our own: "about:blank" says so.
#[derive(Serialize)]
struct Told<'a> {
    r#type: &'static str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    parameters: &'a [String],
    request_id: &'a str,
}

impl Problem {
    /// What went wrong and what to do, in a sentence or two.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            parameters: Vec::new(),
            retry_after: None,
        }
    }

    /// These parameters cannot be as they are.
    pub fn parameters(names: Vec<String>, detail: impl Into<String>) -> Self {
        Self {
            parameters: names,
            ..Self::new(StatusCode::BAD_REQUEST, detail)
        }
    }

    /// This parameter cannot be as it is.
    pub fn parameter(name: &str, detail: impl Into<String>) -> Self {
        Self::parameters(vec![name.to_owned()], detail)
    }

    /// Too many requests; in so many seconds there can be more.
    pub fn too_many(seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                format!("That was a lot in a short time. Ask again in {seconds} seconds."),
            )
        }
    }

    /// The answer; `reference` names the request in the log.
    pub fn respond(self, reference: &str) -> Response {
        let told = Told {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: &self.detail,
            parameters: &self.parameters,
            request_id: reference,
        };
        let text = serde_json::to_string(&told).unwrap_or_default();
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(MIME))];
        let mut response = (self.status, kind, text).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

/// Whether an answer is told so already.
pub fn is_one(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == MIME)
}

/// Why there is no document.
#[derive(Debug)]
pub enum Failure {
    /// What was asked cannot be answered.
    Told(Problem),
    /// It has this address now.
    Moved(String),
    /// A fault of ours.
    Fault(Fault),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Told(problem)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
