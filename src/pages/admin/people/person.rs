//! A person in the list of people: what they are here, and what can be done about it.

use std::sync::Arc;

use leptos::prelude::*;

use super::{Desk, chosen_of, people_options, roles};
use crate::{
    api::people::{hand_over, reset_person, set_disabled, set_role},
    model::{account::PersonItem, role::Role},
    pages::admin::{confirm::Question, form::focus_soon},
};

/// The row of a person as they are `now`, drawn once; `names` are whom the posts can be handed over to.
pub(super) fn person_row(
    desk: Desk,
    now: Memo<PersonItem>,
    names: Memo<Vec<(i64, String)>>,
) -> impl IntoView {
    let person = now.get_untracked();
    let (id, name) = (person.id, person.name);
    // Chosen first and given by a button: the keys go through all of them.
    let wanted = RwSignal::new(None::<Role>);
    let has = Memo::new(move |_| now.with(|now| now.role));
    let chosen = Memo::new(move |_| wanted.get().unwrap_or(has.get()));
    let whom = name.clone();
    let give = move |_| {
        let (has, role) = (has.get_untracked(), chosen.get_untracked());
        desk.question.set(Some(Question {
            text: format!(
                "{whom} is {} now and becomes {}: {}.",
                has.as_str(),
                role.as_str(),
                role.meaning()
            ),
            word: "Give this role",
            act: Arc::new(move || {
                desk.sending.run(set_role(id, role), move |()| {
                    desk.said.done(format!("The role is {} now.", role.as_str()));
                    desk.reload.run(());
                    // The button goes.
                    focus_soon(format!("role-{id}"));
                });
            }),
        }));
    };
    let give_label = format!("Give {name} this role …");
    let whom = person.email.clone();
    let reset = move |_| {
        let whom = whom.clone();
        desk.sending
            .run(reset_person(id), move |link| desk.link.set(Some((whom, link))));
    };
    let disabled = Memo::new(move |_| now.with(|now| now.disabled));
    let close = move |_| {
        let work = set_disabled(id, !disabled.get_untracked());
        desk.sending.run(work, move |()| desk.reload.run(()));
    };
    let heirs = Memo::new(move |_| {
        let mut all = names.get();
        all.retain(|(other, _)| *other != id);
        all
    });
    let posts = Memo::new(move |_| now.with(|now| now.posts));
    let can_hand_over = move || posts.get() > 0 && heirs.with(|heirs| !heirs.is_empty());
    let wanted_heir = RwSignal::new(None);
    let heir = chosen_of(heirs, wanted_heir);
    let pass_on = move |_| {
        if let Some(to) = heir.get_untracked() {
            desk.sending.run(hand_over(id, to), move |posts| {
                let noun = if posts == 1 { "post is" } else { "posts are" };
                desk.said.done(format!("{posts} {noun} passed on."));
                desk.reload.run(());
            });
        }
    };
    let seen = move || {
        now.get().seen.map_or_else(
            || "signed out".into_any(),
            |seen| view! { <time datetime=seen.iso>{seen.text}</time> }.into_any(),
        )
    };
    let label = format!("Role of {name}");
    let page = move || now.with(|now| format!("/authors/{}", now.author_slug));
    let byline = move || {
        now.with(|now| (now.author_name != now.name).then(|| format!(", on posts {}", now.author_name)))
    };
    view! {
        <tr role="row" class:is-closed=disabled>
            <th scope="row" role="rowheader">
                <a href=page rel="external">
                    {name.clone()}
                </a>
                <span class="desk-under">
                    {person.email} {byline} {move || disabled.get().then_some(" · closed")}
                    {person.me.then_some(" · you")}
                </span>
            </th>
            <td role="cell">
                <span class="desk-actions">
                    <select
                        id=format!("role-{id}")
                        aria-label=label
                        disabled=disabled
                        on:change:target=move |event| {
                            if let Some(role) = Role::parse(&event.target().value()) {
                                wanted.set(Some(role));
                            }
                        }
                    >
                        {roles(chosen.into())}
                    </select>
                    <button
                        type="button"
                        aria-label=give_label
                        hidden=move || disabled.get() || chosen.get() == has.get()
                        disabled=desk.sending.busy
                        on:click=give
                    >
                        "Give this role …"
                    </button>
                </span>
            </td>
            <td role="cell" class="is-number" data-label="Posts">{posts}</td>
            <td role="cell" data-label="Last here">{seen}</td>
            <td role="cell">
                <details class="desk-menu">
                    <summary>
                        "More" <span class="visually-hidden">{format!(" for {name}")}</span>
                    </summary>
                    <div>
                        <Show when=move || !disabled.get()>
                            <button type="button" on:click=reset.clone()>
                                "Make a link for a new password"
                            </button>
                        </Show>
                        <button type="button" on:click=close>
                            {move || if disabled.get() { "Open the account again" } else { "Close the account" }}
                        </button>
                        <Show when=can_hand_over>
                            <p>
                                <label>
                                    "Put on all their posts "
                                    <select on:change:target=move |event| {
                                        wanted_heir.set(event.target().value().parse().ok());
                                    }>{move || people_options(heirs.get(), heir)}</select>
                                </label>
                                <button type="button" on:click=pass_on>
                                    "Hand over"
                                </button>
                            </p>
                        </Show>
                    </div>
                </details>
            </td>
        </tr>
    }
}
