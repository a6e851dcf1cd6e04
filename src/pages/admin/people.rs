//! `/admin/people`: who writes here, who is asked to, and authors who are nobody's account yet.

use leptos::{prelude::*, task::spawn_local};

use super::{
    desk::Failed,
    form::{Field, Said, Sending},
    table::{DeskTable, Head},
};
use crate::{
    api::people::{
        claim_author, hand_over, invite_person, list_people, reset_person, set_disabled, set_role,
        withdraw_invitation,
    },
    error::AppError,
    model::{
        account::{Invitation, People, PersonItem, UnclaimedAuthor},
        role::Role,
    },
    platform,
};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Name"),
    Head::Text("Role"),
    Head::Number("Posts"),
    Head::Text("Last here"),
    Head::Spoken("What can be done"),
];

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    sending: Sending,
    said: Said,
    /// A link that was made, and for whom.
    link: RwSignal<Option<(String, String)>>,
    reload: Callback<()>,
}

/// The page.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let people = RwSignal::new(None::<Result<People, AppError>>);
    let load = move || spawn_local(async move { people.set(Some(list_people().await)) });
    load();
    let desk = Desk {
        sending: Sending::default(),
        said: expect_context::<Said>(),
        link: RwSignal::new(None),
        reload: Callback::new(move |()| load()),
    };
    let shown = move || {
        people.get().map(|people| match people {
            Ok(people) => everybody(desk, people),
            Err(error) => view! { <Failed error=error retry=desk.reload/> }.into_any(),
        })
    };
    view! {
        <h1>"People"</h1>
        <InviteForm desk=desk/>
        <Link link=desk.link/>
        {shown}
    }
}

#[component]
fn InviteForm(
    /// What the page's parts share.
    desk: Desk,
) -> impl IntoView {
    let (email, role) = (RwSignal::new(String::new()), RwSignal::new(Role::Author));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let whom = email.get_untracked();
        let work = invite_person(whom.clone(), role.get_untracked());
        desk.sending.run(work, move |link| {
            email.set(String::new());
            desk.link.set(Some((whom, link)));
            desk.reload.run(());
        });
    };
    view! {
        <section class="desk-part" aria-labelledby="invite">
            <h2 id="invite">"Invite somebody"</h2>
            <form on:submit=submit>
                <Field
                    name="email"
                    label="Their e-mail address"
                    value=email
                    errors=desk.sending.errors
                    kind="email"
                />
                <p class="field">
                    <label for="invite-role">"What they will be"</label>
                    <select
                        id="invite-role"
                        aria-describedby="invite-role-note"
                        on:change:target=move |event| {
                            role.set(Role::parse(&event.target().value()).unwrap_or(Role::Author));
                        }
                    >
                        {roles(Role::Author)}
                    </select>
                    <span class="field-note" id="invite-role-note">
                        {move || format!("{}: {}.", role.get().as_str(), role.get().meaning())}
                    </span>
                </p>
                <button class="button" type="submit" disabled=desk.sending.busy>
                    "Make an invitation"
                </button>
            </form>
        </section>
    }
}

fn roles(chosen: Role) -> AnyView {
    Role::ALL
        .into_iter()
        .map(|role| {
            view! {
                <option value=role.as_str() selected=role == chosen>
                    {role.as_str()}
                </option>
            }
        })
        .collect_view()
        .into_any()
}

/// The link that was made last, to be sent to somebody by whatever way is at hand.
#[component]
fn Link(
    /// For whom, and the link.
    link: RwSignal<Option<(String, String)>>,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let shown = move || {
        link.get().map(|(whom, link)| {
            copied.set(false);
            let text = link.clone();
            let copy = move |_| {
                let text = text.clone();
                spawn_local(async move { copied.set(platform::copy(&text).await) });
            };
            view! {
                <div class="desk-link" role="status">
                    <p>{format!("Send this link to {whom}. It is shown only now, and opens once.")}</p>
                    <input type="text" readonly aria-label="Link" value=link/>
                    <button class="button" type="button" on:click=copy>
                        {move || if copied.get() { "Copied" } else { "Copy" }}
                    </button>
                </div>
            }
        })
    };
    view! { {shown} }
}

fn everybody(desk: Desk, people: People) -> AnyView {
    let names: Vec<(i64, String)> = people
        .people
        .iter()
        .filter(|person| !person.disabled)
        .map(|person| (person.id, person.name.clone()))
        .collect();
    let invited = !people.invitations.is_empty();
    let unclaimed = !people.unclaimed.is_empty();
    let invitations = StoredValue::new(people.invitations);
    let authors = StoredValue::new(people.unclaimed);
    let others = names.clone();
    view! {
        <section class="desk-part is-wide" aria-labelledby="people">
            <h2 id="people">"Who writes here"</h2>
            <DeskTable label="Table of people" heads=HEADS>
                        {people
                            .people
                            .into_iter()
                            .map(|person| person_row(desk, person, &others))
                            .collect_view()}
                    </DeskTable>
        </section>
        <Show when=move || invited>
            <section class="desk-part is-wide" aria-labelledby="invited">
                <h2 id="invited">"Invited"</h2>
                <ul class="desk-list" role="list">
                    {invitations
                        .get_value()
                        .into_iter()
                        .map(|invitation| invitation_row(desk, invitation))
                        .collect_view()}
                </ul>
            </section>
        </Show>
        <Show when=move || unclaimed>
            <UnclaimedPart desk=desk authors=authors.get_value() names=names.clone()/>
        </Show>
    }
    .into_any()
}

