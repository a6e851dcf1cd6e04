//! The card that a link to a page becomes elsewhere: Open Graph (ogp.me), and the one word that X wants besides.

use quick_xml::escape::escape;

use super::locale;
use crate::{
    model::site::Site,
    server::services::share_image::{self, HEIGHT, WIDTH},
};

/// What is on it.
pub struct Card<'a> {
    /// `article`, `profile` or `website`.
    pub kind: &'static str,
    /// The page's own.
    pub title: &'a str,
    /// A sentence or two.
    pub description: &'a str,
    /// Whole.
    pub address: &'a str,
    /// BCP 47.
    pub language: &'a str,
    /// What only a post has.
    pub article: Option<Article<'a>>,
    /// What is shown large, if it is drawn.
    pub image: Option<&'a Image>,
}

/// What only a post has; times as RFC 3339 writes them.
pub struct Article<'a> {
    /// When it appeared.
    pub published: &'a str,
    /// When its text last changed.
    pub modified: &'a str,
    /// Addresses of their pages.
    pub authors: &'a [String],
    /// Their names.
    pub tags: &'a [&'a str],
}

/// A share image.
pub struct Image {
    /// Whole.
    pub address: String,
    alt: String,
}

impl Image {
    /// The picture of this name.
    pub fn new(site: &Site, hash: &str, alt: String) -> Self {
        Self {
            address: site.absolute(&share_image::path(hash)),
            alt,
        }
    }
}

impl Card<'_> {
    /// As it stands in a head.
    pub fn write(&self, site: &Site) -> String {
        let mut head = Head(String::with_capacity(1_024));
        head.property("og:type", self.kind);
        head.property("og:title", self.title);
        head.property("og:description", self.description);
        head.property("og:url", self.address);
        head.property("og:site_name", &site.name);
        if let Some(locale) = locale::of(self.language) {
            head.property("og:locale", &locale);
        }
        if let Some(article) = &self.article {
            head.property("article:published_time", article.published);
            head.property("article:modified_time", article.modified);
            for author in article.authors {
                head.property("article:author", author);
            }
            for tag in article.tags {
                head.property("article:tag", tag);
            }
        }
        match self.image {
            Some(image) => {
                head.property("og:image", &image.address);
                head.property("og:image:type", "image/png");
                head.property("og:image:width", &WIDTH.to_string());
                head.property("og:image:height", &HEIGHT.to_string());
                head.property("og:image:alt", &image.alt);
                head.name("twitter:card", "summary_large_image");
                head.name("twitter:image:alt", &image.alt);
            }
            None => head.name("twitter:card", "summary"),
        }
        head.0
    }
}

struct Head(String);

impl Head {
    fn property(&mut self, name: &str, content: &str) {
        self.meta("property", name, content);
    }

    fn name(&mut self, name: &str, content: &str) {
        self.meta("name", name, content);
    }

    fn meta(&mut self, attribute: &str, name: &str, content: &str) {
        let content: String = content
            .chars()
            .map(|sign| if sign.is_control() { ' ' } else { sign })
            .collect();
        let content = escape(content.trim());
        self.0
            .push_str(&format!("<meta {attribute}=\"{name}\" content=\"{content}\">"));
    }
}

/// Says that the same is there in another format.
pub fn alternate(mime: &str, address: &str) -> String {
    format!(
        "<link rel=\"alternate\" type=\"{mime}\" href=\"{}\">",
        escape(address)
    )
}
