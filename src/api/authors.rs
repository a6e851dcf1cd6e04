//! Authors, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::drawn::DrawnPage,
};

/// One author with one page of their posts, drawn.
#[server(prefix = "/api", endpoint = "authors/read", input = GetUrl, output = Json)]
pub async fn read_author(slug: String, page: u32) -> Result<DrawnPage, AppError> {
    use crate::{
        drawn,
        server::{
            fault::answer,
            guard::told::tell,
            services::{authors, told},
        },
    };
    answer(async |context| {
        let author = authors::read_author(&context, &slug, page).await?;
        Ok(author.map(|author| {
            let subject = author.author.clone();
            let page = drawn::author::draw(author);
            tell(|| told::author(&context, &subject, &page));
            page
        }))
    })
    .await
}
