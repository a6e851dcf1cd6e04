//! A dialogue over the page: it takes the keyboard, and gives it back when it is closed.

use leptos::{html::Dialog, prelude::*, wasm_bindgen::JsCast as _};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

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
    let close = move |_| {
        give_caret_back();
        closed.try_run(());
    };
    view! {
        <dialog class=class node_ref=dialog aria-labelledby=named_by on:close=close>
            {children()}
        </dialog>
    }
}

/// Puts the caret where it was in the field that has the keyboard again. Chromium gives a field back the focus and not the caret
/// where a button closed a dialogue that opened by itself: what is typed then would go nowhere.
fn give_caret_back() {
    let Some(active) = document().active_element() else {
        return;
    };
    if let Some(area) = active.dyn_ref::<HtmlTextAreaElement>() {
        if let (Ok(Some(start)), Ok(Some(end))) = (area.selection_start(), area.selection_end()) {
            let _ = area.set_selection_range(start, end);
        }
    } else if let Some(field) = active.dyn_ref::<HtmlInputElement>()
        && let (Ok(Some(start)), Ok(Some(end))) = (field.selection_start(), field.selection_end())
    {
        let _ = field.set_selection_range(start, end);
    }
}
