//! Pictures that are pasted, dropped or chosen: words stand in the text at once, and the picture once it is here, wherever
//! the words have moved meanwhile.

use leptos::{
    html::{Input, Textarea},
    prelude::*,
};
use web_sys::{ClipboardEvent, DragEvent, File};

use super::field;
use crate::{
    model::{
        editing,
        media::{ACCEPT, Uploaded},
    },
    pages::admin::upload::{Sent, State, Uploads, files, told},
};

/// The pictures of a text that is being written.
#[derive(Clone, Copy)]
pub struct Pictures {
    area: NodeRef<Textarea>,
    typed: Callback<()>,
    /// The file dialog.
    pub dialog: NodeRef<Input>,
    uploads: Uploads,
    /// What stands in the text for each.
    marks: StoredValue<Vec<(u32, String)>>,
}

impl Pictures {
    /// None yet. `typed` is told when the text is another one.
    pub fn new(area: NodeRef<Textarea>, typed: Callback<()>) -> Self {
        let marks = StoredValue::new(Vec::new());
        let done = Callback::new(move |(id, uploaded): (u32, Uploaded)| {
            let Some(area) = area.try_get_untracked().flatten() else {
                return;
            };
            let written = editing::image("", &uploaded.path);
            swap(&area, mark_of(marks, id), &written, typed);
            set_mark(marks, id, written);
        });
        Self {
            area,
            typed,
            dialog: NodeRef::new(),
            uploads: Uploads::new(done),
            marks,
        }
    }

    /// Takes pictures that are pasted, where there are any and no words; whether there were.
    pub fn paste(self, event: &ClipboardEvent) -> bool {
        let Some(data) = event.clipboard_data() else {
            return false;
        };
        let words = data.get_data("text/plain").unwrap_or_default();
        let pictures = files(data.files(), true);
        if !words.is_empty() || pictures.is_empty() {
            return false;
        }
        event.prevent_default();
        self.add(pictures);
        true
    }

    /// Takes files that are dropped.
    pub fn drop(self, event: &DragEvent) {
        let dropped = files(event.data_transfer().and_then(|data| data.files()), false);
        if !dropped.is_empty() {
            event.prevent_default();
            self.add(dropped);
        }
    }

    /// Says that files may be dropped; everything else is the browser's.
    pub fn hover(event: &DragEvent) {
        let carries_files = event
            .data_transfer()
            .is_some_and(|data| data.types().includes(&"Files".into(), 0));
        if carries_files {
            event.prevent_default();
        }
    }

    fn add(self, chosen: Vec<File>) {
        let Some(area) = self.area.get_untracked() else {
            return;
        };
        let _ = area.focus();
        let text = area.value();
        let mut taken = text.clone();
        let added = self.uploads.add(chosen);
        let words: Vec<String> = added
            .iter()
            .map(|one| {
                let mark = editing::placeholder(&taken, &one.name.get_value());
                taken.push_str(&mark);
                set_mark(self.marks, one.id, mark.clone());
                mark
            })
            .collect();
        let edit = editing::place(&text, field::selection(&area), &words);
        field::apply(&area, &edit);
        self.typed.run(());
        self.uploads.start();
    }

    /// Whether what stands for a picture is still in the text.
    fn stands(self, id: u32) -> bool {
        self.area
            .get_untracked()
            .is_some_and(|area| area.value().contains(&mark_of(self.marks, id)))
    }

    /// Says what a picture shows, where it stands in the text.
    fn describe(self, one: Sent, uploaded: &Uploaded, alt: &str) {
        if let Some(area) = self.area.get_untracked() {
            // The form goes with what is focused in it; and what is put in as if typed can be undone.
            let _ = area.focus();
            let written = editing::image(alt, &uploaded.path);
            if self.stands(one.id) {
                swap(&area, mark_of(self.marks, one.id), &written, self.typed);
            } else {
                let edit = editing::place(&area.value(), field::selection(&area), &[written]);
                field::apply(&area, &edit);
                self.typed.run(());
            }
        }
        self.uploads.remove(one);
    }

    /// Takes a picture that did not get here out of the list and out of the text.
    fn take_out(self, one: Sent) {
        if let Some(area) = self.area.get_untracked() {
            let _ = area.focus();
            swap(&area, mark_of(self.marks, one.id), "", self.typed);
        }
        self.uploads.remove(one);
    }
}

