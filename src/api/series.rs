//! Series, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::series::SeriesPage,
};

/// One series with its visible parts, drawn.
#[server(prefix = "/api", endpoint = "series/read", input = GetUrl, output = Json)]
pub async fn read_series(slug: String) -> Result<SeriesPage, AppError> {
    use crate::{
        drawn,
        server::{
            fault::answer,
            guard::told::tell,
            pages::or_newest,
            services::{series, told},
        },
    };
    answer(async |context| {
        let series = or_newest(&context, series::read_series(&context, &slug).await?).await;
        Ok(series.map(|series| {
            tell(|| told::series(&context, &series));
            drawn::series::draw(series)
        }))
    })
    .await
}
