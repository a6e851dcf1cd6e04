//! Posts, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::AppError,
    model::{listing::PostList, post::PostPage},
};

/// One page of all posts, newest first.
#[server(prefix = "/api", endpoint = "posts/list", input = GetUrl)]
pub async fn list_posts(page: u32) -> Result<PostList, AppError> {
    use crate::server::{fault::answer, services::posts};
    answer(async |context| posts::list_posts(&context, page).await).await
}

/// The post that readers see at `slug`.
#[server(prefix = "/api", endpoint = "posts/read", input = GetUrl)]
pub async fn read_post(slug: String) -> Result<PostPage, AppError> {
    use crate::server::{fault::answer, services::posts};
    answer(async |context| posts::read_post(&context, &slug).await).await
}
