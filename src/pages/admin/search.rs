//! What narrows a list of the desk down.

use leptos::prelude::*;

/// A search field, and what else narrows the list down as children. Enter sends nothing: the list follows by itself.
#[component]
pub fn DeskSearch(
    /// What is looked for.
    label: &'static str,
    /// The words that are written.
    words: RwSignal<String>,
    /// Told of others.
    #[prop(optional)]
    typed: Option<Callback<()>>,
    /// What else.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <form class="desk-filter" role="search" on:submit=|event| event.prevent_default()>
            <label>
                <span class="visually-hidden">{label}</span>
                <input
                    type="search"
                    placeholder=label
                    prop:value=words
                    on:input:target=move |event| {
                        words.set(event.target().value());
                        if let Some(typed) = typed {
                            typed.run(());
                        }
                    }
                />
            </label>
            {children.map(|children| children())}
        </form>
    }
}
