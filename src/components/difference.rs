//! How two texts differ, drawn: what is gone and what has come, for the eye and for the ear.

use leptos::prelude::*;

use crate::model::draft::wording::{Passage, Stretch};

/// A whole text, in passages; what is the same and far from a change is folded away. `label` says what it is.
pub fn passages(passages: Vec<Passage>, label: String) -> AnyView {
    let parts = passages
        .into_iter()
        .map(|passage| match passage {
            Passage::Same(text) => view! { <p>{text}</p> }.into_any(),
            Passage::Changed(changed) => view! { <p class="is-changed">{stretches(changed)}</p> }.into_any(),
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
        <div class="comparison" role="region" aria-label=label tabindex="0">
            {parts}
        </div>
    }
    .into_any()
}

/// `<del>` and `<ins>`, with words for those who do not see how they are drawn.
pub fn stretches(stretches: Vec<Stretch>) -> AnyView {
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
