//! What is done where something is asked: each asks its service, and writes down what that answers.

use axum::http::StatusCode;
use serde::Serialize;

use super::{
    cursor,
    document::Document,
    endpoint::WORDS,
    openapi,
    problem::{Failure, Problem},
    question::Question,
};
use crate::{
    model::find::PostQuery,
    server::{
        context::Context,
        fault::Fault,
        services::{
            gone, redirects,
            rest::{self, Listed, Place, Wanted},
        },
    },
};

/// Names of lists in their cursors.
const POSTS: &str = "posts";
const TAGS: &str = "tags";
const SERIES: &str = "series";
const SEARCH: &str = "search";

/// A part of a list.
#[derive(Serialize)]
struct Page<T> {
    items: Vec<T>,
    next_cursor: Option<String>,
    next: Option<String>,
}

/// A part of what was found.
#[derive(Serialize)]
struct SearchPage<T> {
    query: String,
    corrected: Option<String>,
    total: u32,
    total_is_exact: bool,
    #[serde(flatten)]
    page: Page<T>,
}

impl<T: Serialize> Page<T> {
    /// A part of a list that ends at a place, as `write` puts it, if more follow.
    fn of<P>(
        context: &Context,
        question: &Question,
        list: &str,
        listed: Listed<T, P>,
        write: impl FnOnce(P) -> String,
    ) -> Self {
        let cursor = listed.end.map(|end| cursor::write(list, &write(end)));
        Self {
            items: listed.items,
            next: cursor
                .as_deref()
                .map(|cursor| context.site().absolute(&question.at(cursor))),
            next_cursor: cursor,
        }
    }

    fn document(self) -> Result<Document, Failure> {
        Ok(Document::of(&self)?.before(self.next))
    }
}

/// `/api/v1/posts`
pub async fn list_posts(context: Context, question: Question) -> Result<Document, Failure> {
    let given: Vec<(&str, &str)> = ["tag", "author", "series"]
        .into_iter()
        .filter_map(|name| Some((name, question.value(name)?)))
        .collect();
    let wanted = match given.as_slice() {
        [] => Wanted::All,
        [("tag", slug)] => Wanted::Tagged((*slug).to_owned()),
        [("author", slug)] => Wanted::Written((*slug).to_owned()),
        [(_, slug)] => Wanted::Parts((*slug).to_owned()),
        several => {
            let names: Vec<String> = several.iter().map(|(name, _)| (*name).to_owned()).collect();
            let text = format!(
                "{} cannot be asked for together. Give one of them, and choose among what comes.",
                names.join(" and ")
            );
            return Err(Problem::parameters(names, text).into());
        }
    };
    let after = question.place(POSTS, |place| {
        let (at, id) = place.split_once(' ')?;
        Some(Place {
            at: at.parse().ok()?,
            id: id.parse().ok()?,
        })
    })?;
    let listed = rest::list_posts(&context, &wanted, after, question.limit()).await?;
    if listed.items.is_empty()
        && let [(name, slug)] = given.as_slice()
        && let Some(present) = find_present(&context, folder(name), slug).await?
    {
        let address = question.with(name, &present);
        return Err(Failure::Moved(context.site().absolute(&address)));
    }
    Page::of(&context, &question, POSTS, listed, |Place { at, id }| {
        format!("{at} {id}")
    })
    .document()
}

/// The folder of the site in which what a parameter names is.
fn folder(parameter: &str) -> &'static str {
    match parameter {
        "tag" => "tags",
        "author" => "authors",
        _ => "series",
    }
}

/// `/api/v1/posts/{slug}`
pub async fn read_post(context: Context, question: Question) -> Result<Document, Failure> {
    if let Some(slug) = question.name()
        && let Some(post) = rest::read_post(&context, slug).await?
    {
        let unlisted = !post.listed;
        return Ok(Document::of(&post)?.unlisted(unlisted));
    }
    Err(missing(
        &context,
        "posts",
        &question,
        "No post is published at this address.",
    )
    .await)
}

