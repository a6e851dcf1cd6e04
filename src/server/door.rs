//! Answers at the door and the desk's place: the pages where people set the site up, sign in, join and choose a new password, and the forms
//! on them. They work without scripts and carry none.

use axum::{
    body::Body,
    extract::{Query, Request, State},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
    routing::{MethodRouter, get},
};
use serde::Deserialize;

use super::{
    auth,
    context::Context,
    fault::{self, Fault, reference},
    form, media,
    router::draw,
    services::accounts::{
        Caller,
        door::{self, Filled, Purpose},
        token::Token,
    },
};
use crate::{
    app::{desk::desk_shell, door::door_shell},
    error::{AppError, FieldErrors},
    model::{door::DoorForm, media::UPLOAD, parts::is_page},
};

/// Where the desk begins.
const DESK: &str = "/admin";

/// The pages and what they answer with.
pub fn routes() -> Vec<(&'static str, MethodRouter<Context>)> {
    vec![
        ("/admin/sign-in", get(sign_in_page).post(sign_in)),
        ("/admin/sign-out", axum::routing::post(sign_out)),
        ("/admin/door", get(door_page).post(enter)),
        ("/admin", get(desk)),
        (UPLOAD, media::upload_route().get(desk)),
        ("/admin/originals/{id}", media::original_route()),
        ("/admin/{*page}", get(desk)),
    ]
}

/// What the sign-in page is asked with, and what is filled in there.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SignIn {
    email: String,
    password: String,
    next: String,
}

/// What a door is asked with, and what is filled in there.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Enter {
    key: String,
    name: String,
    email: String,
    password: String,
}

