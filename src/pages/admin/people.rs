//! `/admin/people`: who writes here, who is asked to, and authors who are nobody's account yet.

use leptos::prelude::*;

use super::{
    answer::Answer,
    confirm::{Confirm, Question},
    copy::CopyOnce,
    desk::Failed,
    form::{Field, Labelled, Said, Sending},
    table::{DeskTable, Head},
};
use crate::{
    api::people::{claim_author, invite_person, list_people, withdraw_invitation},
    model::{
        account::{Invitation, People, PersonItem, UnclaimedAuthor},
        role::Role,
    },
};

mod person;

use person::person_row;

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
    /// What is asked before something that is not easily taken back.
    question: RwSignal<Option<Question>>,
    reload: Callback<()>,
}

/// The page.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let people = Answer::new(list_people);
    let desk = Desk {
        sending: Sending::default(),
        said: expect_context::<Said>(),
        link: RwSignal::new(None),
        question: RwSignal::new(None),
        reload: people.reload(),
    };
    // Drawn once: what is half chosen in one row stays when another one changes.
    let is_there = Memo::new(move |_| people.get().map(|people| people.map(drop)));
    let shown = move || {
        is_there.get().map(|there| match there {
            Ok(()) => view! { <Everybody desk=desk people=people/> }.into_any(),
            Err(error) => view! { <Failed error=error retry=desk.reload/> }.into_any(),
        })
    };
    view! {
        <h1>"People"</h1>
        <InviteForm desk=desk/>
        <Link link=desk.link/>
        {shown}
        <Confirm question=desk.question/>
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
    let meaning = move || format!("{}: {}.", role.get().as_str(), role.get().meaning());
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
                <Labelled id="invite-role" label="What they will be" hint=Signal::derive(meaning)>
                    <select
                        id="invite-role"
                        aria-describedby="invite-role-note"
                        on:change:target=move |event| {
                            role.set(Role::parse(&event.target().value()).unwrap_or(Role::Author));
                        }
                    >
                        {roles(role.into())}
                    </select>
                </Labelled>
                <button class="button" type="submit" disabled=desk.sending.busy>
                    "Make an invitation"
                </button>
            </form>
        </section>
    }
}

fn roles(chosen: Signal<Role>) -> AnyView {
    Role::ALL
        .into_iter()
        .map(|role| {
            view! {
                <option value=role.as_str() prop:selected=move || chosen.get() == role>
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
    let shown = move || {
        link.get().map(|(whom, link)| {
            view! {
                <div class="desk-link" role="status">
                    <p>{format!("Send this link to {whom}. It is shown only now, and opens once.")}</p>
                    <CopyOnce label="Link" link=link/>
                </div>
            }
        })
    };
    view! { {shown} }
}

#[component]
fn Everybody(
    /// What the page's parts share.
    desk: Desk,
    /// Who there is.
    people: Answer<People>,
) -> impl IntoView {
    let everyone = move || people.with(|all| all.people.clone()).unwrap_or_default();
    // Those with an account that is open.
    let names = Memo::new(move |_| {
        let open = everyone().into_iter().filter(|person| !person.disabled);
        open.map(|person| (person.id, person.name)).collect::<Vec<_>>()
    });
    let row = move |person: PersonItem| {
        let now = Memo::new(move |_| {
            let found = people.with(|all| all.people.iter().find(|one| one.id == person.id).cloned());
            found.flatten().unwrap_or_else(|| person.clone())
        });
        person_row(desk, now, names)
    };
    let invitations = Memo::new(move |_| people.with(|all| all.invitations.clone()).unwrap_or_default());
    let unclaimed = Memo::new(move |_| people.with(|all| all.unclaimed.clone()).unwrap_or_default());
    let rows = move || {
        invitations
            .get()
            .into_iter()
            .map(|invitation| invitation_row(desk, invitation))
            .collect_view()
    };
    view! {
        <section class="desk-part is-wide" aria-labelledby="people">
            <h2 id="people">"Who writes here"</h2>
            <p class="desk-note">
                "Whoever gets another role is signed out everywhere, and signs in again with the new one."
            </p>
            <DeskTable label="Table of people" heads=HEADS>
                <For each=everyone key=|person| (person.id, person.name.clone(), person.email.clone()) children=row/>
            </DeskTable>
        </section>
        <Show when=move || invitations.with(|all| !all.is_empty())>
            <section class="desk-part is-wide" aria-labelledby="invited">
                <h2 id="invited">"Invited"</h2>
                <ul class="desk-list" role="list">
                    {rows}
                </ul>
            </section>
        </Show>
        <Show when=move || unclaimed.with(|all| !all.is_empty())>
            <UnclaimedPart desk=desk authors=unclaimed names=names/>
        </Show>
    }
}

/// Who it is to be: whom somebody chose, and the first as long as nobody did or that one is gone, as it is shown.
fn chosen_of(people: Memo<Vec<(i64, String)>>, wanted: RwSignal<Option<i64>>) -> Memo<Option<i64>> {
    Memo::new(move |_| {
        let wanted = wanted.get();
        people.with(|people| {
            let mut ids = people.iter().map(|(id, _)| *id);
            let first = ids.clone().next();
            ids.find(|id| Some(*id) == wanted).or(first)
        })
    })
}

/// The options of who it is to be, of which one is chosen.
fn people_options(people: Vec<(i64, String)>, chosen: Memo<Option<i64>>) -> AnyView {
    people
        .into_iter()
        .map(|(id, name)| {
            view! {
                <option value=id.to_string() prop:selected=move || chosen.get() == Some(id)>
                    {name}
                </option>
            }
        })
        .collect_view()
        .into_any()
}

fn invitation_row(desk: Desk, invitation: Invitation) -> impl IntoView {
    let id = invitation.id;
    let label = format!("Take back the invitation of {}", invitation.email);
    let whom = invitation.email.clone();
    let withdraw = move |_| {
        let whom = whom.clone();
        desk.sending.run(withdraw_invitation(id.clone()), move |()| {
            // Another one's link is shown only this once.
            if desk
                .link
                .with_untracked(|link| link.as_ref().is_some_and(|(of, _)| *of == whom))
            {
                desk.link.set(None);
            }
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
    authors: Memo<Vec<UnclaimedAuthor>>,
    /// Who could be one of them.
    names: Memo<Vec<(i64, String)>>,
) -> impl IntoView {
    let row = move |author: UnclaimedAuthor| {
        let wanted = RwSignal::new(None);
        let who = chosen_of(names, wanted);
        let label = format!("Who is {}", author.name);
        let claim_label = format!("{} is this person", author.name);
        let slug = author.slug.clone();
        let posts = if author.posts == 1 { "post" } else { "posts" };
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
                    {format!(" · {} {posts}", author.posts)}
                </span>
                <span>
                    <select aria-label=label on:change:target=move |event| wanted.set(event.target().value().parse().ok())>
                        {move || people_options(names.get(), who)}
                    </select>
                    <button type="button" aria-label=claim_label on:click=claim>
                        "Is this person"
                    </button>
                </span>
            </li>
        }
    };
    view! {
        <section class="desk-part is-wide" aria-labelledby="unclaimed">
            <h2 id="unclaimed">"Authors without an account"</h2>
            <p class="desk-note">
                "They came with an import. If one of them is somebody who writes here, say so: their posts and page then belong to that account."
            </p>
            <ul class="desk-list" role="list">
                <For
                    each=move || authors.get()
                    key=|author| (author.slug.clone(), author.name.clone(), author.posts)
                    children=row
                />
            </ul>
        </section>
    }
}
