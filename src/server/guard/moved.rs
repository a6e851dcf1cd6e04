//! Where nothing answers, looks whether something once did.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{
    model::{
        find::{Place, PostQuery},
        slug::{MAX_SLUG_BYTES, Slug},
    },
    server::{context::Context, services::redirects},
};

/// Folders whose entries are named by slugs.
const FOLDERS: [&str; 4] = ["posts", "tags", "authors", "series"];

/// Those that are pages themselves.
const LISTS: [&str; 2] = ["/posts", "/tags"];

/// Lists whose query is kept when their address has changed.
const FOLLOWED: [&str; 2] = ["/tags/", "/series/"];

/// Turns a 404 into a permanent redirect where the address is an old one or only misspelt.
pub async fn redirect(State(context): State<Context>, request: Request, next: Next) -> Response {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path().to_owned();
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    if asks && let Some(target) = present_filter(&context, &path, request.uri().query()).await {
        return moved(target);
    }
    let response = next.run(request).await;
    if !asks || response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    let target = match redirects::find_redirect(&context, &path).await {
        // Pages of a list stay pages of it.
        Ok(Some(target)) if FOLLOWED.iter().any(|folder| target.starts_with(folder)) => Some(target + &query),
        Ok(Some(target)) => Some(target),
        Ok(None) => right_spelling(&context, &path)
            .await
            .map(|target| target + &query),
        Err(fault) => {
            tracing::error!("looking for a redirect failed: {fault:?}");
            None
        }
    };
    match target.and_then(|target| HeaderValue::from_str(&target).ok()) {
        Some(target) => moved(target),
        None => response,
    }
}

fn moved(target: HeaderValue) -> Response {
    // Not for long: what was done to a tag can be taken back.
    let kept = HeaderValue::from_static("public, max-age=300");
    (
        StatusCode::MOVED_PERMANENTLY,
        [(header::LOCATION, target), (header::CACHE_CONTROL, kept)],
    )
        .into_response()
}

/// Where a filter by the old name of a tag stands now.
async fn present_filter(context: &Context, path: &str, query: Option<&str>) -> Option<HeaderValue> {
    let (place, query) = (Place::parse(path)?, PostQuery::parse(query?)?);
    match redirects::follow_tags(context, &query).await {
        Ok(present) => HeaderValue::from_str(&present?.href(place)).ok(),
        Err(fault) => {
            tracing::error!("looking for the present names of tags failed: {fault:?}");
            None
        }
    }
}

/// The address that a misspelt one means, if something is there.
async fn right_spelling(context: &Context, path: &str) -> Option<String> {
    let (folder, name) = respell(path)?;
    let Some(name) = name else {
        return Some(folder.to_owned());
    };
    match redirects::is_there(context, folder, name.as_str()).await {
        Ok(there) => there.then(|| format!("/{folder}/{name}")),
        Err(fault) => {
            tracing::error!("looking for the right spelling failed: {fault:?}");
            None
        }
    }
}

/// A folder and, for an entry of it, its name in the one spelling; nothing when the address has that already.
fn respell(path: &str) -> Option<(&'static str, Option<Slug>)> {
    if let Some(list) = LISTS
        .into_iter()
        .find(|list| path.trim_end_matches('/') == *list && path != *list)
    {
        return Some((list, None));
    }
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let (folder, name) = FOLDERS.into_iter().find_map(|folder| {
        let name = decoded
            .strip_prefix('/')?
            .strip_prefix(folder)?
            .strip_prefix('/')?;
        Some((folder, name.trim_end_matches('/')))
    })?;
    if name.is_empty() || name.contains('/') || name.len() > MAX_SLUG_BYTES {
        return None;
    }
    let slug = Slug::from_title(name);
    (path != format!("/{folder}/{slug}")).then_some((folder, Some(slug)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn respelt(path: &str) -> Option<String> {
        respell(path).map(|(folder, name)| match name {
            Some(name) => format!("/{folder}/{name}"),
            None => folder.to_owned(),
        })
    }

    #[test]
    fn misspelt_addresses_have_one_right_spelling() {
        assert_eq!(respelt("/tags/Rust").as_deref(), Some("/tags/rust"));
        assert_eq!(respelt("/tags/C++").as_deref(), Some("/tags/c-plus-plus"));
        assert_eq!(respelt("/tags/rust/").as_deref(), Some("/tags/rust"));
        assert_eq!(respelt("/tags/").as_deref(), Some("/tags"));
        for right in [
            "/tags/rust",
            "/tags",
            "/",
            "//example.org/",
            "/a%0d%0ab/",
            "/tags/a%2Fb",
        ] {
            assert_eq!(respelt(right), None, "{right}");
        }
        assert_eq!(respelt(&format!("/posts/{}", "A".repeat(200))), None);
    }
}
