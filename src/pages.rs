//! One page per address. A page owns its resources, all created at its top, and sets its head.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

pub mod author;
pub mod home;
pub mod not_found;
pub mod post;
pub mod posts;
pub mod series;
pub mod tag;
pub mod tags;

use crate::model::listing::parse_page;

/// The `:slug` of the address.
fn use_slug() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()))
}

/// The page of a list that the address asks for; nothing when it asks for what can be no page.
fn use_page() -> Memo<Option<u32>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| parse_page(query.get("page").as_deref())))
}
