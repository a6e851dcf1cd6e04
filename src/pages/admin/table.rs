//! A table of the desk. On a narrow page its rows stand below each other as cards; it scrolls in itself where it is wider
//! than the page all the same.

use leptos::prelude::*;

/// What stands over a column.
#[derive(Clone, Copy, Debug)]
pub enum Head {
    /// A word.
    Text(&'static str),
    /// A word over numbers.
    Number(&'static str),
    /// A word that only those hear who do not see the column's buttons.
    Spoken(&'static str),
}

/// The table, with its rows as children. Rows and cells name their roles: drawn as blocks they would lose them. What does
/// not tell by itself what it is has a `data-label`, which stands before it in a card.
#[component]
pub fn DeskTable(
    /// What it lists.
    label: &'static str,
    /// What stands over each column.
    heads: &'static [Head],
    /// Whether it is narrow enough to be a table anywhere.
    #[prop(optional)]
    narrow: bool,
    /// Its rows.
    children: Children,
) -> impl IntoView {
    let heads = heads
        .iter()
        .map(|head| match *head {
            Head::Text(word) => view! { <th scope="col" role="columnheader">{word}</th> }.into_any(),
            Head::Number(word) => view! {
                <th scope="col" role="columnheader" class="is-number">
                    {word}
                </th>
            }
            .into_any(),
            Head::Spoken(word) => view! {
                <th scope="col" role="columnheader">
                    <span class="visually-hidden">{word}</span>
                </th>
            }
            .into_any(),
        })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class=if narrow { "desk-table" } else { "desk-table is-stacked" } role="table">
                <thead role="rowgroup">
                    <tr role="row">{heads}</tr>
                </thead>
                <tbody role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

/// The way from one page of a list to the next, where there are several.
#[component]
pub fn Pages(
    /// The page that is shown, from 1.
    page: RwSignal<u32>,
    /// How many there are; 0 as long as nobody knows.
    pages: Memo<u32>,
) -> impl IntoView {
    // What was on the last page may be gone.
    Effect::new(move |_| {
        let last = pages.get();
        if last > 0 && page.get_untracked() > last {
            page.set(last);
        }
    });
    view! {
        <Show when=move || { pages.get() > 1 }>
            <nav class="desk-pages" aria-label="Pages">
                <button
                    type="button"
                    disabled=move || page.get() <= 1
                    on:click=move |_| page.update(|page| *page = page.saturating_sub(1).max(1))
                >
                    "Before"
                </button>
                <span>{move || format!("Page {} of {}", page.get(), pages.get())}</span>
                <button
                    type="button"
                    disabled=move || { page.get() >= pages.get() }
                    on:click=move |_| page.update(|page| *page = page.saturating_add(1))
                >
                    "Next"
                </button>
            </nav>
        </Show>
    }
}
