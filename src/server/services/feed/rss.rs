//! A feed as RSS 2.0, with the elements that the RSS Best Practices Profile asks for: whole texts as `content:encoded`, names
//! as `dc:creator` (an `author` is an e-mail address), its own address as `atom:link`.

use std::collections::BTreeMap;

use quick_xml::escape::escape;
use rss::{
    Category, Channel, Enclosure, Guid, Item as Entry,
    extension::{Extension, ExtensionMap, dublincore::DublinCoreExtension},
};

use super::gather::{Feed, Item};
use crate::{
    model::feed::Format,
    server::{calendar::rfc822, fault::Fault},
};

/// The document.
pub fn write(feed: &Feed) -> Result<String, Fault> {
    let mut links = vec![link("self", &feed.address)];
    links.extend(feed.next.as_ref().map(|next| link("next", next)));
    let channel = Channel {
        title: feed.title.clone(),
        link: feed.page.clone(),
        description: feed.description.clone(),
        language: Some(feed.language.clone()),
        generator: Some("Logbook".to_owned()),
        last_build_date: (feed.updated > 0).then(|| rfc822(feed.updated)),
        namespaces: BTreeMap::from([("atom".to_owned(), "http://www.w3.org/2005/Atom".to_owned())]),
        extensions: ExtensionMap::from([("atom".to_owned(), BTreeMap::from([("link".to_owned(), links)]))]),
        items: feed.items.iter().map(entry).collect(),
        ..Channel::default()
    };
    Ok(String::from_utf8(channel.write_to(Vec::new())?)?)
}

fn entry(item: &Item) -> Entry {
    Entry {
        title: Some(item.title.clone()),
        link: Some(item.url.clone()),
        guid: Some(Guid {
            value: item.id.clone(),
            permalink: false,
        }),
        pub_date: Some(rfc822(item.published)),
        // Read as HTML, so plain text is escaped once more than XML does.
        description: (!item.summary.is_empty()).then(|| escape(item.summary.as_str()).into_owned()),
        content: item.html.clone(),
        categories: item
            .tags
            .iter()
            .map(|tag| Category {
                name: tag.name.clone(),
                domain: None,
            })
            .collect(),
        dublin_core_ext: (!item.authors.is_empty() || item.language.is_some()).then(|| DublinCoreExtension {
            creators: item.authors.iter().map(|author| author.name.clone()).collect(),
            languages: item.language.iter().cloned().collect(),
            ..DublinCoreExtension::default()
        }),
        enclosure: item.cover.as_ref().map(|cover| Enclosure {
            url: cover.url.clone(),
            length: cover.bytes.to_string(),
            mime_type: cover.mime.clone(),
        }),
        ..Entry::default()
    }
}

fn link(rel: &str, href: &str) -> Extension {
    let attribute = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    Extension {
        name: "atom:link".to_owned(),
        attrs: [("href", href), ("rel", rel), ("type", Format::Rss.mime())]
            .map(attribute)
            .into(),
        ..Extension::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_section_that_it_stands_in() {
        let awkward = "a]]>b & <c> ]]]]>>";
        let item = Item {
            id: "urn:uuid:1".to_owned(),
            url: "https://b.test/posts/a".to_owned(),
            title: awkward.to_owned(),
            summary: awkward.to_owned(),
            html: Some(awkward.to_owned()),
            published: 1_000,
            updated: 1_000,
            language: None,
            tags: Vec::new(),
            authors: Vec::new(),
            cover: None,
        };
        let text = write(&Feed {
            id: "urn:uuid:2".to_owned(),
            title: awkward.to_owned(),
            description: awkward.to_owned(),
            language: "en".to_owned(),
            owner: String::new(),
            page: "https://b.test/".to_owned(),
            address: "https://b.test/rss.xml".to_owned(),
            next: None,
            updated: 1_000,
            items: vec![item],
        })
        .unwrap();
        let channel: Channel = text.parse().unwrap();
        assert_eq!(
            (channel.title.as_str(), channel.description.as_str()),
            (awkward, awkward)
        );
        let item = &channel.items[0];
        assert_eq!(item.title.as_deref(), Some(awkward));
        assert_eq!(item.content.as_deref(), Some(awkward));
        assert_eq!(
            item.description.as_deref(),
            Some("a]]&gt;b &amp; &lt;c&gt; ]]]]&gt;&gt;")
        );
        assert_eq!(item.pub_date.as_deref(), Some("Thu, 01 Jan 1970 00:00:01 +0000"));
    }
}
