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
    fault::reference,
    router,
    services::{find, gone, rest},
};
use crate::{
    app::gone::gone_shell,
    drawn::newest,
    model::find::{Place, PostQuery},
};

/// How the address of a post as a file ends.
const FILE: &str = ".md";

/// Turns a 404 into a 410 where readers saw something before.
pub async fn answer(State(context): State<Context>, request: Request, next: Next) -> Response {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    if !asks || rest::is_asked_at(request.uri().path()) {
        return next.run(request).await;
    }
    let path = request.uri().path().to_owned();
    let reference = reference(request.headers()).to_owned();
    let response = next.run(request).await;
    if response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    match gone::is_gone(&context, path.strip_suffix(FILE).unwrap_or(&path)).await {
        Ok(true) => page(&context, reference).await,
        Ok(false) => response,
        Err(fault) => {
            tracing::error!("looking for what is gone failed: {fault:?}");
            response
        }
    }
}

/// The page that says so, with a way to what there is. Two queries.
async fn page(context: &Context, reference: String) -> Response {
    let newest = match PostQuery::parse("brief=1") {
        Some(query) => find::find_posts(context, Place::Home, &query).await,
        None => Ok(None),
    };
    let newest = match newest {
        Ok(answer) => answer
            .map(|answer| answer.found)
            .filter(|found| !found.hits.is_empty()),
        // What there is besides is no reason to fail.
        Err(fault) => {
            tracing::error!("listing what is newest failed: {fault:?}");
            None
        }
    };
    let mut response = router::draw(context, Request::new(Body::empty()), move |context| {
        let newest = newest.clone().map(|found| newest::draw(found).html);
        let logo = context.frame().logo.clone();
        gone_shell(
            &context.site(),
            &context.files.assets,
            logo,
            reference.clone(),
            newest,
        )
    })
    .await;
    *response.status_mut() = StatusCode::GONE;
    response
}
