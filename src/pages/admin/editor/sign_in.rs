//! Signing in again over the page, so that what was written stays where it is.

use leptos::{ev::SubmitEvent, html::Textarea, prelude::*, task::spawn_local};

use super::{Session, shown::Shown, tell};
use crate::{
    api::{account::read_me, session::begin_session},
    error::AppError,
    model::draft::{
        journal::mark,
        session::{Input, Status},
    },
    pages::admin::{desk::Mark, form::Labelled, modal::Modal},
};

/// The dialogue. It opens by itself when the session is over, can be put aside, and is opened again at the bottom edge.
#[component]
pub fn SignInAgain(
    /// The text field.
    area: NodeRef<Textarea>,
    /// What the session shows.
    shown: Shown,
    /// Counts how often it was asked for.
    asked: RwSignal<u32>,
    /// The session.
    session: Session,
) -> impl IntoView {
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problem = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let out = Memo::new(move |_| shown.status.get() == Status::SignedOut);
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        asked.track();
        open.set(out.get());
    });
    let close = Callback::new(move |()| {
        open.set(false);
        // The button that opened it is gone once it is of no use any more, and the keyboard with it.
        if !out.get_untracked()
            && document()
                .active_element()
                .is_none_or(|element| element.tag_name() == "BODY")
            && let Some(area) = area.get_untracked()
        {
            let _ = area.focus();
        }
    });
    let writer = StoredValue::new(expect_context::<Mark>().0);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(String::new());
        let entering = begin_session(email.get_untracked(), password.get_untracked());
        spawn_local(async move {
            let entered = match entering.await {
                Ok(()) => read_me().await,
                Err(error) => Err(error),
            };
            if busy.try_set(false).is_some() {
                return;
            }
            match entered {
                Ok(me) => {
                    password.set(String::new());
                    let is_writer = mark(&me.author_slug) == writer.get_value();
                    session.with_value(|edge| {
                        if let Some(edge) = edge {
                            edge.hold_back(!is_writer);
                        }
                    });
                    if is_writer {
                        tell(session, Input::SignedIn);
                    } else {
                        problem.set(format!(
                            "You are signed in as {} now, and this text is being written by somebody else. Sign in as who began it, or copy the text.",
                            me.name
                        ));
                    }
                }
                Err(AppError::Invalid(fields)) => {
                    problem.set(fields.into_values().collect::<Vec<_>>().join(" "));
                }
                Err(error) => problem.set(error.to_string()),
            }
        });
    };
    view! {
        <Modal open=open closed=close named_by="sign-in-again">
            <h2 id="sign-in-again">"Sign in to go on"</h2>
            <p>"Your session is over. What you wrote is kept on this device and is saved as soon as you are signed in."</p>
            <form class="editor-sign-in" on:submit=submit>
                <Labelled id="again-email" label="E-mail address" hint="">
                    <input
                        id="again-email"
                        type="email"
                        required=true
                        autocomplete="username"
                        prop:value=email
                        on:input:target=move |event| email.set(event.target().value())
                    />
                </Labelled>
                <Labelled id="again-password" label="Password" hint="">
                    <input
                        id="again-password"
                        type="password"
                        required=true
                        autocomplete="current-password"
                        prop:value=password
                        on:input:target=move |event| password.set(event.target().value())
                    />
                </Labelled>
                <p class="editor-problem" role="alert">
                    {problem}
                </p>
                <p class="editor-actions">
                    <button class="button is-main" type="submit" disabled=busy>
                        "Sign in"
                    </button>
                    <button class="button" type="button" on:click=move |_| open.set(false)>
                        "Later"
                    </button>
                </p>
            </form>
        </Modal>
    }
}
