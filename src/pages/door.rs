//! `/admin/sign-in` and `/admin/door`: the forms through which people come in. Sent by the server as they are; nothing
//! of them runs in a browser.

use leptos::prelude::*;

use crate::{components::plain_field::PlainField, error::FieldErrors, model::door::DoorForm};

/// The page's title, and the page.
pub fn door(form: DoorForm) -> (&'static str, AnyView) {
    match form {
        DoorForm::SignIn {
            email,
            next,
            errors,
            problem,
        } => ("Sign in", sign_in(email, next, &errors, problem)),
        DoorForm::Open {
            key,
            first: true,
            name,
            email,
            errors,
            ..
        } => ("Set up your site", set_up(key, name, email, &errors)),
        DoorForm::Open {
            key,
            name,
            email,
            role,
            errors,
            ..
        } => ("Join", join(key, name, email, role, &errors)),
        DoorForm::Reset { key, email, errors } => ("Choose a new password", reset(key, email, &errors)),
        DoorForm::Closed => ("This link opens nothing", closed()),
    }
}

fn sign_in(email: String, next: String, errors: &FieldErrors, problem: Option<String>) -> AnyView {
    let password = PlainField {
        form: "door",
        name: "password",
        label: "Password".into(),
        kind: "password",
        complete: "current-password",
        ..PlainField::default()
    };
    let address = PlainField {
        form: "door",
        name: "email",
        label: "E-mail address".into(),
        kind: "email",
        complete: "username",
        value: email,
        ..PlainField::default()
    };
    // The cursor waits where something is missing.
    let typed = !address.value.is_empty();
    view! {
        <h1>"Sign in"</h1>
        {problem.map(|problem| view! { <p class="form-problem" role="alert">{problem}</p> })}
        <form method="post" action="/admin/sign-in">
            <input type="hidden" name="next" value=next/>
            {address.view(errors, !typed)}
            {password.view(errors, typed)}
            <button class="button" type="submit">
                "Sign in"
            </button>
        </form>
        <p class="door-note">
            "No password any more? Whoever keeps this site can make you a link to choose a new one."
        </p>
    }
    .into_any()
}

fn set_up(key: String, name: String, email: String, errors: &FieldErrors) -> AnyView {
    view! {
        <h1>"Set up your site"</h1>
        <p class="lede">"You are the first one here, and will be the owner."</p>
        <form method="post" action="/admin/door">
            <input type="hidden" name="key" value=key/>
            {your_name(name, errors)}
            {PlainField {
            form: "door",
                name: "email",
                label: "E-mail address".into(),
                kind: "email",
                complete: "username",
                value: email,
                hint: "You sign in with it. Readers do not see it.".into(),
                ..PlainField::default()
            }
                .view(errors, false)}
            {new_password(errors, false)}
            <button class="button" type="submit">
                "Set up the site"
            </button>
        </form>
    }
    .into_any()
}

fn join(key: String, name: String, email: String, role: &'static str, errors: &FieldErrors) -> AnyView {
    let article = if role.starts_with(['a', 'e', 'o']) {
        "an"
    } else {
        "a"
    };
    view! {
        <h1>"Join"</h1>
        <p class="lede">{format!("You are invited to write here as {article} {role}.")}</p>
        <form method="post" action="/admin/door">
            <input type="hidden" name="key" value=key/>
            {signs_in_with(email, errors)}
            {your_name(name, errors)}
            {new_password(errors, false)}
            <button class="button" type="submit">
                "Join"
            </button>
        </form>
    }
    .into_any()
}

fn reset(key: String, email: String, errors: &FieldErrors) -> AnyView {
    view! {
        <h1>"Choose a new password"</h1>
        <p class="lede">"You will be signed out wherever you are signed in now."</p>
        <form method="post" action="/admin/door">
            <input type="hidden" name="key" value=key/>
            {signs_in_with(email, errors)}
            {new_password(errors, true)}
            <button class="button" type="submit">
                "Set the password"
            </button>
        </form>
    }
    .into_any()
}

fn closed() -> AnyView {
    view! {
        <h1>"This link opens nothing"</h1>
        <p class="lede">
            "It was used already, has run out, was taken back, or a newer one took its place. Ask who gave it to you for another one."
        </p>
        <p>
            <a href="/admin/sign-in">"Sign in"</a>
            " · "
            <a href="/">"Go to the site"</a>
        </p>
    }
    .into_any()
}

/// The address that belongs to the password; a field, so that password managers keep both together.
fn signs_in_with(email: String, errors: &FieldErrors) -> AnyView {
    PlainField {
        form: "door",
        name: "email",
        label: "E-mail address".into(),
        kind: "email",
        complete: "username",
        value: email,
        fixed: true,
        ..PlainField::default()
    }
    .view(errors, false)
}

fn your_name(name: String, errors: &FieldErrors) -> AnyView {
    PlainField {
        form: "door",
        name: "name",
        label: "Your name".into(),
        kind: "text",
        complete: "name",
        value: name,
        hint: "As it stands on your posts.".into(),
        ..PlainField::default()
    }
    .view(errors, true)
}

fn new_password(errors: &FieldErrors, focus: bool) -> AnyView {
    PlainField {
        form: "door",
        name: "password",
        label: "Password".into(),
        kind: "password",
        complete: "new-password",
        hint: "At least 10 characters; a few words are easy to remember.".into(),
        ..PlainField::default()
    }
    .view(errors, focus)
}
