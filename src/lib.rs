//! Logbook: an engineering blog you own.
//!
//! One crate, built twice: with `ssr` it is the server, with `hydrate` the program in the reader's browser. The rooms:
//!
//! - [`model`] and [`error`]: the words of the domain, plain data and rules, known to everyone;
//! - [`markdown`]: text in, HTML out; pure;
//! - [`api`]: server functions, the one door between browser and server;
//! - [`pages`], [`components`], [`state`]: what readers see, from the whole page to the single part;
//! - `drawn`: pages that stay as they are, from data to HTML, on the server alone;
//! - [`platform`]: the one place where browser and server differ behind the same signatures;
//! - [`server`]: services, database, routes and the command line.

// The types of views are as deep as the views themselves.
#![recursion_limit = "256"]

pub mod api;
pub mod app;
pub mod components;
pub mod error;
pub mod markdown;
pub mod model;
pub mod pages;
pub mod platform;
pub mod state;

#[cfg(feature = "ssr")]
pub mod drawn;
#[cfg(feature = "ssr")]
pub mod server;

/// Brings the server's page to life in the browser.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    platform::wake(app::provide_words, app::frame).await;
}

/// Opens the desk.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn desk() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        if pages::admin::open_desk().await.is_err()
            && let Some(absent) = platform::element("desk-absent")
        {
            let _ = absent.remove_attribute("hidden");
        }
    });
}
