//! Deletes a list of posts for good, once more than one word was said for it; the posts stay.

use std::{future::Future, pin::Pin, sync::Arc};

use leptos::prelude::*;

use super::{
    confirm::{Confirm, Question},
    form::Sending,
};
use crate::error::AppError;

/// Deletes what has this number.
pub type DeleteIt = fn(i64) -> Pin<Box<dyn Future<Output = Result<(), AppError>>>>;

/// The part of a page that does it.
#[component]
pub fn Deletion(
    /// What it is, in a word.
    kind: &'static str,
    /// What becomes of the posts.
    note: &'static str,
    /// Which.
    id: i64,
    /// Deletes it.
    delete: DeleteIt,
    /// Where one is led after that.
    then: &'static str,
) -> impl IntoView {
    let sending = Sending::default();
    let question = RwSignal::new(None::<Question>);
    let ask = move |_| {
        question.set(Some(Question {
            text: format!("Delete this {kind} for good? Its posts stay."),
            word: "Delete it for good",
            act: Arc::new(move || {
                sending.run(delete(id), move |()| {
                    let _ = window().location().set_href(then);
                });
            }),
        }));
    };
    view! {
        <section class="desk-part" aria-labelledby="delete">
            <h2 id="delete">"Delete this " {kind}</h2>
            <p class="desk-note">{note}</p>
            <p class="desk-actions">
                <button type="button" disabled=sending.busy on:click=ask>
                    "Delete …"
                </button>
            </p>
        </section>
        <Confirm question=question/>
    }
}
