//! What the page shows of a writing session.

use leptos::prelude::*;

use crate::model::draft::{
    Draft,
    journal::Offer,
    problems::Found,
    save::{Order, Standing},
    session::{Conflict, Status},
};

/// What the page shows of the session.
#[derive(Clone, Copy)]
pub struct Shown {
    /// How it stands.
    pub status: RwSignal<Status>,
    /// What was left on the device by tabs that are gone.
    pub offers: RwSignal<Vec<Offer>>,
    /// What has to be chosen first.
    pub conflict: RwSignal<Option<Conflict>>,
    /// An order to be confirmed, since the text changed after it was given.
    pub confirm: RwSignal<Option<Order>>,
    /// What the page says was done, or why not: the words, and whether they tell of a failure.
    pub news: RwSignal<Option<(String, bool)>>,
    /// The last order that was carried out.
    pub done: RwSignal<Option<Order>>,
    /// The draft that the page has to show instead of what it shows.
    pub show: RwSignal<Option<Draft>>,
    /// What the server said of the fields.
    pub found: RwSignal<Found>,
    /// Where the post stands, as the server said last.
    pub stands: RwSignal<Option<Standing>>,
    /// The revision that what is shown was made from.
    pub revision: RwSignal<i64>,
    /// What the device holds and this program cannot read: under which key, and as it is.
    pub unread: RwSignal<Vec<(String, String)>>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            status: RwSignal::new(Status::Saved),
            offers: RwSignal::new(Vec::new()),
            conflict: RwSignal::new(None),
            confirm: RwSignal::new(None),
            news: RwSignal::new(None),
            done: RwSignal::new(None),
            show: RwSignal::new(None),
            found: RwSignal::new(Found::default()),
            stands: RwSignal::new(None),
            revision: RwSignal::new(0),
            unread: RwSignal::new(Vec::new()),
        }
    }
}
