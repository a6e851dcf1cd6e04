//! The contact page: a form for a message.

use leptos::prelude::*;
use quick_xml::escape::partial_escape;

use crate::{
    components::{letter::unseen, plain_field::PlainField},
    model::{
        drawn::DrawnPage,
        letters::{ContactForm, ContactPage, LONGEST_MESSAGE},
        listing::grouped,
        site::{Letters, Site},
    },
};

/// Draws it. `seal` shows that the form was made here, and when; unless the form has one of its own.
pub fn draw(page: ContactPage, site: &Site, words: &Letters, seal: String) -> DrawnPage {
    let html = match page {
        ContactPage::Form(form) => self::form(form, site, words, seal),
        ContactPage::Done => done(site),
    };
    DrawnPage {
        title: words.contact_title.clone(),
        description: words.contact_intro.clone(),
        noindex: false,
        canonical: "/contact".to_owned(),
        newer: None,
        older: None,
        feeds: None,
        html: html.to_html(),
    }
}

fn form(form: ContactForm, site: &Site, words: &Letters, seal: String) -> AnyView {
    let is_wrong = |name: &str| form.errors.contains_key(name);
    let name = PlainField {
        form: "contact",
        name: "name",
        label: "Your name".into(),
        kind: "text",
        complete: "name",
        value: form.name,
        ..PlainField::default()
    };
    let email = PlainField {
        form: "contact",
        name: "email",
        label: "Your e-mail address".into(),
        kind: "email",
        complete: "email",
        value: form.email,
        hint: "For the answer. It is not published.".into(),
        is_later: is_wrong("name"),
        ..PlainField::default()
    };
    let message = PlainField {
        form: "contact",
        name: "message",
        label: "Message".into(),
        hint: format!(
            "Plain text, at most {} letters.",
            grouped(u64::try_from(LONGEST_MESSAGE).unwrap_or(0))
        )
        .into(),
        is_later: is_wrong("name") || is_wrong("email"),
        ..PlainField::default()
    };
    // A browser leaves out a first line that is empty.
    let text = format!("\n{}", partial_escape(form.message.as_str()));
    let intro = words.contact_intro.clone();
    let intro = (!intro.is_empty()).then(|| view! { <p class="lede">{intro}</p> });
    let notice = (!form.notice.is_empty()).then(|| {
        view! {
            <p class="form-problem" role="alert">
                {form.notice}
            </p>
        }
    });
    view! {
        <header class="page-head">
            <h1>{words.contact_title.clone()}</h1>
            {intro}
        </header>
        <div class="letter">
            {notice}
            <form method="post" action="/contact" novalidate>
                {name.view(&form.errors, false)} {email.view(&form.errors, false)}
                {message.view_long(&form.errors, 8, text)} {unseen(form.seal.unwrap_or(seal))}
                <button class="button" type="submit" autofocus=form.only_button>
                    "Send the message"
                </button>
            </form>
            <p class="letter-note">
                {format!(
                    "What you send is kept on this site until it is deleted there. {} can read it, and nobody else is given it. What else is kept is at ",
                    site.owner,
                )} <a href="/privacy">"Privacy"</a> "."
            </p>
        </div>
    }
    .into_any()
}

fn done(site: &Site) -> AnyView {
    view! {
        <header class="page-head">
            <h1>"Thank you: your message is here"</h1>
            <p class="lede">
                {format!(
                    "It waits in the inbox of this site. No mail tells of it yet. {} will find it there the next time. An answer goes to the address that you gave.",
                    site.owner,
                )}
            </p>
        </header>
        <div class="letter">
            <p>
                <a href="/">"Back to the front page"</a>
            </p>
        </div>
    }
    .into_any()
}
