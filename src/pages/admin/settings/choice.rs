//! A setting that is chosen and not typed: one of several, or any of them.

use leptos::prelude::*;

use super::{
    super::{form::Labelled, marks::Marks},
    Typed,
};
use crate::error::FieldErrors;

/// Its field.
pub fn field(
    (setting, value): Typed,
    hint: &'static str,
    fixed: bool,
    errors: RwSignal<FieldErrors>,
) -> AnyView {
    let name = setting.name;
    let problem = Signal::derive(move || errors.with(|errors| errors.get(name).cloned()));
    if setting.is_many() {
        return view! {
            <Marks
                name=name
                label=setting.label
                choices=setting.choices()
                value=value
                hint=hint
                fixed=fixed
                problem=problem
            />
        }
        .into_any();
    }
    let id = format!("field-{name}");
    let options = setting
        .choices()
        .iter()
        .map(|(kept, label)| {
            view! {
                <option value=*kept selected=move || value.with(|value| value == kept)>
                    {*label}
                </option>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <Labelled id=id.clone() label=setting.label hint=hint problem=problem>
            <select
                id=id.clone()
                name=name
                disabled=fixed
                aria-describedby=format!("{id}-note")
                on:change:target=move |event| value.set(event.target().value())
            >
                {options}
            </select>
        </Labelled>
    }
    .into_any()
}
