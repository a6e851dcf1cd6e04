//! The parts of a series: their order by drag and by buttons, and which posts they are.

use std::future::Future;

use leptos::prelude::*;

use super::super::{
    answer::{Answer, latest},
    form::{Labelled, Said, Sending, focus_soon},
};
use crate::{
    api::{
        desk::list_desk_posts,
        sorting::{add_part, arrange_series, open_series, remove_part},
    },
    error::AppError,
    model::{
        desk::DeskPost,
        sorting::{Arrangement, DeskPart, DeskSeries},
    },
    state::typing::PAUSE,
};

/// Posts that are offered.
const OFFERED: usize = 8;

/// What the parts of the list share.
#[derive(Clone, Copy)]
struct Desk {
    series: Answer<DeskSeries>,
    sending: Sending,
    said: Said,
    /// The part that is being dragged, by its place.
    dragged: RwSignal<Option<usize>>,
}

/// The list.
#[component]
pub fn Parts(
    /// The series.
    series: Answer<DeskSeries>,
) -> impl IntoView {
    let desk = Desk {
        series,
        sending: Sending::default(),
        said: expect_context::<Said>(),
        dragged: RwSignal::new(None),
    };
    let parts = move || {
        series
            .with(|series| series.parts.clone())
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .collect::<Vec<_>>()
    };
    let overview = move || series.with(|series| series.overview).unwrap_or_default();
    let is_empty = move || series.with(|series| series.parts.is_empty()).unwrap_or(true);
    let toggle = move |on: bool| {
        let told = if on {
            "The first post is the overview."
        } else {
            "The first post is part 1."
        };
        desk.arrange(move |wanted| wanted.overview = on, move |_| told.to_owned());
    };
    view! {
        <section class="desk-part is-wide" aria-labelledby="parts">
            <h2 id="parts">"Parts"</h2>
            <Show
                when=move || !is_empty()
                fallback=|| view! { <p class="empty">"There is no part yet. Add a post below."</p> }
            >
                <p class="desk-note">"Drag a part to its place, or move it with its buttons."</p>
                <ol class="desk-parts" role="list">
                    <For
                        each=parts
                        key=|(at, part)| (*at, part.clone().uuid, part.status.clone(), part.title.clone())
                        children=move |(at, part)| part_row(desk, at, part)
                    />
                </ol>
                <p class="field is-check">
                    <label>
                        <input
                            type="checkbox"
                            prop:checked=overview
                            disabled=desk.sending.busy
                            on:change:target=move |event| toggle(event.target().checked())
                        />
                        " The first post is an overview of the others, and no part itself"
                    </label>
                </p>
            </Show>
            <AddPart desk=desk/>
        </section>
    }
}

impl Desk {
    /// Asks for another order, and says what it is then.
    fn arrange(
        self,
        change: impl FnOnce(&mut Arrangement),
        told: impl FnOnce(&DeskSeries) -> String + 'static,
    ) {
        let Some(mut wanted) = self.series.with_untracked(|series| Arrangement {
            series: series.id,
            version: series.version,
            parts: series.parts.iter().map(|part| part.uuid.clone()).collect(),
            overview: series.overview,
        }) else {
            return;
        };
        change(&mut wanted);
        self.run(wanted.series, arrange_series(wanted), told);
    }

    /// Shows what came of a change; where somebody else was quicker, what they made of it.
    fn run(
        self,
        id: i64,
        work: impl Future<Output = Result<DeskSeries, AppError>> + 'static,
        told: impl FnOnce(&DeskSeries) -> String + 'static,
    ) {
        let series = self.series;
        let work = async move {
            let outcome = work.await;
            if let Err(error) = &outcome {
                let now = match error {
                    AppError::Conflict(_) => open_series(id).await.ok(),
                    _ => None,
                };
                // Drawn anew in any case: a box that was ticked shows again what is so.
                if let Some(now) = now.or_else(|| series.with_untracked(DeskSeries::clone)) {
                    series.set(now);
                }
            }
            outcome
        };
        self.sending.run(work, move |now| {
            let told = told(&now);
            series.set(now);
            self.said.done(told);
        });
    }

    /// Moves the part at one place to another.
    fn shift(self, from: usize, to: usize, button: &'static str) {
        let name = self
            .series
            .with_untracked(|series| series.parts.get(from).map(name_of))
            .flatten()
            .unwrap_or_default();
        let change = move |wanted: &mut Arrangement| {
            if from < wanted.parts.len() && to < wanted.parts.len() {
                let part = wanted.parts.remove(from);
                wanted.parts.insert(to, part);
            }
        };
        self.arrange(change, move |now| {
            if !button.is_empty() {
                focus_soon(format!("part-{to}-{button}"));
            }
            let place = to + usize::from(!now.overview);
            match place {
                0 => format!("“{name}” is the overview now."),
                place => format!(
                    "“{name}” is part {place} of {} now.",
                    now.parts.len() - usize::from(now.overview)
                ),
            }
        });
    }
}

fn name_of(part: &DeskPart) -> String {
    if part.title.trim().is_empty() {
        "Untitled".to_owned()
    } else {
        part.title.clone()
    }
}

