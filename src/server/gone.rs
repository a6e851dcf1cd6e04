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
    services::{feed::address, gone, redirects, rest},
};
use crate::app::gone::gone_page;

/// What is made of a post has the address of that with such an end.
const OF_POST: [(&str, &str); 2] = [("/", ".md"), ("/posts/", "/changes")];

/// Lists that an owner deletes, which leaves a redirect to something else.
const LISTS: [&str; 2] = ["/tags/", "/series/"];

/// What is made of a list has its address with this end, or is a feed of it.
const PRINT: &str = "/print";

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
    if let Some((list, folder)) = list_of(path) {
        let target = redirects::find_redirect(context, list).await?;
        // Where it was only renamed or merged, what is made of it is where the redirect leads. A reader's program that asks for
        // the feed of a deleted one forever is told to stop, and not led to a page that it cannot read.
        return Ok(target.is_some_and(|target| !target.starts_with(folder)));
    }
    let whole =
        |(folder, end): &(&str, &str)| path.strip_suffix(end).filter(|whole| whole.starts_with(folder));
    gone::is_gone(context, OF_POST.iter().find_map(whole).unwrap_or(path)).await
}

/// The list that this is the feed or the print of, and its folder.
fn list_of(path: &str) -> Option<(&str, &'static str)> {
    let list = match address::parse_path(path) {
        Some((list, _)) => list,
        None => path.strip_suffix(PRINT)?,
    };
    let folder = LISTS.into_iter().find(|folder| list.starts_with(folder))?;
    Some((list, folder))
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
