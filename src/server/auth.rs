//! Who asks, and whether they may: the one place that decides.
//!
//! A server function begins with [`require`]; what it gets is what services that change something take, so that
//! forgetting it does not compile.

use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::{
    context::Context,
    fault::{Fault, answer},
    guard::origin::SESSION_COOKIE,
    services::{
        accounts::{
            Actor, Caller,
            session::{self, ABSOLUTE},
            token::Token,
        },
        drafts,
        media::library,
    },
};
use crate::{
    error::AppError,
    model::role::{Action, Whose, allows},
};

/// Who asks, if they may do this. 401 where nobody is signed in, 403 where they may not.
pub async fn require(action: Action) -> Result<Actor, AppError> {
    let actor = answer(async |context| {
        let Some(parts) = use_context::<Parts>() else {
            return Ok(Some(None));
        };
        identify(&context, &parts).await.map(Some)
    })
    .await?;
    authorise(actor, action)
}

/// Who asks, if they may do this to the post with this identity. 404 where there is none.
pub async fn require_post(action: fn(Whose) -> Action, post: &str) -> Result<Actor, AppError> {
    let actor = require(Action::EnterDesk).await?;
    let whose = answer(async |context| drafts::whose(&context, &actor, post).await).await?;
    authorise(Some(actor), action(whose))
}

/// Who asks, if they may do this to the stored file with this row id. 404 where there is none.
pub async fn require_picture(action: fn(Whose) -> Action, id: i64) -> Result<Actor, AppError> {
    let actor = require(Action::EnterDesk).await?;
    let whose = answer(async |context| library::whose(&context, &actor, id).await).await?;
    authorise(Some(actor), action(whose))
}

/// The same for a person who is known already.
pub fn authorise(actor: Option<Actor>, action: Action) -> Result<Actor, AppError> {
    let actor = actor.ok_or(AppError::Unauthorized)?;
    if allows(actor.role(), action) {
        Ok(actor)
    } else {
        Err(AppError::Forbidden)
    }
}

/// Who is signed in with the cookie of a request, if anybody is.
pub async fn identify(context: &Context, parts: &Parts) -> Result<Option<Actor>, Fault> {
    match token(&parts.headers) {
        Some(token) => session::identify(context, &token, Caller::read(parts)).await,
        None => Ok(None),
    }
}

/// The token in the cookie of a request.
fn token(headers: &HeaderMap) -> Option<Token> {
    headers
        .get_all(header::COOKIE)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == SESSION_COOKIE)
        .and_then(|(_, value)| Token::parse(value))
}

/// The header that signs a browser in with a token, or out with none.
///
/// Scripts cannot read the cookie, no other site's form sends it, and it goes over secure connections only (RFC 6265bis).
pub fn cookie(token: Option<&Token>) -> Option<HeaderValue> {
    let text = match token {
        Some(token) => format!(
            "{SESSION_COOKIE}={}; Path=/; Max-Age={}; Secure; HttpOnly; SameSite=Lax",
            token.text(),
            ABSOLUTE / 1_000
        ),
        None => format!("{SESSION_COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"),
    };
    HeaderValue::from_str(&text).ok()
}

/// Signs the browser that called a server function in with a token, or out with none.
pub fn set_cookie(token: Option<&Token>) {
    if let (Some(response), Some(cookie)) = (use_context::<ResponseOptions>(), cookie(token)) {
        response.insert_header(header::SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_that_is_set_is_the_one_that_is_read() {
        let fresh = Token::generate().unwrap();
        let set = cookie(Some(&fresh)).unwrap();
        let set = set.to_str().unwrap();
        let pair = set.split(';').next().unwrap();
        for sent in [
            pair.to_owned(),
            format!("theme=dark; {pair}"),
            format!("{pair}; a=b"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(&sent).unwrap());
            assert_eq!(token(&headers), Some(fresh.clone()), "{sent}");
        }
        for attribute in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
            assert!(set.contains(attribute), "{set}");
        }
        assert!(set.starts_with("__Host-") && !set.contains("Domain"));
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("__Host-session=nonsense"),
        );
        assert_eq!(token(&headers), None);
    }
}
