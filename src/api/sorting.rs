//! What orders posts, as those ask for and change it who look after it.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::sorting::{
        Changed, DeskRedirects, DeskSeries, DeskSeriesItem, DeskTags,
        collection::DeskCollection,
        order::{List, Ordered, Step},
    },
};

/// A page of all tags, and what was done to tags lately.
#[server(prefix = "/api", endpoint = "sorting/tags", input = GetUrl, output = Json)]
pub async fn list_desk_tags(words: String, page: u32) -> Result<DeskTags, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::tags},
    };
    require(Action::KeepOrder).await?;
    answer(async |context| tags::list_tags(&context, &words, page).await.map(Some)).await
}

/// Gives a tag another name, address and description.
#[server(prefix = "/api", endpoint = "sorting/tags/edit", output = Json)]
pub async fn edit_tag(id: i64, slug: String, name: String, description: String) -> Result<Changed, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::tags},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| tags::edit(&context.database, &actor, id, &slug, &name, &description).await)
        .await?
}

/// Puts one tag in the place of another.
#[server(prefix = "/api", endpoint = "sorting/tags/merge", output = Json)]
pub async fn merge_tags(id: i64, into: String) -> Result<Changed, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::tags},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| tags::merge(&context.database, &actor, id, &into).await).await?
}

/// Takes a tag off all posts and deletes it.
#[server(prefix = "/api", endpoint = "sorting/tags/delete", output = Json)]
pub async fn delete_tag(id: i64) -> Result<Changed, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::tags},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| tags::delete(&context.database, &actor, id).await).await?
}

/// Takes a change of a tag back; answers what was done, in words.
#[server(prefix = "/api", endpoint = "sorting/tags/undo", output = Json)]
pub async fn undo_tag_change(id: i64) -> Result<String, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::tags},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| tags::undo(&context.database, &actor, id).await).await?
}

/// Series whose title or address holds these words.
#[server(prefix = "/api", endpoint = "sorting/series", input = GetUrl, output = Json)]
pub async fn list_desk_series(words: String) -> Result<Vec<DeskSeriesItem>, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::series},
    };
    require(Action::KeepOrder).await?;
    answer(async |context| series::list_series(&context, &words).await.map(Some)).await
}

/// What is said of one series.
#[server(prefix = "/api", endpoint = "sorting/series/open", input = GetUrl, output = Json)]
pub async fn open_series(id: i64) -> Result<DeskSeries, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::series},
    };
    require(Action::KeepOrder).await?;
    answer(async |context| series::open(&context.database, id).await).await
}

/// Begins a series; answers by what it is opened.
#[server(prefix = "/api", endpoint = "sorting/series/create", output = Json)]
pub async fn create_series(title: String) -> Result<i64, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::series},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| series::create(&context.database, &actor, &title).await.map(Some)).await?
}

/// Says something else of a series.
#[server(prefix = "/api", endpoint = "sorting/series/edit", input = Json, input_derive = (miniserde::Serialize, miniserde::Deserialize), output = Json)]
pub async fn edit_series(series: DeskSeries) -> Result<DeskSeries, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::series::edit},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| edit(&context.database, &actor, &series).await).await?
}

/// Deletes a series; its posts stay.
#[server(prefix = "/api", endpoint = "sorting/series/delete", output = Json)]
pub async fn delete_series(id: i64) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::series},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| series::delete(&context.database, &actor, id).await).await
}

/// A list in its order: of which series or collection `id` says, where there are several.
#[server(prefix = "/api", endpoint = "sorting/order", input = GetUrl, output = Json)]
pub async fn read_order(list: List, id: i64) -> Result<Ordered, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::order},
    };
    require(Action::KeepOrder).await?;
    answer(async |context| order::read(&context.database, list, id).await).await
}

/// Changes such a list; answers what it is then.
#[server(prefix = "/api", endpoint = "sorting/order/change", input = Json, input_derive = (miniserde::Serialize, miniserde::Deserialize), output = Json)]
pub async fn change_order(step: Step) -> Result<Ordered, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::order},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| order::change(&context.database, &actor, &step).await).await?
}

/// What is said of one collection.
#[server(prefix = "/api", endpoint = "sorting/collections/open", input = GetUrl, output = Json)]
pub async fn open_collection(id: i64) -> Result<DeskCollection, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::collections},
    };
    require(Action::KeepOrder).await?;
    answer(async |context| collections::open(&context.database, id).await).await
}

/// Begins a collection; answers by what it is opened.
#[server(prefix = "/api", endpoint = "sorting/collections/create", output = Json)]
pub async fn create_collection(name: String) -> Result<i64, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::collections},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| {
        collections::create(&context.database, &actor, &name)
            .await
            .map(Some)
    })
    .await?
}

/// Says something else of a collection.
#[server(prefix = "/api", endpoint = "sorting/collections/edit", output = Json)]
pub async fn edit_collection(
    id: i64,
    slug: String,
    name: String,
    intro: String,
    shows: String,
) -> Result<DeskCollection, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::collections},
    };
    let actor = require(Action::KeepOrder).await?;
    let filled = collections::Filled {
        slug: &slug,
        name: &name,
        intro: &intro,
        shows: &shows,
    };
    answer(async |context| collections::edit(&context.database, &actor, id, filled).await).await?
}

/// Deletes a collection; its posts stay.
#[server(prefix = "/api", endpoint = "sorting/collections/delete", output = Json)]
pub async fn delete_collection(id: i64) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::collections},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| collections::delete(&context.database, &actor, id).await).await
}

/// A page of the addresses that lead elsewhere.
#[server(prefix = "/api", endpoint = "sorting/redirects", input = GetUrl, output = Json)]
pub async fn list_redirects(words: String, page: u32) -> Result<DeskRedirects, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::redirects},
    };
    require(Action::KeepOrder).await?;
    answer(async |context| redirects::list_redirects(&context, &words, page).await.map(Some)).await
}

/// Lets a path of this site lead elsewhere; answers what was done, in words.
#[server(prefix = "/api", endpoint = "sorting/redirects/add", output = Json)]
pub async fn add_redirect(path: String, target: String) -> Result<String, AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::redirects},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| redirects::add(&context, &actor, &path, &target).await.map(Some)).await?
}

/// Deletes the redirect at a path.
#[server(prefix = "/api", endpoint = "sorting/redirects/delete", output = Json)]
pub async fn delete_redirect(path: String) -> Result<(), AppError> {
    use crate::{
        model::role::Action,
        server::{auth::require, fault::answer, services::sorting::redirects},
    };
    let actor = require(Action::KeepOrder).await?;
    answer(async |context| redirects::delete(&context, &actor, &path).await).await
}
