//! `/admin/settings/preview`: a page of the site as it would be with settings that are not saved, for who may change them.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::{MethodRouter, post},
};

use super::{auth, context::Context, door, fault::status, form, router};
use crate::{
    app::preview::preview_shell,
    error::AppError,
    model::{
        role::Action,
        settings::{PREVIEWED, SETTINGS, Values},
    },
};

/// Name of the button that says which page is wanted.
const PAGE: &str = "page";

/// What shows it. Who comes by its address alone has typed nothing.
pub fn route() -> MethodRouter<Context> {
    post(show).get(async || Redirect::to("/admin/settings"))
}

async fn show(State(context): State<Context>, request: Request) -> Response {
    let (parts, fields) = match form::read::<Vec<(String, String)>>(request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let actor = match auth::identify(&context, &parts).await {
        Ok(actor) => actor,
        Err(fault) => return door::broken(&context, parts, fault).await,
    };
    match auth::authorise(actor, Action::ChangeSettings) {
        Ok(_) => {}
        Err(AppError::Unauthorized) => return Redirect::to("/admin/sign-in").into_response(),
        Err(error) => return (status(&error), error.to_string()).into_response(),
    }
    let wanted = fields.iter().find(|(name, _)| name == PAGE);
    let page = PREVIEWED
        .into_iter()
        .find(|(path, _)| wanted.is_some_and(|(_, wanted)| wanted == path));
    let Some((path, _)) = page else {
        return (StatusCode::BAD_REQUEST, "There is no such page to be shown.").into_response();
    };
    let mut asked = Request::new(Body::empty());
    *asked.uri_mut() = Uri::from_static(path);
    let context = context.with_settings(context.settings.as_if(&typed(fields)));
    let mut response = router::draw(&context, asked, |context| {
        preview_shell(&context.site(), &context.files.assets)
    })
    .await;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// What is typed, by setting. Of several that can hold, those that do are sent; none of them is none.
fn typed(fields: Vec<(String, String)>) -> Values {
    let several = SETTINGS.iter().filter(|setting| setting.is_many());
    let mut values: Values = several
        .map(|setting| (setting.name.to_owned(), String::new()))
        .collect();
    for (name, value) in fields.into_iter().filter(|(name, _)| name != PAGE) {
        let held = values.entry(name).or_default();
        if !held.is_empty() {
            held.push_str(", ");
        }
        held.push_str(&value);
    }
    values
}
