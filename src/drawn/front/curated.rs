//! The front page as the contents of a knowledge base: focus areas, what the owner put together, and the rest.

use leptos::prelude::*;

use super::{entry::entries, nothing, page, pages};
use crate::{
    components::said::said,
    model::{
        drawn::DrawnPage,
        front::{Collection, Front},
        listing::{PostList, count_posts},
        tag::TagCount,
    },
};

/// Draws it.
pub fn draw(front: &Front, focus: Vec<TagCount>, collections: Vec<Collection>, rest: PostList) -> DrawnPage {
    let paging = rest.paging;
    let is_empty = collections.is_empty() && rest.posts.is_empty();
    let sections = collections
        .into_iter()
        .map(|collection| {
            section(
                collection.name,
                collection.intro,
                entries(collection.posts, "notes", true),
            )
        })
        .collect_view();
    let rest = entries(rest.posts, "notes", true)
        .map(|posts| section(front.all_title.clone(), front.all_intro.clone(), Some(posts)));
    let html = view! {
        <header class="page-head">
            {said(front.eyebrow.clone(), "eyebrow")}
            <h1>{front.headline.clone()}</h1>
            {said(front.lede.clone(), "lede")}
            {said(front.method.clone(), "method")}
        </header>
        <div class="contents">
            {(!focus.is_empty()).then(|| areas(front.focus_title.clone(), focus))}
            {sections}
            {rest}
        </div>
        {is_empty.then(nothing)}
        {pages(paging)}
    };
    page(paging, html.to_html())
}

fn section(name: String, intro: String, posts: Option<AnyView>) -> AnyView {
    view! {
        <section>
            <h2>{name}</h2>
            {said(intro, "section-intro")}
            {posts}
        </section>
    }
    .into_any()
}

fn areas(title: String, tags: Vec<TagCount>) -> AnyView {
    let areas = tags
        .into_iter()
        .map(|tag| {
            let about = (!tag.description.is_empty()).then(|| view! { <p>{tag.description}</p> }.into_any());
            view! {
                <li>
                    <h3>
                        <a href=format!("/tags/{}", tag.slug)>{tag.name}</a>
                    </h3>
                    {about}
                    <p class="fact">{count_posts(tag.posts)}</p>
                </li>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <section>
            <h2>{title}</h2>
            <ul class="areas" role="list">{areas}</ul>
        </section>
    }
    .into_any()
}
