//! `/admin/log`: who did what, the newest first.

use leptos::prelude::*;

use super::{
    form::Sending,
    table::{DeskTable, Head},
};
use crate::{api::people::list_audit, model::account::AuditItem};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("When"),
    Head::Text("Who"),
    Head::Text("What"),
    Head::Text("To what"),
    Head::Text("Before and after"),
    Head::Text("From where"),
];

/// The page.
#[component]
pub fn LogPage() -> impl IntoView {
    let entries = RwSignal::new(Vec::<AuditItem>::new());
    let before = RwSignal::new(None::<i64>);
    let sending = Sending::default();
    let more = move || {
        sending.run(list_audit(before.get_untracked()), move |page| {
            before.set(page.before);
            entries.update(|entries| entries.extend(page.entries));
        });
    };
    more();
    let rows = move || entries.get().into_iter().map(row).collect_view();
    let is_empty = move || entries.with(Vec::is_empty);
    view! {
        <h1>"Log"</h1>
        <p class="desk-lede">"Who did what. Entries are added and never changed."</p>
        <Show when=move || is_empty() && !sending.busy.get()>
            <p class="desk-actions">
                "No entry could be read. "
                <button class="button" type="button" on:click=move |_| more()>
                    "Try again"
                </button>
            </p>
        </Show>
        <div hidden=is_empty>
            <DeskTable label="Log" heads=HEADS>{rows}</DeskTable>
        </div>
        <Show when=move || before.get().is_some()>
            <button class="button" type="button" disabled=sending.busy on:click=move |_| more()>
                "Earlier entries"
            </button>
        </Show>
    }
}

fn row(entry: AuditItem) -> impl IntoView {
    let change = match (entry.before.is_empty(), entry.after.is_empty()) {
        (true, true) => String::new(),
        (true, false) => entry.after,
        (false, true) => entry.before,
        (false, false) => format!("{} → {}", entry.before, entry.after),
    };
    view! {
        <tr role="row">
            <td role="cell">
                <time datetime=entry.at.iso>{entry.at.text}</time>
            </td>
            <th scope="row" role="rowheader">{entry.actor}</th>
            <td role="cell">
                <code>{entry.action}</code>
            </td>
            <td role="cell">{entry.object}</td>
            <td role="cell">{change}</td>
            <td role="cell" data-label="From" title=entry.request>{entry.device}</td>
        </tr>
    }
}
