//! Shows what a resource brings, or why it brings nothing.

use std::sync::Arc;

use leptos::prelude::*;

use super::failure::Failure;
use crate::{
    error::AppError,
    state::wire::{Loaded, OnPage, Parcel, Parcels},
};

/// Waits for `resource` and shows `view` of it; a failure is shown with a way to go on, and sets the page's status.
///
/// While a newer value is on its way the old one stays.
#[component]
pub fn Load<T: OnPage>(
    /// What the page needs.
    resource: Loaded<T>,
    /// How it looks.
    view: fn(T) -> AnyView,
) -> impl IntoView {
    show(
        resource.parcels(),
        Arc::new(move |parcel| parcel.open().map(view)),
    )
}

type View = Arc<dyn Fn(Parcel) -> Result<AnyView, AppError> + Send + Sync>;

fn show(parcels: Parcels, view: View) -> AnyView {
    let shown = move || {
        let view = Arc::clone(&view);
        Suspend::new(async move {
            match parcels.await.and_then(|parcel| view(parcel)) {
                Ok(view) => view,
                Err(error) => {
                    let retry = Callback::new(move |()| parcels.refetch());
                    view! { <Failure error=error retry=retry/> }.into_any()
                }
            }
        })
    };
    view! { <Transition>{shown}</Transition> }.into_any()
}
