//! Shows what a resource brings, or why it brings nothing.

use leptos::prelude::*;

use super::failure::Failure;
use crate::state::wire::{Loaded, OnPage};

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
    view! {
        <Transition>
            {move || {
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => view(value),
                        Err(error) => {
                            let retry = Callback::new(move |()| resource.refetch());
                            view! { <Failure error=error retry=retry/> }.into_any()
                        }
                    }
                })
            }}
        </Transition>
    }
}
