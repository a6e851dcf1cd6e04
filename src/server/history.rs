//! `/posts/<slug>/changes`: what changed in a post since readers first saw it.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::{
    context::Context,
    fault::fail,
    router,
    services::releases::{self, Told},
};
use crate::app::history::history_page;

/// What changed, or the page that any wrong address gets; where too many ask, when to come again.
pub async fn page(State(context): State<Context>, request: Request) -> Response {
    // What is no slug is the slug of nothing.
    let slug = request
        .uri()
        .path()
        .strip_prefix("/posts/")
        .and_then(|rest| rest.strip_suffix("/changes"))
        .unwrap_or_default();
    match releases::read_changes(&context, slug).await {
        Ok(Some(Told::Changes(changes))) => {
            let mut response = router::draw_bare(&context, request, move |context| {
                history_page(&context.site(), (*changes).clone())
            })
            .await;
            response
                .headers_mut()
                .insert("x-robots-tag", HeaderValue::from_static("noindex"));
            response
        }
        Ok(Some(Told::Busy(seconds))) => (
            StatusCode::SERVICE_UNAVAILABLE,
            [
                (header::RETRY_AFTER, HeaderValue::from(seconds)),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ],
            "Too many ask what changed at once. Load this page again in some seconds.",
        )
            .into_response(),
        Ok(None) => router::not_found(&context, request).await,
        Err(fault) => fail(fault, request.headers()),
    }
}