fn part_row(desk: Desk, at: usize, part: DeskPart) -> impl IntoView {
    let name = name_of(&part);
    let series = desk.series;
    let label = move || {
        let overview = series.with(|series| series.overview).unwrap_or_default();
        match at + usize::from(!overview) {
            0 => "Overview".to_owned(),
            place => place.to_string(),
        }
    };
    let last = move || series.with(|series| at + 1 >= series.parts.len()).unwrap_or(true);
    let (up, down) = (format!("Move {name} up"), format!("Move {name} down"));
    let out = format!("Take out {name}");
    let uuid = part.uuid.clone();
    let remove = {
        let name = name.clone();
        move |_| {
            let Some(id) = series.with_untracked(|series| series.id) else {
                return;
            };
            let told = format!("“{name}” is no part any more. The post stays.");
            desk.run(id, remove_part(id, uuid.clone()), move |_| told);
        }
    };
    let is_over = RwSignal::new(false);
    let drop_here = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        if let Some(from) = desk.dragged.get_untracked()
            && from != at
        {
            desk.shift(from, at, "");
        }
        desk.dragged.set(None);
    };
    view! {
        <li
            draggable="true"
            class:is-over=move || is_over.get() && desk.dragged.get().is_some_and(|from| from != at)
            class:is-dragged=move || desk.dragged.get() == Some(at)
            on:dragstart=move |_| desk.dragged.set(Some(at))
            on:dragend=move |_| desk.dragged.set(None)
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=drop_here
        >
            <span class="desk-place">{label}</span>
            <span class="desk-name">
                <a href=format!("/admin/posts/{}", part.uuid) rel="external" draggable="false">
                    {name}
                </a>
                <span class="desk-under">{part.status}</span>
            </span>
            <span class="desk-actions">
                <button
                    id=format!("part-{at}-up")
                    type="button"
                    aria-label=up
                    aria-disabled=(at == 0).then_some("true")
                    on:click=move |_| {
                        if at > 0 {
                            desk.shift(at, at - 1, "up");
                        }
                    }
                >
                    "Up"
                </button>
                <button
                    id=format!("part-{at}-down")
                    type="button"
                    aria-label=down
                    aria-disabled=move || last().then_some("true")
                    on:click=move |_| {
                        if !last() {
                            desk.shift(at, at + 1, "down");
                        }
                    }
                >
                    "Down"
                </button>
                <button type="button" aria-label=out disabled=desk.sending.busy on:click=remove>
                    "Take out"
                </button>
            </span>
        </li>
    }
}

/// A post is found by its title and put at the end.
#[component]
fn AddPart(
    /// What the parts of the list share.
    desk: Desk,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Vec<DeskPost>>);
    let latest = latest();
    let look = move |typed: String| {
        words.set(typed.clone());
        if typed.trim().is_empty() {
            latest.stop();
            found.set(None);
            return;
        }
        latest.run(PAUSE, async move {
            let answer = list_desk_posts(typed, String::new(), false, String::new(), 1).await;
            if let Ok(answer) = answer {
                found.set(Some(answer.posts));
            }
        });
    };
    let add = move |post: String, title: String| {
        let Some(id) = desk.series.with_untracked(|series| series.id) else {
            return;
        };
        desk.run(id, add_part(id, post), move |_| {
            words.set(String::new());
            found.set(None);
            focus_soon("add-part");
            format!("“{title}” is the last part now.")
        });
    };
    let offered = move || {
        found.get().map(|posts| {
            let here = desk
                .series
                .with(|series| {
                    series
                        .parts
                        .iter()
                        .map(|part| part.uuid.clone())
                        .collect::<Vec<_>>()
                })
                .unwrap_or_default();
            let posts: Vec<DeskPost> = posts
                .into_iter()
                .filter(|post| !here.contains(&post.uuid))
                .take(OFFERED)
                .collect();
            if posts.is_empty() {
                return view! { <p class="empty">"No other post has these words in its title."</p> }
                    .into_any();
            }
            let row = move |post: DeskPost| {
                let (uuid, title) = (post.uuid, post.title);
                let label = format!("Add {title}");
                let shown = title.clone();
                view! {
                    <li>
                        <span>{shown} <span class="desk-under">{post.status}</span></span>
                        <span>
                            <button
                                type="button"
                                aria-label=label
                                disabled=desk.sending.busy
                                on:click=move |_| add(uuid.clone(), title.clone())
                            >
                                "Add"
                            </button>
                        </span>
                    </li>
                }
            };
            view! {
                <ul class="desk-list" role="list">
                    {posts.into_iter().map(row).collect_view()}
                </ul>
            }
            .into_any()
        })
    };
    view! {
        <div class="desk-add">
            <Labelled id="add-part" label="Add a post" hint="It becomes the last part.">
                <input
                    id="add-part"
                    type="search"
                    autocomplete="off"
                    aria-describedby="add-part-note"
                    placeholder="Words of its title"
                    prop:value=words
                    on:input:target=move |event| look(event.target().value())
                />
            </Labelled>
            {offered}
        </div>
    }
}
