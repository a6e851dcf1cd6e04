//! The headings of the text, to go to. Read only while they are looked at, and only when typing pauses.

use gloo_timers::callback::Timeout;
use leptos::{ev::Event, html::Textarea, prelude::*, wasm_bindgen::JsCast as _};

use super::picture::Marks;
use crate::model::editing::{self, Heading};

/// From the last key to the outline of it, in milliseconds.
const AFTER: u32 = 300;

/// The outline.
#[component]
pub fn OutlinePart(
    /// The text field.
    area: NodeRef<Textarea>,
    /// The text.
    source: RwSignal<String>,
    /// What stands in the field for pictures.
    marks: Marks,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let headings = RwSignal::new(Vec::<Heading>::new());
    let timer = StoredValue::new_local(None::<Timeout>);
    let read = move || {
        let read = source.with_untracked(|text| editing::outline(text));
        if headings.with_untracked(|headings| *headings != read) {
            headings.set(read);
        }
    };
    Effect::new(move |was_open: Option<bool>| {
        let open = open.get();
        if open {
            source.track();
            match was_open {
                Some(true) => timer.set_value(Some(Timeout::new(AFTER, read))),
                _ => read(),
            }
        }
        open
    });
    let toggled = move |event: Event| {
        let details = event.target().and_then(|target| target.dyn_into().ok());
        open.set(details.is_some_and(|details: web_sys::HtmlElement| details.has_attribute("open")));
    };
    let go = move |at: u32| {
        if let Some(area) = area.get_untracked() {
            let _ = area.focus();
            // Places are those of the text that is meant.
            marks.settle(&area);
            let _ = area.set_selection_range(at, at);
        }
    };
    let list = move || {
        headings
            .get()
            .into_iter()
            .map(|heading| {
                let at = heading.at;
                let title = if heading.title.is_empty() {
                    "Without a title".to_owned()
                } else {
                    heading.title
                };
                view! {
                    <li class=format!("is-level-{}", heading.level)>
                        <button type="button" on:click=move |_| go(at)>
                            {title}
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <details class="editor-sheet" on:toggle=toggled>
            <summary>"Outline"</summary>
            <Show when=move || headings.with(Vec::is_empty)>
                <p class="field-note">"Headings appear here: lines that begin with ##."</p>
            </Show>
            <ol class="editor-outline" role="list">
                {list}
            </ol>
        </details>
    }
}
