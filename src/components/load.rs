//! Shows what a resource brings, or why it brings nothing.

use std::fmt::Debug;

use codee::{Decoder, Encoder};
use leptos::{
    either::Either,
    prelude::*,
    server::{FromEncodedStr, IntoEncodedString},
};

use super::failure::Failure;
use crate::error::AppError;

/// Waits for `resource` and shows `view` of it; a failure is shown with a way to go on, and sets the page's status.
///
/// While a newer value is on its way the old one stays.
#[component]
pub fn Load<T, Ser, F, V>(
    /// What the page needs; created at the top of the page, never inside another `Load`.
    resource: Resource<Result<T, AppError>, Ser>,
    /// How it looks.
    view: F,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    Ser: Encoder<Result<T, AppError>> + Decoder<Result<T, AppError>> + Send + Sync + 'static,
    <Ser as Encoder<Result<T, AppError>>>::Error: Debug,
    <Ser as Encoder<Result<T, AppError>>>::Encoded: IntoEncodedString,
    <Ser as Decoder<Result<T, AppError>>>::Error: Debug,
    <Ser as Decoder<Result<T, AppError>>>::Encoded: FromEncodedStr,
    <<Ser as Decoder<Result<T, AppError>>>::Encoded as FromEncodedStr>::DecodingError: Debug,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Transition>
            {move || {
                let view = view.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => Either::Left(view(value)),
                        Err(error) => {
                            Either::Right(
                                view! { <Failure error=error retry=move || resource.refetch()/> },
                            )
                        }
                    }
                })
            }}
        </Transition>
    }
}
