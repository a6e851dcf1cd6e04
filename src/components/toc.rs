//! The contents of a post: beside it on wide screens, folded above it on narrow ones.

use leptos::{ev, prelude::*};

use crate::model::toc::TocEntry;

/// Fewer headings than this need no contents.
const LEAST: usize = 3;

/// A heading is being read once it is this near to the top of the window, in CSS pixels; a link to it leaves it at 64.
const READING_LINE: f64 = 80.0;

/// Both forms of the contents; nothing for a post of few headings.
#[component]
pub fn Toc(
    /// In reading order, second and third level.
    entries: Vec<TocEntry>,
) -> impl IntoView {
    (entries.len() >= LEAST).then(|| {
        let current = current_section(&entries);
        let sections = sections(entries);
        view! {
            <nav class="toc toc-side" aria-label="Contents">
                <h2>"Contents"</h2>
                {list(&sections, current)}
            </nav>
            <details class="toc toc-inline">
                <summary>"Contents"</summary>
                {list(&sections, current)}
            </details>
        }
        .into_any()
    })
}

/// A heading of the second level with those of the third below it.
struct Section {
    entry: TocEntry,
    parts: Vec<TocEntry>,
}

fn sections(entries: Vec<TocEntry>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for entry in entries {
        match sections.last_mut() {
            Some(section) if entry.level > section.entry.level => section.parts.push(entry),
            _ => sections.push(Section {
                entry,
                parts: Vec::new(),
            }),
        }
    }
    sections
}

fn list(sections: &[Section], current: ReadSignal<Option<String>>) -> impl IntoView + use<> {
    let items = sections
        .iter()
        .map(|section| {
            let parts = (!section.parts.is_empty()).then(|| {
                let parts = section
                    .parts
                    .iter()
                    .map(|part| view! { <li>{link(part, current)}</li> })
                    .collect_view();
                view! { <ol>{parts}</ol> }.into_any()
            });
            view! { <li>{link(&section.entry, current)} {parts}</li> }
        })
        .collect_view();
    view! { <ol>{items}</ol> }
}

fn link(entry: &TocEntry, current: ReadSignal<Option<String>>) -> impl IntoView + use<> {
    let id = entry.id.clone();
    let marked = move || {
        current
            .with(|current| current.as_deref() == Some(id.as_str()))
            .then_some("true")
    };
    view! {
        <a href=format!("#{}", entry.id) aria-current=marked>
            {entry.title.clone()}
        </a>
    }
}

/// The id of the last heading above the reading line, kept while the reader scrolls.
fn current_section(entries: &[TocEntry]) -> ReadSignal<Option<String>> {
    let (current, set_current) = signal(None);
    let ids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    Effect::new(move |_| {
        let ids = ids.clone();
        let find = move || {
            let passed = |id: &String| {
                document()
                    .get_element_by_id(id)
                    .is_some_and(|heading| heading.get_bounding_client_rect().top() <= READING_LINE)
            };
            let last = ids.iter().rev().find(|id| passed(id)).cloned();
            if current.with_untracked(|current| *current != last) {
                set_current.set(last);
            }
        };
        find();
        // Looking makes the browser lay the page out, so it looks once a frame however often it scrolls.
        let waiting = StoredValue::new(false);
        let handle = window_event_listener(ev::scroll, move |_| {
            if !waiting.get_value() {
                waiting.set_value(true);
                let find = find.clone();
                request_animation_frame(move || {
                    waiting.try_set_value(false);
                    find();
                });
            }
        });
        on_cleanup(move || handle.remove());
    });
    current
}
