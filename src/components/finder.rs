//! Filters, order and count above a list. Every choice is a link, so it works without scripts and can be shared.

use leptos::prelude::*;

use crate::{
    model::find::{Active, Choice},
    platform,
};

/// What can be chosen, and how many posts are shown.
#[component]
pub fn Finder(
    /// The filters that are on.
    active: Vec<Active>,
    /// Tags to filter by.
    tags: Vec<Choice>,
    /// All tags or any of them.
    modes: Vec<Choice>,
    /// Orders.
    sorts: Vec<Choice>,
    /// How many posts, in words.
    count: String,
) -> impl IntoView {
    let content = move || {
        let has_tags = !(active.is_empty() && tags.is_empty());
        let on = active.into_iter().map(filter_on).collect_view();
        let tags = tags.into_iter().map(|tag| item(tag, "filter")).collect_view();
        let filters = has_tags.then(|| {
            view! {
                <ul class="filters" role="list" aria-label="Tags">
                    {on} {tags}
                    <li>
                        <a class="filter-more" href="/tags">
                            "All tags"
                        </a>
                    </li>
                </ul>
            }
            .into_any()
        });
        view! {
            {filters}
            <div class="finder-line">
                // Read out by screen readers when it changes.
                <p class="count-line" role="status">
                    {count}
                </p>
                {choices("Posts with", modes)} {choices("Order", sorts)}
            </div>
        }
        .into_any()
    };
    view! {
        <section class="finder" aria-label="Filter and order">
            {platform::later(content)}
        </section>
    }
    .into_any()
}

/// A row of links of which one holds.
fn choices(label: &'static str, choices: Vec<Choice>) -> Option<AnyView> {
    (!choices.is_empty()).then(|| {
        let items = choices
            .into_iter()
            .map(|choice| item(choice, "choice"))
            .collect_view();
        view! {
            <ul class="choices" role="list" aria-label=label>
                {items}
            </ul>
        }
        .into_any()
    })
}

/// A choice as an item of a list. Choosing leaves the reader where the page stands.
pub fn item(choice: Choice, class: &'static str) -> AnyView {
    let posts = choice
        .posts
        .map(|posts| view! { <span class="filter-count">{posts}</span> }.into_any());
    let href = (!choice.href.is_empty()).then_some(choice.href);
    // A link without an address leads nowhere and says so.
    let disabled = href.is_none().then_some("true");
    view! {
        <li>
            <a
                class=class
                href=href
                role=disabled.map(|_| "link")
                aria-disabled=disabled
                aria-current=choice.on.then_some("true")
                data-noscroll=""
            >
                {choice.label}
                " "
                {posts}
            </a>
        </li>
    }
    .into_any()
}

fn filter_on(filter: Active) -> AnyView {
    let (class, turn) = if filter.excluded {
        ("filter-on is-not", "Only")
    } else {
        ("filter-on", "Not")
    };
    let without = filter.excluded.then_some("without ");
    let invert = (!filter.invert.is_empty()).then(|| {
        let label = format!("{turn} {}", filter.label);
        view! {
            <a class="filter-turn" href=filter.invert aria-label=label data-noscroll="">
                {turn}
            </a>
        }
        .into_any()
    });
    let label = format!("Remove filter {}", filter.label);
    view! {
        <li class=class>
            <span>{without} {filter.label}</span>
            {invert}
            <a class="filter-off" href=filter.remove aria-label=label data-noscroll="">
                <span aria-hidden="true">"×"</span>
            </a>
        </li>
    }
    .into_any()
}
