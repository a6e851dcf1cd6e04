//! What a list says when nothing is in it: nothing is published yet, or nothing fits.

use leptos::prelude::*;

use super::finder::item;
use crate::model::find::Choice;

/// That there is nothing yet, or what may have been meant.
#[component]
pub fn NothingFound(
    /// The words that were asked for.
    words: String,
    /// Something was asked for, words or tags.
    #[prop(optional)]
    filtered: bool,
    /// What is near to it.
    nearest: Vec<Choice>,
) -> impl IntoView {
    if !filtered {
        return view! {
            <div class="empty">
                <p>
                    "Nothing is published yet. If this site is yours, "
                    <a href="/admin" rel="external">
                        "write the first post"
                    </a> "."
                </p>
            </div>
        }
        .into_any();
    }
    let text = if words.is_empty() {
        "No post has all of this. Take a filter away, or let any of the tags be enough.".to_owned()
    } else {
        format!("No post has “{words}”. Try fewer or other words.")
    };
    let near = (!nearest.is_empty()).then(|| {
        let near = nearest
            .into_iter()
            .map(|choice| item(choice, "filter"))
            .collect_view();
        view! {
            <p>"Near to it:"</p>
            <ul class="filters" role="list">
                {near}
            </ul>
        }
        .into_any()
    });
    view! {
        <div class="empty">
            <p>{text}</p>
            {near}
            <p>
                <a href="/posts">"All posts"</a>
                " · "
                <a href="/tags">"All tags"</a>
            </p>
        </div>
    }
    .into_any()
}
