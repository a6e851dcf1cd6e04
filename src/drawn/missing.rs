//! The page of an address at the root of the site at which there is nothing: the same that every other wrong address has.

use leptos::prelude::*;

use crate::{
    components::failure::{notice, title},
    error::AppError,
    model::drawn::{Drawn, DrawnPage},
};

/// Draws it; `newest` is what is offered instead.
pub fn draw(newest: Drawn) -> DrawnPage {
    let error = AppError::NotFound;
    let html = view! {
        {notice(&error, None)}
        <div inner_html=newest.html></div>
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
