//! Two drafts next to each other: what is gone and what has come, for the eye and for the ear.

use leptos::prelude::*;

use super::facts::local_label;
use crate::{
    components::difference,
    model::draft::{
        Field, Meta,
        wording::{passages, words},
    },
    platform,
};

/// How one text differs from another.
#[component]
pub fn TextPart(
    /// What was.
    old: String,
    /// What is.
    new: String,
) -> impl IntoView {
    if old == new {
        return view! { <p class="field-note">"The text is the same."</p> }.into_any();
    }
    difference::passages(passages(&old, &new), "Changes of the text".to_owned())
}

/// How what is said about a text differs; nothing where it does not.
#[component]
pub fn FieldsPart(
    /// What was.
    old: Meta,
    /// What is.
    new: Meta,
) -> impl IntoView {
    let fields = Field::differing(&old, &new);
    if fields.is_empty() {
        return ().into_any();
    }
    let rows = fields
        .into_iter()
        .map(|field| {
            let (old, new) = (shown(field, &old), shown(field, &new));
            view! {
                <dt>{field.label()}</dt>
                <dd class="comparison">
                    <p>{difference::stretches(words(&old, &new))}</p>
                </dd>
            }
        })
        .collect_view();
    view! { <dl class="comparison-fields">{rows}</dl> }.into_any()
}

/// What a field holds, in words.
pub fn shown(field: Field, meta: &Meta) -> String {
    match (field, meta.review_after, meta.dated()) {
        (Field::ReviewAfter, Some(at), _) => platform::day_of(at),
        (Field::Date, _, Some(at)) => local_label(at),
        _ => field.shown(meta),
    }
}
