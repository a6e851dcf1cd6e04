//! How a post travels with its page: everything but its text, which the page holds already.

use codee::{Decoder, Encoder, string::JsonSerdeCodec};

use crate::{error::AppError, model::post::PostPage};

/// Encodes a post for hydration without its text. Sent twice, it would double the page.
pub struct WithoutText;

type Outcome = Result<PostPage, AppError>;

impl Encoder<Outcome> for WithoutText {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(outcome: &Outcome) -> Result<String, Self::Error> {
        match outcome {
            Ok(post) => {
                let slim = PostPage {
                    html: String::new(),
                    ..post.clone()
                };
                JsonSerdeCodec::encode(&Ok::<PostPage, AppError>(slim))
            }
            Err(_) => JsonSerdeCodec::encode(outcome),
        }
    }
}

impl Decoder<Outcome> for WithoutText {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<Outcome, Self::Error> {
        JsonSerdeCodec::decode(text)
    }
}
