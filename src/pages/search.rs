//! `/search`: everything that has the words, with the place where they stand. The list follows what is typed.

use leptos::{html, prelude::*, wasm_bindgen::JsCast as _};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate, use_query_map},
};
use web_sys::InputEvent;

use super::load;
use crate::{
    api::posts::find_posts,
    components::{
        facts::Date,
        finder::Finder,
        head::Head,
        load::Load,
        nothing_found::NothingFound,
        pagination::Pagination,
        passage::marked,
        search_box::{open_by_key, typed},
    },
    model::find::{Correction, Found, Hit, Place},
    platform,
    state::{latest::Latest, site::use_site, typing::PAUSE},
};

/// The search page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let posts = load(|at| find_posts(Place::Search, at.query));
    view! {
        <LiveBox/>
        <Load resource=posts view=results/>
    }
}

/// The box, whose words are those of the address: typing replaces the address, Enter makes it one to come back to.
#[component]
fn LiveBox() -> impl IntoView {
    let query = use_query_map();
    let words = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let input = NodeRef::<html::Input>::new();
    // The words that this box has put into the address last: when they arrive there, more may have been typed.
    let put = StoredValue::new(None::<String>);
    // Whether the address is one that was only typed.
    let is_passing = StoredValue::new(false);
    let latest = Latest::default();
    let navigate = use_navigate();
    open_by_key(input);
    let go = Callback::new(move |replace: bool| {
        let words = typed(input).trim().to_owned();
        if words == query.with_untracked(|query| query.get("q").unwrap_or_default()) {
            return;
        }
        put.set_value(Some(words.clone()));
        let address = format!("{}?{}", Place::Search.path(), platform::query_with("q", &words));
        let options = NavigateOptions {
            replace,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&address, options);
    });
    let path = use_location().pathname;
    let follow = move || {
        latest.run(PAUSE, async move {
            // Whoever is on the way to another page is not brought back.
            if path.with_untracked(|path| path == Place::Search.path()) {
                // The first letter after a search leaves that search behind as one to come back to.
                go.run(is_passing.get_value());
                is_passing.set_value(true);
            }
        });
    };
    Effect::new(move |taken_over: Option<bool>| {
        let words = words.get();
        let Some(input) = input.get() else { return false };
        if taken_over != Some(true) && input.value() != words {
            // Typed while the page was not alive yet.
            follow();
        } else if put.get_value().as_ref() != Some(&words) {
            put.set_value(None);
            is_passing.set_value(false);
            latest.stop();
            input.set_value(&words);
        }
        true
    });
    on_cleanup(move || latest.stop());
    view! {
        <form
            class="search search-live"
            role="search"
            action=Place::Search.path()
            on:submit=move |event| {
                event.prevent_default();
                latest.stop();
                go.run(is_passing.get_value());
                is_passing.set_value(false);
            }
        >
            <div hidden inner_html=platform::kept_fields()></div>
            <label class="search-label" for="words">
                "Search"
            </label>
            <input
                node_ref=input
                id="words"
                type="search"
                name="q"
                value=words.get_untracked()
                placeholder="Words, “a phrase”, -not, tag:rust, in:title, before:2026-01-01"
                autocomplete="off"
                spellcheck="false"
                maxlength="300"
                on:input=move |event| {
                    let composing = event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing);
                    if !composing {
                        follow();
                    }
                }
                on:compositionend=move |_| follow()
            />
            <button class="button" type="submit">
                "Search"
            </button>
        </form>
    }
}

fn results(found: Found) -> AnyView {
    let asked = !found.words.is_empty() || !found.active.is_empty();
    let title = if found.words.is_empty() {
        "Search".to_owned()
    } else {
        format!("Search: {}", found.words)
    };
    let rows = found.hits.into_iter().map(row).collect_view();
    view! {
        <Head
            title=title.clone()
            canonical=found.canonical
            robots=Some("noindex, follow")
            newer=found.newer.clone()
            older=found.older.clone()
        />
        // The label of the box says it to whoever sees it.
        <h1 class="visually-hidden">{title}</h1>
        {found.corrected.map(correction)}
        <Finder active=found.active tags=found.tags modes=found.modes sorts=found.sorts count=found.count/>
        {(found.paging.total == 0)
            .then(|| view! { <NothingFound words=found.words filtered=asked nearest=found.nearest/> })}
        <ol class="rows" role="list">
            {rows}
        </ol>
        <Pagination paging=found.paging newer=found.newer older=found.older/>
    }
    .into_any()
}

fn correction(correction: Correction) -> AnyView {
    view! {
        <p class="corrected">
            "Showing results for " <strong>{correction.shown}</strong> ". "
            <a href=correction.href>{format!("Search instead for {}", correction.asked)}</a>
        </p>
    }
    .into_any()
}

fn row(hit: Hit) -> AnyView {
    let place = hit.href();
    let post = hit.post;
    let href = format!("/posts/{}", post.slug);
    let lang = use_site().lang(post.language);
    let text = match hit.passage {
        // The title leads to the post, the passage to where it stands in it.
        Some(passage) if !passage.pieces.is_empty() => view! {
            <a class="row-passage" href=place>
                {marked(passage)}
            </a>
        }
        .into_any(),
        _ => post.summary.into_any(),
    };
    view! {
        <li class="row">
            <h2 class="row-title" lang=lang.clone()>
                <a href=href>{post.title}</a>
            </h2>
            <p class="row-text" lang=lang>{text}</p>
            <span class="fact row-date">
                <Date date=post.published/>
            </span>
            <span class="fact row-minutes">{format!("{} min", post.minutes)}</span>
        </li>
    }
    .into_any()
}