/// The desk's place; who gets here is signed in.
async fn desk(State(context): State<Context>, request: Request) -> Response {
    let is_there = is_page(request.uri().path());
    let mut response = draw(&context, request, |context| {
        desk_shell(&context.site(), &context.files.assets, &context.options)
    })
    .await;
    // Its place is sent all the same: the desk says so, and where one can go.
    if !is_there && response.status().is_success() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

async fn sign_in_page(
    State(context): State<Context>,
    Query(asked): Query<SignIn>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    match auth::identify(&context, &parts).await {
        Ok(Some(_)) => return to_desk(&asked.next),
        Ok(None) => {}
        Err(fault) => return broken(&context, parts, fault).await,
    }
    let form = DoorForm::SignIn {
        email: String::new(),
        next: asked.next,
        errors: FieldErrors::new(),
        problem: None,
    };
    show(&context, parts, form, StatusCode::OK).await
}

async fn sign_in(State(context): State<Context>, request: Request) -> Response {
    let (parts, filled) = match form::read::<SignIn>(request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let caller = Caller::read(&parts);
    let error = match door::sign_in(&context, &caller, &filled.email, &filled.password).await {
        Ok(Ok(token)) => return let_in(&token, &filled.next),
        Ok(Err(error)) => error,
        Err(fault) => return broken(&context, parts, fault).await,
    };
    let status = fault::status(&error);
    let retry = match &error {
        AppError::TooMany { retry_after } => Some(*retry_after),
        _ => None,
    };
    let (errors, problem) = match error {
        AppError::Invalid(errors) => (errors, None),
        other => (FieldErrors::new(), Some(other.to_string())),
    };
    let form = DoorForm::SignIn {
        email: filled.email,
        next: filled.next,
        errors,
        problem,
    };
    let mut response = show(&context, parts, form, status).await;
    if let Some(seconds) = retry {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

async fn sign_out(State(context): State<Context>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let ended = match auth::identify(&context, &parts).await {
        Ok(Some(actor)) => door::sign_out(&context, &actor).await,
        Ok(None) => Ok(()),
        Err(fault) => Err(fault),
    };
    if let Err(fault) = ended {
        return broken(&context, parts, fault).await;
    }
    let mut response = Redirect::to("/").into_response();
    set_cookie(&mut response, None);
    response
}

async fn door_page(State(context): State<Context>, Query(asked): Query<Enter>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    match door::look(&context, &asked.key).await {
        Ok(Some(door)) => {
            let form = form_of(&door, asked, FieldErrors::new());
            show(&context, parts, form, StatusCode::OK).await
        }
        Ok(None) => show(&context, parts, DoorForm::Closed, StatusCode::NOT_FOUND).await,
        Err(fault) => broken(&context, parts, fault).await,
    }
}

async fn enter(State(context): State<Context>, request: Request) -> Response {
    let (parts, filled) = match form::read::<Enter>(request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let form = Filled {
        name: filled.name.clone(),
        email: filled.email.clone(),
        password: filled.password.clone(),
    };
    match door::enter(&context, &Caller::read(&parts), &filled.key, form).await {
        Ok(Some(Ok(token))) => let_in(&token, DESK),
        Ok(Some(Err(error))) => match door::look(&context, &filled.key).await {
            Ok(Some(door)) => {
                let errors = match error {
                    AppError::Invalid(errors) => errors,
                    other => FieldErrors::from([("password".to_owned(), other.to_string())]),
                };
                let form = form_of(&door, filled, errors);
                show(&context, parts, form, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            Ok(None) => show(&context, parts, DoorForm::Closed, StatusCode::NOT_FOUND).await,
            Err(fault) => broken(&context, parts, fault).await,
        },
        Ok(None) => show(&context, parts, DoorForm::Closed, StatusCode::NOT_FOUND).await,
        Err(fault) => broken(&context, parts, fault).await,
    }
}

fn form_of(door: &door::Door, filled: Enter, errors: FieldErrors) -> DoorForm {
    match door.purpose {
        Purpose::Reset => DoorForm::Reset {
            key: filled.key,
            email: door.email.clone(),
            errors,
        },
        purpose => DoorForm::Open {
            key: filled.key,
            first: purpose == Purpose::Setup,
            name: filled.name,
            email: if purpose == Purpose::Setup {
                filled.email
            } else {
                door.email.clone()
            },
            role: door.role.as_str(),
            errors,
        },
    }
}

/// The page with a form on it.
async fn show(context: &Context, parts: Parts, form: DoorForm, status: StatusCode) -> Response {
    let request = Request::from_parts(parts, Body::empty());
    let mut response = draw(context, request, move |context| {
        door_shell(&context.site(), &context.files.assets, form.clone())
    })
    .await;
    *response.status_mut() = status;
    // It may hold what somebody filled in, and what opens the door.
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// What went wrong on our side, told at the door, with its reference.
pub(super) async fn broken(context: &Context, parts: Parts, fault: Fault) -> Response {
    let error = fault.report(reference(&parts.headers));
    let status = fault::status(&error);
    let form = DoorForm::SignIn {
        email: String::new(),
        next: String::new(),
        errors: FieldErrors::new(),
        problem: Some(error.to_string()),
    };
    show(context, parts, form, status).await
}

fn let_in(token: &Token, next: &str) -> Response {
    let mut response = to_desk(next);
    set_cookie(&mut response, Some(token));
    response
}

/// Goes on to a path of the desk; anything else leads to where the desk begins, so that no link makes this site send
/// somebody elsewhere.
fn to_desk(next: &str) -> Response {
    let rest = next.strip_prefix(DESK);
    let ours = rest.is_some_and(|rest| {
        (rest.is_empty() || rest.starts_with('/'))
            && rest.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
            && !rest.starts_with("/sign-")
            && !rest.starts_with("/door")
    });
    Redirect::to(if ours { next } else { DESK }).into_response()
}

fn set_cookie(response: &mut Response, token: Option<&Token>) {
    if let Some(cookie) = auth::cookie(token) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_desk_is_gone_on_to() {
        let goes_to = |next: &str| {
            let response = to_desk(next);
            response.headers()[header::LOCATION].to_str().unwrap().to_owned()
        };
        for own in ["/admin", "/admin/people", "/admin/posts/1?x=y"] {
            assert_eq!(goes_to(own), own);
        }
        for foreign in [
            "",
            "//evil.example",
            "https://evil.example",
            "/admin.evil.example",
            "/adminx",
            "/admin\\evil",
            "/admin/\r\nSet-Cookie: a=b",
            "/posts",
            "/admin/sign-in",
            "/admin/door?key=a",
        ] {
            assert_eq!(goes_to(foreign), DESK, "{foreign}");
        }
    }
}
