//! What went wrong, in the reader's words. It crosses the wire, so no inner detail is ever put into it.

use std::collections::BTreeMap;

use server_fn::error::{FromServerFnError, ServerFnErrorErr};

pub mod json;

/// What is wrong with which field of a form, in a sentence each.
pub type FieldErrors = BTreeMap<String, String>;

/// Every way in which a request can fail, as the person who made it is told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppError {
    /// There is nothing at this address, or nothing this person may know of. 404.
    #[error("There is no page at this address.")]
    NotFound,
    /// Nobody is signed in. 401.
    #[error("Sign in to go on.")]
    Unauthorized,
    /// Signed in, but not allowed. 403.
    #[error("You are not allowed to do this.")]
    Forbidden,
    /// Some fields need another value. 422.
    #[error("Some of what you entered needs another look.")]
    Invalid(FieldErrors),
    /// Someone else was quicker. 409.
    #[error("{0}")]
    Conflict(String),
    /// Too many requests in a short time. 429.
    #[error("That was a lot in a short time. Try again in {retry_after} seconds.")]
    TooMany {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// A fault of ours; the log tells more under the same reference. 500.
    #[error("Something went wrong on our side. The fault is in the log as {reference}.")]
    Internal {
        /// The request's id.
        reference: String,
    },
    /// The server has no room left; in words, with who can help. 507.
    #[error("{0}")]
    Full(String),
    /// The server could not be reached, or its answer could not be read. 503.
    #[error("The server could not be reached. Check the connection and try again.")]
    Transport(String),
}

impl AppError {
    /// One field needs another value; why, in a sentence.
    pub fn field(name: &str, what: impl Into<String>) -> Self {
        Self::Invalid(FieldErrors::from([(name.to_owned(), what.into())]))
    }

    /// The HTTP status that goes with it.
    pub fn status_code(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::Invalid(_) => 422,
            Self::Conflict(_) => 409,
            Self::TooMany { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Transport(_) => 503,
            Self::Full(_) => 507,
        }
    }

    /// Whether the same request may succeed a moment later.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::TooMany { .. } | Self::Internal { .. } | Self::Full(_) | Self::Transport(_)
        )
    }
}

impl FromServerFnError for AppError {
    type Encoder = json::ErrorJson;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // What the client sent could not be read as the function's arguments.
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Invalid(FieldErrors::new()),
            other => Self::Transport(kind(&other).to_owned()),
        }
    }
}

/// A word for the developer's console; the inner text may hold what the user typed, so it stays out.
fn kind(error: &ServerFnErrorErr) -> &'static str {
    match error {
        ServerFnErrorErr::Request(_) => "request",
        ServerFnErrorErr::Response(_) => "response",
        ServerFnErrorErr::Registration(_) => "registration",
        ServerFnErrorErr::UnsupportedRequestMethod(_) => "method",
        ServerFnErrorErr::MiddlewareError(_) => "middleware",
        ServerFnErrorErr::Serialization(_) => "serialization",
        _ => "server",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_sent_is_never_echoed() {
        let error = AppError::from_server_fn_error(ServerFnErrorErr::Args("<script>".to_owned()));
        assert!(!format!("{error:?} {error}").contains("script"));
        assert_eq!(error.status_code(), 422);
    }
}
