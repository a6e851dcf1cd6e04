//! Series, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::series::SeriesPage,
};

/// One series with its visible parts.
#[server(prefix = "/api", endpoint = "series/read", input = GetUrl, output = Json)]
pub async fn read_series(slug: String) -> Result<SeriesPage, AppError> {
    use crate::server::{fault::answer, services::series};
    answer(async |context| series::read_series(&context, &slug).await).await
}
