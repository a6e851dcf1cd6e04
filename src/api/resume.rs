//! The owner's résumé, at the desk. It is sent there as a file, apart from these.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::resume::DeskResume,
};

/// What there is, and how often it was fetched.
#[server(prefix = "/api", endpoint = "resume/read", input = GetUrl, output = Json)]
pub async fn read_resume() -> Result<DeskResume, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::resume},
    };
    require(Action::ChangeSettings).await?;
    answer(async |context| resume::read_resume(&context).await.map(Some)).await
}

/// Takes it away.
#[server(prefix = "/api", endpoint = "resume/remove", output = Json)]
pub async fn remove_resume() -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::resume},
    };
    let actor = require(Action::ChangeSettings).await?;
    answer(async |context| {
        let removed = resume::remove_resume(&context.database, &context.media, &actor).await?;
        Ok(removed.then_some(()))
    })
    .await
}
