//! `/draft/<key>`: a draft for whoever was given a link to it. Nothing of it is kept anywhere on the way, and no reader is
//! counted.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use leptos::prelude::{AnyView, IntoAny as _};

use super::{
    context::Context,
    fault::fail,
    router,
    services::drafts::share::{self, Opened},
};
use crate::{
    app::draft::{busy_page, closed_page, draft_page},
    drawn,
    model::share::Shared,
    pages,
};

/// Where links to drafts lead.
const FOLDER: &str = "/draft/";

/// The draft, a way to the post that became of it, or the page that any link gets that opens nothing; where too many ask,
/// when to come again.
pub async fn page(State(context): State<Context>, request: Request) -> Response {
    let key = request.uri().path().strip_prefix(FOLDER).unwrap_or_default();
    let mut response = match share::open(&context, key).await {
        Ok(Some(Opened::Draft(draft))) => {
            router::draw_bare(&context, request, move |context| {
                let draft = (*draft).clone();
                let (title, shown) = show(draft.page);
                draft_page(&context.files.assets, title, draft.until, shown)
            })
            .await
        }
        Ok(Some(Opened::Published(address))) => match HeaderValue::from_str(&address) {
            Ok(post) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, post)]).into_response(),
            Err(_) => router::not_found(&context, request).await,
        },
        Ok(Some(Opened::Busy(seconds))) => {
            let mut response =
                router::draw_bare(&context, request, |context| busy_page(&context.files.assets)).await;
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            response
        }
        Ok(None) => {
            let mut response =
                router::draw_bare(&context, request, |context| closed_page(&context.files.assets)).await;
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        }
        Err(fault) => fail(fault, request.headers()),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// What a draft is called, and how it looks.
fn show(page: Shared) -> (String, AnyView) {
    match page {
        Shared::Post(post) => (post.summary.title.clone(), pages::post::text(*post).into_any()),
        Shared::Page(page) => (page.title.clone(), drawn::page::text(*page).into_any()),
    }
}
