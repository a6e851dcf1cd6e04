//! `/share/{name}`: pictures of what readers see, and of the site. Everything else is not there, drawn or not.

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use super::{
    calendar,
    context::Context,
    db::share_images::is_shown,
    fault::Fault,
    services::share_image::{Words, file, of_file, shelf},
};

/// For files whose name holds a hash of what is in them.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// For what is not there, and may be soon.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// Gives a picture out.
pub async fn answer(State(context): State<Context>, Path(name): Path<String>) -> Response {
    match find(&context, &name).await {
        Ok(Some(png)) => {
            let kind = HeaderValue::from_static("image/png");
            let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOREVER)];
            (headers, Body::from(png)).into_response()
        }
        Ok(None) => (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, REVALIDATE)]).into_response(),
        Err(fault) => {
            tracing::error!("a share image could not be read: {fault:?}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn find(context: &Context, name: &str) -> Result<Option<Vec<u8>>, Fault> {
    let Some(hash) = of_file(name) else {
        return Ok(None);
    };
    let is_own = Words::of_site(&context.site()).hash() == hash;
    if !is_own && !is_shown(&mut *context.database.reader().await?, hash, calendar::now()).await? {
        return Ok(None);
    }
    match tokio::fs::read(shelf(&context.media).join(file(hash))).await {
        Ok(png) => Ok(Some(png)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
