//! Pictures that are pasted, dropped or chosen: words stand in the text at once, and the picture once it is here, wherever
//! the words have moved meanwhile.

use std::time::Duration;

use leptos::{
    html::{Input, Textarea},
    prelude::*,
};
use web_sys::{ClipboardEvent, DragEvent, File, HtmlTextAreaElement};

use super::field;
use crate::{
    model::{
        editing,
        media::{ACCEPT, Uploaded},
    },
    pages::admin::upload::{Sent, State, Uploads, files, told},
    platform,
};

/// So many questions are put off one by one.
const FEW: usize = 3;

/// What stands in a text for pictures, and what is meant by it.
#[derive(Clone, Copy)]
pub struct Marks {
    all: StoredValue<Vec<Mark>>,
    /// Whether an input method composes a word among them.
    composing: StoredValue<bool>,
    /// Tells its words from those of other tabs and devices: pasted pictures have the same name everywhere.
    tag: StoredValue<String>,
}

struct Mark {
    id: u32,
    /// What stands there until the picture is here.
    words: String,
    /// The picture as it is written, once it is.
    written: Option<String>,
}

impl Default for Marks {
    /// None yet.
    fn default() -> Self {
        Self {
            all: StoredValue::new(Vec::new()),
            composing: StoredValue::new(false),
            tag: StoredValue::new(platform::random_name().chars().take(3).collect()),
        }
    }
}

impl Marks {
    /// The text that is meant by what is in the field: what is shown, compared and saved. Where words stand for a picture that
    /// is here, that is meant, whether the field could be changed by now or somebody's undo has brought the words back.
    pub fn read(self, area: &HtmlTextAreaElement) -> String {
        let mut text = area.value();
        self.all.try_with_value(|all| {
            for mark in all {
                if let Some(written) = &mark.written
                    && text.contains(&mark.words)
                {
                    text = text.replace(&mark.words, written);
                }
            }
        });
        text
    }

    /// Puts the pictures that are here in place of their words, if the field is the one that is written in and no word is
    /// being composed.
    ///
    /// Else it waits, and so it takes nothing from anybody. Composing would be torn. And what a script does to a field that is
    /// not focused is not among what the browser can undo: it would then take back other letters than were typed. To focus it
    /// for that would take the keyboard from whoever writes a title, or the place from whoever has the page read out. Nothing
    /// is lost by it, for the text [means](Self::read) the picture already.
    pub fn settle(self, area: &HtmlTextAreaElement) {
        if self.composing.try_get_value() != Some(false) || !field::is_active(area) {
            return;
        }
        let here = |mark: &Mark| Some((mark.words.clone(), mark.written.clone()?));
        let here = |all: &Vec<Mark>| all.iter().filter_map(here).collect::<Vec<_>>();
        for (words, written) in self.all.try_with_value(here).unwrap_or_default() {
            // One at a time: a cursor between two would be within what changes.
            for _ in 0..area.value().matches(&words).count() {
                field::replace(area, &area.value().replacen(&words, &written, 1));
            }
        }
    }

    /// What stands for a picture where it is settled.
    fn of(self, id: u32) -> String {
        let found = self.all.with_value(|all| {
            let mark = all.iter().find(|mark| mark.id == id);
            mark.map(|mark| mark.written.as_ref().unwrap_or(&mark.words).clone())
        });
        found.unwrap_or_default()
    }

    /// Words for a picture that is on its way: those of no other one, be it in the text or long there, and none of `text`.
    fn add(self, id: u32, text: &str, name: &str) -> String {
        let mut taken = text.to_owned();
        self.all
            .with_value(|all| all.iter().for_each(|mark| taken.push_str(&mark.words)));
        let name = self.tag.with_value(|tag| format!("{name} ({tag})"));
        let words = editing::placeholder(&taken, &name);
        let mark = Mark {
            id,
            words: words.clone(),
            written: None,
        };
        self.all.update_value(|all| all.push(mark));
        words
    }

    /// The picture is here, or something else is said of it.
    fn write(self, id: u32, written: String) {
        self.all.update_value(|all| {
            if let Some(mark) = all.iter_mut().find(|mark| mark.id == id) {
                mark.written = Some(written);
            }
        });
    }
}

/// The pictures of a text that is being written.
#[derive(Clone, Copy)]
pub struct Pictures {
    area: NodeRef<Textarea>,
    marks: Marks,
    typed: Callback<()>,
    /// The file dialog.
    pub dialog: NodeRef<Input>,
    uploads: Uploads,
}