fn person_row(desk: Desk, person: PersonItem, others: &[(i64, String)]) -> impl IntoView + use<> {
    let (id, name) = (person.id, person.name.clone());
    let give = move |role: Role| {
        desk.sending.run(set_role(id, role), move |()| {
            desk.said.done(format!("The role is {} now.", role.as_str()));
            desk.reload.run(());
        });
    };
    let whom = person.email.clone();
    let reset = move |_| {
        let whom = whom.clone();
        desk.sending
            .run(reset_person(id), move |link| desk.link.set(Some((whom, link))));
    };
    let disabled = person.disabled;
    let close = move |_| {
        desk.sending
            .run(set_disabled(id, !disabled), move |()| desk.reload.run(()));
    };
    let heirs: Vec<(i64, String)> = others.iter().filter(|(other, _)| *other != id).cloned().collect();
    let can_hand_over = person.posts > 0 && !heirs.is_empty();
    let heir = RwSignal::new(heirs.first().map(|(id, _)| *id));
    let pass_on = move |_| {
        if let Some(to) = heir.get_untracked() {
            desk.sending.run(hand_over(id, to), move |posts| {
                desk.said.done(format!("{posts} posts passed on."));
                desk.reload.run(());
            });
        }
    };
    let options = StoredValue::new(heirs);
    let seen = person.seen.map_or_else(
        || "signed out".into_any(),
        |seen| view! { <time datetime=seen.iso>{seen.text}</time> }.into_any(),
    );
    let label = format!("Role of {name}");
    view! {
        <tr class:is-closed=disabled>
            <th scope="row">
                <a href=format!("/authors/{}", person.author_slug) rel="external">
                    {name.clone()}
                </a>
                <span class="desk-under">
                    {person.email} {(person.author_name != name).then(|| format!(", on posts {}", person.author_name))}
                    {disabled.then_some(" · closed")}
                    {person.me.then_some(" · you")}
                </span>
            </th>
            <td>
                <select
                    aria-label=label
                    disabled=disabled
                    on:change:target=move |event| {
                        if let Some(role) = Role::parse(&event.target().value()) {
                            give(role);
                        }
                    }
                >
                    {roles(person.role)}
                </select>
            </td>
            <td class="is-number">{person.posts}</td>
            <td>{seen}</td>
            <td>
                <details class="desk-menu">
                    <summary>
                        "More" <span class="visually-hidden">{format!(" for {name}")}</span>
                    </summary>
                    <div>
                        <Show when=move || !disabled>
                            <button type="button" on:click=reset.clone()>
                                "Make a link for a new password"
                            </button>
                        </Show>
                        <button type="button" on:click=close>
                            {if disabled { "Open the account again" } else { "Close the account" }}
                        </button>
                        <Show when=move || can_hand_over>
                            <p>
                                <label>
                                    "Put on all their posts "
                                    <select on:change:target=move |event| {
                                        heir.set(event.target().value().parse().ok());
                                    }>{people_options(options.get_value())}</select>
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

fn people_options(people: Vec<(i64, String)>) -> AnyView {
    people
        .into_iter()
        .map(|(id, name)| view! { <option value=id.to_string()>{name}</option> })
        .collect_view()
        .into_any()
}

fn invitation_row(desk: Desk, invitation: Invitation) -> impl IntoView {
    let id = invitation.id;
    let label = format!("Take back the invitation of {}", invitation.email);
    let withdraw = move |_| {
        desk.sending.run(withdraw_invitation(id.clone()), move |()| {
            desk.link.set(None);
            desk.reload.run(());
        });
    };
    view! {
        <li>
            <span>
                <strong>{invitation.email}</strong>
                {format!(" as {}, until ", invitation.role.as_str())}
                <time datetime=invitation.until.iso>{invitation.until.text}</time>
            </span>
            <button type="button" aria-label=label on:click=withdraw>
                "Take back"
            </button>
        </li>
    }
}

#[component]
fn UnclaimedPart(
    /// What the page's parts share.
    desk: Desk,
    /// Authors without an account.
    authors: Vec<UnclaimedAuthor>,
    /// Who could be one of them.
    names: Vec<(i64, String)>,
) -> impl IntoView {
    let first = names.first().map(|(id, _)| *id);
    let rows = authors
        .into_iter()
        .map(|author| {
            let who = RwSignal::new(first);
            let label = format!("Who is {}", author.name);
            let slug = author.slug.clone();
            let claim = move |_| {
                if let Some(id) = who.get_untracked() {
                    desk.sending.run(claim_author(id, slug.clone()), move |()| {
                        desk.said.done("The posts belong to the account now.");
                        desk.reload.run(());
                    });
                }
            };
            view! {
                <li>
                    <span>
                        <a href=format!("/authors/{}", author.slug) rel="external">
                            {author.name}
                        </a>
                        {format!(" · {} posts", author.posts)}
                    </span>
                    <span>
                        <select aria-label=label on:change:target=move |event| who.set(event.target().value().parse().ok())>
                            {people_options(names.clone())}
                        </select>
                        <button type="button" on:click=claim>
                            "Is this person"
                        </button>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="desk-part is-wide" aria-labelledby="unclaimed">
            <h2 id="unclaimed">"Authors without an account"</h2>
            <p class="desk-note">
                "They came with an import. If one of them is somebody who writes here, say so: their posts and page then belong to that account."
            </p>
            <ul class="desk-list" role="list">
                {rows}
            </ul>
        </section>
    }
}
