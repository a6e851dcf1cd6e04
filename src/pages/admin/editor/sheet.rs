//! Everything that is said about a text and is not in it. What is wrong with a field is said at the field.

use std::time::Duration;

use leptos::{ev, html::Details, prelude::*};

use super::{
    Facts,
    card::{CardsPart, address},
    cover::CoverPicker,
    finding::{authors, nothing, series, tags},
    labels::LabelsField,
    series::SeriesFields,
};
use crate::{
    api::desk::tell_tags,
    error::FieldErrors,
    model::{
        draft::{
            Field, Meta,
            problems::{SHOWN_SUMMARY, SHOWN_TITLE, problems},
        },
        status::{Kind, Status},
    },
    pages::admin::answer::Answer,
    platform,
};
use text::{
    CANONICAL, DATE, Fields, LANGUAGE, LINKS, ORDER, REVIEW_AFTER, SEO_DESCRIPTION, SEO_TITLE, SLUG, SUMMARY,
    TAKEAWAY, Time, YEAR,
};

mod text;

/// From the last change of the tags to the question what becomes of them.
const AFTER_TAG: Duration = Duration::from_millis(300);

/// The sheet.
#[component]
pub fn Sheet(
    /// What it is.
    kind: Kind,
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
    problems: Memo<FieldErrors>,
    /// What it says of the address, where nothing is wrong with that.
    note: Memo<Option<String>>,
    /// The post's public identity.
    post: String,
    /// Moves it to the trash.
    trash: Callback<()>,
) -> impl IntoView {
    let wrong = Memo::new(move |_| {
        let mut all = meta.with(|meta| self::problems(meta, kind, platform::now()));
        // What waits for its time may be dated for then.
        if facts.with(|(status, ..)| *status == Status::Scheduled) {
            all.remove(Field::Date.name());
        }
        all.extend(problems.get());
        all
    });
    let fields = Fields { meta, changed, wrong };
    // Somebody has to see what is wrong.
    Effect::new(move |_| {
        if let (false, Some(place)) = (problems.with(FieldErrors::is_empty), place.get()) {
            let _ = place.set_attribute("open", "");
        }
    });
    let slug_note = move || {
        if let Some(note) = note.get() {
            return note;
        }
        let (meta, known) = (meta.get(), known.get());
        let next = address(&meta, known.clone());
        match known {
            Some(known) if known != next && facts.with(|(status, ..)| *status == Status::Published) => {
                let (known, next) = (kind.path(&known), kind.path(&next));
                format!("Readers know it as {known}. Once you publish, that address leads to {next}.")
            }
            _ if meta.slug.trim().is_empty() => {
                format!("{}, made of the title until it is published.", kind.path(&next))
            }
            _ => kind.path(&next),
        }
    };
    let date_note = move || {
        facts.with(|(status, _, at)| match (status, at) {
            (Status::Published | Status::Unpublished, Some(at)) => {
                format!("When it appeared. Left empty, that stays {at}.")
            }
            _ => format!(
                "When it appeared, in the time zone {}. Left empty: the moment it is published.",
                platform::zone()
            ),
        })
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
    let is_post = kind == Kind::Post;
    let tags_part = is_post.then(|| {
        view! {
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
        }
    });
    let series_part = is_post.then(|| view! { <SeriesFields meta=meta changed=changed find=series/> });
    let project_part = (kind == Kind::Project).then(|| {
        view! {
            <section class="editor-fields" aria-labelledby="sheet-project">
                <h2 id="sheet-project">"The project"</h2>
                <LabelsField
                    id="sheet-technologies"
                    label="Technologies"
                    hint=Signal::derive(hint("What it is made with. Enter or a comma ends one."))
                    problem=Signal::derive(move || fields.problem("technologies"))
                    entries=Signal::derive(move || meta.with(|meta| meta.technologies.clone().unwrap_or_default()))
                    changed=relabel(|meta, names| meta.technologies = Some(names))
                    find=nothing
                    creates=true
                />
                {fields.lines(LINKS, hint("One on a line: Code = https://example.org/code"))}
                {fields.line(YEAR, "text", hint("When it was made, such as 2026."))}
                {fields.line(
                    ORDER,
                    "text",
                    hint("1 is first. Projects without a number come after those with one, the newest year first."),
                )}
            </section>
        }
    });
    view! {
        <details class="editor-sheet" node_ref=place>
            <summary>{format!("About this {}", kind.as_str())}</summary>
            <section class="editor-fields" aria-labelledby="sheet-what">
                <h2 id="sheet-what">"What it says"</h2>
                {fields.lines(SUMMARY, move || counted(meta.with(|meta| meta.summary.chars().count()), SHOWN_SUMMARY))}
                {is_post.then(|| fields.lines(TAKEAWAY, hint("The one line to remember.")))}
                {fields.line(SLUG, "text", slug_note)}
            </section>
            {project_part}
            <section class="editor-fields" aria-labelledby="sheet-where" on:focusin=move |_| look_again()>
                <h2 id="sheet-where">"Where it belongs"</h2>
                {tags_part}
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
                {series_part}
            </section>
            <section class="editor-fields" aria-labelledby="sheet-how">
                <h2 id="sheet-how">"How it appears"</h2>
                <CoverPicker meta=meta changed=changed/>
                {fields.line(LANGUAGE, "text", hint("Such as en or de-AT; the site's where it is empty."))}
                {(kind != Kind::Page).then(|| fields.time(DATE, Time::Moment, date_note))}
                {is_post
                    .then(|| {
                        fields
                            .time(
                                REVIEW_AFTER,
                                Time::Day,
                                hint(
                                    "It is under “To review” then, where you say that it still holds; readers are told where nobody did.",
                                ),
                            )
                    })}
                <div>
                    {is_post.then(|| check("Featured", |meta| meta.featured, |meta, on| meta.featured = on))}
                    {is_post
                        .then(|| {
                            check(
                                "Evergreen: never out of date",
                                Meta::is_evergreen,
                                |meta, on| meta.evergreen = Some(on),
                            )
                        })}
                    {is_post
                        .then(|| {
                            check(
                                "Show readers what changed since it was published",
                                Meta::shows_changes,
                                |meta, on| meta.tells_changes = Some(on),
                            )
                        })}
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
                <CardsPart kind=kind meta=meta site=site known=known/>
            </section>
            <p class="editor-actions">
                <button
                    class="button is-apart"
                    type="button"
                    disabled=move || facts.with(|(status, ..)| *status == Status::Trashed)
                    on:click=move |_| trash.run(())
                >
                    "Move to the trash"
                </button>
            </p>
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
