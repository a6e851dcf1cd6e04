//! The pages of the desk are for those who are signed in; others are sent to the door. What the pages show is decided
//! again, and only, by the server functions that they ask.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Redirect, Response},
};

use crate::{
    model::{media::UPLOAD, resume::UPLOAD_RESUME, settings::PREVIEW},
    server::{auth, context::Context, door},
};

/// The part of the desk that is shown first.
const FIRST: &str = "/admin/posts";

/// Lets those who are signed in through to `/admin` and what is below it.
pub async fn admit(State(context): State<Context>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_door = ["/admin/sign-in", "/admin/sign-out", "/admin/door"].contains(&path);
    if is_door || !(path == "/admin" || path.starts_with("/admin/")) {
        return next.run(request).await;
    }
    // What is sent to these asks for itself who sends it.
    if *request.method() == Method::POST && [UPLOAD, UPLOAD_RESUME, PREVIEW].contains(&path) {
        return next.run(request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let (parts, body) = request.into_parts();
    let mut response = match auth::identify(&context, &parts).await {
        Ok(Some(_)) if parts.uri.path() == "/admin" => Redirect::to(FIRST).into_response(),
        Ok(Some(_)) => next.run(Request::from_parts(parts, body)).await,
        Ok(None) => {
            let wanted = parts
                .uri
                .path_and_query()
                .map_or("/admin", |wanted| wanted.as_str());
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("next", wanted)
                .finish();
            Redirect::to(&format!("/admin/sign-in?{query}")).into_response()
        }
        Err(fault) => door::broken(&context, parts, fault).await,
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}
