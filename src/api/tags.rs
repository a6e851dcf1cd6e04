//! Tags, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::tag::{TagIndex, TagPage},
};

/// All tags with their exact counts.
#[server(prefix = "/api", endpoint = "tags/list", input = GetUrl, output = Json)]
pub async fn list_tags() -> Result<TagIndex, AppError> {
    use crate::server::{fault::answer, services::tags};
    answer(async |context| tags::list_tags(&context).await.map(Some)).await
}

/// One tag with one page of its posts.
#[server(prefix = "/api", endpoint = "tags/read", input = GetUrl, output = Json)]
pub async fn read_tag(slug: String, page: u32) -> Result<TagPage, AppError> {
    use crate::server::{fault::answer, services::tags};
    answer(async |context| tags::read_tag(&context, &slug, page).await).await
}
