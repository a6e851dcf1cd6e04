//! Tags, as readers ask for them.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::drawn::DrawnPage,
};

/// All tags with their exact counts, drawn.
#[server(prefix = "/api", endpoint = "tags/list", input = GetUrl, output = Json)]
pub async fn list_tags() -> Result<DrawnPage, AppError> {
    use crate::{
        drawn,
        server::{fault::answer, services::tags},
    };
    answer(async |context| {
        tags::list_tags(&context)
            .await
            .map(|tags| Some(drawn::tags::draw(tags)))
    })
    .await
}

/// One tag with one page of its posts, drawn.
#[server(prefix = "/api", endpoint = "tags/read", input = GetUrl, output = Json)]
pub async fn read_tag(slug: String, page: u32) -> Result<DrawnPage, AppError> {
    use crate::{
        drawn,
        server::{
            fault::answer,
            guard::told::tell,
            services::{tags, told},
        },
    };
    answer(async |context| {
        let tag = tags::read_tag(&context, &slug, page).await?;
        Ok(tag.map(|tag| {
            let subject = tag.tag.clone();
            let page = drawn::tag::draw(tag);
            tell(|| told::tag(&context, &subject, &page));
            page
        }))
    })
    .await
}
