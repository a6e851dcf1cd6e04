//! What answers when readers send an address or a message. The forms are plain ones: the same with scripts and without, and
//! what was filled in comes back with the page until it is kept.

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Redirect, Response},
    routing::{MethodRouter, get, post},
};
use futures_util::stream;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use serde::Deserialize;

use super::{
    auth,
    context::Context,
    fault::{self, Fault, reference},
    form, router,
    services::letters::{self, Envelope, Outcome, list, path_of},
};
use crate::{
    app::too_long::too_long_page,
    error::FieldErrors,
    model::{
        letters::{ContactForm, SUBSCRIBERS_FILE, SubscribeForm},
        role::Action,
    },
};

/// Where an address is sent to.
const SUBSCRIBE: &str = "/subscribe";

/// Where a message is sent to.
const CONTACT: &str = "/contact";

/// What is said to who is asked to send an address once more.
const AGAIN: &str = "One more step: this is the address that you entered. Press the button if it is right.";

/// What is said to who is asked to send a message once more.
const WRITE_AGAIN: &str = "Please send it once more. It came quicker than people write, from a page that is very old or was sent often, or with a field \
     filled in that nobody sees. What you wrote is still here.";

/// What answers.
pub fn routes() -> Vec<(&'static str, MethodRouter<Context>)> {
    vec![
        (SUBSCRIBE, post(subscribe)),
        (CONTACT, post(contact)),
        (SUBSCRIBERS_FILE, get(give_list)),
    ]
}

/// What is filled in for the newsletter.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Subscription {
    email: String,
    form: String,
    seal: String,
    homepage: String,
}

/// What is filled in on the contact page.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Message {
    name: String,
    email: String,
    message: String,
    seal: String,
    homepage: String,
}

