//! `/admin/series`: what is meant to be read in order; and one of them, with what is said of it.

use leptos::prelude::*;

use super::{
    answer::Answer,
    begin::Begin,
    deletion::Deletion,
    desk::Failed,
    form::{Field, Said, Sending},
    media::pick::Pick,
    order::Order,
    search::DeskSearch,
    table::{DeskTable, Head},
};
use crate::{
    api::sorting::{create_series, delete_series, edit_series, list_desk_series, open_series, read_order},
    error::AppError,
    model::{
        draft::Picture,
        media::shown_at,
        sorting::{DeskSeries, DeskSeriesItem, order::List},
    },
    state::typing::PAUSE,
};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Title"),
    Head::Text("State"),
    Head::Number("Listed"),
    Head::Number("All posts"),
];

/// The list.
#[component]
pub fn SeriesPage() -> impl IntoView {
    let words = RwSignal::new(String::new());
    let series = Answer::after(PAUSE, move || list_desk_series(words.get()));
    let shown = move || {
        series.get().map(|list| match list {
            Ok(list) => table(list, words.with(String::is_empty)),
            Err(error) => view! { <Failed error=error retry=series.reload()/> }.into_any(),
        })
    };
    view! {
        <h1>"Series"</h1>
        <p class="desk-lede">"Posts that are meant to be read in order."</p>
        <Begin
            heading="Begin a series"
            field=("title", "Title")
            begin=|title| Box::pin(create_series(title))
            base="/admin/series/"
        />
        <section class="desk-part is-wide" aria-labelledby="all">
            <h2 id="all">"All series"</h2>
            <DeskSearch label="Words of the title" words=words/>
            {shown}
        </section>
    }
}

fn table(list: Vec<DeskSeriesItem>, is_all: bool) -> AnyView {
    if list.is_empty() {
        let words = if is_all {
            "There is no series yet."
        } else {
            "No title holds these words."
        };
        return view! { <p class="empty">{words}</p> }.into_any();
    }
    let row = |series: DeskSeriesItem| {
        view! {
            <tr role="row">
                <th scope="row" role="rowheader" class="is-title">
                    <a href=format!("/admin/series/{}", series.id)>{series.title}</a>
                    <span class="desk-under">{format!("/series/{}", series.slug)}</span>
                </th>
                <td role="cell">{if series.complete { "complete" } else { "ongoing" }}</td>
                <td role="cell" class="is-number" data-label="Listed">{series.listed}</td>
                <td role="cell" class="is-number" data-label="All posts">{series.parts}</td>
            </tr>
        }
    };
    view! {
        <DeskTable label="Table of series" heads=HEADS>
            {list.into_iter().map(row).collect_view()}
        </DeskTable>
    }
    .into_any()
}

/// One series.
#[component]
pub fn OneSeriesPage(
    /// Which.
    id: i64,
) -> impl IntoView {
    let series = Answer::new(move || open_series(id));
    // Drawn once; what is filled in stays when the parts change.
    let is_there = Memo::new(move |_| match series.get() {
        None => None,
        Some(Ok(_)) => Some(Ok(())),
        Some(Err(error)) => Some(Err(error)),
    });
    let shown = move || {
        is_there.get().map(|is_there| match is_there {
            Ok(()) => {
                let now = series.with_untracked(DeskSeries::clone);
                now.map(|now| view! { <One series=series now=now/> }).into_any()
            }
            Err(error) => view! { <Failed error=error retry=series.reload()/> }.into_any(),
        })
    };
    view! { {shown} }
}

