//! The page of an address at the root of the site at which there is nothing: the same that every other wrong address has.

use leptos::prelude::*;

use crate::{
    components::failure::{notice, title},
    error::AppError,
    model::drawn::DrawnPage,
};

/// Draws it; `newest` is the HTML of what is offered instead.
pub fn draw(newest: String) -> DrawnPage {
    let error = AppError::NotFound;
    let html = view! {
        {notice(&error, None)}
        <div inner_html=newest></div>
    };
    DrawnPage {
        title: title(&error).to_owned(),
        description: String::new(),
        canonical: String::new(),
        newer: None,
        older: None,
        noindex: true,
        feeds: None,
        html: html.to_html(),
    }
}
