//! Where nothing answers, looks whether something once did.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::{
    model::{
        find::{Place, PostQuery},
        slug::{MAX_SLUG_BYTES, Slug},
        status::Kind,
    },
    server::{
        context::Context,
        fault::{Fault, is_on_page},
        services::{
            feed::address,
            made,
            redirects::{self, FED, FOLDERS},
            rest,
        },
    },
};

/// Those that are pages themselves.
const LISTS: [&str; 3] = ["/posts", "/tags", "/search"];

/// The folder of pages, which are at the root of the site.
const ROOT: &str = "";

/// Lists whose query is kept when their address has changed.
const FOLLOWED: [&str; 2] = ["/tags/", "/series/"];

/// How long a redirect is kept: not for long, because what was done to a tag can be taken back.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// Turns a 404 into a permanent redirect where the address is an old one or only misspelt.
pub async fn redirect(State(context): State<Context>, request: Request, next: Next) -> Response {
    let asks =
        matches!(*request.method(), Method::GET | Method::HEAD) && !rest::is_asked_at(request.uri().path());
    let path = request.uri().path().to_owned();
    let query = request
        .uri()
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let response = next.run(request).await;
    if !asks || response.status() != StatusCode::NOT_FOUND {
        return response;
    }
    let target = match find_target(&context, &path, &query).await {
        Ok(target) => target,
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

/// Where what was asked for is: at what its address leads to, at the right spelling, or as the feed that it once was.
async fn find_target(context: &Context, path: &str, query: &str) -> Result<Option<String>, Fault> {
    // What is there goes before what once led away from its address.
    if let Some(present) = find_present(context, path).await? {
        return Ok(Some(present + query));
    }
    if let Some(target) = redirects::find_redirect(context, path).await? {
        return Ok(Some(led(find_end(context, target).await?, query)));
    }
    if let Some(right) = right_spelling(context, path).await? {
        // A question to a list is spelt right at once, too.
        if let Some(place) = Place::parse(&right)
            && let Some(query) = query.strip_prefix('?')
            && let Some(asked) = PostQuery::alone(query)
        {
            return Ok(Some(redirects::address_of(context, place, &asked).await?));
        }
        return Ok(Some(right + query));
    }
    if let Some(target) = find_respelt(context, path).await? {
        return Ok(Some(led(find_end(context, target).await?, query)));
    }
    let target = match find_feed(context, path).await? {
        Some(feed) => Some(feed),
        None => find_made(context, path).await?,
    };
    Ok(target.map(|target| target + query))
}

/// Where a redirect ends. One that is written with a place or a question, or to what is made of a post or list, is kept as it
/// was written, and what it is about may have another address by now: nobody is sent on twice.
async fn find_end(context: &Context, target: String) -> Result<String, Fault> {
    let (path, rest) = target.split_at(target.find(['?', '#']).unwrap_or(target.len()));
    let is_written = !rest.is_empty() || address::parse_path(path).is_some() || made::of(path).is_some();
    // Where a post is was looked up just now; one may be called like a feed of somewhere else.
    let is_place = rest.is_empty() && Kind::at(path).is_some();
    if !path.starts_with('/') || !is_written || is_place {
        return Ok(target);
    }
    if let (Some(place), Some(query)) = (Place::parse(path), rest.strip_prefix('?'))
        && let Some(asked) = PostQuery::alone(query)
    {
        return redirects::address_of(context, place, &asked).await;
    }
    let present = match redirects::find_redirect(context, path).await? {
        Some(present) => Some(present).filter(|present| !present.contains(['?', '#'])),
        None => match find_feed(context, path).await? {
            Some(feed) => Some(feed),
            None => find_made(context, path).await?,
        },
    };
    Ok(match present {
        Some(present) => present + rest,
        None => target,
    })
}

/// Where a redirect leads. Pages of a list stay pages of it.
fn led(target: String, query: &str) -> String {
    let follows = FOLLOWED.iter().any(|folder| target.starts_with(folder)) && !target.contains(['?', '#']);
    if follows { target + query } else { target }
}

/// The address of what is there, where this one differs from it by slashes at the end or by how it is escaped.
async fn find_present(context: &Context, path: &str) -> Result<Option<String>, Fault> {
    let Some((folder, Some(name))) = respell(path) else {
        return Ok(None);
    };
    let place = place(folder, name.as_str());
    if redirects::normalise(path).as_deref() != Some(place.as_str()) {
        return Ok(None);
    }
    let there = redirects::is_there(context, folder, name.as_str()).await?;
    Ok(there.then_some(place))
}

/// What is made of something that had another address: the page to print of a series, or what changed in a post.
async fn find_made(context: &Context, path: &str) -> Result<Option<String>, Fault> {
    let Some((whole, end)) = made::of(path) else {
        return Ok(None);
    };
    let target = redirects::find_redirect(context, whole).await?;
    let target = target
        .filter(|target| !target.contains(['?', '#']))
        .map(|target| target + end);
    Ok(target.filter(|target| made::of(target).is_some()))
}

/// The feed that was meant by this path: of the site, or of a tag, series or author, by whatever name it once had.
async fn find_feed(context: &Context, path: &str) -> Result<Option<String>, Fault> {
    let Some((page, format)) = address::parse_path(path) else {
        return Ok(None);
    };
    let Some(present) = find_list(context, page).await? else {
        return Ok(None);
    };
    let target = present + format.file();
    Ok((target != path).then_some(target))
}

/// The present path of the list with feeds that is meant by this one; nothing where readers find none.
async fn find_list(context: &Context, page: &str) -> Result<Option<String>, Fault> {
    if page.is_empty() {
        return Ok(Some(String::new()));
    }
    let has_feeds =
        |target: &String| FED.iter().any(|folder| target.starts_with(folder)) && !target.contains(['?', '#']);
    if let Some((folder, name)) = page.strip_prefix('/').and_then(|page| page.split_once('/'))
        && has_feeds(&page.to_owned())
        && redirects::is_there(context, folder, name).await?
    {
        return Ok(Some(page.to_owned()));
    }
    let target = match redirects::find_redirect(context, page).await? {
        Some(target) => Some(target),
        None => match right_spelling(context, page).await? {
            Some(target) => Some(target),
            None => find_respelt(context, page).await?,
        },
    };
    Ok(target.filter(has_feeds))
}

fn moved(target: HeaderValue) -> Response {
    (
        StatusCode::MOVED_PERMANENTLY,
        [(header::LOCATION, target), (header::CACHE_CONTROL, KEPT)],
    )
        .into_response()
}

/// Makes the page that is being rendered a permanent redirect. A function's answer stays one: its caller has what it
/// asked for.
pub fn lead_to(address: &str) {
    if let Some(response) = use_context::<ResponseOptions>()
        && let Ok(target) = HeaderValue::from_str(address)
        && is_on_page()
    {
        response.set_status(StatusCode::MOVED_PERMANENTLY);
        response.insert_header(header::LOCATION, target);
        response.insert_header(header::CACHE_CONTROL, KEPT);
    }
}

/// The address that a misspelt one means, if something is there.
async fn right_spelling(context: &Context, path: &str) -> Result<Option<String>, Fault> {
    let Some((folder, name)) = respell(path) else {
        return Ok(None);
    };
    let Some(name) = name else {
        return Ok(Some(folder.to_owned()));
    };
    let there = redirects::is_there(context, folder, name.as_str()).await?;
    Ok(there.then(|| place(folder, name.as_str())))
}

/// Where the old address leads that a misspelt one means.
async fn find_respelt(context: &Context, path: &str) -> Result<Option<String>, Fault> {
    match respell(path) {
        Some((folder, Some(name))) => redirects::find_redirect(context, &place(folder, name.as_str())).await,
        _ => Ok(None),
    }
}

/// The address of an entry of a folder.
fn place(folder: &str, name: &str) -> String {
    if folder == ROOT {
        format!("/{name}")
    } else {
        format!("/{folder}/{name}")
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
    let inner = decoded.strip_prefix('/')?;
    let (folder, name) = FOLDERS
        .into_iter()
        .find_map(|folder| Some((folder, inner.strip_prefix(folder)?.strip_prefix('/')?)))
        .map(|(folder, name)| (folder, name.trim_end_matches('/')))
        .filter(|(_, name)| !name.is_empty())
        .unwrap_or((ROOT, inner.trim_end_matches('/')));
    if name.is_empty() || name.contains('/') || name.len() > MAX_SLUG_BYTES {
        return None;
    }
    let slug = Slug::meant(name)?;
    (path != place(folder, slug.as_str())).then_some((folder, Some(slug)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn respelt(path: &str) -> Option<String> {
        respell(path).map(|(folder, name)| match name {
            Some(name) => place(folder, name.as_str()),
            None => folder.to_owned(),
        })
    }

    #[test]
    fn misspelt_addresses_have_one_right_spelling() {
        assert_eq!(respelt("/tags/Rust").as_deref(), Some("/tags/rust"));
        assert_eq!(respelt("/tags/C++").as_deref(), Some("/tags/c-plus-plus"));
        assert_eq!(respelt("/tags/rust/").as_deref(), Some("/tags/rust"));
        assert_eq!(respelt("/tags/").as_deref(), Some("/tags"));
        assert_eq!(respelt("/a%0d%0ab/").as_deref(), Some("/a-b"));
        assert_eq!(respelt("/About%20us/").as_deref(), Some("/about-us"));
        assert_eq!(respelt("/portfolio/").as_deref(), Some("/portfolio"));
        assert_eq!(respelt("/portfolio/One").as_deref(), Some("/portfolio/one"));
        for right in [
            "/tags/rust",
            "/tags",
            "/",
            "/about",
            "/portfolio",
            "//example.org/",
            "/tags/a%2Fb",
            "/tags/!!!",
            "/tags/%E2%98%83/",
        ] {
            assert_eq!(respelt(right), None, "{right}");
        }
        assert_eq!(respelt(&format!("/posts/{}", "A".repeat(200))), None);
    }
}
