//! Everything that is said about a text and is not in it. What is wrong with a field is said at the field.

use leptos::{html::Details, prelude::*};

use super::{
    Facts,
    card::{CardsPart, address},
    cover::CoverPicker,
    finding::{authors, series, tags},
    labels::LabelsField,
    series::SeriesFields,
};
use crate::{
    error::FieldErrors,
    model::{
        draft::{
            Meta,
            problems::{SHOWN_SUMMARY, SHOWN_TITLE, problems},
        },
        status::Status,
    },
    platform,
};

/// A field of one text: how it is named and read, and how it is set.
#[derive(Clone, Copy)]
struct Text {
    name: &'static str,
    label: &'static str,
    read: fn(&Meta) -> String,
    set: fn(&mut Meta, String),
}

/// The sheet's signals.
#[derive(Clone, Copy)]
struct Parts {
    meta: RwSignal<Meta>,
    changed: Callback<Meta>,
    wrong: Memo<FieldErrors>,
}

impl Parts {
    fn change(self, change: impl FnOnce(&mut Meta)) {
        let mut meta = self.meta.get_untracked();
        change(&mut meta);
        self.changed.run(meta);
    }

    fn problem(self, name: &'static str) -> Option<String> {
        self.wrong.with(|wrong| wrong.get(name).cloned())
    }

    /// A labelled field of one line with a hint, or what is wrong.
    fn line(
        self,
        text: Text,
        kind: &'static str,
        hint: impl Fn() -> String + Send + Sync + 'static,
    ) -> AnyView {
        let (id, note) = (
            format!("sheet-{}", text.name),
            format!("sheet-{}-note", text.name),
        );
        let wrong = move || self.problem(text.name);
        view! {
            <p class="field" class:is-wrong=move || wrong().is_some()>
                <label for=id.clone()>{text.label}</label>
                <input
                    id=id
                    type=kind
                    aria-describedby=note.clone()
                    aria-invalid=move || wrong().map(|_| "true")
                    prop:value=move || self.meta.with(text.read)
                    on:input:target=move |event| self.change(|meta| (text.set)(meta, event.target().value()))
                />
                <span class="field-note" id=note>
                    {move || wrong().unwrap_or_else(&hint)}
                </span>
            </p>
        }
        .into_any()
    }

    /// A labelled field for a day: taken when it is whole, for half of one is none.
    fn day(self, text: Text, hint: &'static str) -> AnyView {
        let (id, note) = (
            format!("sheet-{}", text.name),
            format!("sheet-{}-note", text.name),
        );
        view! {
            <p class="field">
                <label for=id.clone()>{text.label}</label>
                <input
                    id=id
                    type="date"
                    aria-describedby=note.clone()
                    prop:value=move || self.meta.with(text.read)
                    on:change:target=move |event| self.change(|meta| (text.set)(meta, event.target().value()))
                />
                <span class="field-note" id=note>
                    {hint}
                </span>
            </p>
        }
        .into_any()
    }

    /// A labelled field of several lines.
    fn lines(self, text: Text, hint: impl Fn() -> String + Send + Sync + 'static) -> AnyView {
        let (id, note) = (
            format!("sheet-{}", text.name),
            format!("sheet-{}-note", text.name),
        );
        let wrong = move || self.problem(text.name);
        view! {
            <p class="field" class:is-wrong=move || wrong().is_some()>
                <label for=id.clone()>{text.label}</label>
                <textarea
                    id=id
                    rows="3"
                    aria-describedby=note.clone()
                    aria-invalid=move || wrong().map(|_| "true")
                    prop:value=move || self.meta.with(text.read)
                    on:input:target=move |event| self.change(|meta| (text.set)(meta, event.target().value()))
                ></textarea>
                <span class="field-note" id=note>
                    {move || wrong().unwrap_or_else(&hint)}
                </span>
            </p>
        }
        .into_any()
    }
}

