//! What an owner does with the people who write here.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::{
        account::{AuditPage, People},
        role::Role,
    },
};

/// Everybody who writes here or is asked to.
#[server(prefix = "/api", endpoint = "people/list", input = GetUrl, output = Json)]
pub async fn list_people() -> Result<People, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::people},
    };
    let actor = require(Action::ManagePeople).await?;
    answer(async |context| people::list_people(&context, &actor).await.map(Some)).await
}

/// Makes a link with which the holder of an address opens an account; answers the link.
#[server(prefix = "/api", endpoint = "people/invite", output = Json)]
pub async fn invite_person(email: String, role: Role) -> Result<String, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::people},
    };
    let actor = require(Action::ManagePeople).await?;
    answer(async |context| {
        let path = people::invite(&context.database, &actor, &email, role).await?;
        Ok(Some(path.map(|path| context.site().absolute(&path))))
    })
    .await?
}

/// Takes an invitation back.
#[server(prefix = "/api", endpoint = "people/uninvite", output = Json)]
pub async fn withdraw_invitation(id: String) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::people},
    };
    let actor = require(Action::ManagePeople).await?;
    answer(async |context| people::withdraw_invitation(&context.database, &actor, &id).await).await
}

/// Makes a link with which a person chooses a new password; answers the link.
#[server(prefix = "/api", endpoint = "people/reset", output = Json)]
pub async fn reset_person(id: i64) -> Result<String, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::people},
    };
    let actor = require(Action::ManagePeople).await?;
    answer(async |context| {
        let path = people::reset(&context.database, &actor, id).await?;
        Ok(path.map(|path| context.site().absolute(&path)))
    })
    .await
}

/// Gives a person another role; their sessions end.
#[server(prefix = "/api", endpoint = "people/role", output = Json)]
pub async fn set_role(id: i64, role: Role) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::people},
    };
    let actor = require(Action::ManagePeople).await?;
    answer(async |context| people::set_role(&context.database, &actor, id, role).await).await?
}

/// Closes an account, or opens it again.
#[server(prefix = "/api", endpoint = "people/disable", output = Json)]
pub async fn set_disabled(id: i64, disabled: bool) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::people},
    };
    let actor = require(Action::ManagePeople).await?;
    answer(async |context| people::set_disabled(&context.database, &actor, id, disabled).await).await?
}

/// Puts one person in the place of another on all their posts; answers how many.
#[server(prefix = "/api", endpoint = "people/hand-over", output = Json)]
pub async fn hand_over(from: i64, to: i64) -> Result<u32, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::people},
    };
    let actor = require(Action::ManagePeople).await?;
    answer(async |context| people::hand_over(&context.database, &actor, from, to).await).await?
}

/// Makes an author without an account the one that a person is to readers.
#[server(prefix = "/api", endpoint = "people/claim", output = Json)]
pub async fn claim_author(id: i64, author: String) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::people},
    };
    let actor = require(Action::ManagePeople).await?;
    answer(async |context| people::claim_author(&context.database, &actor, id, &author).await).await?
}

/// A page of the audit log, from before the entry `before` on.
#[server(prefix = "/api", endpoint = "audit/list", input = GetUrl, output = Json)]
pub async fn list_audit(before: Option<i64>) -> Result<AuditPage, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::accounts::people},
    };
    require(Action::ReadAudit).await?;
    answer(async |context| people::list_audit(&context, before).await.map(Some)).await
}
