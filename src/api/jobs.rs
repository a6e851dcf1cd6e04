//! Work that is done later, as those ask for it who look after the site.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::job::Queue,
};

/// What waits, runs, failed and finished.
#[server(prefix = "/api", endpoint = "jobs/list", input = GetUrl, output = Json)]
pub async fn list_queue() -> Result<Queue, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::jobs::queue},
    };
    require(Action::KeepOrder).await?;
    answer(async |context| queue::list_queue(&context).await.map(Some)).await
}

/// Begins a job anew that was given up.
#[server(prefix = "/api", endpoint = "jobs/retry", output = Json)]
pub async fn retry_job(id: i64) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::jobs::queue},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| queue::retry_job(&context, &actor, id).await).await
}

/// Takes a job that has not finished out of the queue; a post that waited for it is a draft again.
#[server(prefix = "/api", endpoint = "jobs/cancel", output = Json)]
pub async fn cancel_job(id: i64) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::jobs::queue},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| queue::cancel_job(&context, &actor, id).await).await?
}
