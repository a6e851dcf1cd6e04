//! Who someone is and what they wrote.

use leptos::prelude::*;

use crate::{
    components::{feed_link::FeedLink, pagination::Pagination, rows::Rows},
    model::{
        drawn::{DrawnPage, FeedsOf},
        listing::{Paging, count_posts},
        person::{AuthorPage, PORTRAIT, Portrait},
        site::Entry,
    },
};

/// Draws it.
pub fn draw(page: AuthorPage) -> DrawnPage {
    let paging = page.posts.paging;
    let author = page.author;
    let path = format!("/authors/{}", author.slug);
    let count = count_posts(paging.total);
    let description = if author.bio.is_empty() {
        format!("{count} by {}.", author.name)
    } else {
        author.bio.clone()
    };
    let newer = paging.newer().map(|page| Paging::href(&path, page));
    let older = paging.older().map(|page| Paging::href(&path, page));
    let html = view! {
        <header class="page-head">
            {page.portrait.map(portrait)}
            <p class="eyebrow">"Author"</p>
            <h1>{author.name.clone()}</h1>
            {(!author.bio.is_empty()).then(|| view! { <p class="lede">{author.bio}</p> })}
            <p class="facts">
                <span>{count}</span>
                <FeedLink list=path.clone()/>
            </p>
            {links(page.links)}
        </header>
        <h2 class="visually-hidden">"Posts"</h2>
        <Rows posts=page.posts.posts nested=true grouped=true/>
        <Pagination paging=paging newer=newer.clone() older=older.clone()/>
    };
    DrawnPage {
        title: paging.titled(&author.name),
        description,
        canonical: Paging::href(&path, paging.page),
        newer,
        older,
        noindex: false,
        html: html.to_html(),
        feeds: Some(FeedsOf {
            path,
            name: author.name,
        }),
    }
}

/// Their picture. Their name stands beside it, so it says nothing to a screen reader.
fn portrait(portrait: Portrait) -> impl IntoView {
    view! { <img class="portrait" src=portrait.src alt="" width=PORTRAIT height=PORTRAIT/> }
}

/// Links to where they are besides: who links to themselves elsewhere says so (`rel=me`).
fn links(links: Vec<Entry>) -> impl IntoView {
    (!links.is_empty()).then(|| {
        let links = links
            .into_iter()
            .map(|Entry { label, address }| {
                view! {
                    <li>
                        <a href=address rel="me external noopener">
                            {label}
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <ul class="project-links" role="list" aria-label="Elsewhere">
                {links}
            </ul>
        }
    })
}
