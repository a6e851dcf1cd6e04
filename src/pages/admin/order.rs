//! A list in an order that somebody gives it: by drag, by buttons, and by what comes and goes. Parts of a series, collections,
//! their posts, and focus areas are all arranged here.

use leptos::prelude::*;

use super::{
    answer::{Answer, latest},
    desk::Failed,
    form::{Labelled, Said, Sending, focus_soon},
};
use crate::{
    api::{
        desk::{find_tags, list_desk_posts},
        sorting::{change_order, read_order},
    },
    error::AppError,
    model::{
        listing::count_posts,
        sorting::order::{Act, Item, List, Ordered, Step},
    },
    state::typing::PAUSE,
};

/// What is offered at once.
const OFFERED: usize = 8;

/// What is said of a list.
struct Words {
    heading: &'static str,
    /// One of it, in a word, which is in ids as well.
    one: &'static str,
    empty: &'static str,
    /// Where one of it is opened: the beginning of the address.
    href: &'static str,
    add: &'static str,
    /// What is typed to find what can be added.
    typed: &'static str,
    none: &'static str,
    /// What becomes of what is taken out.
    stays: &'static str,
}

fn words(list: List) -> &'static Words {
    match list {
        List::Series => &Words {
            heading: "Parts",
            one: "part",
            empty: "There is no part yet. Add a post below.",
            ..POSTS
        },
        List::Collection => &POSTS,
        List::Collections => &Words {
            heading: "All collections",
            one: "collection",
            empty: "There is no collection yet.",
            href: "/admin/collections/",
            ..POSTS
        },
        List::Focus => &Words {
            heading: "Focus areas",
            one: "area",
            empty: "There is no focus area yet. Add a tag below.",
            href: "/admin/tags?words=",
            add: "Add a tag",
            typed: "Its name",
            none: "No other tag has this name.",
            stays: "The tag stays.",
        },
    }
}

const POSTS: Words = Words {
    heading: "Posts",
    one: "post",
    empty: "There is no post in it yet. Add one below.",
    href: "/admin/posts/",
    add: "Add a post",
    typed: "Words of its title",
    none: "No other post has these words in its title.",
    stays: "The post stays.",
};

/// What the parts of the list share.
#[derive(Clone, Copy)]
struct Desk {
    list: List,
    id: i64,
    words: &'static Words,
    order: Answer<Ordered>,
    sending: Sending,
    said: Said,
    /// What is being dragged, by its place.
    dragged: RwSignal<Option<usize>>,
}

/// The list, in a section of its own.
#[component]
pub fn Order(
    /// Which list.
    list: List,
    /// Of which series or collection.
    #[prop(optional)]
    id: i64,
    /// What is in it.
    order: Answer<Ordered>,
) -> impl IntoView {
    let words = words(list);
    let desk = Desk {
        list,
        id,
        words,
        order,
        sending: Sending::default(),
        said: expect_context::<Said>(),
        dragged: RwSignal::new(None),
    };
    let items = move || {
        order
            .with(|order| order.items.clone())
            .unwrap_or_default()
            .into_iter()
            .enumerate()
            .collect::<Vec<_>>()
    };
    let is_empty = Memo::new(move |_| order.with(|order| order.items.is_empty()).unwrap_or(true));
    let is_there = Memo::new(move |_| order.get().map(|order| order.map(drop)));
    let heading = format!("{}-list", words.one);
    let named_by = heading.clone();
    view! {
        <section class="desk-part is-wide" aria-labelledby=named_by>
            <h2 id=heading>{words.heading}</h2>
            {move || {
                is_there
                    .get()
                    .map(|is_there| match is_there {
                        Err(error) => view! { <Failed error=error retry=order.reload()/> }.into_any(),
                        Ok(()) if is_empty.get() => view! { <p class="empty">{words.empty}</p> }.into_any(),
                        Ok(()) => {
                            view! {
                                <p class="desk-note">
                                    "Drag to the right place, or move with the buttons."
                                    {(list == List::Series)
                                        .then_some(" Readers count only what is published.")}
                                </p>
                                <ol class="desk-parts" role="list">
                                    <For
                                        each=items
                                        key=|(at, item)| (*at, item.clone())
                                        children=move |(at, item)| row(desk, at, item)
                                    />
                                </ol>
                                {(list == List::Series).then(|| overview_box(desk))}
                            }
                                .into_any()
                        }
                    })
            }}
            {(list != List::Collections).then(|| view! { <Add desk=desk/> })}
        </section>
    }
}

