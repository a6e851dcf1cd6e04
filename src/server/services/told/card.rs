//! The card that a link to a page becomes elsewhere: Open Graph (ogp.me), and the one word that X wants besides.

use quick_xml::escape::escape;

use super::locale;
use crate::{
    model::{
        media::{WIDTHS, shown_at},
        post::Cover,
        site::Site,
    },
    server::services::share_image::{self, HEIGHT, WIDTH},
};

/// How wide the picture of a page is wanted elsewhere, in pixels.
const WANTED: u32 = WIDTH;

/// What others show as a picture, by how its file is called.
const SHOWN: [(&str, &str); 5] = [
    (".webp", "image/webp"),
    (".png", "image/png"),
    (".jpg", "image/jpeg"),
    (".jpeg", "image/jpeg"),
    (".gif", "image/gif"),
];

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
    mime: &'static str,
    width: u32,
    height: u32,
}

impl Image {
    /// The picture of this name.
    pub fn new(site: &Site, hash: &str, alt: String) -> Self {
        Self {
            address: site.absolute(&share_image::path(hash)),
            alt,
            mime: "image/png",
            width: WIDTH,
            height: HEIGHT,
        }
    }

    /// A picture that somebody chose for the thing of this name; nothing where others could not show it.
    pub fn of_cover(site: &Site, cover: &Cover, name: &str) -> Option<Self> {
        let path = shown_at(&cover.src, cover.width, WANTED);
        let (_, mime) = SHOWN.into_iter().find(|(end, _)| path.ends_with(end))?;
        let width = WIDTHS
            .into_iter()
            .find(|width| path.ends_with(&format!("-{width}.webp")))
            .unwrap_or(cover.width);
        let height = u64::from(cover.height) * u64::from(width) / u64::from(cover.width.max(1));
        let alt = if cover.alt.is_empty() { name } else { &cover.alt };
        Some(Self {
            address: site.absolute(&path),
            alt: alt.to_owned(),
            mime,
            width,
            height: u32::try_from(height).unwrap_or(cover.height).max(1),
        })
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
                head.property("og:image:type", image.mime);
                head.property("og:image:width", &image.width.to_string());
                head.property("og:image:height", &image.height.to_string());
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
