//! A field of several entries in an order: tags, authors. Each can be taken out; others are found while one writes.

use leptos::{prelude::*, task::spawn_local};

use super::combobox::{Choice, Combobox, Finding};
use crate::pages::admin::form::focus_soon;

/// The field.
#[component]
pub fn LabelsField(
    /// Names it in the page.
    id: &'static str,
    /// What stands over it.
    label: &'static str,
    /// What is said about it when nothing is wrong.
    #[prop(into)]
    hint: Signal<String>,
    /// What is wrong with it.
    #[prop(into)]
    problem: Signal<Option<String>>,
    /// The entries.
    #[prop(into)]
    entries: Signal<Vec<String>>,
    /// They are others now.
    changed: Callback<Vec<String>>,
    /// Asks the server.
    find: fn(String) -> Finding,
    /// Whether what nobody has yet may be written.
    creates: bool,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let names = RwSignal::new(Vec::<(String, String)>::new());
    let news = RwSignal::new(String::new());
    // What was written and is none of those that may be.
    let stray = RwSignal::new(String::new());
    let name_of = move |entry: &str| {
        names.with(|names| {
            let name = names.iter().find(|(value, _)| value == entry);
            name.map_or_else(|| entry.to_owned(), |(_, name)| name.clone())
        })
    };
    let note = format!("{id}-note");
    if !creates {
        // The draft holds addresses; people are called by their names.
        for entry in entries.get_untracked() {
            spawn_local(async move {
                let found = find(entry.clone()).await.unwrap_or_default();
                if let Some(one) = found.into_iter().find(|one| one.value == entry) {
                    names.update(|names| names.push((one.value, one.name)));
                }
            });
        }
    }
    let add = move |value: String| {
        let value = value.trim().to_owned();
        text.set(String::new());
        let mut all = entries.get_untracked();
        if !value.is_empty() && !all.iter().any(|entry| entry.eq_ignore_ascii_case(&value)) {
            news.set(format!("{} is added.", untrack(|| name_of(&value))));
            all.push(value);
            changed.run(all);
        }
    };
    let take_out = move |value: &str| {
        news.set(format!("{} is taken out.", untrack(|| name_of(value))));
        let mut all = entries.get_untracked();
        all.retain(|entry| entry != value);
        changed.run(all);
    };
    let chosen = Callback::new(move |choice: Choice| {
        names.update(|names| names.push((choice.value.clone(), choice.name)));
        add(choice.value);
    });
    let written = Callback::new(move |value: String| {
        if creates {
            // Several at once, pasted.
            value.split(',').for_each(|one| add(one.to_owned()));
        } else {
            stray.set(value.trim().to_owned());
        }
    });
    Effect::new(move |_| {
        text.track();
        stray.set(String::new());
    });
    let back = Callback::new(move |()| {
        if let Some(last) = entries.with_untracked(|entries| entries.last().cloned()) {
            take_out(&last);
        }
    });
    let chips = move || {
        entries
            .get()
            .into_iter()
            .map(|entry| {
                let shown = name_of(&entry);
                let title = format!("Take out {shown}");
                view! {
                    <li>
                        <span>{shown}</span>
                        <button type="button" aria-label=title.clone() title=title on:click=move |_| {
                            take_out(&entry);
                            // The button goes with its entry.
                            focus_soon(id);
                        }>
                            <span aria-hidden="true">"×"</span>
                        </button>
                    </li>
                }
            })
            .collect_view()
    };
    let problem = Memo::new(move |_| match stray.get() {
        stray if stray.is_empty() => problem.get(),
        stray => Some(format!(
            "“{stray}” is not taken: choose one of those that are offered while you write."
        )),
    });
    let wrong = Signal::derive(move || problem.with(Option::is_some));
    view! {
        <div class="field" class:is-wrong=wrong>
            <label for=id>{label}</label>
            <div class="labels">
                <ul role="list" aria-label=label>
                    {chips}
                </ul>
                <Combobox
                    id=id
                    text=text
                    find=find
                    chosen=chosen
                    written=written
                    back=back
                    described=note.clone()
                    wrong=wrong
                    failure=if creates {
                        "Nothing can be offered at the moment; what you write is taken as it is."
                    } else {
                        "Nothing can be offered at the moment. Try again once the server can be reached."
                    }
                    many=creates
                />
            </div>
            <span class="field-note" id=note role="status">
                {move || problem.get().unwrap_or_else(|| hint.get())}
            </span>
            <span class="visually-hidden" role="status">
                {news}
            </span>
        </div>
    }
}
