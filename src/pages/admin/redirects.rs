//! `/admin/redirects`: old addresses and where they lead.

use leptos::prelude::*;

use super::{
    answer::Answer,
    desk::Failed,
    form::{Field, Said, Sending, focus_soon},
    search::DeskSearch,
    table::{DeskTable, Head, Pages},
};
use crate::{
    api::sorting::{add_redirect, delete_redirect, list_redirects},
    model::sorting::{DeskRedirect, DeskRedirects},
    state::typing::PAUSE,
};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Address"),
    Head::Text("Leads to"),
    Head::Text("Why"),
    Head::Text("Since"),
    Head::Spoken("What can be done"),
];

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    sending: Sending,
    said: Said,
    reload: Callback<()>,
}

/// The page.
#[component]
pub fn RedirectsPage() -> impl IntoView {
    let words = RwSignal::new(String::new());
    let page = RwSignal::new(1_u32);
    let redirects = Answer::after(PAUSE, move || list_redirects(words.get(), page.get()));
    let desk = Desk {
        sending: Sending::default(),
        said: expect_context::<Said>(),
        reload: redirects.reload(),
    };
    let pages = Memo::new(move |_| redirects.with(|list| list.pages).unwrap_or(0));
    let shown = move || {
        redirects.get().map(|list| match list {
            Ok(list) => table(desk, list, words.with(String::is_empty)),
            Err(error) => view! { <Failed error=error retry=desk.reload/> }.into_any(),
        })
    };
    view! {
        <h1>"Redirects"</h1>
        <p class="desk-lede">
            "Addresses that were given up or belong to an old site, and where they lead now. Those of renamed posts, tags and series make themselves."
        </p>
        <AddForm desk=desk/>
        <section class="desk-part is-wide" aria-labelledby="redirects">
            <h2 id="redirects">"All redirects"</h2>
            <DeskSearch
                label="Part of an address"
                words=words
                typed=Callback::new(move |()| page.set(1))
            />
            {shown}
            <Pages page=page pages=pages/>
        </section>
    }
}

#[component]
fn AddForm(
    /// What the page's parts share.
    desk: Desk,
) -> impl IntoView {
    let (path, target) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let work = add_redirect(path.get_untracked(), target.get_untracked());
        desk.sending.run(work, move |told| {
            path.set(String::new());
            target.set(String::new());
            desk.said.done(told);
            desk.reload.run(());
            focus_soon("field-path");
        });
    };
    view! {
        <section class="desk-part is-wide" aria-labelledby="add">
            <h2 id="add">"Add a redirect"</h2>
            <form class="desk-columns" on:submit=submit>
                <Field
                    name="path"
                    label="This address"
                    value=path
                    errors=desk.sending.errors
                    kind="text"
                    hint="A path of this site where nothing is, such as /2019/old-page."
                />
                <Field
                    name="target"
                    label="Leads to"
                    value=target
                    errors=desk.sending.errors
                    kind="text"
                    hint="A path of this site, or a whole address elsewhere."
                />
                <p class="desk-actions">
                    <button class="button" type="submit" disabled=desk.sending.busy>
                        "Add"
                    </button>
                </p>
            </form>
        </section>
    }
}

fn table(desk: Desk, list: DeskRedirects, is_all: bool) -> AnyView {
    if list.redirects.is_empty() {
        let words = if is_all {
            "There is no redirect yet. One is made whenever something gets another address."
        } else {
            "No address holds these words."
        };
        return view! { <p class="empty">{words}</p> }.into_any();
    }
    let noun = if list.total == 1 { "redirect" } else { "redirects" };
    view! {
        <p class="desk-note" role="status">
            {format!("{} {noun}", list.total)}
        </p>
        <DeskTable label="Table of redirects" heads=HEADS>
            {list.redirects.into_iter().map(|redirect| row(desk, redirect)).collect_view()}
        </DeskTable>
    }
    .into_any()
}

fn row(desk: Desk, redirect: DeskRedirect) -> impl IntoView {
    let label = format!("Delete the redirect at {}", redirect.path);
    let path = redirect.path.clone();
    let (back, target) = (redirect.path.clone(), redirect.target.clone());
    let by_hand = !redirect.automatic;
    let remove = move |_| {
        let (path, back, target) = (path.clone(), back.clone(), target.clone());
        desk.sending.run(delete_redirect(path.clone()), move |()| {
            desk.reload.run(());
            let told = format!("{path} leads nowhere any more.");
            if !by_hand {
                desk.said.done(told);
                return;
            }
            let undo = Callback::new(move |()| {
                let work = add_redirect(back.clone(), target.clone());
                desk.sending.run(work, move |told| {
                    desk.said.done(told);
                    desk.reload.run(());
                });
            });
            desk.said.offer(told, "Undo", undo);
        });
    };
    let target = if redirect.alive {
        view! {
            <a href=redirect.target.clone() rel="external">
                {redirect.target.clone()}
            </a>
        }
        .into_any()
    } else {
        view! {
            {redirect.target.clone()}
            <span class="desk-under">"Readers find nothing there now."</span>
        }
        .into_any()
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader" class="is-address">
                {redirect.path}
            </th>
            <td role="cell" class="is-address" data-label="Leads to">{target}</td>
            <td role="cell">
                {redirect.why} {redirect.automatic.then(|| view! { <span class="desk-under">"Made by itself"</span> })}
            </td>
            <td role="cell" data-label="Since">
                <time datetime=redirect.since.iso>{redirect.since.text}</time>
            </td>
            <td role="cell">
                <button type="button" aria-label=label disabled=desk.sending.busy on:click=remove>
                    "Delete"
                </button>
            </td>
        </tr>
    }
}
