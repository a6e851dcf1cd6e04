//! The series a post belongs to, and its place in it.

use leptos::prelude::*;

use super::combobox::{Choice, Combobox, Finding};
use crate::{
    model::draft::{Meta, Part},
    pages::admin::form::Labelled,
};

/// The two fields.
#[component]
pub fn SeriesFields(
    /// What is said.
    meta: RwSignal<Meta>,
    /// What is said from now on.
    changed: Callback<Meta>,
    /// Asks the server.
    find: fn(String) -> Finding,
) -> impl IntoView {
    let part = Memo::new(move |_| meta.with(|meta| meta.series.clone()));
    let text = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    // What is written is the draft's own unless somebody is writing.
    Effect::new(move |_| {
        let series = part.with(|part| part.as_ref().map(|part| part.series.clone()));
        text.set(series.unwrap_or_default());
    });
    let set = move |series: String, position: Option<u32>| {
        let mut meta = meta.get_untracked();
        let series = series.trim().to_owned();
        let before = meta.series.as_ref().map(|part| part.position);
        let after = (!series.is_empty()).then(|| Part {
            series,
            position: position.or(before).unwrap_or(1),
        });
        if meta.series != after {
            meta.series = after;
            changed.run(meta);
        }
    };
    let chosen = Callback::new(move |choice: Choice| {
        text.set(choice.value.clone());
        let same = part.with_untracked(|part| part.as_ref().is_some_and(|part| part.series == choice.value));
        // One more than there are, where it is another series.
        set(choice.value, (!same).then(|| choice.posts.saturating_add(1)));
    });
    let written = Callback::new(move |series: String| set(series, None));
    let place = move |value: String| match value.trim().parse::<u32>() {
        Ok(position) => {
            problem.set(None);
            let series = part.with_untracked(|part| part.as_ref().map(|part| part.series.clone()));
            set(series.unwrap_or_default(), Some(position));
        }
        Err(_) => problem.set(Some("Write a whole number; 0 is the overview.".to_owned())),
    };
    let none = move || part.with(Option::is_none);
    let wrong = move || problem.with(Option::is_some);
    view! {
        <Labelled
            id="sheet-series"
            label="Series"
            hint="One that is there, or the title of a new one."
        >
            <Combobox
                id="sheet-series"
                text=text
                find=find
                chosen=chosen
                written=written
                described="sheet-series-note".to_owned()
                failure="Nothing can be offered at the moment; what you write is taken as it is."
                wrong=false
            />
        </Labelled>
        <Labelled
            id="sheet-part"
            label="Place in the series"
            hint="Counted from 1; 0 is the overview."
            problem=problem
        >
            <input
                id="sheet-part"
                type="number"
                min="0"
                step="1"
                disabled=none
                aria-describedby="sheet-part-note"
                aria-invalid=move || wrong().then_some("true")
                prop:value=move || part.with(|part| part.as_ref().map(|part| part.position.to_string()).unwrap_or_default())
                on:change:target=move |event| place(event.target().value())
            />
        </Labelled>
    }
}
