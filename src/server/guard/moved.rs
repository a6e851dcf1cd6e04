//! Where nothing answers, looks whether something once did.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{
    model::slug::{MAX_SLUG_BYTES, Slug},
    server::{context::Context, services::redirects},
};

/// Folders whose entries are named by slugs.
const NAMED: [&str; 4] = ["/posts/", "/tags/", "/authors/", "/series/"];

/// Turns a 404 into a permanent redirect where the address is an old one or only misspelt.
pub async fn redirect(State(context): State<Context>, request: Request, next: Next) -> Response {
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    if !asks || response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    let target = match redirects::find_redirect(&context, &path).await {
        Ok(Some(target)) => Some(target),
        Ok(None) => respell(&path),
        Err(fault) => {
            tracing::error!("looking for a redirect failed: {fault:?}");
            None
        }
    };
    match target.and_then(|target| HeaderValue::from_str(&target).ok()) {
        Some(target) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, target)]).into_response(),
        None => response,
    }
}

/// The one spelling of an address: no slash at the end, names in lower case.
fn respell(path: &str) -> Option<String> {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let named = NAMED
        .iter()
        .find_map(|folder| Some((folder, decoded.trim_end_matches('/').strip_prefix(folder)?)));
    let respelt = match named {
        Some((_, name)) if name.contains('/') || name.len() > MAX_SLUG_BYTES => return None,
        Some((folder, name)) => format!("{folder}{}", Slug::from_title(name)),
        None => path.trim_end_matches('/').to_owned(),
    };
    // A path that begins with two slashes would lead to another host.
    let legal = respelt.starts_with('/') && !respelt.starts_with("//") && respelt.is_ascii();
    (legal && respelt != path && !respelt.contains(|c: char| c.is_ascii_control() || c == '\\' || c == ' '))
        .then_some(respelt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_addresses_have_one_right_spelling() {
        assert_eq!(respell("/tags/Rust").as_deref(), Some("/tags/rust"));
        assert_eq!(respell("/tags/C++").as_deref(), Some("/tags/c-plus-plus"));
        assert_eq!(respell("/tags/").as_deref(), Some("/tags"));
        assert_eq!(respell("/tags/rust"), None);
        assert_eq!(respell("/"), None);
        assert_eq!(respell("//example.org/"), None);
        assert_eq!(
            respell("/a%0d%0ab/").as_deref(),
            Some("/a%0d%0ab"),
            "escapes stay escapes"
        );
        assert_eq!(respell(&format!("/posts/{}", "A".repeat(200))), None);
    }
}
