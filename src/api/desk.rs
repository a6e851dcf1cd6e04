//! Posts, as those who write them ask for and change them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::{
        desk::{DeskPosts, OpenPost, PreviewNeeds, PreviewParts, RevisionItem},
        draft::save::{Head, SaveReply, SaveRequest},
        sorting::{SeriesChoice, TagChoice},
    },
};

/// A page of the posts that who asks may write on; of pages or projects where `kind` says so.
#[server(prefix = "/api", endpoint = "desk/posts", input = GetUrl, output = Json)]
pub async fn list_desk_posts(
    words: String,
    status: String,
    mine: bool,
    sort: String,
    page: u32,
    kind: Option<String>,
) -> Result<DeskPosts, AppError> {
    use crate::{
        model::role::Action,
        server::{
            auth::require,
            fault::answer,
            services::drafts::list::{self, Asked},
        },
    };
    let actor = require(Action::EnterDesk).await?;
    let asked = Asked {
        kind: kind.unwrap_or_default(),
        words,
        status,
        mine,
        sort,
        page,
    };
    answer(async |context| list::list_posts(&context, &actor, &asked).await.map(Some)).await
}

/// Begins a post, or a page or project where `kind` says so; answers what names it at the desk.
#[server(prefix = "/api", endpoint = "desk/begin", output = Json)]
pub async fn begin_post(kind: Option<String>) -> Result<String, AppError> {
    use crate::{
        model::{role::Action, status::Kind},
        server::{auth::require, fault::answer, services::drafts},
    };
    let actor = require(Action::EnterDesk).await?;
    let kind = match kind {
        Some(word) => {
            Kind::parse(&word).ok_or_else(|| AppError::field("kind", "Begin a post, a page or a project."))?
        }
        None => Kind::Post,
    };
    answer(async |context| drafts::begin(&context, &actor, kind).await.map(Some)).await
}

/// Opens a post for writing, which makes its first revision where it has none.
#[server(prefix = "/api", endpoint = "desk/open", output = Json)]
pub async fn open_for_writing(post: String) -> Result<OpenPost, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts},
    };
    require_post(Action::WritePost, &post).await?;
    answer(async |context| drafts::open(&context, &post).await).await
}

/// Keeps a save, once however often it arrives, and does what is asked with it.
#[server(
    prefix = "/api",
    endpoint = "desk/save",
    input = Json,
    output = Json,
    input_derive = (miniserde::Serialize, miniserde::Deserialize)
)]
pub async fn save_draft(request: SaveRequest) -> Result<SaveReply, AppError> {
    use crate::{
        model::{draft::save::Act, role::Action},
        server::{auth::require_post, fault::answer, services::drafts},
    };
    let action = match &request.then {
        // A draft may be thrown away by who may only write on it; where it stands is asked with the save.
        Some(order) if order.act != Act::Trash => Action::PublishPost,
        _ => Action::WritePost,
    };
    let actor = require_post(action, &request.post).await?;
    answer(async |context| drafts::save(&context, &actor, &request).await).await?
}

/// What a preview needs and its text does not say: the sizes of pictures, the grammars of languages.
#[server(
    prefix = "/api",
    endpoint = "desk/preview",
    input = Json,
    output = Json,
    input_derive = (miniserde::Serialize, miniserde::Deserialize)
)]
pub async fn find_preview_parts(needs: PreviewNeeds) -> Result<PreviewParts, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::drafts::content},
    };
    require(Action::EnterDesk).await?;
    answer(async |context| content::find_preview_parts(&context, &needs).await.map(Some)).await
}

/// Takes a post out of the trash. What readers saw or were to see takes the right to publish, as throwing it away does.
#[server(prefix = "/api", endpoint = "desk/take-back", output = Json)]
pub async fn take_back(post: String) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::thrown},
    };
    let actor = require_post(Action::WritePost, &post).await?;
    answer(async |context| thrown::take_back(&context, &actor, &post).await).await?
}

