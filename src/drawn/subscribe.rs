//! The page of the newsletter: what it is, and the form for it.

use leptos::prelude::*;

use crate::{
    components::{letter::unseen, plain_field::PlainField},
    model::{
        drawn::DrawnPage,
        letters::{SubscribeForm, SubscribePage},
        site::Letters,
    },
};

/// Draws it. `seal` shows that the form was made here, and when; unless the form has one of its own.
pub fn draw(page: SubscribePage, words: &Letters, seal: String) -> DrawnPage {
    let title = words.newsletter_title.clone();
    let html = match page {
        SubscribePage::Form(form) => self::form(form, words, seal),
        SubscribePage::Done => done(),
    };
    DrawnPage {
        title,
        description: words.newsletter_line.clone(),
        noindex: false,
        canonical: "/subscribe".to_owned(),
        newer: None,
        older: None,
        feeds: None,
        html: html.to_html(),
    }
}

fn form(form: SubscribeForm, words: &Letters, seal: String) -> AnyView {
    let email = PlainField {
        form: "subscribe",
        name: "email",
        label: words.newsletter_label.clone().into(),
        kind: "email",
        complete: "email",
        value: form.email,
        ..PlainField::default()
    };
    let line = words.newsletter_line.clone();
    let line = (!line.is_empty()).then(|| view! { <p class="lede">{line}</p> });
    let often = words.newsletter_often.clone();
    let often = (!often.is_empty()).then(|| view! { <p>{often}</p> });
    let notice = (!form.notice.is_empty()).then(|| {
        view! {
            <p class="form-problem" role="alert">
                {form.notice}
            </p>
        }
    });
    view! {
        <header class="page-head">
            <h1>{words.newsletter_title.clone()}</h1>
            {line}
        </header>
        <div class="letter">
            {often}
            <p>
                "This site sends no mail yet. Your address waits until it does, and the first mail will ask whether you want any more."
            </p>
            {notice}
            <form method="post" action="/subscribe" novalidate>
                {email.view(&form.errors, false)}
                <input type="hidden" name="form" value=form.form/>
                {unseen(form.seal.unwrap_or(seal))}
                <button class="button" type="submit" autofocus=form.only_button>
                    {words.newsletter_button.clone()}
                </button>
            </form>
            <p class="letter-note">
                "We keep your address, when you entered it and on which page, and nothing more. Nobody else is given it. "
                <a href="/contact">"Write a line"</a> " to have it removed; what else is kept is at "
                <a href="/privacy">"Privacy"</a> "."
            </p>
        </div>
    }
    .into_any()
}

fn done() -> AnyView {
    view! {
        <header class="page-head">
            <h1>"Thank you: your address is noted"</h1>
            <p class="lede">
                "This site sends no mail yet, so none is on its way. Once it does, the first one asks you to confirm, and nothing else comes until you have."
            </p>
        </header>
        <div class="letter">
            <p>
                "Until then new posts are in the "
                <a href="/rss.xml" rel="external">
                    "feed"
                </a> " and at " <a href="/posts">"all posts"</a> "."
            </p>
        </div>
    }
    .into_any()
}
