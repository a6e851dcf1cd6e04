//! Tells who comes to what its owner threw away that it is gone, and not that there never was anything.

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::Response,
};

use super::{
    context::Context,
    pages, router,
    services::{gone, rest},
};
use crate::app::gone::gone_page;

/// How the address of a post as a file ends.
const FILE: &str = ".md";

/// Turns a 404 into a 410 where readers saw something before.
pub async fn answer(State(context): State<Context>, request: Request, next: Next) -> Response {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    if !asks || rest::is_asked_at(request.uri().path()) {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    match gone::is_gone(&context, path.strip_suffix(FILE).unwrap_or(&path)).await {
        Ok(true) => page(&context).await,
        Ok(false) => response,
        Err(fault) => {
            tracing::error!("looking for what is gone failed: {fault:?}");
            response
        }
    }
}

/// The page that says so, with a way to what there is. Two queries.
async fn page(context: &Context) -> Response {
    let newest = pages::newest(context).await;
    let mut response = router::draw_bare(context, Request::new(Body::empty()), move |_| {
        gone_page(newest.clone())
    })
    .await;
    *response.status_mut() = StatusCode::GONE;
    response
}
