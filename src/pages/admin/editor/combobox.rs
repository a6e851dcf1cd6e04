//! A field that offers what the server finds for what is written in it (ARIA 1.2, combobox with a listbox).

use std::{future::Future, pin::Pin, time::Duration};

use leptos::{ev::KeyboardEvent, html::Ul, prelude::*, wasm_bindgen::JsCast as _};
use web_sys::HtmlElement;

use crate::{error::AppError, pages::admin::answer::latest};

/// From the last key to the question.
const AFTER: Duration = Duration::from_millis(120);

/// Something offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What choosing it stands for.
    pub value: String,
    /// What is read.
    pub name: String,
    /// What else is worth knowing.
    pub note: String,
    /// How many posts have it.
    pub posts: u32,
}

/// What the server finds.
pub type Finding = Pin<Box<dyn Future<Output = Result<Vec<Choice>, AppError>>>>;

/// The field.
#[component]
pub fn Combobox(
    /// Its id, and the beginning of the ids of its parts.
    id: &'static str,
    /// What is written in it.
    text: RwSignal<String>,
    /// Asks the server.
    find: fn(String) -> Finding,
    /// Something was chosen.
    chosen: Callback<Choice>,
    /// Enter, a comma or leaving the field, with nothing chosen: what is written is meant as it is.
    written: Callback<String>,
    /// Backspace in the empty field.
    #[prop(optional)]
    back: Option<Callback<()>>,
    /// The id of what is said about it.
    described: String,
    /// Whether what is in it is wrong.
    #[prop(into)]
    wrong: Signal<bool>,
    /// What is said when the server offers nothing, because it cannot be asked.
    failure: &'static str,
    /// Whether a comma ends an entry.
    #[prop(optional)]
    many: bool,
) -> impl IntoView {
    let found = RwSignal::new(Vec::<Choice>::new());
    let open = RwSignal::new(false);
    let at = RwSignal::new(None::<usize>);
    let failed = RwSignal::new(false);
    let latest = latest();
    let begin = move || {
        open.set(true);
        latest.run(AFTER, async move {
            let answer = find(text.get_untracked()).await;
            at.set(None);
            failed.set(answer.is_err());
            found.set(answer.unwrap_or_default());
        });
    };
    let close = move || {
        latest.stop();
        open.set(false);
        at.set(None);
        found.set(Vec::new());
    };
    let choose = move |choice: Choice| {
        close();
        chosen.run(choice);
    };
    let finish = move || {
        close();
        // A field that is taken off the page is left, too.
        if let Some(text) = text.try_get_untracked() {
            written.try_run(text);
        }
    };
    let step = move |down: bool| {
        let count = found.with_untracked(Vec::len);
        if count == 0 {
            return begin();
        }
        at.update(|at| {
            *at = match (*at, down) {
                (None, true) => Some(0),
                (None, false) => Some(count - 1),
                (Some(index), true) => (index + 1 < count).then_some(index + 1),
                (Some(index), false) => index.checked_sub(1),
            };
        });
    };
    let press = move |event: KeyboardEvent| {
        if event.is_composing() || event.ctrl_key() || event.meta_key() {
            return;
        }
        let pointed = at
            .get_untracked()
            .and_then(|at| found.with_untracked(|found| found.get(at).cloned()));
        match event.key().as_str() {
            "ArrowDown" => step(true),
            "ArrowUp" => step(false),
            "Escape" if open.get_untracked() => close(),
            "Enter" => match pointed {
                Some(choice) => choose(choice),
                None => finish(),
            },
            "," if many => finish(),
            "Backspace" if text.with_untracked(String::is_empty) => {
                if let Some(back) = back {
                    back.run(());
                }
                return;
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    // The one pointed at is in sight: the list may be longer than its box.
    let listed = NodeRef::<Ul>::new();
    Effect::new(move |_| {
        let (Some(at), Some(list)) = (at.get(), listed.get()) else {
            return;
        };
        let option = u32::try_from(at).ok().and_then(|at| list.children().item(at));
        if let Some(option) = option.and_then(|option| option.dyn_into::<HtmlElement>().ok()) {
            let (top, bottom) = (option.offset_top(), option.offset_top() + option.offset_height());
            if top < list.scroll_top() {
                list.set_scroll_top(top);
            } else if bottom > list.scroll_top() + list.client_height() {
                list.set_scroll_top(bottom - list.client_height());
            }
        }
    });
    let list = format!("{id}-list");
    let option_id = move |index: usize| format!("{id}-option-{index}");
    let options = move || {
        found
            .get()
            .into_iter()
            .enumerate()
            .map(|(index, choice)| {
                let (name, note) = (choice.name.clone(), choice.note.clone());
                let choice = StoredValue::new(choice);
                view! {
                    <li
                        id=option_id(index)
                        role="option"
                        aria-selected=move || (at.get() == Some(index)).to_string()
                        // Before the field is left.
                        on:mousedown=move |event| {
                            event.prevent_default();
                            choose(choice.get_value());
                        }
                    >
                        <span>{name}</span>
                        " "
                        <span class="combobox-note">{note}</span>
                    </li>
                }
            })
            .collect_view()
    };
    let shows = Memo::new(move |_| open.get() && found.with(|found| !found.is_empty()));
    let said = move || match (open.get(), failed.get(), found.with(Vec::len)) {
        (true, true, _) => failure.to_owned(),
        (true, false, 1) => "1 is offered.".to_owned(),
        (true, false, count) if count > 1 => format!("{count} are offered."),
        _ => String::new(),
    };
    view! {
        <span class="combobox">
            <input
                id=id
                type="text"
                role="combobox"
                autocomplete="off"
                aria-autocomplete="list"
                aria-expanded=move || shows.get().to_string()
                aria-controls=list.clone()
                aria-activedescendant=move || at.get().map(option_id)
                aria-describedby=described
                aria-invalid=move || wrong.get().then_some("true")
                prop:value=text
                on:input:target=move |event| {
                    text.set(event.target().value());
                    begin();
                }
                on:keydown=press
                on:blur=move |_| finish()
            />
            <ul node_ref=listed id=list role="listbox" aria-label="What is offered" hidden=move || !shows.get()>
                {options}
            </ul>
            <span class="field-note" class:visually-hidden=move || !(open.get() && failed.get()) role="status">
                {said}
            </span>
        </span>
    }
}