#[component]
fn One(
    /// The series, as it is answered.
    series: Answer<DeskSeries>,
    /// As it is now.
    now: DeskSeries,
) -> impl IntoView {
    let id = now.id;
    let (said, sending) = (expect_context::<Said>(), Sending::default());
    let heading = move || series.with(|series| series.title.clone()).unwrap_or_default();
    let (title, slug) = (RwSignal::new(now.title.clone()), RwSignal::new(now.slug.clone()));
    let description = RwSignal::new(now.description.clone());
    let (complete, shows_coming) = (RwSignal::new(now.complete), RwSignal::new(now.shows_coming));
    let cover = RwSignal::new(now.cover.as_ref().map(|cover| cover.src.clone()));
    let alt = RwSignal::new(now.cover.map(|cover| cover.alt).unwrap_or_default());
    let path = Signal::derive(move || cover.get().map(|src| shown_at(&src, u32::MAX, 480)));
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let filled = DeskSeries {
            id,
            state: series.with_untracked(|series| series.state).unwrap_or_default(),
            slug: slug.get_untracked(),
            title: title.get_untracked(),
            description: description.get_untracked(),
            complete: complete.get_untracked(),
            shows_coming: shows_coming.get_untracked(),
            cover: cover.get_untracked().map(|src| Picture {
                src,
                alt: alt.get_untracked(),
            }),
        };
        let work = async move {
            let outcome = edit_series(filled).await;
            // Who saves once more knows of the other one.
            if let Err(AppError::Conflict(_)) = &outcome
                && let Ok(now) = open_series(id).await
            {
                series.set(now);
            }
            outcome
        };
        sending.run(work, move |saved| {
            slug.set(saved.slug.clone());
            series.set(saved);
            said.done("Saved.");
        });
    };
    let parts = Answer::new(move || read_order(List::Series, id));
    let page = move || {
        series.with(|series| {
            let shown = parts.with(|parts| parts.items.iter().any(|part| part.note == "published"));
            shown.unwrap_or_default().then(|| {
                let href = format!("/series/{}", series.slug);
                view! {
                    <a href=href.clone() rel="external">
                        {href.clone()}
                    </a>
                }
            })
        })
    };
    view! {
        <p class="desk-back">
            <a href="/admin/series">"All series"</a>
        </p>
        <h1>{heading}</h1>
        <p class="desk-note">{page}</p>
        <Order list=List::Series id=id order=parts/>
        <section class="desk-part" aria-labelledby="about">
            <h2 id="about">"About this series"</h2>
            // Not within the form, which the Enter key in the library's search would send.
            <div class="field is-wide cover-picker">
                <Pick label="Cover" path=path chosen=Callback::new(move |chosen| cover.set(chosen))/>
            </div>
            <form on:submit=save>
                <Show when=move || cover.with(Option::is_some)>
                    <Field
                        name="cover"
                        label="What the cover shows"
                        value=alt
                        errors=sending.errors
                        kind="text"
                        hint="For those who do not see it."
                    />
                </Show>
                <Field name="title" label="Title" value=title errors=sending.errors kind="text"/>
                <Field
                    name="slug"
                    label="Address, after /series/"
                    value=slug
                    errors=sending.errors
                    kind="text"
                    hint="The old one leads here."
                />
                <Field name="description" label="Description" value=description errors=sending.errors/>
                {check(complete, "Complete: no further part is planned")}
                {check(
                    shows_coming,
                    "Show parts to come: readers see the titles of the drafts and scheduled posts above, and nothing else of them",
                )}
                <button class="button" type="submit" disabled=sending.busy>
                    "Save"
                </button>
            </form>
        </section>
        <Deletion
            kind="series"
            note="Its posts stay. Its address leads to its first part."
            id=id
            delete=|id| Box::pin(delete_series(id))
            then="/admin/series"
        />
    }
}

/// Something that is so or not.
fn check(is_so: RwSignal<bool>, label: &'static str) -> AnyView {
    view! {
        <p class="field is-check">
            <label>
                <input
                    type="checkbox"
                    prop:checked=is_so
                    on:change:target=move |event| is_so.set(event.target().checked())
                />
                " "
                {label}
            </label>
        </p>
    }
    .into_any()
}
