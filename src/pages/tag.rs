//! `/tags/:slug`: the archive of one tag.

use leptos::prelude::*;

use super::{use_page, use_slug};
use crate::{
    api::tags::read_tag,
    components::{head::Head, load::Load, pagination::Pagination, rows::Rows},
    error::AppError,
    model::{
        listing::{Paging, count_posts},
        tag::TagPage as Tag,
    },
    state::wire::load,
};

/// One tag's posts.
#[component]
pub fn TagPage() -> impl IntoView {
    let (slug, page) = (use_slug(), use_page());
    let tag = load(
        move || (slug.get(), page.get()),
        |(slug, page)| async move {
            match page {
                Some(page) => read_tag(slug, page).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! { <Load resource=tag view=archive/> }
}

fn archive(page: Tag) -> AnyView {
    let paging = page.posts.paging;
    let path = format!("/tags/{}", page.tag.slug);
    let count = count_posts(page.tag.posts);
    let description = if page.tag.description.is_empty() {
        format!("{count} on {}.", page.tag.name)
    } else {
        page.tag.description.clone()
    };
    view! {
        <Head
            title=format!("#{} — {count}", page.tag.name)
            description=description
            canonical=Paging::href(&path, paging.page)
            newer=paging.newer().map(|page| Paging::href(&path, page))
            older=paging.older().map(|page| Paging::href(&path, page))
        />
        <header class="page-head">
            <p class="eyebrow">
                <a href="/tags">"Tags"</a>
            </p>
            <h1>
                {format!("#{} ", page.tag.name)} <span class="count">{format!("— {count}")}</span>
            </h1>
            {(!page.tag.description.is_empty())
                .then(|| view! { <p class="lede">{page.tag.description}</p> })}
        </header>
        <Rows posts=page.posts.posts/>
        <Pagination paging=paging path=path/>
    }
    .into_any()
}
