//! `/admin/inbox`: what readers wrote, what has become of it, and the way to answer.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{
    answer::Answer,
    confirm::{Confirm, Question},
    desk::Failed,
    form::{Said, Sending},
    table::Pages,
};
use crate::{
    api::letters::{delete_message, list_messages, mark_message},
    model::letters::{Inbox, MessageItem, MessageState},
};

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Desk {
    sending: Sending,
    said: Said,
    question: RwSignal<Option<Question>>,
    reload: Callback<()>,
}

/// What a state is called, and what is done to get there.
fn words(state: MessageState) -> (&'static str, &'static str) {
    match state {
        MessageState::Unread => ("Unread", "Mark as unread"),
        MessageState::Read => ("Read", "Mark as read"),
        MessageState::Answered => ("Answered", "Mark as answered"),
        MessageState::Spam => ("Spam", "Mark as spam"),
    }
}

/// The page.
#[component]
pub fn InboxPage() -> impl IntoView {
    let query = use_query_map();
    let state = Memo::new(move |_| {
        query
            .with(|query| query.get("show").and_then(|word| MessageState::parse(&word)))
            .unwrap_or(MessageState::Unread)
    });
    let page = RwSignal::new(1_u32);
    Effect::new(move |before: Option<MessageState>| {
        let now = state.get();
        if before.is_some_and(|before| before != now) {
            page.set(1);
        }
        now
    });
    let inbox = Answer::new(move || list_messages(state.get().as_str().to_owned(), page.get()));
    let desk = Desk {
        sending: Sending::default(),
        said: expect_context::<Said>(),
        question: RwSignal::new(None),
        reload: inbox.reload(),
    };
    let pages = Memo::new(move |_| inbox.with(|inbox| inbox.pages).unwrap_or(0));
    let tabs = move || {
        let counts = inbox.with(|inbox| inbox.counts.clone()).unwrap_or_default();
        let mut counts = counts.into_iter();
        MessageState::ALL
            .map(|of| {
                let (name, _) = words(of);
                let count = counts.next().map(|count| format!(" ({count})"));
                let current = (state.get() == of).then_some("true");
                view! {
                    <li>
                        <a href=format!("/admin/inbox?show={}", of.as_str()) aria-current=current>
                            {name}
                            {count}
                        </a>
                    </li>
                }
                .into_any()
            })
            .collect_view()
    };
    let shown = move || {
        inbox.get().map(|inbox| match inbox {
            Ok(inbox) => messages(desk, inbox, state.get_untracked()),
            Err(error) => view! { <Failed error=error retry=desk.reload/> }.into_any(),
        })
    };
    view! {
        <div class="desk-title">
            <h1>"Inbox"</h1>
            <nav class="desk-tabs" aria-label="Messages">
                <ul role="list">{tabs}</ul>
            </nav>
        </div>
        {shown}
        <Pages page=page pages=pages/>
        <Confirm question=desk.question/>
    }
}

fn messages(desk: Desk, inbox: Inbox, state: MessageState) -> AnyView {
    if inbox.messages.is_empty() {
        let words = match state {
            MessageState::Unread => {
                "Nothing new. What readers write at /contact comes here; no mail tells of it yet."
            }
            _ => "There is no such message.",
        };
        return view! { <p class="empty">{words}</p> }.into_any();
    }
    inbox
        .messages
        .into_iter()
        .map(|message| article(desk, message, state))
        .collect_view()
        .into_any()
}

fn article(desk: Desk, message: MessageItem, state: MessageState) -> AnyView {
    let MessageItem {
        id,
        name,
        email,
        body,
        at,
        reply,
    } = message;
    let heading = format!("message-{id}");
    let named_by = heading.clone();
    let whose = name.clone();
    let marks = MessageState::ALL
        .into_iter()
        .filter(|to| *to != state)
        .map(|to| {
            let (name, word) = words(to);
            let mark = move |_| {
                let work = mark_message(id, to.as_str().to_owned());
                desk.sending.run(work, move |()| {
                    desk.said
                        .done(format!("The message is among those under “{name}” now."));
                    desk.reload.run(());
                });
            };
            view! {
                <button type="button" disabled=desk.sending.busy on:click=mark>
                    {word}
                </button>
            }
            .into_any()
        })
        .collect_view();
    let remove = move |_| {
        desk.question.set(Some(Question {
            text: format!("Delete the message of {whose}? It is gone for good."),
            word: "Delete",
            act: Arc::new(move || {
                desk.sending.run(delete_message(id), move |()| {
                    desk.said.done("The message is deleted.");
                    desk.reload.run(());
                });
            }),
        }));
    };
    view! {
        <article class="message" aria-labelledby=named_by>
            <h2 id=heading>{name}</h2>
            <p class="desk-note">
                {email} " · " <time datetime=at.iso>{at.text}</time>
            </p>
            <p class="message-text">{body}</p>
            <p class="desk-actions">
                <a class="button" href=reply rel="external">
                    "Answer by mail"
                </a>
                {marks}
                <button type="button" disabled=desk.sending.busy on:click=remove>
                    "Delete"
                </button>
            </p>
        </article>
    }
    .into_any()
}
