//! Pages and projects, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::drawn::DrawnPage,
};

/// What is at `path`, drawn: a page such as `about`, `portfolio`, or a project below it.
///
/// Who loads the page at an address at which there is nothing is told so on a whole page; a function's caller gets an error.
#[server(prefix = "/api", endpoint = "pages/read", input = GetUrl, output = Json)]
pub async fn read_page(path: String) -> Result<DrawnPage, AppError> {
    use super::posts::list_newest;
    use crate::{
        drawn,
        model::{drawn::Drawn, page::AtRoot},
        server::{
            fault::{answer, is_on_page},
            services::pages,
        },
    };
    let found = answer(async |context| {
        let found = pages::read(&context, &path).await?;
        Ok(found.map(|found| match found {
            AtRoot::Page(page) => drawn::page::draw(*page),
            AtRoot::Portfolio(projects) => {
                drawn::portfolio::draw(projects, &context.settings.front().portfolio_intro)
            }
        }))
    })
    .await;
    if matches!(found, Err(AppError::NotFound)) && is_on_page() {
        let newest = list_newest().await;
        return Ok(drawn::missing::draw(
            newest.unwrap_or(Drawn { html: String::new() }),
        ));
    }
    found
}
