//! The front page, in the layouts that stay as they are.

use leptos::prelude::*;

use crate::{
    components::{pagination::Pagination, rows::Rows, said::said},
    model::{
        drawn::DrawnPage,
        front::{Contents, Front},
        listing::{Paging, PostList, count_posts},
    },
};

mod curated;
mod entry;

use entry::entries;

/// Draws it.
pub fn draw(front: &Front, contents: Contents) -> DrawnPage {
    match contents {
        Contents::Index(list) => listed(front, list, "essays"),
        Contents::Feed(list) => listed(front, list, "stream"),
        Contents::KnowledgeBase {
            focus,
            collections,
            rest,
        } => curated::draw(front, focus, collections, rest),
        Contents::TagArchive(archive) => match *archive {
            Ok(tag) => {
                let paging = tag.posts.paging;
                let name = format!("#{}", tag.tag.name);
                let about = said(tag.tag.description, "lede");
                let count = count_posts(tag.tag.posts);
                let html = view! {
                    <header class="page-head">
                        {said(front.eyebrow.clone(), "eyebrow")}
                        <h1>{format!("{name} ")} <span class="count">{format!("— {count}")}</span></h1>
                        {about}
                    </header>
                    <Rows posts=tag.posts.posts grouped=true/>
                    {pages(paging)}
                };
                page(paging, html.to_html())
            }
            Err(all) => {
                let paging = all.paging;
                let nothing = all.posts.is_empty().then(nothing);
                let html = view! {
                    {head(front)}
                    {nothing}
                    <Rows posts=all.posts grouped=true/>
                    {pages(paging)}
                };
                page(paging, html.to_html())
            }
        },
    }
}

/// Draws what stands over a list that can be asked.
pub fn draw_head(front: &Front) -> DrawnPage {
    page(
        Paging {
            page: 1,
            pages: 1,
            total: 0,
        },
        head(front).to_html(),
    )
}

/// One list under the head.
fn listed(front: &Front, list: PostList, class: &'static str) -> DrawnPage {
    let paging = list.paging;
    let nothing = list.posts.is_empty().then(nothing);
    let html = view! {
        {head(front)}
        {nothing}
        {entries(list.posts, class, false)}
        {pages(paging)}
    };
    page(paging, html.to_html())
}

fn page(paging: Paging, html: String) -> DrawnPage {
    DrawnPage {
        title: paging.titled(""),
        description: String::new(),
        canonical: Paging::href("/", paging.page),
        newer: paging.newer().map(|page| Paging::href("/", page)),
        older: paging.older().map(|page| Paging::href("/", page)),
        noindex: false,
        feeds: None,
        html,
    }
}

fn head(front: &Front) -> AnyView {
    view! {
        <header class="page-head">
            {said(front.eyebrow.clone(), "eyebrow")}
            <h1>{front.headline.clone()}</h1>
            {said(front.lede.clone(), "lede")}
        </header>
    }
    .into_any()
}

/// A paragraph, if there is anything to say.
fn nothing() -> AnyView {
    view! {
        <div class="empty">
            <p>"Nothing is published yet. What is written will stand here."</p>
        </div>
    }
    .into_any()
}

/// Ways to the pages before and after.
fn pages(paging: Paging) -> AnyView {
    let newer = paging.newer().map(|page| Paging::href("/", page));
    let older = paging.older().map(|page| Paging::href("/", page));
    view! { <Pagination paging=paging newer=newer older=older/> }.into_any()
}
