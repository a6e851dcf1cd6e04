//! The choice between light, dark and the system's colours. Without scripts it is not shown.

use leptos::prelude::*;

use crate::state::theme::{Theme, use_theme};

/// Three radio buttons that look like one switch.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let (theme, choose) = use_theme();
    let option = move |option: Theme, name: &'static str, icon: AnyView| {
        let choose = choose.clone();
        view! {
            <label title=name>
                <input
                    type="radio"
                    name="theme"
                    value=option.as_str()
                    aria-label=name
                    checked=option == Theme::System
                    prop:checked=move || theme.get() == option
                    on:change=move |_| choose(option)
                />
                {icon}
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="theme">
            <legend class="visually-hidden">"Theme"</legend>
            {option(Theme::System, "System", system().into_any())}
            {option(Theme::Light, "Light", sun().into_any())}
            {option(Theme::Dark, "Dark", moon().into_any())}
        </fieldset>
    }
}

fn system() -> impl IntoView {
    view! {
        <svg viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5"></circle>
            <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"></path>
        </svg>
    }
}

fn sun() -> impl IntoView {
    view! {
        <svg
            viewBox="0 0 16 16"
            aria-hidden="true"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
        >
            <circle cx="8" cy="8" r="2.75"></circle>
            <path d="M8 1.25v1.5M8 13.25v1.5M1.25 8h1.5M13.25 8h1.5M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1"></path>
        </svg>
    }
}

fn moon() -> impl IntoView {
    view! {
        <svg viewBox="0 0 16 16" aria-hidden="true">
            <path
                d="M13.5 9.9A5.9 5.9 0 0 1 6.1 2.5a5.9 5.9 0 1 0 7.4 7.4z"
                fill="none"
                stroke="currentColor"
                stroke-width="1.5"
                stroke-linejoin="round"
            ></path>
        </svg>
    }
}
