//! Posts that are to be looked at again, as those who look after them ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::review::{Again, Reviewed, ToReview},
};

/// Posts that are to be looked at now or within 30 days, as far as who asks may say that they still hold.
#[server(prefix = "/api", endpoint = "desk/to-review", input = GetUrl, output = Json)]
pub async fn list_to_review() -> Result<ToReview, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::drafts::review},
    };
    let actor = require(Action::EnterDesk).await?;
    answer(async |context| review::list_due(&context, &actor).await.map(Some)).await
}

/// Says that a post still holds, and when to look again.
#[server(prefix = "/api", endpoint = "desk/review", output = Json)]
pub async fn review_post(post: String, again: Again) -> Result<Reviewed, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::review},
    };
    let actor = require_post(Action::PublishPost, &post).await?;
    answer(async |context| review::review(&context, &actor, &post, again).await).await?
}
