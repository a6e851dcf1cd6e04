//! `/series/<slug>/print`: a whole series on one page.

use axum::{
    extract::{Request, State},
    response::Response,
};

use super::{context::Context, fault::fail, router, services::series};
use crate::app::printed::printed_page;

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
            router::draw_bare(&context, request, move |context| {
                printed_page(&context.site(), printed.clone())
            })
            .await
        }
        Ok(None) => router::not_found(&context, request).await,
        Err(fault) => fail(fault, request.headers()),
    }
}
