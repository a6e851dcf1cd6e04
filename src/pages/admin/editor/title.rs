//! The field of the title: as high as its words need, and always one line of text.

use leptos::{ev::KeyboardEvent, html::Textarea, prelude::*};

use super::toolbar::is_composing;
use crate::model::draft::Meta;

/// The field. Enter leads on to the text.
#[component]
pub fn TitleField(
    /// What is said of the text.
    meta: RwSignal<Meta>,
    /// What is said from now on.
    changed: Callback<Meta>,
    /// The text field.
    area: NodeRef<Textarea>,
) -> impl IntoView {
    let title = move || meta.with(|meta| meta.title.clone());
    let write = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlTextAreaElement>| {
        let field = event.target();
        let written = field.value();
        let line = written.replace(['\r', '\n'], " ");
        if line != written {
            // Pasted lines; the cursor stays where it is.
            let at = field.selection_end().ok().flatten().unwrap_or(0);
            field.set_value(&line);
            let _ = field.set_selection_range(at, at);
        }
        changed.run(Meta {
            title: line,
            ..meta.get_untracked()
        });
    };
    let press = move |event: KeyboardEvent| {
        if event.key() != "Enter" || event.ctrl_key() || event.meta_key() || is_composing(&event) {
            return;
        }
        event.prevent_default();
        if let Some(area) = area.get_untracked() {
            let _ = area.focus();
        }
    };
    view! {
        // The same words stand behind the field, unseen, and give it its height.
        <div class="editor-title" data-words=title>
            <textarea
                aria-label="Title"
                placeholder="Title"
                rows="1"
                prop:value=title
                on:input:target=write
                on:keydown=press
            ></textarea>
        </div>
    }
}
