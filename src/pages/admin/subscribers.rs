//! `/admin/subscribers`: who wants the newsletter, to be looked at, taken away as a file, and forgotten.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    answer::Answer,
    confirm::{Confirm, Question},
    desk::Failed,
    form::{Said, Sending},
    table::{DeskTable, Head, Pages},
};
use crate::{
    api::letters::{erase_subscriber, list_subscribers},
    model::letters::{SUBSCRIBERS_FILE, SubscriberItem, Subscribers},
};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Address"),
    Head::Text("Status"),
    Head::Text("Since"),
    Head::Text("From"),
    Head::Spoken("What can be done"),
];

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    sending: Sending,
    said: Said,
    question: RwSignal<Option<Question>>,
    reload: Callback<()>,
}

/// The page.
#[component]
pub fn SubscribersPage() -> impl IntoView {
    let page = RwSignal::new(1_u32);
    let list = Answer::new(move || list_subscribers(page.get()));
    let desk = Desk {
        sending: Sending::default(),
        said: expect_context::<Said>(),
        question: RwSignal::new(None),
        reload: list.reload(),
    };
    let pages = Memo::new(move |_| list.with(|list| list.pages).unwrap_or(0));
    let shown = move || {
        list.get().map(|list| match list {
            Ok(list) => table(desk, list),
            Err(error) => view! { <Failed error=error retry=desk.reload/> }.into_any(),
        })
    };
    view! {
        <h1>"Subscribers"</h1>
        <p class="desk-lede">
            "Who entered an address for the newsletter. The site sends no mail yet, so nobody was asked to confirm, and nobody is removed for not having done so."
        </p>
        {shown}
        <Pages page=page pages=pages/>
        <Confirm question=desk.question/>
    }
}

fn table(desk: Desk, list: Subscribers) -> AnyView {
    if list.subscribers.is_empty() {
        return view! {
            <p class="empty">
                "Nobody yet. The form is at "
                <a href="/subscribe" rel="external">
                    "/subscribe"
                </a> "; the line " <code>"[newsletter]"</code> " puts it into the footer (settings, footer columns)."
            </p>
        }
        .into_any();
    }
    let noun = if list.total == 1 { "address" } else { "addresses" };
    let rows = list
        .subscribers
        .into_iter()
        .map(|subscriber| row(desk, subscriber))
        .collect_view();
    view! {
        <p class="desk-note">
            <span role="status">{format!("{} {noun}", list.total)}</span>
            " · "
            <a href=SUBSCRIBERS_FILE rel="external" download>
                "Download as CSV"
            </a>
        </p>
        <DeskTable label="Table of subscribers" heads=HEADS>
            {rows}
        </DeskTable>
    }
    .into_any()
}

fn row(desk: Desk, subscriber: SubscriberItem) -> AnyView {
    let SubscriberItem {
        id,
        email,
        status,
        at,
        form,
    } = subscriber;
    let label = format!("Remove {email}");
    let text = format!("Remove {email}? The address and what is kept with it are gone for good.");
    let ask = move |_| {
        desk.question.set(Some(Question {
            text: text.clone(),
            word: "Remove",
            act: Arc::new(move || {
                desk.sending.run(erase_subscriber(id), move |()| {
                    desk.said.done("The address is gone.");
                    desk.reload.run(());
                });
            }),
        }));
    };
    let from = if form.is_empty() {
        "not known".into_any()
    } else {
        view! {
            <a href=form.clone() rel="external">
                {form.clone()}
            </a>
        }
        .into_any()
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="is-address">
                {email}
            </th>
            <td role="cell">{status}</td>
            <td role="cell">
                <time datetime=at.iso>{at.text}</time>
            </td>
            <td role="cell" data-label="From">
                {from}
            </td>
            <td role="cell">
                <button type="button" aria-label=label disabled=desk.sending.busy on:click=ask>
                    "Remove"
                </button>
            </td>
        </tr>
    }
    .into_any()
}
