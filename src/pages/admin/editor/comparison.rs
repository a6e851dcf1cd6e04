//! Two drafts next to each other: what is gone and what has come, for the eye and for the ear.

use leptos::prelude::*;

use crate::{
    model::draft::{
        Field, Meta,
        wording::{Passage, Stretch, passages, words},
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
    let parts = passages(&old, &new)
        .into_iter()
        .map(|passage| match passage {
            Passage::Same(text) => view! { <p>{text}</p> }.into_any(),
            Passage::Changed(stretches) => view! { <p class="is-changed">{drawn(stretches)}</p> }.into_any(),
            Passage::Folded { lines, text } => view! {
                <details>
                    <summary>{format!("{lines} lines that are the same")}</summary>
                    <p>{text}</p>
                </details>
            }
            .into_any(),
        })
        .collect_view();
    view! {
        <div class="comparison" role="region" aria-label="Changes of the text" tabindex="0">
            {parts}
        </div>
    }
    .into_any()
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
                    <p>{drawn(words(&old, &new))}</p>
                </dd>
            }
        })
        .collect_view();
    view! { <dl class="comparison-fields">{rows}</dl> }.into_any()
}

/// What a field holds, in words.
fn shown(field: Field, meta: &Meta) -> String {
    match (field, meta.review_after) {
        (Field::ReviewAfter, Some(at)) => platform::day_of(at),
        _ => field.shown(meta),
    }
}

/// `<del>` and `<ins>`, with words for those who do not see how they are drawn.
fn drawn(stretches: Vec<Stretch>) -> AnyView {
    stretches
        .into_iter()
        .map(|stretch| match stretch {
            Stretch::Same(text) => text.into_any(),
            Stretch::Gone(text) => view! {
                <del>
                    <span class="visually-hidden">"Taken out: "</span>
                    {text}
                </del>
            }
            .into_any(),
            Stretch::Come(text) => view! {
                <ins>
                    <span class="visually-hidden">"Put in: "</span>
                    {text}
                </ins>
            }
            .into_any(),
        })
        .collect_view()
        .into_any()
}
