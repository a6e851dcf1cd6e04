//! What is said when somebody left the editor with words that did not arrive: where they are, and what can be done.

use std::cell::Cell;

use leptos::{prelude::*, task::spawn_local};

use super::Edge;
use crate::{
    model::draft::session::{Input, Rest},
    pages::admin::{form::Said, held::Held},
};

/// Ends a session whose page shows something else, and says on that page what becomes of words that are not saved. As long
/// as nobody else has them the desk holds them.
pub fn leave(edge: &Edge, post: String, said: Said, held: Held) {
    let title = match edge.draft().meta.title.trim() {
        "" => "your untitled post".to_owned(),
        title => format!("“{title}”"),
    };
    let kept = edge.clone();
    let id = held.hold(title.clone(), move || kept.tell(Input::SaveNow));
    // What arrives while one goes is not worth a word.
    let before = Cell::new(Rest::Saved);
    edge.close(move |rest| {
        match rest {
            Rest::Unknown => return,
            Rest::Nowhere => held.lost(id),
            Rest::Saved | Rest::OnDevice => held.let_go(id),
        }
        if before.replace(rest) != rest {
            let (title, post) = (title.clone(), post.clone());
            spawn_local(async move {
                // Once the next page is there: what was said before belongs to the one that was left.
                gloo_timers::future::TimeoutFuture::new(0).await;
                say(rest, &title, post, said);
            });
        }
    });
}

fn say(rest: Rest, title: &str, post: String, said: Said) {
    match rest {
        // Said as long as it lasts, and not only once.
        Rest::Unknown | Rest::Nowhere => {}
        Rest::Saved => said.done(format!("What you wrote in {title} is saved.")),
        Rest::OnDevice => {
            let open = Callback::new(move |()| {
                let _ = window().location().set_href(&format!("/admin/posts/{post}"));
            });
            said.offer(
                format!("What you wrote last in {title} could not be saved. It is kept on this device: open the post to go on with it."),
                "Open it",
                open,
            );
            said.warn();
        }
    }
}