impl Desk {
    /// Asks for a change, and says what came of it; where somebody else was quicker, shows what they made of it.
    fn run(self, change: impl FnOnce(&mut Step), told: impl FnOnce(&Ordered) -> String + 'static) {
        let Self { list, id, order, .. } = self;
        let Some(mut step) = order.with_untracked(|order| Step {
            list,
            id,
            act: Act::Arrange,
            version: order.version,
            keys: order.items.iter().map(|item| item.key.clone()).collect(),
            overview: order.overview,
        }) else {
            return;
        };
        change(&mut step);
        self.send(step, Box::new(told));
    }

    fn send(self, step: Step, told: Box<dyn FnOnce(&Ordered) -> String>) {
        let Self { list, id, order, .. } = self;
        let work = async move {
            let outcome = change_order(step).await;
            if let Err(error) = &outcome {
                let now = match error {
                    AppError::Conflict(_) => read_order(list, id).await.ok(),
                    _ => None,
                };
                // Drawn anew in any case: a box that was ticked shows again what is so.
                if let Some(now) = now.or_else(|| order.with_untracked(Ordered::clone)) {
                    order.set(now);
                }
            }
            outcome
        };
        self.sending.run(work, move |now| {
            let told = told(&now);
            order.set(now);
            self.said.done(told);
        });
    }

    /// Moves what is at one place to another.
    fn shift(self, from: usize, to: usize, button: &'static str) {
        let name = self
            .order
            .with_untracked(|order| order.items.get(from).map(|item| item.name.clone()))
            .flatten()
            .unwrap_or_default();
        let change = move |step: &mut Step| {
            if from < step.keys.len() && to < step.keys.len() {
                let key = step.keys.remove(from);
                step.keys.insert(to, key);
            }
        };
        let (list, one) = (self.list, self.words.one);
        self.run(change, move |now| {
            if !button.is_empty() {
                focus_soon(format!("{one}-{to}-{button}"));
            }
            match now.number(list, to) {
                None => format!("“{name}” is moved. It has no number as long as it is in the trash."),
                Some(0) => format!("“{name}” is the overview now."),
                Some(number) => format!("“{name}” is {one} {number} of {} now.", now.numbers(list)),
            }
        });
    }
}

/// Whether the first part of a series is an overview of the others.
fn overview_box(desk: Desk) -> impl IntoView {
    let overview = move || desk.order.with(|order| order.overview).unwrap_or_default();
    let toggle = move |on: bool| {
        let told = if on {
            "The first post is the overview."
        } else {
            "The first post is part 1."
        };
        desk.run(move |step| step.overview = on, move |_| told.to_owned());
    };
    view! {
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
    }
}

fn row(desk: Desk, at: usize, item: Item) -> impl IntoView {
    let (order, words) = (desk.order, desk.words);
    let label = move || match order.with(|order| order.number(desk.list, at)).flatten() {
        None => "–".to_owned(),
        Some(0) => "Overview".to_owned(),
        Some(number) => number.to_string(),
    };
    let last = move || order.with(|order| at + 1 >= order.items.len()).unwrap_or(true);
    let name = item.name;
    let (up, down) = (format!("Move {name} up"), format!("Move {name} down"));
    let href = format!("{}{}", words.href, item.key);
    // The editor is a page of its own.
    let rel = href.starts_with(POSTS.href).then_some("external");
    let out = (desk.list != List::Collections).then(|| {
        let (key, told) = (item.key, format!("“{name}” is taken out. {}", words.stays));
        let remove = move |_| {
            let (key, told) = (key.clone(), told.clone());
            let change = move |step: &mut Step| {
                step.act = Act::TakeOut;
                step.keys = vec![key];
            };
            desk.run(change, move |_| told);
        };
        view! {
            <button
                type="button"
                aria-label=format!("Take out {name}")
                disabled=desk.sending.busy
                on:click=remove
            >
                "Take out"
            </button>
        }
    });
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
                <a href=href rel=rel draggable="false">
                    {name}
                </a>
                <span class="desk-under">{item.note}</span>
            </span>
            <span class="desk-actions">
                <button
                    id=format!("{}-{at}-up", words.one)
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
                    id=format!("{}-{at}-down", words.one)
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
                {out}
            </span>
        </li>
    }
}