fn mark_of(marks: StoredValue<Vec<(u32, String)>>, id: u32) -> String {
    let found = marks.with_value(|marks| {
        marks
            .iter()
            .find(|(of, _)| *of == id)
            .map(|(_, mark)| mark.clone())
    });
    found.unwrap_or_default()
}

fn set_mark(marks: StoredValue<Vec<(u32, String)>>, id: u32, mark: String) {
    marks.update_value(|marks| {
        marks.retain(|(of, _)| *of != id);
        marks.push((id, mark));
    });
}

/// Puts other words where these stand in the text, if they still do.
fn swap(area: &web_sys::HtmlTextAreaElement, words: String, others: &str, typed: Callback<()>) {
    let text = area.value();
    if !words.is_empty() && text.contains(&words) {
        field::replace(area, &text.replacen(&words, others, 1));
        typed.run(());
    }
}

/// How far the pictures are, and what can be done about each.
#[component]
pub fn PicturesPart(
    /// The pictures.
    pictures: Pictures,
) -> impl IntoView {
    let uploads = pictures.uploads;
    let chosen = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        let input = event.target();
        pictures.add(files(input.files(), false));
        // The same file again is another choice.
        input.set_value("");
    };
    view! {
        <input
            node_ref=pictures.dialog
            type="file"
            accept=ACCEPT
            multiple
            hidden
            aria-label="Choose pictures"
            on:change:target=chosen
        />
        <p class="visually-hidden" role="status">
            {move || uploads.summary()}
        </p>
        <Show when=move || uploads.all.with(|all| !all.is_empty())>
            <section class="pictures" aria-label="Pictures on their way">
                <ul role="list">
                    <For each=move || uploads.all.get() key=|one| one.id let:one>
                        {row(pictures, one)}
                    </For>
                </ul>
            </section>
        </Show>
    }
}

fn row(pictures: Pictures, one: Sent) -> AnyView {
    let name = one.name.get_value();
    let label = name.clone();
    // The form stays as it is while words are typed into it.
    let done = Memo::new(move |_| match one.state.get() {
        State::Done(uploaded) => Some(uploaded),
        _ => None,
    });
    let progress = move || match one.state.get() {
        State::Sending(percent) => {
            let label = format!("{label}, sent");
            Some(view! { <progress max="100" prop:value=percent.to_string() aria-label=label></progress> })
        }
        _ => None,
    };
    let failed = move || {
        one.state
            .with(|state| matches!(state, State::Failed(_) | State::Offline))
    };
    let names = StoredValue::new(name.clone());
    let part = move || match done.get() {
        Some(uploaded) => describe(pictures, one, uploaded),
        None => view! {
            <span class="pictures-state" class:is-wrong=failed>
                {move || told(&one.state.get())}
            </span>
            {progress.clone()}
            <Show when=failed>
                <button
                    type="button"
                    aria-label=names.with_value(|name| format!("Retry {name}"))
                    on:click=move |_| pictures.uploads.retry(one)
                >
                    "Retry"
                </button>
            </Show>
            <button
                type="button"
                aria-label=names.with_value(|name| format!("Remove {name}"))
                on:click=move |_| pictures.take_out(one)
            >
                "Remove"
            </button>
        }
        .into_any(),
    };
    view! {
        <li>
            <span class="pictures-name">{name}</span>
            {part}
        </li>
    }
    .into_any()
}

/// Asks what a picture shows; that may wait.
fn describe(pictures: Pictures, one: Sent, uploaded: Uploaded) -> AnyView {
    let id = format!("picture-{}", one.id);
    let alt = RwSignal::new(String::new());
    let stands = pictures.stands(one.id);
    let uploaded = StoredValue::new(uploaded);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        pictures.describe(one, &uploaded.get_value(), &alt.get_untracked());
    };
    view! {
        <form class="pictures-alt" on:submit=submit>
            <label for=id.clone()>
                {if stands { "What does it show?" } else { "Its place in the text is gone. What does it show?" }}
            </label>
            <input
                id=id
                type="text"
                placeholder="For those who do not see it"
                on:input:target=move |event| alt.set(event.target().value())
            />
            <button type="submit">{if stands { "Say so" } else { "Put it in" }}</button>
            <button type="button" on:click=move |_| pictures.uploads.remove(one)>
                "Later"
            </button>
        </form>
    }
    .into_any()
}
