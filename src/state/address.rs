//! The address of the page as the router knows it: the browser's own follows once the page is there.

use leptos::prelude::*;
use leptos_router::location::Location;

/// Path and query of where the reader is about to be.
pub fn address(location: &Location) -> String {
    let path = location.pathname.get_untracked();
    let search = location.search.get_untracked();
    let query = if search.is_empty() { "" } else { "?" };
    format!("{path}{query}{search}")
}
