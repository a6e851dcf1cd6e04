//! What an owner says of the site.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::settings::{Changes, DeskSettings},
};

/// The settings that count now.
#[server(prefix = "/api", endpoint = "settings/read", input = GetUrl, output = Json)]
pub async fn read_settings() -> Result<DeskSettings, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::settings},
    };
    require(Action::ChangeSettings).await?;
    answer(async |context| Ok(Some(settings::read_settings(&context.settings)))).await
}

/// Changes settings, all or none; answers those that count then.
#[server(prefix = "/api", endpoint = "settings/change", input = Json, input_derive = (miniserde::Serialize, miniserde::Deserialize), output = Json)]
pub async fn change_settings(changes: Changes) -> Result<DeskSettings, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::settings},
    };
    let actor = require(Action::ChangeSettings).await?;
    answer(async |context| {
        let written = settings::change_settings(&context.database, &context.settings, &actor, &changes);
        written.await.map(Some)
    })
    .await?
}
