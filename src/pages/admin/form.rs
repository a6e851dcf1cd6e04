//! What the desk's forms share: a field with what is wrong with it, and saying what was done.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    error::{AppError, FieldErrors},
    platform,
};

/// What was done last, or why it was not.
#[derive(Clone, Copy, Default)]
pub struct Said {
    text: RwSignal<String>,
    wrong: RwSignal<bool>,
    offer: RwSignal<Option<(&'static str, Callback<()>)>>,
}

impl Said {
    /// The words.
    pub fn text(self) -> String {
        self.text.get()
    }

    /// Whether they tell of a failure.
    pub fn is_wrong(self) -> bool {
        self.wrong.get()
    }

    /// What can be done about it: a word, and what it does.
    pub fn offered(self) -> Option<(&'static str, Callback<()>)> {
        self.offer.get()
    }

    /// Takes them away.
    pub fn clear(self) {
        self.offer.set(None);
        self.text.set(String::new());
    }

    /// Says that something was done.
    pub fn done(self, what: impl Into<String>) {
        self.wrong.set(false);
        self.offer.set(None);
        self.text.set(what.into());
    }

    /// Says that something was done, and offers something about it.
    pub fn offer(self, what: impl Into<String>, word: &'static str, act: Callback<()>) {
        self.done(what);
        self.offer.set(Some((word, act)));
    }

    /// Says why something was not done.
    pub fn failed(self, error: &AppError) {
        self.wrong.set(true);
        self.offer.set(None);
        self.text.set(error.to_string());
    }
}

/// A form's way to the server: whether it is on it, and what was wrong.
#[derive(Clone, Copy, Default)]
pub struct Sending {
    /// Waiting for the answer.
    pub busy: RwSignal<bool>,
    /// What is wrong, by field.
    pub errors: RwSignal<FieldErrors>,
}

impl Sending {
    /// Does `work` unless it is under way, says where it failed, and goes on with `then` where it did not. What is wrong
    /// with a field is said there.
    pub fn run<T: 'static>(
        self,
        work: impl Future<Output = Result<T, AppError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.errors.set(FieldErrors::new());
        let said = expect_context::<Said>();
        said.clear();
        spawn_local(async move {
            let outcome = work.await;
            self.busy.set(false);
            match outcome {
                Ok(value) => then(value),
                Err(AppError::Unauthorized) => {
                    let _ = window().location().reload();
                }
                Err(AppError::Invalid(errors)) if !errors.is_empty() => self.errors.set(errors),
                Err(error) => said.failed(&error),
            }
        });
    }
}

/// Puts the keyboard's place on what is about to be drawn.
pub fn focus_soon(id: impl Into<String>) {
    let id = id.into();
    request_animation_frame(move || {
        if let Some(element) = platform::element(&id) {
            let _ = element.focus();
        }
    });
}

/// A labelled field, with a hint or what is wrong under it.
#[component]
pub fn Field(
    /// Names it in the form and among what is wrong.
    name: &'static str,
    /// What is to be filled in.
    label: &'static str,
    /// What is filled in.
    value: RwSignal<String>,
    /// What is wrong, by field.
    errors: RwSignal<FieldErrors>,
    /// The type of an input; nothing makes it several lines.
    #[prop(optional)]
    kind: Option<&'static str>,
    /// What the browser may fill in.
    #[prop(default = "off")]
    complete: &'static str,
    /// A hint.
    #[prop(optional)]
    hint: &'static str,
) -> impl IntoView {
    let id = format!("field-{name}");
    let note = format!("{id}-note");
    let wrong = Memo::new(move |_| errors.with(|errors| errors.get(name).cloned()));
    let words = move || wrong.get().unwrap_or_else(|| hint.to_owned());
    let invalid = move || wrong.with(Option::is_some).then_some("true");
    let input = match kind {
        Some(kind) => view! {
            <input
                id=id.clone()
                name=name
                type=kind
                autocomplete=complete
                aria-invalid=invalid
                aria-describedby=note.clone()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            />
        }
        .into_any(),
        None => view! {
            <textarea
                id=id.clone()
                name=name
                rows="3"
                aria-invalid=invalid
                aria-describedby=note.clone()
                prop:value=value
                on:input:target=move |event| value.set(event.target().value())
            ></textarea>
        }
        .into_any(),
    };
    view! {
        <p class="field" class:is-wrong=move || wrong.with(Option::is_some)>
            <label for=id>{label}</label>
            {input}
            <span class="field-note" id=note>
                {words}
            </span>
        </p>
    }
}
