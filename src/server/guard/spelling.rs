//! One spelling for each question to the list of posts, so that caches and search engines know one page and not many.

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::model::find::{Place, PostQuery};

/// Names in an address that a question is made of. Others, such as those of campaigns, are not ours to take away.
const OURS: [&str; 8] = ["q", "literal", "tag", "any", "not", "sort", "page", "brief"];

/// Sends whoever asks in another spelling to the one that answers, for good.
pub async fn redirect(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD)
        && let Some(place) = Place::parse(request.uri().path())
        && let Some(right) = request.uri().query().and_then(|query| respell(place, query))
        && let Ok(right) = HeaderValue::from_str(&right)
    {
        return (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, right)]).into_response();
    }
    next.run(request).await
}

/// The right address for a query, if this is not it.
fn respell(place: Place, query: &str) -> Option<String> {
    let only_ours = form_urlencoded::parse(query.as_bytes()).all(|(name, _)| OURS.contains(&name.as_ref()));
    if !only_ours {
        return None;
    }
    let right = PostQuery::parse(query)?;
    (right.to_query() != query).then(|| right.href(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_spelling_is_sent_elsewhere() {
        let respelt = |query: &str| respell(Place::Posts, query);
        assert_eq!(respelt("tag=Rust").as_deref(), Some("/posts?tag=rust"));
        assert_eq!(
            respelt("page=2&tag=b&tag=a").as_deref(),
            Some("/posts?tag=a&tag=b&page=2")
        );
        assert_eq!(respelt("page=1").as_deref(), Some("/posts"));
        assert_eq!(respelt("q=a%20b").as_deref(), Some("/posts?q=a+b"));
        for right in ["tag=rust", "q=a+b&page=2", "utm_source=x&tag=Rust", "page=0", ""] {
            assert_eq!(respelt(right), None, "{right}");
        }
    }
}
