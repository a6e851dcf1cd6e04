//! `/admin` and below: the desk. It is no page of the readers' app: the server sends its place, and the program fills it
//! with what server functions answer to who asks. All of it comes as files of its own (`parts`).

use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};
use leptos_router::components::Router;

use crate::platform;

mod account;
mod answer;
mod begin;
mod broken;
mod collections;
mod confirm;
mod copy;
mod deletion;
mod desk;
mod editor;
mod form;
mod held;
mod inbox;
mod jobs;
mod kept;
mod log;
mod marks;
mod media;
mod modal;
mod order;
mod parts;
mod people;
mod posts;
mod redirects;
mod review;
mod revisions;
mod search;
mod series;
mod settings;
mod statistics;
mod subscribers;
mod table;
mod tags;
mod upload;

/// Draws the desk into its place.
#[wasm_split(desk, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn open_desk() -> Result<(), SplitLoaderError> {
    broken::watch();
    if let Some(place) = platform::element("desk") {
        if let Ok(Some(wait)) = place.query_selector(".desk-wait") {
            wait.remove();
        }
        leptos::mount::mount_to(place, || view! { <Router>{desk::desk()}</Router> }).forget();
    }
    Ok(())
}
