//! Everything that is said about a text and is not in it.

use leptos::prelude::*;

use crate::model::draft::{Meta, Part, Picture};

/// Characters of a summary that lists and search engines show.
const SUMMARY: usize = 160;

/// The sheet.
#[component]
pub fn Sheet(
    /// What is said.
    meta: RwSignal<Meta>,
    /// What is said from now on.
    changed: Callback<Meta>,
) -> impl IntoView {
    let change = move |change: fn(&mut Meta, String), value: String| {
        let mut meta = meta.get_untracked();
        change(&mut meta, value);
        changed.run(meta);
    };
    let text = move |name: &'static str,
                     label: &'static str,
                     hint: &'static str,
                     read: fn(&Meta) -> String,
                     set: fn(&mut Meta, String)| {
        let id = format!("sheet-{name}");
        view! {
            <p class="field">
                <label for=id.clone()>{label}</label>
                <input
                    id=id
                    type="text"
                    prop:value=move || meta.with(read)
                    on:input:target=move |event| change(set, event.target().value())
                />
                <span class="field-note">{hint}</span>
            </p>
        }
        .into_any()
    };
    let check = move |label: &'static str, read: fn(&Meta) -> bool, set: fn(&mut Meta, bool)| {
        view! {
            <p class="field is-check">
                <label>
                    <input
                        type="checkbox"
                        prop:checked=move || meta.with(read)
                        on:change:target=move |event| {
                            let mut meta = meta.get_untracked();
                            set(&mut meta, event.target().checked());
                            changed.run(meta);
                        }
                    />
                    " "
                    {label}
                </label>
            </p>
        }
        .into_any()
    };
    let left = move || {
        let used = meta.with(|meta| meta.summary.chars().count());
        format!("{used} of about {SUMMARY} characters that lists and search engines show.")
    };
    view! {
        <details class="editor-sheet">
            <summary>"About this post"</summary>
            <div class="editor-fields">
                <p class="field is-wide">
                    <label for="sheet-summary">"Summary"</label>
                    <textarea
                        id="sheet-summary"
                        rows="2"
                        prop:value=move || meta.with(|meta| meta.summary.clone())
                        on:input:target=move |event| change(|meta, text| meta.summary = text, event.target().value())
                    ></textarea>
                    <span class="field-note">{left}</span>
                </p>
                {text("takeaway", "Takeaway", "The one line to remember.", |meta| meta.takeaway.clone(), |meta, text| meta.takeaway = text)}
                {text("slug", "Address", "Made of the title where it is empty. Old addresses lead to the new one.", |meta| meta.slug.clone(), |meta, text| meta.slug = text)}
                {text("tags", "Tags", "With commas between them.", |meta| meta.tags.join(", "), |meta, text| meta.tags = list(&text))}
                {text("authors", "Authors", "The last parts of their pages' addresses, with commas between them.", |meta| meta.authors.join(", "), |meta, text| meta.authors = list(&text))}
                {text("series", "Series", "Its title or address; a new one is made.", |meta| meta.series.as_ref().map(|part| part.series.clone()).unwrap_or_default(), |meta, text| {
                    let position = meta.series.as_ref().map_or(1, |part| part.position);
                    meta.series = (!text.trim().is_empty()).then_some(Part { series: text, position });
                })}
                {text("part", "Place in the series", "Counted from 1; 0 is the overview.", |meta| meta.series.as_ref().map(|part| part.position.to_string()).unwrap_or_default(), |meta, text| {
                    if let (Some(part), Ok(position)) = (&mut meta.series, text.trim().parse()) {
                        part.position = position;
                    }
                })}
                {text("cover", "Cover", "Path of a picture of this site, such as /media/….png.", |meta| meta.cover.as_ref().map(|cover| cover.src.clone()).unwrap_or_default(), |meta, text| {
                    let alt = meta.cover.take().map(|cover| cover.alt).unwrap_or_default();
                    meta.cover = (!text.trim().is_empty()).then_some(Picture { src: text, alt });
                })}
                {text("alt", "What the cover shows", "For those who do not see it.", |meta| meta.cover.as_ref().map(|cover| cover.alt.clone()).unwrap_or_default(), |meta, text| {
                    if let Some(cover) = &mut meta.cover {
                        cover.alt = text;
                    }
                })}
                {text("canonical", "First published at", "The address of the original, if this is a copy.", |meta| meta.canonical.clone(), |meta, text| meta.canonical = text)}
                {text("seo-title", "Title for search engines", "The title where it is empty.", |meta| meta.seo_title.clone(), |meta, text| meta.seo_title = text)}
                {text("seo-description", "Description for search engines", "The summary where it is empty.", |meta| meta.seo_description.clone(), |meta, text| meta.seo_description = text)}
                {text("language", "Language", "Such as en or de-AT; the site's where it is empty.", |meta| meta.language.clone(), |meta, text| meta.language = text)}
                {check("Featured", |meta| meta.featured, |meta, on| meta.featured = on)}
                {check("Unlisted: only for those who have the link", |meta| meta.unlisted, |meta, on| meta.unlisted = on)}
            </div>
        </details>
    }
}

/// Entries between commas; one that is being written stays as it is.
fn list(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim_start)
        .enumerate()
        .filter(|(index, entry)| *index == 0 || !entry.is_empty() || text.ends_with(','))
        .map(|(_, entry)| entry.to_owned())
        .filter(|entry| !entry.is_empty())
        .collect()
}
