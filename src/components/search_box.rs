//! The search box of every page: a plain form without scripts; with them a combobox that shows posts while somebody
//! types (WAI-ARIA Authoring Practices, "Editable Combobox With List Autocomplete").

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast as _};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use web_sys::{InputEvent, KeyboardEvent, MouseEvent};

use super::passage::marked;
use crate::{
    model::find::{Found, Hit, Place},
    platform,
    state::typing::Typing,
};

/// The list of hits.
const LIST: &str = "search-hits";

/// The box with its list.
#[component]
pub fn SearchBox() -> impl IntoView {
    let typing = Typing::default();
    let input = NodeRef::<html::Input>::new();
    let is_open = RwSignal::new(false);
    let chosen = typing.chosen;
    let location = use_location();
    let navigate = use_navigate();

    // Whoever arrives somewhere is done with the list.
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        location.search.track();
        // The first time is not an arrival, and words may have been typed since the box woke.
        if before.is_some() {
            is_open.set(false);
        }
    });
    open_by_key(input);

    let ask = move || {
        let words = typed(input);
        is_open.set(!words.is_empty());
        typing.ask(words);
    };
    let targets = move || {
        typing
            .found
            .with(|found| found.as_ref().map(targets).unwrap_or_default())
    };
    let go = {
        let navigate = navigate.clone();
        move |target: &str, apart: bool| {
            if apart {
                platform::open_apart(target);
            } else {
                navigate(target, NavigateOptions::default());
            }
        }
    };
    let pick = Callback::new({
        let go = go.clone();
        move |(target, event): (String, MouseEvent)| go(&target, event.ctrl_key() || event.meta_key())
    });
    let on_key = move |event: KeyboardEvent| {
        // While an input method composes, its keys are its own.
        if event.is_composing() {
            return;
        }
        let targets = targets();
        let last = targets.len().checked_sub(1);
        let open = is_open.get_untracked();
        let at = chosen.get_untracked();
        let next = match (event.key().as_str(), open, at) {
            ("Escape", true, _) => {
                is_open.set(false);
                event.prevent_default();
                return;
            }
            ("Escape", false, _) => {
                if let Some(input) = input.get_untracked() {
                    let _ = input.blur();
                }
                return;
            }
            ("ArrowDown", false, _) if last.is_some() => {
                is_open.set(true);
                None
            }
            ("ArrowDown", true, None) => last.map(|_| 0),
            ("ArrowDown", true, Some(at)) => last.map(|last| if at >= last { 0 } else { at + 1 }),
            ("ArrowUp", true, None | Some(0)) => last,
            ("ArrowUp", true, Some(at)) => Some(at - 1),
            ("Home", true, Some(_)) => Some(0),
            ("End", true, Some(_)) => last,
            ("Enter", true, Some(at)) => {
                if let Some(target) = targets.get(at) {
                    event.prevent_default();
                    go(target, event.ctrl_key() || event.meta_key());
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let query = platform::query(&[("q", typed(input).trim())]);
        navigate(
            &format!("{}?{query}", Place::Search.path()),
            NavigateOptions::default(),
        );
    };
    let shown =
        move || is_open.get() && (typing.found.with(Option::is_some) || typing.failure.with(Option::is_some));
    view! {
        <form
            class="search"
            role="search"
            action=Place::Search.path()
            on:submit=submit
            on:focusout=move |event| {
                if !platform::stays_within(&event) {
                    is_open.set(false);
                }
            }
        >
            <label class="visually-hidden" for="search">
                "Search posts"
            </label>
            <input
                node_ref=input
                id="search"
                type="text"
                inputmode="search"
                enterkeyhint="search"
                name="q"
                placeholder="Search"
                autocomplete="off"
                spellcheck="false"
                maxlength="300"
                role="combobox"
                aria-autocomplete="list"
                aria-controls=LIST
                aria-expanded=move || shown().to_string()
                aria-activedescendant=move || chosen.get().map(option_id)
                aria-keyshortcuts="/ Control+K"
                on:input=move |event| {
                    let composing = event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing);
                    if !composing {
                        ask();
                    }
                }
                on:compositionend=move |_| ask()
                on:focus=move |_| is_open.set(typing.found.with_untracked(Option::is_some))
                on:keydown=on_key
            />
            <kbd aria-hidden="true">"/"</kbd>
            <div class="search-panel" class:is-waiting=move || typing.is_waiting.get() hidden=move || !shown()>
                <p class="search-count" role="status">
                    {move || typing.found.with(|found| found.as_ref().map(count).unwrap_or_default())}
                </p>
                {move || {
                    typing
                        .failure
                        .get()
                        .map(|error| {
                            view! {
                                <p class="search-failure">
                                    {format!("Search is unavailable. {error} ")}
                                    <button
                                        type="button"
                                        on:click=move |_| {
                                            // The button goes away with the failure; who pressed it goes on typing.
                                            if let Some(input) = input.get_untracked() {
                                                let _ = input.focus();
                                            }
                                            ask();
                                        }
                                    >
                                        "Try again"
                                    </button>
                                </p>
                            }
                                .into_any()
                        })
                }}
                <ul id=LIST role="listbox" aria-label="Posts">
                    {move || {
                        let hits = typing.found.with(|found| found.as_ref().map(|found| found.hits.clone()));
                        hits.unwrap_or_default()
                            .into_iter()
                            .enumerate()
                            .map(|(index, hit)| option(index, hit, chosen, pick))
                            .collect_view()
                    }}
                </ul>
                <p class="search-all">
                    <button type="submit">"All results"</button>
                </p>
            </div>
        </form>
    }
}

fn option_id(index: usize) -> String {
    format!("search-hit-{index}")
}

fn count(found: &Found) -> String {
    match (&found.corrected, found.hits.is_empty()) {
        (_, true) => format!("Nothing found for “{}”", found.words),
        (Some(corrected), _) => format!("Results for “{}”: {}", corrected.shown, found.count),
        (None, _) => found.count.clone(),
    }
}

/// Where the hits lead, in order.
fn targets(found: &Found) -> Vec<String> {
    found.hits.iter().map(Hit::href).collect()
}

fn option(
    index: usize,
    hit: Hit,
    chosen: RwSignal<Option<usize>>,
    pick: Callback<(String, MouseEvent)>,
) -> AnyView {
    let target = hit.href();
    let text = match hit.passage {
        Some(passage) if !passage.pieces.is_empty() => marked(passage),
        _ => hit.post.summary.into_any(),
    };
    view! {
        <li
            id=option_id(index)
            role="option"
            aria-selected=move || (chosen.get() == Some(index)).to_string()
            // The box keeps the focus, or the list would close under the pointer.
            on:mousedown=|event| event.prevent_default()
            on:click=move |event| pick.run((target.clone(), event))
        >
            <span class="search-title">{hit.post.title}</span>
            <span class="search-passage">{text}</span>
        </li>
    }
    .into_any()
}

/// What stands in a field now: it may have been typed before anything listened.
pub fn typed(input: NodeRef<html::Input>) -> String {
    input
        .get_untracked()
        .map(|input| input.value())
        .unwrap_or_default()
}

/// `/` and Ctrl-K or ⌘-K lead into a box from everywhere but a field.
pub fn open_by_key(input: NodeRef<html::Input>) {
    Effect::new(move || {
        let listener = window_event_listener(ev::keydown, move |event| {
            let wanted = match event.key().as_str() {
                "/" => {
                    !event.ctrl_key()
                        && !event.meta_key()
                        && !event.alt_key()
                        && !platform::is_in_field(&event)
                }
                "k" => event.ctrl_key() || event.meta_key(),
                _ => false,
            };
            if wanted
                && !event.is_composing()
                && let Some(input) = input.get_untracked()
            {
                event.prevent_default();
                let _ = input.focus();
                input.select();
            }
        });
        on_cleanup(move || listener.remove());
    });
}
