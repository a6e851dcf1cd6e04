//! Posts, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::{
        find::{Found, Place},
        post::PostPage,
    },
};

/// The answer to a question that is asked at `place`, as the query of an address.
#[server(prefix = "/api", endpoint = "posts/find", input = GetUrl, output = Json)]
pub async fn find_posts(place: Place, query: String) -> Result<Found, AppError> {
    use crate::{
        model::find::PostQuery,
        server::{fault::answer, services::find},
    };
    answer(async |context| match PostQuery::parse(&query) {
        Some(query) => find::find_posts(&context, place, &query).await,
        None => Ok(None),
    })
    .await
}

/// The post that readers see at `slug`.
#[server(prefix = "/api", endpoint = "posts/read", input = GetUrl, output = Json)]
pub async fn read_post(slug: String) -> Result<PostPage, AppError> {
    use crate::server::{fault::answer, services::posts};
    answer(async |context| posts::read_post(&context, &slug).await).await
}
