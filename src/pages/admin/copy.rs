//! A link that is shown only once, to be taken along.

use leptos::{html::Input, prelude::*, task::spawn_local};

use crate::platform;

/// The link in a field, and a button that copies it. Where that is not possible it is marked, for the keys to copy.
#[component]
pub fn CopyOnce(
    /// What it is.
    label: &'static str,
    /// The link.
    #[prop(into)]
    link: Signal<String>,
) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let said = RwSignal::new("");
    Effect::new(move |_| {
        link.track();
        said.set("");
    });
    let copy = move |_| {
        let text = link.get_untracked();
        spawn_local(async move {
            let done = platform::copy(&text).await;
            if let (false, Some(field)) = (done, field.try_get_untracked().flatten()) {
                field.select();
            }
            said.set(if done {
                "Copied."
            } else {
                "It could not be copied from here: press Ctrl+C, or ⌘C."
            });
        });
    };
    view! {
        <span class="copy-once">
            <input
                node_ref=field
                type="text"
                readonly
                aria-label=label
                prop:value=link
                on:focus:target=|event| event.target().select()
            />
            <button class="button" type="button" on:click=copy>
                "Copy"
            </button>
            <span class="field-note" role="status">
                {said}
            </span>
        </span>
    }
}
