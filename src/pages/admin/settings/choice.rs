//! A setting that is chosen and not typed: one of several, or any of them.

use leptos::prelude::*;

use super::{super::form::Labelled, Typed};
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
        return marks((setting, value), hint, fixed, problem);
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

/// Any of several.
fn marks(
    (setting, value): Typed,
    hint: &'static str,
    fixed: bool,
    problem: Signal<Option<String>>,
) -> AnyView {
    let choices = setting.choices();
    let boxes = choices
        .iter()
        .map(|(kept, label)| {
            let holds = move || value.with(|value| value.split(", ").any(|one| one == *kept));
            let turn = move |_| {
                let now = value.get_untracked();
                let held = |name: &str| now.split(", ").any(|one| one == name);
                // What was on is off, and the other way round; the others stay.
                let chosen: Vec<&str> = choices
                    .iter()
                    .map(|(one, _)| *one)
                    .filter(|one| held(one) != (one == kept))
                    .collect();
                value.set(chosen.join(", "));
            };
            view! {
                <label>
                    <input type="checkbox" disabled=fixed prop:checked=holds on:change=turn/>
                    {*label}
                </label>
            }
            .into_any()
        })
        .collect_view();
    let id = format!("field-{}", setting.name);
    let note = format!("{id}-note");
    let described = note.clone();
    view! {
        <fieldset class="field settings-marks" id=id aria-describedby=described>
            <legend>{setting.label}</legend>
            <div>{boxes}</div>
            <span class="field-note" id=note>
                {move || problem.get().unwrap_or_else(|| hint.to_owned())}
            </span>
        </fieldset>
    }
    .into_any()
}
