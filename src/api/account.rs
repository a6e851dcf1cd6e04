//! What everybody does with their own account.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::account::Me,
};

/// Who asks, with profile and sessions.
#[server(prefix = "/api", endpoint = "account/read", input = GetUrl, output = Json)]
pub async fn read_me() -> Result<Me, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::own},
    };
    let actor = require(Action::EnterDesk).await?;
    answer(async |context| own::read_me(&context, &actor).await).await
}

/// Says what readers are told of who asks.
#[server(prefix = "/api", endpoint = "account/profile", output = Json)]
pub async fn write_profile(name: String, bio: String, links: String) -> Result<(), AppError> {
    use crate::{
        model::{account::Profile, role::Action},
        server::{auth::require, fault::answer, services::accounts::own},
    };
    let actor = require(Action::KeepOwnAccount).await?;
    let profile = Profile { name, bio, links };
    answer(async |context| own::write_profile(&context, &actor, &profile).await).await?
}

/// Gives who asks this picture, or none where the path is empty.
#[server(prefix = "/api", endpoint = "account/picture", output = Json)]
pub async fn set_picture(path: String) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::own},
    };
    let actor = require(Action::KeepOwnAccount).await?;
    answer(async |context| own::set_picture(&context, &actor, &path).await).await?
}

/// Sets another password for who asks, and ends all their other sessions.
#[server(prefix = "/api", endpoint = "account/password", output = Json)]
pub async fn change_password(current: String, new: String) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{
            auth::{require, set_cookie},
            fault::answer,
            services::accounts::own,
        },
    };
    let actor = require(Action::KeepOwnAccount).await?;
    let token =
        answer(async |context| own::change_password(&context, &actor, &current, &new).await).await??;
    set_cookie(Some(&token));
    Ok(())
}

/// Ends one session of who asks.
#[server(prefix = "/api", endpoint = "account/sessions/end", output = Json)]
pub async fn end_session(id: i64) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::own},
    };
    let actor = require(Action::KeepOwnAccount).await?;
    answer(async |context| own::end_session(&context, &actor, id).await).await
}

/// Ends all sessions of who asks but the one that asks.
#[server(prefix = "/api", endpoint = "account/sessions/end-others", output = Json)]
pub async fn end_other_sessions() -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::own},
    };
    let actor = require(Action::KeepOwnAccount).await?;
    answer(async |context| own::end_other_sessions(&context, &actor).await).await
}
