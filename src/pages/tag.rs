//! `/tags/:slug`: the archive of one tag.

use leptos::prelude::*;

use super::load;
use crate::{
    api::tags::read_tag,
    components::{feed_link::FeedLink, head::Head, load::Load, pagination::Pagination, rows::Rows},
    model::{
        listing::{Paging, count_posts},
        tag::TagPage as Tag,
    },
};

/// One tag's posts.
#[component]
pub fn TagPage() -> impl IntoView {
    let tag = load(|at| async move { read_tag(at.slug, at.page?).await });
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
    let newer = paging.newer().map(|page| Paging::href(&path, page));
    let older = paging.older().map(|page| Paging::href(&path, page));
    view! {
        <Head
            title=format!("#{} — {count}", page.tag.name)
            description=description
            canonical=Paging::href(&path, paging.page)
            newer=newer.clone()
            older=older.clone()
            feeds=(path.clone(), format!("#{}", page.tag.name))
        />
        <header class="page-head">
            <p class="eyebrow">
                <a href="/tags">"Tags"</a>
            </p>
            <h1>
                {format!("#{} ", page.tag.name)} <span class="count">{format!("— {count}")}</span>
            </h1>
            {(!page.tag.description.is_empty())
                .then(|| view! { <p class="lede">{page.tag.description}</p> }.into_any())}
            <p class="facts">
                <FeedLink list=path/>
            </p>
        </header>
        <Rows posts=page.posts.posts grouped=true/>
        <Pagination paging=paging newer=newer older=older/>
    }
    .into_any()
}
