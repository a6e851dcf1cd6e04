//! The front page, as readers ask for it.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::front::FrontPage,
};

/// The front page as the query of its address wants it.
#[server(prefix = "/api", endpoint = "front/read", input = GetUrl, output = Json)]
pub async fn read_front(query: String) -> Result<FrontPage, AppError> {
    use crate::{
        drawn::front,
        model::find::{Place, PostQuery},
        server::{
            fault::answer,
            guard::moved,
            services::front::{Shown, read_front},
        },
    };
    answer(async |context| {
        let Some(query) = PostQuery::parse(&query) else {
            return Ok(None);
        };
        let said = context.settings.front();
        Ok(read_front(&context, &said, &query)
            .await?
            .map(|shown| match shown {
                Shown::List(answer) => {
                    if let Some(renamed) = &answer.renamed {
                        moved::lead_to(&renamed.href(Place::Home));
                    }
                    FrontPage {
                        page: front::draw_head(&said),
                        found: Some(answer.found),
                    }
                }
                Shown::Page(contents) => FrontPage {
                    page: front::draw(&said, contents),
                    found: None,
                },
            }))
    })
    .await
}
