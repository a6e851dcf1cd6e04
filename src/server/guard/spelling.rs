//! One spelling for each question to the list of posts, so that caches and search engines know one page and not many.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{
    model::find::{Place, PostQuery},
    server::{context::Context, services::redirects},
};

/// Sends whoever asks in another spelling to the one that answers, for good.
pub async fn redirect(State(context): State<Context>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD)
        && let Some(place) = Place::parse(request.uri().path())
        && let Some(query) = request.uri().query()
        && let Some(asked) = PostQuery::alone(query)
        && asked.to_query() != query
    {
        let right = redirects::address_of(&context, place, &asked).await;
        let right = right.unwrap_or_else(|fault| {
            tracing::error!("looking for renamed tags failed: {fault:?}");
            asked.href(place)
        });
        if let Ok(right) = HeaderValue::from_str(&right) {
            return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, right)]).into_response();
        }
    }
    next.run(request).await
}
