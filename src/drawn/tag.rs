//! The archive of one tag.

use leptos::prelude::*;

use crate::{
    components::{feed_link::FeedLink, pagination::Pagination, rows::Rows},
    model::{
        drawn::{DrawnPage, FeedsOf},
        listing::{Paging, count_posts},
        tag::TagPage,
    },
};

/// Draws it.
pub fn draw(page: TagPage) -> DrawnPage {
    let paging = page.posts.paging;
    let path = format!("/tags/{}", page.tag.slug);
    let count = count_posts(page.tag.posts);
    let description = if page.tag.description.is_empty() {
        format!("{count} on {}.", page.tag.name)
    } else {
        page.tag.description.clone()
    };
    let newer = paging.newer().map(|page| Paging::href(&path, page));
    let older = paging.older().map(|page| Paging::href(&path, page));
    let name = format!("#{}", page.tag.name);
    let html = view! {
        <header class="page-head">
            <p class="eyebrow">
                <a href="/tags">"Tags"</a>
            </p>
            <h1>{format!("{name} ")} <span class="count">{format!("— {count}")}</span></h1>
            {(!page.tag.description.is_empty()).then(|| view! { <p class="lede">{page.tag.description}</p> })}
            <p class="facts">
                <FeedLink list=path.clone()/>
            </p>
        </header>
        <Rows posts=page.posts.posts grouped=true/>
        <Pagination paging=paging newer=newer.clone() older=older.clone()/>
    };
    DrawnPage {
        title: paging.titled(&format!("{name} — {count}")),
        description,
        canonical: Paging::href(&path, paging.page),
        newer,
        older,
        noindex: false,
        html: html.to_html(),
        feeds: Some(FeedsOf { path, name }),
    }
}