/// What holds these words and could come into a list.
async fn find(list: List, typed: String) -> Result<Vec<Item>, AppError> {
    if list == List::Focus {
        let item = |name, slug, posts: u32| Item {
            key: slug,
            name,
            note: count_posts(posts),
        };
        let tags = find_tags(typed).await?.into_iter();
        return Ok(tags.map(|tag| item(tag.name, tag.slug, tag.posts)).collect());
    }
    let found = list_desk_posts(typed, String::new(), false, String::new(), 1, None).await?;
    let item = |key, name, note| Item { key, name, note };
    Ok(found
        .posts
        .into_iter()
        .map(|post| item(post.uuid, post.title, post.status))
        .collect())
}

/// Something is found by its words and put at the end.
#[component]
fn Add(
    /// What the parts of the list share.
    desk: Desk,
) -> impl IntoView {
    let words = desk.words;
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Vec<Item>>);
    let latest = latest();
    let look = move |text: String| {
        typed.set(text.clone());
        if text.trim().is_empty() {
            latest.stop();
            found.set(None);
            return;
        }
        latest.run(PAUSE, async move {
            let items = find(desk.list, text).await;
            if let Err(error) = &items {
                desk.said.failed(error);
            }
            // What was found for the words before is no answer to these.
            let _ = found.try_set(items.ok());
        });
    };
    let add = move |item: Item| {
        let change = move |step: &mut Step| {
            step.act = Act::Add;
            step.keys = vec![item.key];
        };
        desk.run(change, move |_| {
            typed.set(String::new());
            found.set(None);
            focus_soon("add-to-list");
            format!("“{}” is the last {} now.", item.name, words.one)
        });
    };
    let offered = move || {
        found.get().map(|items| {
            let is_here = |item: &Item| {
                let here = desk
                    .order
                    .with(|order| order.items.iter().any(|one| one.key == item.key));
                here.unwrap_or_default()
            };
            let items: Vec<Item> = items
                .into_iter()
                .filter(|item| !is_here(item))
                .take(OFFERED)
                .collect();
            if items.is_empty() {
                return view! { <p class="empty">{words.none}</p> }.into_any();
            }
            let row = move |item: Item| {
                let label = format!("Add {}", item.name);
                let (name, note) = (item.name.clone(), item.note.clone());
                view! {
                    <li>
                        <span>{name} <span class="desk-under">{note}</span></span>
                        <span>
                            <button
                                type="button"
                                aria-label=label
                                disabled=desk.sending.busy
                                on:click=move |_| add(item.clone())
                            >
                                "Add"
                            </button>
                        </span>
                    </li>
                }
            };
            view! {
                <ul class="desk-list" role="list">
                    {items.into_iter().map(row).collect_view()}
                </ul>
            }
            .into_any()
        })
    };
    view! {
        <div class="desk-add">
            <Labelled id="add-to-list" label=words.add hint=format!("It becomes the last {}.", words.one)>
                <input
                    id="add-to-list"
                    type="search"
                    autocomplete="off"
                    aria-describedby="add-to-list-note"
                    placeholder=words.typed
                    prop:value=typed
                    on:input:target=move |event| look(event.target().value())
                />
            </Labelled>
            {offered}
        </div>
    }
}
