//! A feed as JSON Feed 1.1.

use serde::Serialize;

use super::gather::{Feed, Item, Name};
use crate::server::{calendar::rfc3339, fault::Fault};

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<&'a str>,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_html: Option<&'a str>,
    /// There has to be one of the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    content_text: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// The document.
pub fn write(feed: &Feed) -> Result<String, Fault> {
    Ok(serde_json::to_string(&Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: &feed.address,
        description: &feed.description,
        next_url: feed.next.as_deref(),
        language: &feed.language,
        authors: [Author {
            name: &feed.owner,
            url: None,
        }],
        items: feed.items.iter().map(entry).collect(),
    })?)
}

fn entry(item: &Item) -> Entry<'_> {
    Entry {
        id: &item.id,
        url: &item.url,
        title: &item.title,
        content_html: item.html.as_deref(),
        content_text: item.html.is_none().then_some(item.summary.as_str()),
        summary: item.html.as_ref().map_or("", |_| &item.summary),
        image: item.cover.as_ref().map(|cover| cover.url.as_str()),
        date_published: rfc3339(item.published),
        date_modified: rfc3339(item.updated),
        authors: item.authors.iter().map(author).collect(),
        tags: item.tags.iter().map(|tag| tag.name.as_str()).collect(),
        language: item.language.as_deref(),
    }
}

fn author(author: &Name) -> Author<'_> {
    Author {
        name: &author.name,
        url: Some(&author.url),
    }
}
