//! A feed as Atom (RFC 4287), its further pages as in RFC 5005.

use atom_syndication::{
    Category, Content, Entry, Feed as Document, FixedDateTime, Generator, Link, Person, Text,
};

use super::gather::{Feed, Item};
use crate::{
    model::feed::Format,
    server::{calendar::rfc3339, fault::Fault},
};

/// The document.
pub fn write(feed: &Feed) -> Result<String, Fault> {
    let mut links = vec![
        link("self", Format::Atom.mime(), &feed.address),
        link("alternate", "text/html", &feed.page),
    ];
    links.extend(
        feed.next
            .as_ref()
            .map(|next| link("next", Format::Atom.mime(), next)),
    );
    let document = Document {
        title: Text::plain(feed.title.clone()),
        subtitle: Some(Text::plain(feed.description.clone())),
        id: feed.id.clone(),
        updated: moment(feed.updated)?,
        authors: vec![Person {
            name: feed.owner.clone(),
            ..Person::default()
        }],
        generator: Some(Generator {
            value: "Logbook".to_owned(),
            ..Generator::default()
        }),
        links,
        lang: Some(feed.language.clone()),
        entries: feed.items.iter().map(entry).collect::<Result<_, _>>()?,
        ..Document::default()
    };
    Ok(document.to_string())
}

fn entry(item: &Item) -> Result<Entry, Fault> {
    let mut links = vec![link("alternate", "text/html", &item.url)];
    links.extend(item.cover.as_ref().map(|cover| Link {
        length: Some(cover.bytes.to_string()),
        ..link("enclosure", &cover.mime, &cover.url)
    }));
    Ok(Entry {
        title: words(&item.title, item),
        id: item.id.clone(),
        updated: moment(item.updated)?,
        published: Some(moment(item.published)?),
        authors: item
            .authors
            .iter()
            .map(|author| Person {
                name: author.name.clone(),
                uri: Some(author.url.clone()),
                ..Person::default()
            })
            .collect(),
        categories: item
            .tags
            .iter()
            .map(|tag| Category {
                term: tag.slug.clone(),
                label: Some(tag.name.clone()),
                scheme: None,
            })
            .collect(),
        links,
        summary: (!item.summary.is_empty()).then(|| words(&item.summary, item)),
        content: item.html.as_ref().map(|html| Content {
            value: Some(html.clone()),
            content_type: Some("html".to_owned()),
            base: Some(item.url.clone()),
            lang: item.language.clone(),
            ..Content::default()
        }),
        ..Entry::default()
    })
}

/// Plain text in the language of a post.
fn words(text: &str, item: &Item) -> Text {
    Text {
        lang: item.language.clone(),
        ..Text::plain(text.to_owned())
    }
}

fn link(rel: &str, mime: &str, href: &str) -> Link {
    Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(mime.to_owned()),
        ..Link::default()
    }
}

fn moment(millis: i64) -> Result<FixedDateTime, Fault> {
    rfc3339(millis)
        .parse()
        .map_err(|error| anyhow::anyhow!("a date for the feed: {error}").into())
}
