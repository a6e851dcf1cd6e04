//! Where a post stands, and how that is said.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::desk::open_for_writing,
    model::{
        draft::save::{Act, Order},
        status::Status,
    },
    platform,
};

/// Where a post stands, its address, its time.
pub type Facts = (Status, String, Option<String>);

/// Where a post stands, in words. `pending`: readers do not see what is written here.
pub fn standing((status, _, at): &Facts, pending: bool) -> String {
    match (status, at) {
        (Status::Published, _) if pending => "Published; changes are seen once you publish them".to_owned(),
        (Status::Scheduled, Some(at)) => {
            let rest = if pending {
                "; changes are in it once you schedule it again"
            } else {
                ""
            };
            format!("Scheduled for {at}{rest}")
        }
        (other, _) => {
            let word = other.as_str();
            word.get(..1).unwrap_or_default().to_ascii_uppercase() + word.get(1..).unwrap_or_default()
        }
    }
}

/// What an order that was carried out means for the words on the page.
pub fn follow(order: &Order, facts: RwSignal<Facts>) {
    facts.update(|(status, _, at)| {
        *status = match order.act {
            Act::Publish => Status::Published,
            Act::Schedule => Status::Scheduled,
            Act::Unpublish if *status == Status::Scheduled => Status::Draft,
            Act::Unpublish => Status::Unpublished,
        };
        if let Some(time) = order.at {
            *at = Some(local_label(time));
        }
    });
}

/// A moment in the author's own time zone, which is named.
pub fn local_label(time: i64) -> String {
    let (day, clock) = (platform::local_day(time), platform::clock(time));
    format!("{day} {clock} ({})", platform::zone())
}

/// Asks which address the post has now: the server numbers one that is taken.
pub fn learn_address(post: String, facts: RwSignal<Facts>) {
    spawn_local(async move {
        if let Ok(open) = open_for_writing(post).await {
            facts.try_update(|(_, slug, _)| *slug = open.slug);
        }
    });
}
