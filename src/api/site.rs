//! What the site says of itself.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::drawn::DrawnPage,
};

/// What it keeps of its readers, drawn.
#[server(prefix = "/api", endpoint = "privacy/read", input = GetUrl, output = Json)]
pub async fn read_privacy() -> Result<DrawnPage, AppError> {
    Ok(crate::drawn::privacy::draw())
}
