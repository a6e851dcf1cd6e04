//! How answers and errors are written for the way: as JSON, by a reader that is a fifth of serde's size in a browser.

use std::convert::Infallible;

use miniserde::{Deserialize, Serialize, json};
use server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};

use super::{AppError, FieldErrors};

/// Answers as JSON.
pub struct JsonEncoding;

/// Answers as JSON in the body.
pub type Json = Post<JsonEncoding>;

impl ContentType for JsonEncoding {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonEncoding {
    type Error = Infallible;

    fn encode(answer: &T) -> Result<Bytes, Self::Error> {
        Ok(json::to_string(answer).into())
    }
}

impl<T: Deserialize> Decodes<T> for JsonEncoding {
    type Error = miniserde::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        json::from_str(std::str::from_utf8(&bytes).map_err(|_| miniserde::Error)?)
    }
}

/// Errors as JSON.
pub struct ErrorJson;

/// An error as it is written: its name, and what else there is to say.
#[derive(Default, Serialize, Deserialize)]
struct Told {
    error: String,
    fields: FieldErrors,
    text: String,
    retry_after: u32,
}

impl ContentType for ErrorJson {
    const CONTENT_TYPE: &'static str = JsonEncoding::CONTENT_TYPE;
}

impl FormatType for ErrorJson {
    const FORMAT_TYPE: Format = Format::Text;
}

impl Encodes<AppError> for ErrorJson {
    type Error = Infallible;

    fn encode(error: &AppError) -> Result<Bytes, Self::Error> {
        let mut told = <Told as Default>::default();
        let name = match error {
            AppError::NotFound => "not_found",
            AppError::Unauthorized => "unauthorized",
            AppError::Forbidden => "forbidden",
            AppError::Invalid(fields) => {
                told.fields.clone_from(fields);
                "invalid"
            }
            AppError::Conflict(text) => {
                told.text.clone_from(text);
                "conflict"
            }
            AppError::TooMany { retry_after } => {
                told.retry_after = *retry_after;
                "too_many"
            }
            AppError::Internal { reference } => {
                told.text.clone_from(reference);
                "internal"
            }
            AppError::Full(text) => {
                told.text.clone_from(text);
                "full"
            }
            AppError::Transport(text) => {
                told.text.clone_from(text);
                "transport"
            }
        };
        told.error = name.to_owned();
        JsonEncoding::encode(&told)
    }
}

impl Decodes<AppError> for ErrorJson {
    type Error = miniserde::Error;

    fn decode(bytes: Bytes) -> Result<AppError, Self::Error> {
        let told: Told = JsonEncoding::decode(bytes)?;
        Ok(match told.error.as_str() {
            "not_found" => AppError::NotFound,
            "unauthorized" => AppError::Unauthorized,
            "forbidden" => AppError::Forbidden,
            "invalid" => AppError::Invalid(told.fields),
            "conflict" => AppError::Conflict(told.text),
            "too_many" => AppError::TooMany {
                retry_after: told.retry_after,
            },
            "internal" => AppError::Internal { reference: told.text },
            "full" => AppError::Full(told.text),
            "transport" => AppError::Transport(told.text),
            _ => return Err(miniserde::Error),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_arrives_as_it_was_sent() {
        let fields = FieldErrors::from([("title".to_owned(), "Give it a “title”.".to_owned())]);
        for error in [
            AppError::NotFound,
            AppError::Unauthorized,
            AppError::Forbidden,
            AppError::Invalid(fields),
            AppError::Conflict("Someone was quicker.".to_owned()),
            AppError::TooMany { retry_after: 7 },
            AppError::Internal {
                reference: "0a1b".to_owned(),
            },
            AppError::Full("There is no room.".to_owned()),
            AppError::Transport("request".to_owned()),
        ] {
            let Ok(bytes) = ErrorJson::encode(&error);
            assert_eq!(ErrorJson::decode(bytes).unwrap(), error);
        }
    }

    #[test]
    fn what_is_no_error_of_ours_is_none() {
        for text in [
            "",
            "{}",
            "\"NotFound\"",
            "<html>",
            r#"{"error":"other","fields":{},"text":"","retry_after":0}"#,
        ] {
            assert!(ErrorJson::decode(Bytes::from(text)).is_err(), "{text}");
        }
    }
}
