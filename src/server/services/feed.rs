//! The newest posts as an Atom feed (RFC 4287).

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};

use crate::server::{
    calendar::{self, rfc3339},
    context::Context,
    db::{
        labels::parse_labels,
        listing,
        machine::{self, FeedRow},
    },
    fault::Fault,
};

mod absolute;

/// Entries in a feed.
const ENTRIES: u32 = 20;

/// A feed and when it last changed, in Unix milliseconds.
#[derive(Debug)]
pub struct FeedText {
    /// The document.
    pub xml: String,
    /// When something that it may show was last written.
    pub changed: i64,
}

/// The site's feed: the newest posts, whole. Two queries.
pub async fn atom(context: &Context) -> Result<FeedText, Fault> {
    let mut reader = context.database.reader().await?;
    let rows = machine::list_feed(&mut reader, calendar::now(), ENTRIES).await?;
    let written = listing::last_change(&mut reader).await?;
    drop(reader);

    let site = &context.site();
    let changed = rows.iter().map(changed_at).max().unwrap_or_default();
    let entries = rows
        .into_iter()
        .map(|row| entry(context, row))
        .collect::<Result<Vec<_>, _>>()?;
    let feed = Feed {
        title: Text::plain(site.name.clone()),
        subtitle: Some(Text::plain(site.description.clone())),
        id: site.absolute("/"),
        updated: moment(changed)?,
        authors: vec![Person {
            name: site.owner.clone(),
            ..Person::default()
        }],
        generator: Some(Generator {
            value: "Logbook".to_owned(),
            ..Generator::default()
        }),
        links: vec![
            link("self", "application/atom+xml", site.absolute("/atom.xml")),
            link("alternate", "text/html", site.absolute("/")),
        ],
        lang: Some(site.language.clone()),
        entries,
        ..Feed::default()
    };
    // Whole seconds, as the header has them; up, so that a change within the same second is not missed.
    Ok(FeedText {
        xml: feed.to_string(),
        changed: (written / 1000 + 1) * 1000,
    })
}

fn changed_at(row: &FeedRow) -> i64 {
    row.updated_at.unwrap_or(row.published_at).max(row.published_at)
}

fn entry(context: &Context, row: FeedRow) -> Result<Entry, Fault> {
    let site = &context.site();
    let address = site.absolute(&format!("/posts/{}", row.slug));
    let (tags, authors) = (
        parse_labels(row.tags.as_deref()),
        parse_labels(row.authors.as_deref()),
    );
    Ok(Entry {
        title: Text::plain(clean(&row.title)),
        id: format!("urn:uuid:{}", row.uuid),
        updated: moment(changed_at(&row))?,
        published: Some(moment(row.published_at)?),
        authors: authors
            .into_iter()
            .map(|author| Person {
                name: clean(&author.name),
                uri: Some(site.absolute(&format!("/authors/{}", author.slug))),
                ..Person::default()
            })
            .collect(),
        categories: tags
            .into_iter()
            .map(|tag| Category {
                term: tag.slug.clone(),
                label: Some(clean(&tag.name)),
                scheme: None,
            })
            .collect(),
        links: vec![link("alternate", "text/html", address.clone())],
        summary: (!row.summary.is_empty()).then(|| Text::plain(clean(&row.summary))),
        content: Some(Content {
            value: Some(clean(&absolute::absolute(&row.html, &site.base_url, &address))),
            content_type: Some("html".to_owned()),
            base: Some(address),
            ..Content::default()
        }),
        ..Entry::default()
    })
}

fn link(rel: &str, mime: &str, href: String) -> Link {
    Link {
        href,
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

/// Without the characters that XML 1.0 cannot hold.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'))
        .collect()
}
