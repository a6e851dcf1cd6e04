//! All tags with their exact counts.

use leptos::prelude::*;

use crate::model::{
    drawn::DrawnPage,
    listing::count_posts,
    tag::{TagCount, TagIndex},
};

/// Draws them.
pub fn draw(index: TagIndex) -> DrawnPage {
    let count = match index.tags.len() {
        1 => "1 tag".to_owned(),
        n => format!("{n} tags"),
    };
    let list = if index.tags.is_empty() {
        view! {
            <div class="empty">
                <p>"No post carries a tag yet."</p>
            </div>
        }
        .into_any()
    } else {
        let entries = index.tags.into_iter().map(entry).collect_view();
        view! {
            <ul class="tag-index" role="list">
                {entries}
            </ul>
        }
        .into_any()
    };
    let html = view! {
        <header class="page-head">
            <h1>"Tags"</h1>
            <p class="count-line">{format!("{count}, {}", count_posts(index.posts))}</p>
        </header>
        {list}
    };
    DrawnPage {
        title: "Tags".to_owned(),
        description: format!("All topics: {count}."),
        canonical: "/tags".to_owned(),
        newer: None,
        older: None,
        noindex: false,
        feeds: None,
        html: html.to_html(),
    }
}

fn entry(tag: TagCount) -> impl IntoView {
    let noun = if tag.posts == 1 { " post" } else { " posts" };
    view! {
        <li>
            <a href=format!("/tags/{}", tag.slug)>
                <span class="tag-name">{tag.name}</span>
                " "
                <span class="tag-count">
                    {tag.posts} <span class="visually-hidden">{noun}</span>
                </span>
            </a>
        </li>
    }
}
