//! Links to drafts, for those who write them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::share::{DraftLink, NewLink},
};

/// The links that open a post's draft.
#[server(prefix = "/api", endpoint = "desk/links", input = GetUrl, output = Json)]
pub async fn list_links(post: String) -> Result<Vec<DraftLink>, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::share},
    };
    require_post(Action::WritePost, &post).await?;
    answer(async |context| share::list_links(&context, &post).await).await
}

/// Makes a link that opens a post's draft for so many days.
#[server(prefix = "/api", endpoint = "desk/links/make", output = Json)]
pub async fn make_link(post: String, days: u32) -> Result<NewLink, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::share},
    };
    let actor = require_post(Action::WritePost, &post).await?;
    answer(async |context| share::make_link(&context, &actor, &post, days).await).await?
}

/// Takes a link back; answers those that are left.
#[server(prefix = "/api", endpoint = "desk/links/withdraw", output = Json)]
pub async fn withdraw_link(post: String, id: String) -> Result<Vec<DraftLink>, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::share},
    };
    let actor = require_post(Action::WritePost, &post).await?;
    answer(async |context| share::withdraw_link(&context, &actor, &post, &id).await).await
}
