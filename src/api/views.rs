//! Views, as the page that a reader looks at counts them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::views::PostViews,
};

/// Counts that a reader saw the post at `slug`; `token` is what its page carries. Answered once it is kept, and in the
/// same way when this reader was counted before or is not to be counted.
#[server(prefix = "/api", endpoint = "views/record", output = Json)]
pub async fn record_view(slug: String, token: String) -> Result<(), AppError> {
    use crate::server::{auth::identify, fault::answer, services::views::Visit};
    let parts = expect_context::<axum::http::request::Parts>();
    answer(async |context| {
        let staff = identify(&context, &parts).await?.is_some();
        let visit = Visit::read(&parts.headers, &parts.extensions, staff);
        context.views.record(visit, &slug, &token).await.map(Some)
    })
    .await?
}

/// How often the posts at `slugs` were read, with commas between them; at most a page of them. Those that were not, and
/// those that nobody may see, are left out.
#[server(prefix = "/api", endpoint = "views/read", input = GetUrl, output = Json)]
pub async fn read_views(slugs: String) -> Result<Vec<PostViews>, AppError> {
    use crate::server::{fault::answer, services::views};
    answer(async |context| views::read_views(&context, &slugs).await.map(Some)).await
}
