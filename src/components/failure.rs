//! What a reader sees instead of a page: what happened, and what to do next.

use leptos::prelude::*;

use super::{drawn::show, head::Head};
use crate::{error::AppError, platform};

/// What stands over a failure.
pub fn title(error: &AppError) -> &'static str {
    match error {
        AppError::NotFound => "There is no page here",
        AppError::Transport(_) => "The server did not answer",
        _ => "This page could not be put together",
    }
}

/// Says what went wrong in the reader's words and offers the next step.
#[component]
pub fn Failure(
    /// What went wrong.
    error: AppError,
    /// Tries once more.
    retry: Callback<()>,
) -> impl IntoView {
    platform::set_status(error.status_code());
    // A list and no pair: what it takes to wake one is in the program already.
    let shown = vec![notice(&error, Some(retry)), show(platform::offered())];
    view! {
        <Head title=title(&error) robots=Some("noindex")/>
        {shown.into_any()}
    }
}

/// What is said of it on the page.
pub fn notice(error: &AppError, retry: Option<Callback<()>>) -> AnyView {
    let status = error.status_code();
    let title = title(error);
    let reference = match error {
        AppError::Internal { reference } => Some(reference.clone()),
        _ => None,
    };
    let explanation = match error {
        AppError::NotFound => {
            "Nothing is published under this address. The link may be misspelt, or the post may have been taken down."
                .to_owned()
        }
        AppError::Internal { .. } => {
            "The fault is on our side and has been written down. Trying again in a moment often helps.".to_owned()
        }
        other => other.to_string(),
    };
    let retry = retry.filter(|_| error.is_passing());
    view! {
        <section class="notice">
            <p class="eyebrow">{status}</p>
            <h1>{title}</h1>
            <p class="lede">{explanation}</p>
            {reference
                .map(|reference| {
                    view! {
                        <p class="reference">
                            "Reference " <code>{reference}</code> <br/> "Quote it if you write to us."
                        </p>
                    }.into_any()
                })}
            <p class="actions">
                {retry
                    .map(|retry| {
                        view! {
                            // Without scripts the empty address loads the page again.
                            <a
                                class="button"
                                href=""
                                on:click=move |event| {
                                    event.prevent_default();
                                    retry.run(());
                                }
                            >
                                "Try again"
                            </a>
                        }.into_any()
                    })}
                {ways_on()}
            </p>
        </section>
    }
    .into_any()
}

/// Where to go from a page that is not there.
pub fn ways_on() -> AnyView {
    view! {
        <a class="button" href="/">
            "Go to the front page"
        </a>
        <a class="button" href="/posts">
            "See all posts"
        </a>
        <a class="button" href="/tags">
            "Browse by tag"
        </a>
    }
    .into_any()
}
