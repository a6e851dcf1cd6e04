//! A field of a form that the server draws, with a hint or what is wrong with it; nothing of it runs in a browser.

use std::borrow::Cow;

use leptos::prelude::*;

use crate::error::FieldErrors;

/// A labelled field.
#[derive(Default)]
pub struct PlainField {
    /// Names its form among those of the page.
    pub form: &'static str,
    /// Names it in the form and among what is wrong.
    pub name: &'static str,
    /// What is to be filled in.
    pub label: Cow<'static, str>,
    /// The type of the input.
    pub kind: &'static str,
    /// What the browser may fill in.
    pub complete: &'static str,
    /// What is filled in.
    pub value: String,
    /// What is said about it as long as nothing is wrong.
    pub hint: Cow<'static, str>,
    /// Shown, and not to be changed.
    pub fixed: bool,
    /// Whether one before it is wrong, where the cursor begins then: it can begin in one only.
    pub is_later: bool,
}

impl PlainField {
    /// The field; `focus`: the cursor begins here.
    pub fn view(self, errors: &FieldErrors, focus: bool) -> AnyView {
        let wrong = errors.contains_key(self.name);
        let (id, described) = (self.id(), self.described(errors));
        let input = view! {
            <input
                id=id
                name=self.name
                type=self.kind
                autocomplete=self.complete
                value=self.value.clone()
                required
                readonly=self.fixed
                autofocus=focus || (wrong && !self.is_later)
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
            />
        };
        self.around(errors, input.into_any())
    }

    /// The field with room for several lines, of which `text` are HTML that a browser reads as the words that are filled in.
    pub fn view_long(self, errors: &FieldErrors, rows: u32, text: String) -> AnyView {
        let wrong = errors.contains_key(self.name);
        let (id, described) = (self.id(), self.described(errors));
        let area = view! {
            <textarea
                id=id
                name=self.name
                rows=rows
                required
                autofocus=wrong && !self.is_later
                aria-invalid=wrong.then_some("true")
                aria-describedby=described
                inner_html=text
            ></textarea>
        };
        self.around(errors, area.into_any())
    }

    fn id(&self) -> String {
        format!("{}-{}", self.form, self.name)
    }

    /// What says more about the field, if anything does.
    fn described(&self, errors: &FieldErrors) -> Option<String> {
        let says = errors.contains_key(self.name) || !self.hint.is_empty();
        says.then(|| format!("{}-note", self.id()))
    }

    fn around(self, errors: &FieldErrors, control: AnyView) -> AnyView {
        let (id, note) = (self.id(), self.described(errors));
        let error = errors.get(self.name).cloned();
        let wrong = error.is_some();
        let words = error.unwrap_or_else(|| self.hint.into_owned());
        let note = note.map(|note| {
            view! {
                <span class="field-note" id=note>
                    {words}
                </span>
            }
        });
        view! {
            <p class="field" class:is-wrong=wrong>
                <label for=id>{self.label.into_owned()}</label>
                {control}
                {note}
            </p>
        }
        .into_any()
    }
}
