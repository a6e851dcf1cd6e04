//! Asks once more before something that cannot be undone.

use std::sync::Arc;

use leptos::prelude::*;

use super::modal::Modal;

/// What is asked, and what is done after a yes.
#[derive(Clone)]
pub struct Question {
    /// In a sentence or two.
    pub text: String,
    /// What the button says that does it.
    pub word: &'static str,
    /// Does it. Whatever asked may be gone from the page by then.
    pub act: Arc<dyn Fn() + Send + Sync>,
}

/// The dialogue; open as long as there is a question.
#[component]
pub fn Confirm(
    /// What is asked.
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let open = Signal::derive(move || question.with(Option::is_some));
    let close = Callback::new(move |()| question.set(None));
    let text = move || question.with(|question| question.as_ref().map(|question| question.text.clone()));
    let word = move || question.with(|question| question.as_ref().map(|question| question.word));
    let go = move |_| {
        if let Some(asked) = question.get_untracked() {
            question.set(None);
            (asked.act)();
        }
    };
    view! {
        <Modal open=open closed=close named_by="confirm-text">
            <p id="confirm-text">{text}</p>
            <p class="editor-actions">
                // First in the order of the keys: what changes nothing.
                <button class="button" type="button" on:click=move |_| close.run(())>
                    "Keep it"
                </button>
                <button class="button is-grave" type="button" on:click=go>
                    {word}
                </button>
            </p>
        </Modal>
    }
}
