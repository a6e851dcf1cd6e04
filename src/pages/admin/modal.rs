//! A dialogue over the page: it takes the keyboard, and gives it back when it is closed.

use leptos::{html::Dialog, prelude::*, wasm_bindgen::JsCast as _};
use web_sys::HtmlTextAreaElement;

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
    let caret = StoredValue::new(None::<(u32, u32)>);
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                caret.set_value(active_area().and_then(|area| selected(&area)));
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let close = move |_| {
        // Chromium gives a field the focus back and not its caret, where a dialogue opened by itself and a button closed it: what is
        // typed then would go nowhere.
        if let (Some(area), Some((start, end))) = (active_area(), caret.try_get_value().flatten()) {
            let _ = area.set_selection_range(start, end);
        }
        closed.try_run(());
    };
    view! {
        <dialog class=class node_ref=dialog aria-labelledby=named_by on:close=close>
            {children()}
        </dialog>
    }
}

/// The field of several lines that has the keyboard.
fn active_area() -> Option<HtmlTextAreaElement> {
    document().active_element()?.dyn_into().ok()
}

/// What is selected in a field, in UTF-16 code units.
fn selected(area: &HtmlTextAreaElement) -> Option<(u32, u32)> {
    Some((area.selection_start().ok()??, area.selection_end().ok()??))
}
