//! `/admin/account`: one's own profile, password and sessions.

use std::{future::Future, pin::Pin};

use leptos::prelude::*;

use super::{
    answer::Answer,
    desk::Failed,
    form::{Field, Said, Sending},
    kept::KeptPart,
    media::pick::Pick,
    table::{DeskTable, Head},
};
use crate::{
    api::account::{change_password, end_other_sessions, end_session, read_me, set_picture, write_profile},
    error::AppError,
    model::{
        account::{Me, SessionItem},
        media::shown_at,
    },
};

/// What stands over the columns.
const HEADS: &[Head] = &[
    Head::Text("Browser"),
    Head::Text("Since"),
    Head::Text("Last used"),
    Head::Spoken("End"),
];

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let me = Answer::new(read_me);
    let shown = move || {
        me.get().map(|answer| match answer {
            Ok(me) => account(me).into_any(),
            Err(error) => view! { <Failed error=error retry=me.reload()/> }.into_any(),
        })
    };
    view! {
        <h1>"Account"</h1>
        {shown}
    }
}

fn account(me: Me) -> impl IntoView {
    view! {
        <p class="desk-lede">{format!("{} signs in with {}.", me.name, me.email)}</p>
        <KeptPart/>
        <ProfileForm me=me.clone()/>
        <PicturePart picture=me.picture/>
        <PasswordForm email=me.email/>
        <Sessions sessions=me.sessions/>
    }
}

#[component]
fn ProfileForm(
    /// Who is signed in.
    me: Me,
) -> impl IntoView {
    let (name, bio, links) = (
        RwSignal::new(me.profile.name),
        RwSignal::new(me.profile.bio),
        RwSignal::new(me.profile.links),
    );
    let sending = Sending::default();
    let said = expect_context::<Said>();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let work = write_profile(name.get_untracked(), bio.get_untracked(), links.get_untracked());
        sending.run(work, move |()| {
            said.done("The profile is saved; readers see it now.")
        });
    };
    let page = format!("/authors/{}", me.author_slug);
    view! {
        <section class="desk-part" aria-labelledby="profile">
            <h2 id="profile">"Profile"</h2>
            <p class="desk-note">
                "What readers see at the end of your posts and on " <a href=page rel="external">"your page"</a> "."
            </p>
            <form on:submit=submit>
                <Field name="name" label="Name on posts" value=name errors=sending.errors kind="text" complete="name"/>
                <Field name="bio" label="About you" value=bio errors=sending.errors hint="One or two sentences."/>
                <Field
                    name="links"
                    label="Other pages of yours"
                    value=links
                    errors=sending.errors
                    hint="Addresses, one a line."
                />
                <button class="button" type="submit" disabled=sending.busy>
                    "Save the profile"
                </button>
            </form>
        </section>
    }
}

#[component]
fn PicturePart(
    /// The path of the one there is.
    picture: Option<String>,
) -> impl IntoView {
    let path = RwSignal::new(picture);
    let sending = Sending::default();
    let said = expect_context::<Said>();
    let chosen = Callback::new(move |chosen: Option<String>| {
        let work = set_picture(chosen.clone().unwrap_or_default());
        sending.run(work, move |()| {
            path.set(chosen);
            said.done("The picture is saved.");
        });
    });
    let shown = Signal::derive(move || path.get().map(|path| shown_at(&path, u32::MAX, 480)));
    let wrong = move || sending.errors.with(|errors| errors.get("picture").cloned());
    view! {
        <section class="desk-part" aria-labelledby="picture">
            <h2 id="picture">"Picture"</h2>
            <Pick label="Picture of you" path=shown chosen=chosen/>
            <p class="field-note" role="alert">
                {wrong}
            </p>
        </section>
    }
}

#[component]
fn PasswordForm(
    /// For whoever keeps passwords: whose it is.
    email: String,
) -> impl IntoView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sending = Sending::default();
    let said = expect_context::<Said>();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let work = change_password(current.get_untracked(), new.get_untracked());
        sending.run(work, move |()| {
            current.set(String::new());
            new.set(String::new());
            said.done("The password is changed, and you are signed out everywhere else.");
        });
    };
    view! {
        <section class="desk-part" aria-labelledby="password">
            <h2 id="password">"Password"</h2>
            <form on:submit=submit>
                <input type="email" autocomplete="username" value=email readonly hidden/>
                <Field
                    name="current"
                    label="The one you have"
                    value=current
                    errors=sending.errors
                    kind="password"
                    complete="current-password"
                />
                <Field
                    name="new"
                    label="A new one"
                    value=new
                    errors=sending.errors
                    kind="password"
                    complete="new-password"
                    hint="At least 10 characters; a few words are easy to remember."
                />
                <button class="button" type="submit" disabled=sending.busy>
                    "Change the password"
                </button>
            </form>
        </section>
    }
}

#[component]
fn Sessions(
    /// Where one is signed in.
    sessions: Vec<SessionItem>,
) -> impl IntoView {
    let sending = Sending::default();
    let sessions = RwSignal::new(sessions);
    // Nothing else of the page is drawn anew: forms may be half filled in.
    let end = move |ending: Pin<Box<dyn Future<Output = Result<(), AppError>>>>| {
        let work = async move {
            ending.await?;
            read_me().await
        };
        sending.run(work, move |me| sessions.set(me.sessions));
    };
    let row = move |session: SessionItem| {
        let id = session.id;
        let label = format!("End the session of {}", session.device);
        let end = move |_| end(Box::pin(end_session(id)));
        let last = if session.current {
            "this browser".into_any()
        } else {
            view! {
                <button type="button" aria-label=label disabled=sending.busy on:click=end>
                    "End"
                </button>
            }
            .into_any()
        };
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{session.device}</th>
                <td role="cell" data-label="Since">
                    <time datetime=session.since.iso>{session.since.text}</time>
                </td>
                <td role="cell" data-label="Last used">
                    <time datetime=session.seen.iso>{session.seen.text}</time>
                </td>
                <td role="cell">{last}</td>
            </tr>
        }
    };
    let rows = move || sessions.get().into_iter().map(row).collect_view();
    let end_others = move |_| end(Box::pin(end_other_sessions()));
    view! {
        <section class="desk-part is-wide" aria-labelledby="sessions">
            <h2 id="sessions">"Where you are signed in"</h2>
            <DeskTable label="Table of sessions" heads=HEADS>{rows}</DeskTable>
            <Show when=move || { sessions.with(Vec::len) > 1 }>
                <button class="button" type="button" disabled=sending.busy on:click=end_others>
                    "End all others"
                </button>
            </Show>
        </section>
    }
}
