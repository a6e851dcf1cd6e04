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
            guard::{moved, told::tell},
            services::{
                front::{Shown, read_front},
                told,
            },
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
                    let found = &answer.found;
                    tell(|| told::home(&context, &found.canonical, found.indexed));
                    FrontPage {
                        page: front::draw_head(&said),
                        found: Some(answer.found),
                    }
                }
                Shown::Page(contents) => {
                    let page = front::draw(&said, contents);
                    tell(|| told::home(&context, &page.canonical, true));
                    FrontPage { page, found: None }
                }
            }))
    })
    .await
}
