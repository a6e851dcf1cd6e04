//! What is said when somebody left the editor with words that did not arrive: where they are, and what can be done.

use leptos::{prelude::*, task::spawn_local};

use super::Edge;
use crate::{
    model::draft::session::{Input, Rest},
    pages::admin::form::Said,
};

/// Ends a session whose page shows something else, and says on that page what becomes of words that are not saved.
pub fn leave(edge: &Edge, post: String, said: Said) {
    let title = match edge.draft().meta.title.trim() {
        "" => "your untitled post".to_owned(),
        title => format!("“{title}”"),
    };
    let closed = edge.clone();
    edge.close(move |rest| {
        let (title, post, edge) = (title.clone(), post.clone(), closed.clone());
        spawn_local(async move {
            // Once the next page is there: what was said before belongs to the one that was left.
            gloo_timers::future::TimeoutFuture::new(0).await;
            say(rest, &title, post, edge, said);
        });
    });
}

fn say(rest: Rest, title: &str, post: String, edge: Edge, said: Said) {
    match rest {
        Rest::Unknown => {}
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
        Rest::Nowhere => {
            let edge = StoredValue::new_local(edge);
            let again = Callback::new(move |()| edge.with_value(|edge| edge.tell(Input::SaveNow)));
            said.offer(
                format!("What you wrote last in {title} could not be saved, and this device cannot keep it. Try again before you close this window."),
                "Try again",
                again,
            );
            said.warn();
        }
    }
}
