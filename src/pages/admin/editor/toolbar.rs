//! Buttons and keys that write Markdown.

use leptos::{
    html::{Div, Input, Textarea},
    prelude::*,
    wasm_bindgen::JsCast as _,
};
use web_sys::{HtmlElement, HtmlTextAreaElement, KeyboardEvent};

use super::field::{apply, selection};
use crate::model::editing::{Command, enter, format_table, tab};

/// A button: what it does, its name, and what is written on it.
const BUTTONS: [(Command, &str, &str); 10] = [
    (Command::Bold, "Bold (Ctrl-B)", "B"),
    (Command::Italic, "Italic (Ctrl-I)", "I"),
    (Command::InlineCode, "Code (Ctrl-Shift-C)", "</>"),
    (Command::CodeBlock, "Block of code", "{ }"),
    (Command::Link, "Link (Ctrl-K)", "Link"),
    (Command::Heading(2), "Heading", "H"),
    (Command::Quote, "Quotation", "❝"),
    (Command::List, "List", "•"),
    (Command::Numbered, "List with 1. 2. 3.", "1."),
    (Command::Task, "Task", "☐"),
];

/// The places of the buttons that follow.
const ALIGN: u32 = BUTTONS.len() as u32;
const PICTURES: u32 = ALIGN + 1;

/// The buttons.
#[component]
pub fn Toolbar(
    /// The text field.
    area: NodeRef<Textarea>,
    /// Tells that the text is another one.
    typed: Callback<()>,
    /// The dialog that adds pictures.
    pictures: NodeRef<Input>,
) -> impl IntoView {
    let act = move |edit: fn(&HtmlTextAreaElement, Command) -> bool, command: Command| {
        if let Some(area) = area.get_untracked() {
            let _ = area.focus();
            if edit(&area, command) {
                typed.run(());
            }
        }
    };
    // One of them is reached by Tab, the others by the arrows (ARIA 1.2, toolbar).
    let at = RwSignal::new(0_u32);
    let bar = NodeRef::<Div>::new();
    let step = move |event: KeyboardEvent| {
        // With one of these they are the browser's.
        if event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        let last = bar
            .get_untracked()
            .map_or(0, |bar| bar.child_element_count().saturating_sub(1));
        let now = at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" if now < last => now + 1,
            "ArrowLeft" => now.checked_sub(1).unwrap_or(last),
            "ArrowRight" | "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(button) = bar.get_untracked().and_then(|bar| bar.children().item(next))
            && let Ok(button) = button.dyn_into::<HtmlElement>()
        {
            let _ = button.focus();
        }
    };
    let place = move |index: u32| move || if at.get() == index { "0" } else { "-1" };
    let buttons = BUTTONS
        .into_iter()
        .zip(0_u32..)
        .map(|((command, name, sign), index)| {
            view! {
                <button
                    type="button"
                    title=name
                    aria-label=name
                    tabindex=place(index)
                    on:focus=move |_| at.set(index)
                    on:click=move |_| act(run, command)
                >
                    <span aria-hidden="true">{sign}</span>
                </button>
            }
        })
        .collect_view();
    let align = move |_| {
        if let Some(area) = area.get_untracked()
            && let Some(edit) = format_table(&area.value(), selection(&area))
        {
            let _ = area.focus();
            apply(&area, &edit);
            typed.run(());
        }
    };
    view! {
        <div node_ref=bar class="editor-tools" role="toolbar" aria-label="Formatting" on:keydown=step>
            {buttons}
            <button
                type="button"
                title="Align the table"
                aria-label="Align the table"
                tabindex=place(ALIGN)
                on:focus=move |_| at.set(ALIGN)
                on:click=align
            >
                <span aria-hidden="true">"⊞"</span>
            </button>
            <button
                type="button"
                title="Add pictures"
                aria-label="Add pictures"
                tabindex=place(PICTURES)
                on:focus=move |_| at.set(PICTURES)
                on:click=move |_| {
                    if let Some(dialog) = pictures.get_untracked() {
                        dialog.click();
                    }
                }
            >
                <span aria-hidden="true">"Pictures"</span>
            </button>
        </div>
    }
}

fn run(area: &HtmlTextAreaElement, command: Command) -> bool {
    match command.edit(&area.value(), selection(area)) {
        Some(edit) => {
            apply(area, &edit);
            true
        }
        None => false,
    }
}

/// What a key does in the text field; whether it did something of ours. `escaped`: the key before was Escape, which lets
/// Tab leave the field.
pub fn key(area: &HtmlTextAreaElement, event: &KeyboardEvent, escaped: bool) -> bool {
    if is_composing(event) || event.alt_key() {
        return false;
    }
    let command = event.ctrl_key() || event.meta_key();
    let shift = event.shift_key();
    let pressed = pressed(event);
    let asked = match (command, shift, pressed.as_str()) {
        (true, false, "b") => Some(Command::Bold),
        (true, false, "i") => Some(Command::Italic),
        (true, false, "k") => Some(Command::Link),
        (true, true, "c") => Some(Command::InlineCode),
        _ => None,
    };
    let done = match asked {
        Some(command) => {
            run(area, command);
            true
        }
        None => {
            let edit = match (command, pressed.as_str()) {
                (false, "enter") if !shift => enter(&area.value(), selection(area)),
                (false, "tab") if !escaped => tab(&area.value(), selection(area), shift),
                _ => None,
            };
            edit.as_ref().inspect(|edit| apply(area, edit)).is_some()
        }
    };
    if done {
        event.prevent_default();
        event.stop_propagation();
    }
    done
}

/// The key in small letters, Caps Lock or not; where it writes no latin letter, the one that stands at its place.
pub fn pressed(event: &KeyboardEvent) -> String {
    let key = event.key();
    let key = if key.is_ascii() {
        key
    } else {
        event.code().replace("Key", "")
    };
    key.to_ascii_lowercase()
}

/// Whether a key belongs to an input method. Safari says so of the key that ends a word only by this number.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}
