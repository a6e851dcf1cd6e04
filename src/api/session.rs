//! Signing in and out without leaving the page.

use leptos::prelude::*;

use crate::error::{AppError, json::Json};

/// Signs in by address and password: the answer sets a cookie. The same for unknown addresses and wrong passwords.
#[server(prefix = "/api", endpoint = "session/begin", output = Json)]
pub async fn begin_session(email: String, password: String) -> Result<(), AppError> {
    use crate::server::{
        auth::set_cookie,
        fault::answer,
        services::accounts::{Caller, door},
    };
    let parts = expect_context::<axum::http::request::Parts>();
    let caller = Caller::read(&parts);
    let token = answer(async |context| {
        door::sign_in(&context, &caller, &email, &password)
            .await
            .map(Some)
    })
    .await??;
    set_cookie(Some(&token));
    Ok(())
}
