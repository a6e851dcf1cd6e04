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
        server::{
            fault::answer,
            guard::{moved, told::tell},
            pages::or_newest,
            services::{find, told},
        },
    };
    answer(async |context| {
        let Some(query) = PostQuery::parse(&query) else {
            return Ok(or_newest::<Found>(&context, None).await);
        };
        let answer = or_newest(&context, find::find_posts(&context, place, &query).await?).await;
        if let Some(renamed) = answer.as_ref().and_then(|answer| answer.renamed.as_ref()) {
            moved::lead_to(&renamed.href(place));
        }
        Ok(answer.map(|answer| {
            let found = answer.found;
            if place == Place::Posts {
                tell(|| told::list(&context, &found.canonical, found.indexed));
            }
            found
        }))
    })
    .await
}

/// The post that readers see at `slug`.
#[server(prefix = "/api", endpoint = "posts/read", input = GetUrl, output = Json)]
pub async fn read_post(slug: String) -> Result<PostPage, AppError> {
    use crate::{
        drawn::{freshness, series_box},
        server::{
            fault::answer,
            guard::told::tell,
            pages::or_newest,
            services::{posts, told},
        },
    };
    answer(async |context| {
        let read = or_newest(&context, posts::read_post(&context, &slug).await?).await;
        Ok(read.map(|read| {
            tell(|| told::post(&context, &read.page, &read.facts));
            let mut page = freshness::add(read.page, &read.freshness);
            page.series = read.series.map(series_box::draw);
            page
        }))
    })
    .await
}
