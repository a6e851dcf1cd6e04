//! What readers sent, for those who answer it.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::letters::{Inbox, Subscribers},
};

/// A page of those who want the newsletter.
#[server(prefix = "/api", endpoint = "letters/subscribers", input = GetUrl, output = Json)]
pub async fn list_subscribers(page: u32) -> Result<Subscribers, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::letters::list},
    };
    require(Action::KeepSubscribers).await?;
    answer(async |context| list::list_subscribers(&context, page).await.map(Some)).await
}

/// Forgets one of them.
#[server(prefix = "/api", endpoint = "letters/subscribers/erase", output = Json)]
pub async fn erase_subscriber(id: i64) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::letters::list},
    };
    let actor = require(Action::KeepSubscribers).await?;
    answer(async |context| list::erase_subscriber(&context.database, &actor, id).await).await
}

/// A page of the messages in a state; of those that nobody has read where there is no such state.
#[server(prefix = "/api", endpoint = "letters/inbox", input = GetUrl, output = Json)]
pub async fn list_messages(state: String, page: u32) -> Result<Inbox, AppError> {
    use crate::{
        model::{letters::MessageState, role::Action},
        server::{auth::require, fault::answer, services::letters::inbox},
    };
    require(Action::AnswerLetters).await?;
    let state = MessageState::parse(&state).unwrap_or(MessageState::Unread);
    answer(async |context| inbox::list_messages(&context, state, page).await.map(Some)).await
}

/// Says what has become of a message.
#[server(prefix = "/api", endpoint = "letters/inbox/mark", output = Json)]
pub async fn mark_message(id: i64, state: String) -> Result<(), AppError> {
    use crate::{
        model::{letters::MessageState, role::Action},
        server::{auth::require, fault::answer, services::letters::inbox},
    };
    let actor = require(Action::AnswerLetters).await?;
    answer(async |context| match MessageState::parse(&state) {
        Some(state) => inbox::mark_message(&context.database, &actor, id, state).await,
        None => Ok(None),
    })
    .await
}

/// Deletes a message.
#[server(prefix = "/api", endpoint = "letters/inbox/delete", output = Json)]
pub async fn delete_message(id: i64) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::letters::inbox},
    };
    let actor = require(Action::AnswerLetters).await?;
    answer(async |context| inbox::delete_message(&context.database, &actor, id).await).await
}
