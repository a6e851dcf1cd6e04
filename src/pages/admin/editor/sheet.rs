//! Everything that is said about a text and is not in it. What is wrong with a field is said at the field.

use std::time::Duration;

use leptos::{ev, html::Details, prelude::*};

use super::{
    Facts,
    card::{CardsPart, address},
    cover::CoverPicker,
    finding::{authors, series, tags},
    labels::LabelsField,
    series::SeriesFields,
};
use crate::{
    api::desk::tell_tags,
    error::FieldErrors,
    model::{
        draft::{
            Meta,
            problems::{SHOWN_SUMMARY, SHOWN_TITLE, problems},
        },
        status::Status,
    },
    pages::admin::answer::Answer,
};
use text::{CANONICAL, Fields, LANGUAGE, REVIEW_AFTER, SEO_DESCRIPTION, SEO_TITLE, SLUG, SUMMARY, TAKEAWAY};

mod text;

/// From the last change of the tags to the question what becomes of them.
const AFTER_TAG: Duration = Duration::from_millis(300);

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
    /// The post's public identity.
    post: String,
) -> impl IntoView {
    let wrong = Memo::new(move |_| {
        let mut all = meta.with(self::problems);
        all.extend(problems.get());
        all
    });
    let fields = Fields { meta, changed, wrong };
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
    let hint = |text: &'static str| move || text.to_owned();
    let named = Memo::new(move |_| meta.with(|meta| meta.tags.join("\n")));
    let news = Answer::after(AFTER_TAG, move || {
        // What is new is made when the post is published.
        facts.track();
        tell_tags(post.clone(), named.get())
    });
    // Others may delete a tag that is named here.
    let reload = news.reload();
    let look_again = move || {
        if !named.with_untracked(String::is_empty) {
            reload.run(());
        }
    };
    let handle = window_event_listener(ev::focus, move |_| look_again());
    on_cleanup(move || handle.remove());
    let tags_note = move || match news.with(|news| news.join(" ")) {
        Some(news) if !news.is_empty() => news,
        _ => "Enter or a comma ends one; a new one is made.".to_owned(),
    };
    let relabel = move |set: fn(&mut Meta, Vec<String>)| {
        Callback::new(move |entries: Vec<String>| fields.change(|meta| set(meta, entries)))
    };
    let check = move |label: &'static str, read: fn(&Meta) -> bool, set: fn(&mut Meta, bool)| {
        view! {
            <p class="field is-check">
                <label>
                    <input
                        type="checkbox"
                        prop:checked=move || meta.with(read)
                        on:change:target=move |event| fields.change(|meta| set(meta, event.target().checked()))
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
                {fields.lines(SUMMARY, move || counted(meta.with(|meta| meta.summary.chars().count()), SHOWN_SUMMARY))}
                {fields.lines(TAKEAWAY, hint("The one line to remember."))}
                {fields.line(SLUG, "text", slug_note)}
            </section>
            <section class="editor-fields" aria-labelledby="sheet-where" on:focusin=move |_| look_again()>
                <h2 id="sheet-where">"Where it belongs"</h2>
                <LabelsField
                    id="sheet-tags"
                    label="Tags"
                    hint=Signal::derive(tags_note)
                    problem=Signal::derive(move || fields.problem("tags"))
                    entries=Signal::derive(move || meta.with(|meta| meta.tags.clone()))
                    changed=relabel(|meta, tags| meta.tags = tags)
                    find=tags
                    creates=true
                />
                <LabelsField
                    id="sheet-authors"
                    label="Authors"
                    hint=Signal::derive(hint("In the order in which they are named."))
                    problem=Signal::derive(move || fields.problem("authors"))
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
                {fields.line(LANGUAGE, "text", hint("Such as en or de-AT; the site's where it is empty."))}
                {fields.day(REVIEW_AFTER, hint("You are reminded then to see whether it still holds."))}
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
                {fields.line(SEO_TITLE, "text", move || {
                    let used = meta.with(|meta| meta.seo_title.chars().count());
                    if used == 0 { "The title where it is empty.".to_owned() } else { counted(used, SHOWN_TITLE) }
                })}
                {fields.lines(SEO_DESCRIPTION, move || {
                    let used = meta.with(|meta| meta.seo_description.chars().count());
                    if used == 0 { "The summary where it is empty.".to_owned() } else { counted(used, SHOWN_SUMMARY) }
                })}
                {fields.line(CANONICAL, "url", hint("The address of the original, if this is a copy."))}
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
