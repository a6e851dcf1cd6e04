//! Pages that stay as they are once they are there: data in, HTML out. Only the server draws them, for who loads a page and
//! for who goes to it within the app, so that the program in the browser holds nothing of them.
//!
//! No signals, no events, no address: what asks for those is a page of its own in [`crate::pages`].

pub mod author;
pub mod contact;
pub mod freshness;
pub mod front;
pub mod missing;
pub mod newest;
pub mod page;
pub mod portfolio;
pub mod privacy;
pub mod series;
pub mod series_box;
pub mod subscribe;
pub mod tag;
pub mod tags;
