//! Draws what stays as it is once it is there, by the path of its address.

use std::sync::{Arc, OnceLock};

use axum::http::StatusCode;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::{
    context::Context,
    fault::{Fault, is_on_page},
    guard::told::tell,
    letters::hide_from_search,
    services::{authors, find, pages, tags, told},
};
use crate::{
    drawn,
    model::{
        address::PORTFOLIO,
        drawn::DrawnPage,
        find::PostQuery,
        letters::{ContactForm, ContactPage, SubscribeForm, SubscribePage},
        page::AtRoot,
        slug::Slug,
        status::Kind,
    },
};

/// What follows `?` once a form was taken.
const DONE: &str = "done";

/// What is offered instead of a page that is not there, as HTML; kept until that page is drawn. Clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Instead(Arc<OnceLock<String>>);

impl Instead {
    /// It; empty where nothing is offered.
    pub fn html(&self) -> String {
        self.0.get().cloned().unwrap_or_default()
    }
}

/// What was found. Where that is nothing, the newest posts are put by for the page that says so; a caller of a function is
/// offered none.
pub async fn or_newest<T>(context: &Context, found: Option<T>) -> Option<T> {
    if found.is_none()
        && is_on_page()
        && let Some(Instead(instead)) = use_context()
    {
        let html = newest(context).await;
        instead.get_or_init(|| html);
    }
    found
}

/// The page at `path`, which begins with a slash, with this query. Where there is nothing, whoever loads it as a page gets one
/// that says so; a caller of a function gets nothing.
pub async fn read(context: &Context, path: &str, query: &str) -> Result<Option<DrawnPage>, Fault> {
    if let Some(page) = find(context, path, query).await? {
        return Ok(Some(page));
    }
    if !is_on_page() {
        return Ok(None);
    }
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::NOT_FOUND);
    }
    Ok(Some(drawn::missing::draw(newest(context).await)))
}

/// The newest posts for who came to nothing, drawn; empty where there are none. One query. That they could not be listed is
/// no reason to fail.
pub async fn newest(context: &Context) -> String {
    match find::newest(context).await {
        Ok(posts) => drawn::newest::draw(posts),
        Err(fault) => {
            tracing::error!("listing what is newest failed: {fault:?}");
            String::new()
        }
    }
}

async fn find(context: &Context, path: &str, query: &str) -> Result<Option<DrawnPage>, Fault> {
    let Some(path) = path.strip_prefix('/') else {
        return Ok(None);
    };
    let (page, above) = match path.split_once('/').unwrap_or((path, "")) {
        ("tags", slug) if Slug::parse(slug).is_ok() => return tag(context, slug, query).await,
        ("authors", slug) if Slug::parse(slug).is_ok() => return author(context, slug, query).await,
        ("tags", "") => (Some(drawn::tags::draw(tags::list_tags(context).await?)), None),
        ("privacy", "") => (Some(drawn::privacy::draw()), None),
        ("subscribe", "") => (Some(subscribe(context, query)), None),
        ("contact", "") => (Some(contact(context, query)), None),
        (PORTFOLIO, slug) if !slug.is_empty() => {
            let above = ("Portfolio", Kind::Project.path(""));
            (at_root(context, path).await?, Some(above))
        }
        _ => (at_root(context, path).await?, None),
    };
    if let Some(page) = &page {
        let above = above
            .as_ref()
            .map(|(name, path)| (*name, path.trim_end_matches('/')));
        tell(|| told::page(context, page, above));
    }
    Ok(page)
}

async fn tag(context: &Context, slug: &str, query: &str) -> Result<Option<DrawnPage>, Fault> {
    let Some(page) = page_of(query) else {
        return Ok(None);
    };
    let tag = tags::read_tag(context, slug, page).await?;
    Ok(tag.map(|tag| {
        let subject = tag.tag.clone();
        let page = drawn::tag::draw(tag);
        tell(|| told::tag(context, &subject, &page));
        page
    }))
}

async fn author(context: &Context, slug: &str, query: &str) -> Result<Option<DrawnPage>, Fault> {
    let Some(page) = page_of(query) else {
        return Ok(None);
    };
    let author = authors::read_author(context, slug, page).await?;
    Ok(author.map(|author| {
        let page = drawn::author::draw(author.clone());
        tell(|| told::author(context, &author, &page));
        page
    }))
}

/// Which page of a list a query asks for; nothing where it can be none.
fn page_of(query: &str) -> Option<u32> {
    PostQuery::parse(query).map(|query| query.page)
}

/// The form with what was filled in and could not be kept.
fn subscribe(context: &Context, query: &str) -> DrawnPage {
    let page = if is_done(query) {
        SubscribePage::Done
    } else {
        SubscribePage::Form(use_context::<SubscribeForm>().unwrap_or_default())
    };
    drawn::subscribe::draw(page, &context.frame().letters, context.letters.seal())
}

fn contact(context: &Context, query: &str) -> DrawnPage {
    let page = if is_done(query) {
        ContactPage::Done
    } else {
        ContactPage::Form(use_context::<ContactForm>().unwrap_or_default())
    };
    drawn::contact::draw(
        page,
        &context.site(),
        &context.frame().letters,
        context.letters.seal(),
    )
}

fn is_done(query: &str) -> bool {
    let is_done = query == DONE;
    if is_done {
        hide_from_search();
    }
    is_done
}

/// A page such as `about`, `portfolio`, or a project below it.
async fn at_root(context: &Context, path: &str) -> Result<Option<DrawnPage>, Fault> {
    let found = pages::read(context, path).await?;
    Ok(found.map(|found| match found {
        AtRoot::Page(page) => drawn::page::draw(*page),
        AtRoot::Portfolio(projects) => {
            drawn::portfolio::draw(projects, &context.settings.front().portfolio_intro)
        }
    }))
}
