//! `/authors/:slug`: who someone is and what they wrote.

use leptos::prelude::*;

use super::load;
use crate::{
    api::authors::read_author,
    components::{feed_link::FeedLink, head::Head, load::Load, pagination::Pagination, rows::Rows},
    model::{
        listing::{Paging, count_posts},
        person::AuthorPage as Person,
    },
};

/// One author.
#[component]
pub fn AuthorPage() -> impl IntoView {
    let author = load(|at| async move { read_author(at.slug, at.page?).await });
    view! { <Load resource=author view=person/> }
}

fn person(person: Person) -> AnyView {
    let paging = person.posts.paging;
    let author = person.author;
    let path = format!("/authors/{}", author.slug);
    let count = count_posts(paging.total);
    let description = if author.bio.is_empty() {
        format!("{count} by {}.", author.name)
    } else {
        author.bio.clone()
    };
    let newer = paging.newer().map(|page| Paging::href(&path, page));
    let older = paging.older().map(|page| Paging::href(&path, page));
    view! {
        <Head
            title=author.name.clone()
            description=description
            canonical=Paging::href(&path, paging.page)
            newer=newer.clone()
            older=older.clone()
            feeds=(path.clone(), author.name.clone())
        />
        <header class="page-head">
            <p class="eyebrow">"Author"</p>
            <h1>{author.name}</h1>
            {(!author.bio.is_empty()).then(|| view! { <p class="lede">{author.bio}</p> }.into_any())}
            <p class="facts">
                <span>{count}</span>
                <FeedLink list=path/>
            </p>
        </header>
        <h2 class="visually-hidden">"Posts"</h2>
        <Rows posts=person.posts.posts nested=true grouped=true/>
        <Pagination paging=paging newer=newer older=older/>
    }
    .into_any()
}