impl Pictures {
    /// None yet. `typed` is told when the text is another one.
    pub fn new(area: NodeRef<Textarea>, marks: Marks, typed: Callback<()>) -> Self {
        let done = Callback::new(move |(id, uploaded): (u32, Uploaded)| {
            let Some(area) = area.try_get_untracked().flatten() else {
                return;
            };
            marks.write(id, editing::image("", &uploaded.path));
            marks.settle(&area);
            // Also where the field is as it was: something else is meant by it.
            typed.run(());
        });
        Self {
            area,
            marks,
            typed,
            dialog: NodeRef::new(),
            uploads: Uploads::new(done),
        }
    }

    /// An input method began or ended composing a word in the text.
    pub fn compose(self, composing: bool) {
        self.marks.composing.set_value(composing);
        if !composing {
            self.go_on();
        }
    }

    /// Somebody goes on in the text: what came meanwhile is put in. In a moment, for a click has put the cursor where it
    /// belongs by then, and Firefox has told of the last letter of a word.
    pub fn go_on(self) {
        let settle = move || {
            if let Some(area) = self.area.try_get_untracked().flatten() {
                self.marks.settle(&area);
            }
        };
        set_timeout(settle, Duration::ZERO);
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
        let added = self.uploads.add(chosen);
        let words: Vec<String> = added
            .iter()
            .map(|one| self.marks.add(one.id, &text, &one.name.get_value()))
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
            .is_some_and(|area| self.marks.read(&area).contains(&self.marks.of(id)))
    }

    /// Says what a picture shows, where it stands in the text.
    fn describe(self, one: Sent, uploaded: &Uploaded, alt: &str) {
        if let Some(area) = self.area.get_untracked() {
            // The form goes with what is focused in it; and what is put in as if typed can be undone.
            let _ = area.focus();
            // Else words would stay that stand for it as well.
            self.marks.settle(&area);
            let written = editing::image(alt, &uploaded.path);
            if self.stands(one.id) {
                swap(&area, &self.marks.of(one.id), &written, self.typed);
                self.marks.write(one.id, written);
            } else {
                let edit = editing::place(&area.value(), field::selection(&area), &[written]);
                field::apply(&area, &edit);
                self.typed.run(());
            }
        }
        self.uploads.remove(one);
    }

    /// Sends a picture again that did not get here.
    fn retry(self, one: Sent) {
        // The button goes with the failure, and it is in the text that the picture is awaited.
        if let Some(area) = self.area.get_untracked() {
            let _ = area.focus();
        }
        self.uploads.retry(one);
    }

    /// Asks of no picture any more what it shows.
    fn ask_later(self) {
        // The button goes with the questions.
        if let Some(area) = self.area.get_untracked() {
            let _ = area.focus();
        }
        let asks = |one: &Sent| one.state.with_untracked(|state| matches!(state, State::Done(_)));
        self.uploads.all.update(|all| all.retain(|one| !asks(one)));
    }

    /// Takes a picture that did not get here out of the list and out of the text.
    fn take_out(self, one: Sent) {
        if let Some(area) = self.area.get_untracked() {
            let _ = area.focus();
            swap(&area, &self.marks.of(one.id), "", self.typed);
        }
        self.uploads.remove(one);
    }
}

/// Puts other words where these stand in the text, if they still do.
fn swap(area: &HtmlTextAreaElement, words: &str, others: &str, typed: Callback<()>) {
    let text = area.value();
    if !words.is_empty() && text.contains(words) {
        field::replace(area, &text.replacen(words, others, 1));
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
    let many = Memo::new(move |_| {
        let asks = |one: &&Sent| one.state.with(|state| matches!(state, State::Done(_)));
        uploads.all.with(|all| all.iter().filter(asks).count() > FEW)
    });
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
                <Show when=move || many.get()>
                    <button type="button" on:click=move |_| pictures.ask_later()>
                        "Later for all"
                    </button>
                </Show>
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
    let failed = move || one.state.with(State::is_failed);
    let wrong = move || one.state.with(State::is_wrong);
    let names = StoredValue::new(name.clone());
    let part = move || match done.get() {
        Some(uploaded) => describe(pictures, one, uploaded),
        None => view! {
            <span class="pictures-state" class:is-wrong=wrong>
                {move || told(&one.state.get())}
            </span>
            {progress.clone()}
            <Show when=failed>
                <button
                    type="button"
                    aria-label=names.with_value(|name| format!("Retry {name}"))
                    on:click=move |_| pictures.retry(one)
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