/// `/api/v1/tags`
pub async fn list_tags(context: Context, question: Question) -> Result<Document, Failure> {
    let after = question.place(TAGS, |place| Some(place.to_owned()))?;
    let listed = rest::list_tags(&context, &after.unwrap_or_default(), question.limit()).await?;
    Page::of(&context, &question, TAGS, listed, |slug| slug).document()
}

/// `/api/v1/tags/{slug}`
pub async fn read_tag(context: Context, question: Question) -> Result<Document, Failure> {
    if let Some(slug) = question.name()
        && let Some(tag) = rest::read_tag(&context, slug).await?
    {
        return Document::of(&tag);
    }
    Err(missing(&context, "tags", &question, "No published post has this tag.").await)
}

/// `/api/v1/series`
pub async fn list_series(context: Context, question: Question) -> Result<Document, Failure> {
    let after = question.place(SERIES, |place| Some(place.to_owned()))?;
    let listed = rest::list_series(&context, &after.unwrap_or_default(), question.limit()).await?;
    Page::of(&context, &question, SERIES, listed, |slug| slug).document()
}

/// `/api/v1/series/{slug}`
pub async fn read_series(context: Context, question: Question) -> Result<Document, Failure> {
    if let Some(slug) = question.name()
        && let Some(series) = rest::read_series(&context, slug).await?
    {
        return Document::of(&series);
    }
    Err(missing(
        &context,
        "series",
        &question,
        "No published post is in this series.",
    )
    .await)
}

/// `/api/v1/search`
pub async fn search(context: Context, question: Question) -> Result<Document, Failure> {
    let words = PostQuery::words_of(question.value(WORDS.name).unwrap_or_default());
    // A place among the hits of one question is none among those of another.
    let mark = format!("{:08x}", u32::from_be_bytes(cursor::sum(&words)));
    let skipped = question.place(SEARCH, |place| {
        let skipped = place.strip_prefix(&mark)?.strip_prefix(' ')?;
        skipped.parse().ok()
    })?;
    let found = rest::search(&context, &words, skipped.unwrap_or_default(), question.limit()).await?;
    let page = Page::of(&context, &question, SEARCH, found.hits, |skipped| {
        format!("{mark} {skipped}")
    });
    let page = SearchPage {
        query: words,
        corrected: found.corrected,
        total: found.total,
        total_is_exact: !found.bounded,
        page,
    };
    Ok(Document::of(&page)?.before(page.page.next))
}

/// `/api/v1/openapi.json`
pub async fn describe(context: Context, _: Question) -> Result<Document, Failure> {
    Document::of(&openapi::write(&context.site()))
}

/// Why nothing is under a name in this folder of the site: it has another one now, it is gone for good, or there never was
/// anything.
async fn missing(context: &Context, folder: &str, question: &Question, said: &str) -> Failure {
    let nothing = || {
        Problem::new(
            StatusCode::NOT_FOUND,
            format!(
                "{said} The list at {}/{folder} has all there is.",
                context.site().absolute(rest::FOLDER)
            ),
        )
    };
    let Some(slug) = question.name() else {
        return nothing().into();
    };
    match find_present(context, folder, slug).await {
        Ok(Some(present)) => {
            let address = format!("{}/{folder}/{present}", rest::FOLDER);
            return Failure::Moved(context.site().absolute(&address));
        }
        Ok(None) => {}
        Err(fault) => return fault.into(),
    }
    let is_gone = match folder {
        "posts" => gone::is_gone(context, &format!("/{folder}/{slug}")).await,
        _ => Ok(false),
    };
    match is_gone {
        Ok(true) => {
            let text = "What was here has been taken down.";
            Problem::new(StatusCode::GONE, text).into()
        }
        Ok(false) => nothing().into(),
        Err(fault) => fault.into(),
    }
}

/// The present name in this folder of what once had this one; nothing where it has no other.
async fn find_present(context: &Context, folder: &str, slug: &str) -> Result<Option<String>, Fault> {
    let target = redirects::find_redirect(context, &format!("/{folder}/{slug}")).await?;
    let present = target
        .as_deref()
        .and_then(|target| target.strip_prefix('/')?.strip_prefix(folder)?.strip_prefix('/'));
    Ok(present
        .filter(|present| !present.contains(['/', '?', '#']))
        .map(str::to_owned))
}
