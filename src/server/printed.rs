//! `/series/<slug>/print`: a whole series on one page.

use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};

use super::{
    context::Context,
    fault::{reference, status},
    router,
    services::series,
};
use crate::app::printed::printed_shell;

/// The series, or the page that any wrong address gets.
pub async fn page(State(context): State<Context>, request: Request) -> Response {
    // What is no slug is the slug of nothing.
    let slug = request
        .uri()
        .path()
        .strip_prefix("/series/")
        .and_then(|rest| rest.strip_suffix("/print"))
        .unwrap_or_default();
    match series::print_series(&context, slug).await {
        Ok(Some(printed)) => {
            let mut response = router::draw(&context, request, move |context| {
                printed_shell(&context.site(), &context.files.assets, printed.clone())
            })
            .await;
            response
                .headers_mut()
                .insert("x-robots-tag", HeaderValue::from_static("noindex"));
            response
        }
        Ok(None) => router::not_found(&context, request).await,
        Err(fault) => {
            let error = fault.report(reference(request.headers()));
            (
                status(&error),
                [(header::CACHE_CONTROL, "no-store")],
                error.to_string(),
            )
                .into_response()
        }
    }
}
