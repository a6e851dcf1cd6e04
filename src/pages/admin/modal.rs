//! A dialogue over the page: it takes the keyboard, and gives it back when it is closed.

use leptos::{html::Dialog, prelude::*};

/// The dialogue, with what is in it as children.
#[component]
pub fn Modal(
    /// Whether it is to be open.
    #[prop(into)]
    open: Signal<bool>,
    /// Somebody closed it, be it with Escape.
    closed: Callback<()>,
    /// The id of what in it names it.
    named_by: &'static str,
    /// How it looks.
    #[prop(default = "modal")]
    class: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog class=class node_ref=dialog aria-labelledby=named_by on:close=move |_| { closed.try_run(()); }>
            {children()}
        </dialog>
    }
}
