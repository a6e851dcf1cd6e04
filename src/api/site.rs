//! What the site says of itself.

use leptos::{prelude::*, server_fn::codec::GetUrl};

use crate::{
    error::{AppError, json::Json},
    model::drawn::DrawnPage,
};

/// A page that is there on every site, drawn: what is kept of readers, the newsletter, the contact page. What was filled in
/// and could not be kept is on it again.
#[server(prefix = "/api", endpoint = "site/page", input = GetUrl, output = Json)]
pub async fn read_page(path: String, query: String) -> Result<DrawnPage, AppError> {
    use crate::{
        drawn,
        model::letters::{ContactForm, ContactPage, SubscribeForm, SubscribePage},
        server::{fault::answer, letters::hide_from_search},
    };
    answer(async |context| {
        let is_done = query == "done";
        if is_done {
            hide_from_search();
        }
        let (frame, seal) = (context.frame(), context.letters.seal());
        Ok(match path.as_str() {
            "/privacy" => Some(drawn::privacy::draw()),
            "/subscribe" => {
                let page = if is_done {
                    SubscribePage::Done
                } else {
                    SubscribePage::Form(use_context::<SubscribeForm>().unwrap_or_default())
                };
                Some(drawn::subscribe::draw(page, &frame.letters, seal))
            }
            "/contact" => {
                let page = if is_done {
                    ContactPage::Done
                } else {
                    ContactPage::Form(use_context::<ContactForm>().unwrap_or_default())
                };
                Some(drawn::contact::draw(page, &context.site(), &frame.letters, seal))
            }
            _ => None,
        })
    })
    .await
}
