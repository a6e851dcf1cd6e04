//! A table of the desk: it scrolls in itself where it is wider than the page.

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

/// The table, with its rows as children.
#[component]
pub fn DeskTable(
    /// What it lists.
    label: &'static str,
    /// What stands over each column.
    heads: &'static [Head],
    /// Its rows.
    children: Children,
) -> impl IntoView {
    let heads = heads
        .iter()
        .map(|head| match *head {
            Head::Text(word) => view! { <th scope="col">{word}</th> }.into_any(),
            Head::Number(word) => view! {
                <th scope="col" class="is-number">
                    {word}
                </th>
            }
            .into_any(),
            Head::Spoken(word) => view! {
                <th scope="col">
                    <span class="visually-hidden">{word}</span>
                </th>
            }
            .into_any(),
        })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="desk-table">
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
