//! What the editor asks for while somebody writes.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::{
        checks::Checked,
        desk::{AuthorChoice, TimeChoice},
        draft::{Draft, save::Looked},
    },
};

/// The latest revision of a post, if it is newer than this one, and where the post stands.
#[server(prefix = "/api", endpoint = "desk/look", input = GetUrl, output = Json)]
pub async fn look_for_newer(post: String, revision: i64) -> Result<Looked, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts},
    };
    require_post(Action::WritePost, &post).await?;
    answer(async |context| drafts::look(&context, &post, revision).await).await
}

/// What is in the way of publishing a draft, and what else is worth a look in it, as far as only the server knows. Changes
/// nothing.
#[server(
    prefix = "/api",
    endpoint = "desk/check",
    input = Json,
    output = Json,
    input_derive = (miniserde::Serialize, miniserde::Deserialize)
)]
pub async fn check_draft(post: String, draft: Draft) -> Result<Checked, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::remarks},
    };
    let actor = require_post(Action::WritePost, &post).await?;
    answer(async |context| remarks::check_draft(&context, &actor, &post, &draft).await).await?
}

/// Those who can be named as authors, by some letters of their names.
#[server(prefix = "/api", endpoint = "desk/authors", input = GetUrl, output = Json)]
pub async fn find_authors(words: String) -> Result<Vec<AuthorChoice>, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::authors},
    };
    require(Action::EnterDesk).await?;
    answer(async |context| authors::find_authors(&context, &words).await.map(Some)).await
}

/// Understands a date and time of a form, in the named time zone of who wrote it.
#[server(prefix = "/api", endpoint = "desk/time", input = GetUrl, output = Json)]
pub async fn read_time(text: String, zone: String) -> Result<TimeChoice, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::drafts::times},
    };
    require(Action::EnterDesk).await?;
    answer(async |context| Ok(Some(times::read_time(&context, &text, &zone)))).await?
}
