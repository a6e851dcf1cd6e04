//! Views, as the page that a reader looks at counts them.

use leptos::prelude::*;

use crate::error::{AppError, json::Json};

/// Counts that a reader saw the post at `slug`; `token` is what its page carries. Answered once it is kept, and in the
/// same way when this reader was counted before or is not to be counted.
#[server(prefix = "/api", endpoint = "views/record", output = Json)]
pub async fn record_view(slug: String, token: String) -> Result<(), AppError> {
    use crate::server::{fault::answer, services::views::Visit};
    let parts = expect_context::<axum::http::request::Parts>();
    let visit = Visit::read(&parts.headers, &parts.extensions, false);
    answer(async |context| context.views.record(visit, &slug, &token).await.map(Some)).await?
}
