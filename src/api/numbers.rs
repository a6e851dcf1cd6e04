//! How often posts are read, for those who write them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::numbers::{PostNumbers, SiteNumbers},
};

/// The site's numbers over so many days.
#[server(prefix = "/api", endpoint = "desk/numbers", input = GetUrl, output = Json)]
pub async fn read_numbers(days: u32) -> Result<SiteNumbers, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::numbers},
    };
    let actor = require(Action::EnterDesk).await?;
    answer(async |context| numbers::read_site(&context, &actor, days).await.map(Some)).await
}

/// A post's numbers over so many days.
#[server(prefix = "/api", endpoint = "desk/post-numbers", input = GetUrl, output = Json)]
pub async fn read_post_numbers(post: String, days: u32) -> Result<PostNumbers, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::numbers},
    };
    require_post(Action::ReadNumbers, &post).await?;
    answer(async |context| numbers::read_post(&context, &post, days).await).await
}
