//! Where feeds are, and where readers' programs looked for them on other sites and still do.

use super::{Asked, Subject};
use crate::model::feed::Format;

/// How the path of a feed ends elsewhere, and what it is written as here; longer ends stand before those that they end with.
const ENDS: [(&str, Format); 11] = [
    ("/feed/rss2", Format::Rss),
    ("/feed/rss", Format::Rss),
    ("/feed/atom", Format::Atom),
    ("/feed/json", Format::Json),
    ("/feed", Format::Rss),
    ("/rss", Format::Rss),
    ("/atom", Format::Atom),
    ("/index.xml", Format::Rss),
    // Of the generators that call it so, the best known one writes Atom.
    ("/feed.xml", Format::Atom),
    ("/feed.rss", Format::Rss),
    ("/feed.atom", Format::Atom),
];

/// Where words are looked for.
const SEARCH: &str = "/search";

/// Folders whose feed is that of the whole site.
const WHOLE: [&str; 3] = ["", "/posts", "/blog"];

impl Subject {
    /// Path of the page that shows the same.
    pub fn page(&self) -> String {
        match self {
            Self::Site => "/".to_owned(),
            Self::Tag(slug) => format!("/tags/{slug}"),
            Self::Series(slug) => format!("/series/{slug}"),
            Self::Author(slug) => format!("/authors/{slug}"),
            Self::Search(words) => asked(SEARCH, words),
        }
    }

    /// Path of its feed.
    pub fn feed(&self, format: Format) -> String {
        match self {
            Self::Search(words) => asked(&format!("{SEARCH}{}", format.file()), words),
            _ => format!("{}{}", self.page().trim_end_matches('/'), format.file()),
        }
    }
}

/// A path at which words are looked for.
fn asked(path: &str, words: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", words)
        .finish();
    format!("{path}?{query}")
}

impl Asked {
    /// Path of this feed at another page.
    pub fn at(&self, page: u32) -> String {
        let mut path = self.subject.feed(self.format);
        let mut between = if path.contains('?') { '&' } else { '?' };
        let mut add = |pair: &str| {
            path.push(between);
            path.push_str(pair);
            between = '&';
        };
        if self.brief {
            add("content=summary");
        }
        if self.oldest {
            add("order=oldest");
        }
        if page > 1 {
            add(&format!("page={page}"));
        }
        path
    }
}

/// Takes the path of a feed, here or as others have it, apart: the page that it belongs to, empty for the whole site, and the
/// format. A slash at the end makes no difference.
pub fn parse_path(path: &str) -> Option<(&str, Format)> {
    let path = path.trim_end_matches('/');
    let (page, format) = Format::ALL
        .map(|format| (format.file(), format))
        .into_iter()
        .chain(ENDS)
        .find_map(|(end, format)| Some((path.strip_suffix(end)?, format)))?;
    Some((if WHOLE.contains(&page) { "" } else { page }, format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_paths_name_a_page_and_a_format() {
        for (path, expected) in [
            ("/feed", ("", Format::Rss)),
            ("/feed/", ("", Format::Rss)),
            ("/rss/", ("", Format::Rss)),
            ("/feed/atom/", ("", Format::Atom)),
            ("/blog/index.xml", ("", Format::Rss)),
            ("/posts/feed.xml", ("", Format::Atom)),
            ("/tags/a/feed", ("/tags/a", Format::Rss)),
            ("/tags/a/feed.json/", ("/tags/a", Format::Json)),
            ("/tag/a/feed/rss2", ("/tag/a", Format::Rss)),
        ] {
            assert_eq!(parse_path(path), Some(expected), "{path}");
        }
        for other in ["/", "", "/feeder", "/tags/feeds", "/sitemap.xml"] {
            assert_eq!(parse_path(other), None, "{other}");
        }
    }

    #[test]
    fn an_address_names_only_what_is_not_taken_for_granted() {
        let mut asked = Asked {
            subject: Subject::Site,
            format: Format::Rss,
            page: 1,
            brief: false,
            oldest: false,
        };
        assert_eq!(asked.at(1), "/rss.xml");
        assert_eq!(asked.at(2), "/rss.xml?page=2");
        asked.brief = true;
        asked.subject = Subject::Tag("a".to_owned());
        assert_eq!(asked.at(1), "/tags/a/rss.xml?content=summary");
        assert_eq!(asked.at(3), "/tags/a/rss.xml?content=summary&page=3");
        asked.subject = Subject::Search("load & shed".to_owned());
        assert_eq!(
            asked.at(2),
            "/search/rss.xml?q=load+%26+shed&content=summary&page=2"
        );
        assert_eq!(asked.subject.page(), "/search?q=load+%26+shed");
        asked.subject = Subject::Tag("a".to_owned());
        asked.oldest = true;
        assert_eq!(asked.at(1), "/tags/a/rss.xml?content=summary&order=oldest");
    }
}