/// The sheet.
#[component]
pub fn Sheet(
    /// Its place, to be opened from elsewhere.
    place: NodeRef<Details>,
    /// What is said.
    meta: RwSignal<Meta>,
    /// What is said from now on.
    changed: Callback<Meta>,
    /// Where the post stands, its address, its time.
    facts: RwSignal<Facts>,
    /// The address that readers know, if they do.
    known: Signal<Option<String>>,
    /// The site's name.
    site: String,
    /// What the server finds wrong.
    problems: RwSignal<FieldErrors>,
) -> impl IntoView {
    let wrong = Memo::new(move |_| {
        let mut all = meta.with(self::problems);
        all.extend(problems.get());
        all
    });
    let parts = Parts { meta, changed, wrong };
    // Somebody has to see what is wrong.
    Effect::new(move |_| {
        let here = problems.with(|problems| problems.keys().any(|name| name != "source" && name != "at"));
        if let (true, Some(place)) = (here, place.get()) {
            let _ = place.set_attribute("open", "");
        }
    });
    let slug_note = move || {
        let (meta, known) = (meta.get(), known.get());
        let next = address(&meta, known.clone());
        match known {
            Some(known) if known != next && facts.with(|(status, ..)| *status == Status::Published) => {
                format!(
                    "Readers know it as /posts/{known}. Once you publish, that address leads to /posts/{next}."
                )
            }
            _ if meta.slug.trim().is_empty() => {
                format!("/posts/{next}, made of the title until it is published.")
            }
            _ => format!("/posts/{next}"),
        }
    };
    let summary = Text {
        name: "summary",
        label: "Summary",
        read: |meta| meta.summary.clone(),
        set: |meta, text| meta.summary = text,
    };
    let takeaway = Text {
        name: "takeaway",
        label: "Takeaway",
        read: |meta| meta.takeaway.clone(),
        set: |meta, text| meta.takeaway = text,
    };
    let slug = Text {
        name: "slug",
        label: "Address",
        read: |meta| meta.slug.clone(),
        set: |meta, text| meta.slug = text,
    };
    let canonical = Text {
        name: "canonical",
        label: "First published at",
        read: |meta| meta.canonical.clone(),
        set: |meta, text| meta.canonical = text,
    };
    let seo_title = Text {
        name: "seo_title",
        label: "Title for search engines",
        read: |meta| meta.seo_title.clone(),
        set: |meta, text| meta.seo_title = text,
    };
    let seo_description = Text {
        name: "seo_description",
        label: "Description for search engines",
        read: |meta| meta.seo_description.clone(),
        set: |meta, text| meta.seo_description = text,
    };
    let language = Text {
        name: "language",
        label: "Language",
        read: |meta| meta.language.clone(),
        set: |meta, text| meta.language = text,
    };
    let review = Text {
        name: "review_after",
        label: "Look at it again after",
        read: |meta| meta.review_after.map(platform::day_of).unwrap_or_default(),
        set: |meta, text| meta.review_after = platform::day(&text),
    };
    let hint = |text: &'static str| move || text.to_owned();
    let relabel = move |set: fn(&mut Meta, Vec<String>)| {
        Callback::new(move |entries: Vec<String>| parts.change(|meta| set(meta, entries)))
    };
    let check = move |label: &'static str, read: fn(&Meta) -> bool, set: fn(&mut Meta, bool)| {
        view! {
            <p class="field is-check">
                <label>
                    <input
                        type="checkbox"
                        prop:checked=move || meta.with(read)
                        on:change:target=move |event| parts.change(|meta| set(meta, event.target().checked()))
                    />
                    " "
                    {label}
                </label>
            </p>
        }
        .into_any()
    };
    view! {
        <details class="editor-sheet" node_ref=place>
            <summary>"About this post"</summary>
            <section class="editor-fields" aria-labelledby="sheet-what">
                <h2 id="sheet-what">"What it says"</h2>
                {parts.lines(summary, move || counted(meta.with(|meta| meta.summary.chars().count()), SHOWN_SUMMARY))}
                {parts.lines(takeaway, hint("The one line to remember."))}
                {parts.line(slug, "text", slug_note)}
            </section>
            <section class="editor-fields" aria-labelledby="sheet-where">
                <h2 id="sheet-where">"Where it belongs"</h2>
                <LabelsField
                    id="sheet-tags"
                    label="Tags"
                    hint="Enter or a comma ends one; a new one is made."
                    problem=Signal::derive(move || parts.problem("tags"))
                    entries=Signal::derive(move || meta.with(|meta| meta.tags.clone()))
                    changed=relabel(|meta, tags| meta.tags = tags)
                    find=tags
                    creates=true
                />
                <LabelsField
                    id="sheet-authors"
                    label="Authors"
                    hint="In the order in which they are named."
                    problem=Signal::derive(move || parts.problem("authors"))
                    entries=Signal::derive(move || meta.with(|meta| meta.authors.clone()))
                    changed=relabel(|meta, authors| meta.authors = authors)
                    find=authors
                    creates=false
                />
                <SeriesFields meta=meta changed=changed find=series/>
            </section>
            <section class="editor-fields" aria-labelledby="sheet-how">
                <h2 id="sheet-how">"How it appears"</h2>
                <CoverPicker meta=meta changed=changed/>
                {parts.line(language, "text", hint("Such as en or de-AT; the site's where it is empty."))}
                {parts.day(review, "You are reminded then to see whether it still holds.")}
                <div>
                    {check("Featured", |meta| meta.featured, |meta, on| meta.featured = on)}
                    {check(
                        "Unlisted: only for those who have the link",
                        |meta| meta.unlisted,
                        |meta, on| meta.unlisted = on,
                    )}
                </div>
            </section>
            <section class="editor-fields" aria-labelledby="sheet-others">
                <h2 id="sheet-others">"What others show of it"</h2>
                {parts.line(seo_title, "text", move || {
                    let used = meta.with(|meta| meta.seo_title.chars().count());
                    if used == 0 { "The title where it is empty.".to_owned() } else { counted(used, SHOWN_TITLE) }
                })}
                {parts.lines(seo_description, move || {
                    let used = meta.with(|meta| meta.seo_description.chars().count());
                    if used == 0 { "The summary where it is empty.".to_owned() } else { counted(used, SHOWN_SUMMARY) }
                })}
                {parts.line(canonical, "url", hint("The address of the original, if this is a copy."))}
                <CardsPart meta=meta site=site known=known/>
            </section>
        </details>
    }
}

fn counted(used: usize, shown: usize) -> String {
    if used > shown {
        format!("{used} characters; after about {shown} it is cut off.")
    } else {
        format!("{used} of about {shown} characters that are shown.")
    }
}
