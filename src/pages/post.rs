//! `/posts/:slug`: one post with everything around it.

use leptos::prelude::*;

use super::load;
use crate::{
    api::posts::read_post,
    components::{
        cover::Cover,
        facts::{Chips, Date, Facts},
        head::{Head, alternate},
        load::Load,
        prose::Prose,
        series_box::SeriesBox,
        toc::Toc,
        views::CountView,
    },
    model::{
        person::Author,
        post::{PostLink, PostPage as Post, RelatedPost},
    },
    platform,
    state::site::use_site,
};

/// One post.
#[component]
pub fn PostPage() -> impl IntoView {
    let post = load(|at| read_post(at.slug));
    view! { <Load resource=post view=article/> }
}

fn article(mut post: Post) -> AnyView {
    let head = view! {
        <Head
            title=post.seo_title.take().unwrap_or_else(|| post.summary.title.clone())
            description=std::mem::take(&mut post.description)
            canonical=post.canonical.take().unwrap_or_else(|| format!("/posts/{}", post.summary.slug))
            robots=post.unlisted.then_some("noindex")
        />
        {alternate("text/markdown", "Markdown".to_owned(), format!("/posts/{}.md", post.summary.slug))}
    };
    view! { {head} {text(post)} }.into_any()
}

/// The post without what the page says of itself; also a draft is shown so to whoever has a link to it.
pub fn text(post: Post) -> impl IntoView {
    let language = use_site().lang(post.summary.language.clone());
    view! {
        <article class="post" lang=language>
            {platform::later(move || parts(post))}
        </article>
    }
}

fn parts(post: Post) -> AnyView {
    let summary = post.summary;
    let slug = summary.slug.clone();
    let is_part = post.series.as_ref().is_some_and(|series| series.leads);
    view! {
        <header class="post-head">
            <Chips tags=summary.tags.clone()/>
            <h1>{summary.title}</h1>
            {(!post.dek.is_empty()).then(|| view! { <p class="lede">{post.dek}</p> }.into_any())}
            <Facts
                authors=summary.authors
                published=summary.published
                updated=summary.updated
                more=post.more
                minutes=summary.minutes
                slug=summary.slug
                views=summary.views
            />
        </header>
        {summary.cover.map(|picture| view! { <Cover picture=picture/> })}
        <Toc entries=post.toc/>
        {(!summary.takeaway.is_empty())
            .then(|| {
                view! {
                    <aside class="takeaway" aria-label="Takeaway">
                        <p class="takeaway-label">"Takeaway"</p>
                        <p>{summary.takeaway}</p>
                    </aside>
                }.into_any()
            })}
        {post.series.map(|series| view! { <SeriesBox series=series part=slug.clone()/> }.into_any())}
        <Prose html=post.html/>
        <footer class="post-foot">
            {platform::later(move || {
                view! {
                    <Chips tags=summary.tags/>
                    {post.authors.into_iter().map(about).collect_view()}
                    {neighbours(post.previous, post.next, is_part)}
                }
                    .into_any()
            })}
        </footer>
        {related(post.related)}
        <CountView slug=slug token=post.view_token/>
    }
    .into_any()
}

fn about(author: Author) -> impl IntoView {
    (!author.bio.is_empty()).then(|| {
        let label = format!("About {}", author.name);
        view! {
            <section class="author-box" aria-label=label>
                <div>
                    <h2 class="author-name">
                        <a href=format!("/authors/{}", author.slug)>{author.name}</a>
                    </h2>
                    <p class="author-bio">{author.bio}</p>
                </div>
            </section>
        }
        .into_any()
    })
}

fn neighbours(previous: Option<PostLink>, next: Option<PostLink>, is_part: bool) -> impl IntoView {
    (previous.is_some() || next.is_some()).then(|| {
        let (before, after) = if is_part {
            ("Previous part", "Next part")
        } else {
            ("Older post", "Newer post")
        };
        view! {
            <nav class="neighbours" aria-label="More posts">
                {previous
                    .map(|post| {
                        view! {
                            <a class="neighbour-prev" rel="prev" href=format!("/posts/{}", post.slug)>
                                <span class="neighbour-label">{before}</span>
                                " "
                                <span class="neighbour-title">{post.title}</span>
                            </a>
                        }.into_any()
                    })}
                {next
                    .map(|post| {
                        view! {
                            <a class="neighbour-next" rel="next" href=format!("/posts/{}", post.slug)>
                                <span class="neighbour-label">{after}</span>
                                " "
                                <span class="neighbour-title">{post.title}</span>
                            </a>
                        }.into_any()
                    })}
            </nav>
        }
        .into_any()
    })
}

fn related(posts: Vec<RelatedPost>) -> impl IntoView {
    (!posts.is_empty()).then(|| {
        let cards = posts
            .into_iter()
            .map(|related| {
                view! {
                    <li class="card">
                        <h3 class="card-title">
                            <a href=format!("/posts/{}", related.post.slug)>{related.post.title}</a>
                        </h3>
                        <p class="facts">
                            <Date date=related.published/>
                            <span>{format!("{} min", related.minutes)}</span>
                        </p>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="related" aria-labelledby="related-title">
                <h2 class="section-title" id="related-title">
                    "Read next"
                </h2>
                <ul class="related-list" role="list">
                    {cards}
                </ul>
            </section>
        }
        .into_any()
    })
}