/// Throws a post away; it can be taken back. What readers see or are to see takes the right to publish.
#[server(prefix = "/api", endpoint = "desk/trash", output = Json)]
pub async fn trash_post(post: String) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::thrown},
    };
    let actor = require_post(Action::WritePost, &post).await?;
    answer(async |context| thrown::throw_away(&context, &actor, &post).await).await?
}

/// Deletes a post that is in the trash for good.
#[server(prefix = "/api", endpoint = "desk/delete", output = Json)]
pub async fn delete_post(post: String) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::trash},
    };
    let actor = require(Action::EmptyTrash).await?;
    answer(async |context| trash::delete(&context, &actor, &post).await).await?
}

/// Deletes everything that is in the trash for good; answers how many posts that were.
#[server(prefix = "/api", endpoint = "desk/empty-trash", output = Json)]
pub async fn empty_trash() -> Result<u32, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::trash},
    };
    let actor = require(Action::EmptyTrash).await?;
    answer(async |context| trash::empty(&context, &actor).await.map(Some)).await
}

/// Begins a post as a copy of another one; answers what names it at the desk.
#[server(prefix = "/api", endpoint = "desk/duplicate", output = Json)]
pub async fn duplicate_post(post: String) -> Result<String, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::copy},
    };
    let actor = require_post(Action::WritePost, &post).await?;
    answer(async |context| copy::duplicate(&context, &actor, &post).await).await
}

/// The revisions of a post, the latest first, from before a number on.
#[server(prefix = "/api", endpoint = "desk/revisions", input = GetUrl, output = Json)]
pub async fn list_revisions(post: String, before: Option<i64>) -> Result<Vec<RevisionItem>, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::list},
    };
    require_post(Action::WritePost, &post).await?;
    answer(async |context| list::list_revisions(&context, &post, before).await).await
}

/// One revision of a post with its content.
#[server(prefix = "/api", endpoint = "desk/revision", input = GetUrl, output = Json)]
pub async fn read_revision(post: String, number: i64) -> Result<Head, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts},
    };
    require_post(Action::WritePost, &post).await?;
    answer(async |context| drafts::read_revision(&context, &post, number).await).await
}

/// Makes an older revision the latest again, as a new one and with the authors of now; answers that.
#[server(prefix = "/api", endpoint = "desk/restore", output = Json)]
pub async fn restore_revision(post: String, number: i64) -> Result<Head, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts},
    };
    let actor = require_post(Action::WritePost, &post).await?;
    answer(async |context| drafts::restore_revision(&context, &actor, &post, number).await).await?
}

/// Tags that complete what somebody types: those that begin with it first, else the most used.
#[server(prefix = "/api", endpoint = "desk/tags", input = GetUrl, output = Json)]
pub async fn find_tags(words: String) -> Result<Vec<TagChoice>, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::choices},
    };
    require(Action::EnterDesk).await?;
    answer(async |context| choices::find_tags(&context, &words).await.map(Some)).await
}

/// What becomes of the tags that a draft names where that is worth knowing, in a sentence each. Each of `names` is a line.
#[server(prefix = "/api", endpoint = "desk/tags/told", input = GetUrl, output = Json)]
pub async fn tell_tags(post: String, names: String) -> Result<Vec<String>, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require_post, fault::answer, services::drafts::settled},
    };
    require_post(Action::WritePost, &post).await?;
    answer(async |context| settled::tell_tags(&context, &post, &names).await).await
}

/// Series that complete what somebody types: those that begin with it first.
#[server(prefix = "/api", endpoint = "desk/series", input = GetUrl, output = Json)]
pub async fn find_series(words: String) -> Result<Vec<SeriesChoice>, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::choices},
    };
    require(Action::EnterDesk).await?;
    answer(async |context| choices::find_series(&context, &words).await.map(Some)).await
}
