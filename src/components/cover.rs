//! The picture at the head of a post or of a page, above the fold.

use leptos::prelude::*;

use crate::model::post::Cover as Picture;

/// The picture with its text for who does not see it.
#[component]
pub fn Cover(
    /// What it shows.
    picture: Picture,
) -> impl IntoView {
    view! {
        <div class="cover">
            <img
                src=picture.src
                alt=picture.alt
                width=picture.width
                height=picture.height
                fetchpriority="high"
            />
        </div>
    }
    .into_any()
}
