//! Where a post stands, and how that is said.

use crate::{
    model::{draft::save::Standing, status::Status},
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

/// What the server says of where a post stands, for the words on the page.
pub fn read(stands: Standing) -> Facts {
    (
        Status::parse(&stands.status).unwrap_or(Status::Draft),
        stands.slug,
        stands.at.map(local_label),
    )
}

/// A moment in the author's own time zone, which is named.
pub fn local_label(time: i64) -> String {
    let (day, clock) = (platform::local_day(time), platform::clock(time));
    format!("{day} {clock} ({})", platform::zone())
}
