//! One page per address. A page owns its resources, all created at its top, and sets its head.

use std::future::Future;

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

pub mod admin;
pub mod door;
pub mod drawn;
pub mod home;
pub mod post;
pub mod posts;
pub mod search;
pub mod series;

use crate::{
    error::AppError,
    state::wire::{self, Loaded, OnPage, Target},
};

/// What the address names.
fn use_target() -> Memo<Target> {
    let (params, search) = (use_params_map(), use_location().search);
    Memo::new(move |_| Target {
        slug: params.with(|params| params.get("slug").unwrap_or_default()),
        query: search.get(),
    })
}

/// Loads what `fetch` brings for the address, again whenever it names something else.
fn load<T, F>(fetch: impl Fn(Target) -> F + Send + Sync + 'static) -> Loaded<T>
where
    T: OnPage,
    F: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let target = use_target();
    wire::load(move || target.get(), fetch)
}
