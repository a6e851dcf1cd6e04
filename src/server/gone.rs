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
    fault::Fault,
    pages, router,
    services::{feed::address, gone, made, rest},
};
use crate::app::gone::gone_page;

/// Lists that an owner deletes, which leaves a redirect to something else.
const LISTS: [&str; 2] = ["/tags/", "/series/"];

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
    match is_gone(&context, &path).await {
        Ok(true) => page(&context).await,
        Ok(false) => response,
        Err(fault) => {
            tracing::error!("looking for what is gone failed: {fault:?}");
            response
        }
    }
}

/// Whether there was something at `path` that its owner threw away, or something that was made of that.
async fn is_gone(context: &Context, path: &str) -> Result<bool, Fault> {
    let whole = made::stem(path);
    let list = address::parse_path(path).map_or(whole, |(list, _)| list);
    if list != path && LISTS.iter().any(|folder| list.starts_with(folder)) {
        // A reader's program that asks for the feed of a deleted list forever is told to stop, and not led to a page that it
        // cannot read.
        return gone::is_deleted_list(context, list).await;
    }
    gone::is_gone(context, whole).await
}

/// The page that says so, with a way to what there is. One query.
async fn page(context: &Context) -> Response {
    let newest = pages::newest(context).await;
    let mut response = router::draw_bare(context, Request::new(Body::empty()), move |_| {
        gone_page(newest.clone())
    })
    .await;
    *response.status_mut() = StatusCode::GONE;
    response
}
