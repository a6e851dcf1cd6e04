//! What is shown to who comes to something that its owner threw away.

use leptos::prelude::*;

use super::bare::Bare;
use crate::{components::failure::ways_on, model::find::Place};

/// The page. `newest` is the HTML of what there is instead, and may be empty.
pub fn gone_page(newest: String) -> Bare {
    let title = "This has been taken down";
    let newest = (!newest.is_empty()).then(|| view! { <div inner_html=newest></div> });
    let content = view! {
        <section class="notice">
            <p class="eyebrow">"410"</p>
            <h1>{title}</h1>
            <p class="lede">
                "There was a page at this address, and whoever wrote it has taken it down. What it was about may be in \
                 another one."
            </p>
            <form class="search search-live" role="search" action=Place::Search.path()>
                <label class="visually-hidden" for="search">
                    "Search posts"
                </label>
                <input id="search" type="search" name="q" placeholder="Search" autocomplete="off" maxlength="300"/>
                <button class="button" type="submit">
                    "Search"
                </button>
            </form>
            <p class="actions">{ways_on()}</p>
        </section>
        {newest}
    };
    Bare {
        title: title.to_owned(),
        description: None,
        links: None,
        class: "page",
        content: content.into_any(),
    }
}