async fn subscribe(State(context): State<Context>, request: Request) -> Response {
    let (parts, filled) = match read_form::<Subscription>(&context, request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let site = context.site();
    let named = path_of(&filled.form, &site.base_url);
    let form = if named.is_empty() {
        path_of(referer(&parts.headers), &site.base_url)
    } else {
        named
    };
    let envelope = Envelope::read(&parts.extensions, filled.seal.clone(), filled.homepage);
    let outcome = letters::subscribe(&context, &envelope, &filled.email, &form).await;
    let answer = Answer::of(outcome, &parts.headers, AGAIN);
    let Some(answer) = answer else {
        return done(SUBSCRIBE);
    };
    let page = SubscribeForm {
        only_button: answer.is_asked_again,
        seal: answer.seal(&context, &filled.seal),
        email: filled.email,
        form,
        errors: answer.errors,
        notice: answer.notice,
    };
    show(&context, parts, page, answer.status, answer.retry_after).await
}

async fn contact(State(context): State<Context>, request: Request) -> Response {
    let (parts, filled) = match read_form::<Message>(&context, request).await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let envelope = Envelope::read(&parts.extensions, filled.seal.clone(), filled.homepage);
    let outcome =
        letters::write_to_us(&context, &envelope, &filled.name, &filled.email, &filled.message).await;
    let Some(answer) = Answer::of(outcome, &parts.headers, WRITE_AGAIN) else {
        return done(CONTACT);
    };
    let page = ContactForm {
        name: filled.name,
        email: filled.email,
        message: filled.message,
        only_button: answer.is_asked_again,
        seal: answer.seal(&context, &filled.seal),
        errors: answer.errors,
        notice: answer.notice,
    };
    show(&context, parts, page, answer.status, answer.retry_after).await
}

/// What is answered with the form where nothing was kept.
struct Answer {
    status: StatusCode,
    errors: FieldErrors,
    notice: String,
    retry_after: Option<u32>,
    is_asked_again: bool,
}

impl Answer {
    /// Nothing where the letter is kept.
    fn of(outcome: Result<Outcome, Fault>, headers: &HeaderMap, again: &str) -> Option<Self> {
        let empty = Self {
            status: StatusCode::OK,
            errors: FieldErrors::new(),
            notice: String::new(),
            retry_after: None,
            is_asked_again: false,
        };
        Some(match outcome {
            Ok(Outcome::Kept) => return None,
            Ok(Outcome::Wrong(errors)) => Self {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                errors,
                ..empty
            },
            // Nothing is wrong with what was sent.
            Ok(Outcome::Again) => Self {
                notice: again.to_owned(),
                is_asked_again: true,
                ..empty
            },
            Ok(Outcome::TooMany { retry_after }) => Self {
                status: StatusCode::TOO_MANY_REQUESTS,
                notice: format!(
                    "A lot was sent from where you are, or from everywhere, within an hour. Send it again in {}; what you \
                     entered is still here.",
                    minutes(retry_after)
                ),
                retry_after: Some(retry_after),
                ..empty
            },
            Err(fault) => {
                let error = fault.report(reference(headers));
                Self {
                    status: fault::status(&error),
                    notice: format!("{error} What you entered is still here."),
                    ..empty
                }
            }
        })
    }

    /// What the form carries that is shown again, after one that carried `sent`: what is put right is sent within a moment.
    fn seal(&self, context: &Context, sent: &str) -> Option<String> {
        if self.is_asked_again {
            return Some(context.letters.seal_again());
        }
        context.letters.seal_kept(sent)
    }
}

fn minutes(seconds: u32) -> String {
    match seconds.div_ceil(60) {
        1 => "a minute".to_owned(),
        many => format!("{many} minutes"),
    }
}

/// The page that says so. Loading it again sends nothing.
fn done(page: &str) -> Response {
    Redirect::to(&format!("{page}?done")).into_response()
}

/// The page with the form as it was filled in.
async fn show<T: Clone + Send + Sync + 'static>(
    context: &Context,
    parts: Parts,
    form: T,
    status: StatusCode,
    retry_after: Option<u32>,
) -> Response {
    let request = Request::from_parts(parts, Body::empty());
    let mut response = router::draw_app(context, request, form).await;
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// Keeps the page that is being drawn out of search engines.
pub fn hide_from_search() {
    if let Some(response) = use_context::<ResponseOptions>() {
        let name = HeaderName::from_static("x-robots-tag");
        response.insert_header(name, HeaderValue::from_static("noindex"));
    }
}

fn referer(headers: &HeaderMap) -> &str {
    headers
        .get(header::REFERER)
        .and_then(|page| page.to_str().ok())
        .unwrap_or_default()
}

/// What was filled in, and the request without it; what is too much is told on a page.
async fn read_form<T: for<'a> Deserialize<'a>>(
    context: &Context,
    request: Request,
) -> Result<(Parts, T), Response> {
    match form::read(request).await {
        Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            let request = Request::new(Body::empty());
            let mut response = router::draw_bare(context, request, |_| too_long_page()).await;
            *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
            let headers = response.headers_mut();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Err(response)
        }
        read => read,
    }
}

/// The list of subscribers as a file.
async fn give_list(State(context): State<Context>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let actor = match auth::identify(&context, &parts).await {
        Ok(actor) => actor,
        Err(fault) => return fault::fail(fault, &parts.headers),
    };
    let actor = match auth::authorise(actor, Action::KeepSubscribers) {
        Ok(actor) => actor,
        Err(error) => return fault::refuse(&error),
    };
    // Who asks for the head alone is given nobody's address, and nothing to note in the log. How long it would be nobody knows.
    let written = if parts.method == Method::HEAD {
        Ok(Body::from_stream(stream::empty::<std::io::Result<Bytes>>()))
    } else {
        list::write_csv(&context, &actor).await.map(Body::from)
    };
    match written {
        Ok(text) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"subscribers.csv\"",
                ),
            ],
            text,
        )
            .into_response(),
        Err(fault) => fault::fail(fault, &parts.headers),
    }
}
