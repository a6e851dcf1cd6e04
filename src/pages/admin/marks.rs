//! Any of several, chosen and not typed.

use leptos::prelude::*;

/// A box for each; those that hold are names with ", " between them, in the order of the choices.
#[component]
pub fn Marks(
    /// Names it in the form.
    name: &'static str,
    /// What is to be chosen.
    label: &'static str,
    /// What there is: how it is kept, and what it is called.
    choices: &'static [(&'static str, &'static str)],
    /// What is chosen.
    value: RwSignal<String>,
    /// A hint.
    hint: &'static str,
    /// Whether it can only be read.
    #[prop(optional)]
    fixed: bool,
    /// What is wrong.
    #[prop(optional, into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
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
                    <input type="checkbox" name=name value=*kept disabled=fixed prop:checked=holds on:change=turn/>
                    {*label}
                </label>
            }
            .into_any()
        })
        .collect_view();
    let id = format!("field-{name}");
    let note = format!("{id}-note");
    let described = note.clone();
    view! {
        <fieldset class="field settings-marks" id=id aria-describedby=described>
            <legend>{label}</legend>
            <div>{boxes}</div>
            <span class="field-note" id=note>
                {move || problem.get().unwrap_or_else(|| hint.to_owned())}
            </span>
        </fieldset>
    }
}
