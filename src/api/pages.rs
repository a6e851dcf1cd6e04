//! Pages that the server draws, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::drawn::DrawnPage,
};

/// What is at `path` with this query, drawn: a tag, an author, a page such as `/about`, a project, a form …
///
/// Who loads the page at an address at which there is nothing is told so on a whole page; a function's caller gets an error.
#[server(prefix = "/api", endpoint = "pages/read", input = GetUrl, output = Json)]
pub async fn read_page(path: String, query: String) -> Result<DrawnPage, AppError> {
    use crate::server::{fault::answer, pages};
    answer(async |context| pages::read(&context, &path, &query).await).await
}
