//! Begins something that has only a name at first, and opens it.

use std::{future::Future, pin::Pin};

use leptos::prelude::*;

use super::form::{Field, Sending};
use crate::error::AppError;

/// Begins it under this name; answers by what it is opened.
pub type BeginIt = fn(String) -> Pin<Box<dyn Future<Output = Result<i64, AppError>>>>;

/// The form.
#[component]
pub fn Begin(
    /// What is begun.
    heading: &'static str,
    /// The field of its name: what it is among what is wrong, and for people.
    field: (&'static str, &'static str),
    /// Begins it.
    begin: BeginIt,
    /// The address below which it is opened, with a slash at the end.
    base: &'static str,
) -> impl IntoView {
    let sending = Sending::default();
    let name = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        sending.run(begin(name.get_untracked()), move |id| {
            let _ = window().location().set_href(&format!("{base}{id}"));
        });
    };
    view! {
        <section class="desk-part" aria-labelledby="begin">
            <h2 id="begin">{heading}</h2>
            <form on:submit=submit>
                <Field name=field.0 label=field.1 value=name errors=sending.errors kind="text"/>
                <button class="button" type="submit" disabled=sending.busy>
                    "Begin"
                </button>
            </form>
        </section>
    }
}
