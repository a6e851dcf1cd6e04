//! Authors, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::person::AuthorPage,
};

/// One author with one page of their posts.
#[server(prefix = "/api", endpoint = "authors/read", input = GetUrl, output = Json)]
pub async fn read_author(slug: String, page: u32) -> Result<AuthorPage, AppError> {
    use crate::server::{fault::answer, services::authors};
    answer(async |context| authors::read_author(&context, &slug, page).await).await
}
