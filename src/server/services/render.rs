//! Renders a text once, when it is written.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use percent_encoding::percent_decode_str;

use crate::{
    markdown::{self, ImageSize, RENDERER_VERSION},
    server::db::{media::MediaRow, store::BodyRecord},
};

/// The sizes of stored pictures in pixels, by path.
#[derive(Clone, Debug, Default)]
pub struct ImageSizes(Arc<HashMap<String, (u32, u32)>>);

impl ImageSizes {
    /// The sizes of these pictures.
    pub fn new(media: Vec<MediaRow>) -> Self {
        Self(Arc::new(
            media
                .into_iter()
                .map(|row| (row.path, (row.width, row.height)))
                .collect(),
        ))
    }

    /// Also knows this picture.
    pub fn insert(&mut self, path: &str, width: u32, height: u32) {
        Arc::make_mut(&mut self.0).insert(path.to_owned(), (width, height));
    }

    fn find(&self, path: &str) -> Option<ImageSize> {
        self.0.get(path).map(|(width, height)| ImageSize {
            width: *width,
            height: *height,
        })
    }
}

/// A rendered text as it is stored.
#[derive(Debug)]
pub struct RenderedBody {
    html: String,
    toc: String,
    plain: String,
    excerpt: String,
    minutes: u32,
    words: u32,
}

impl RenderedBody {
    /// Where its links lead on this site and its pictures lie, each once: paths, with what stands behind them. `base` is the
    /// site's origin.
    pub fn links(&self, base: &str) -> Vec<String> {
        let mut links: Vec<String> = [" href=\"", " src=\"", " poster=\""]
            .into_iter()
            .flat_map(|name| values(&self.html, name))
            .map(|address| address.strip_prefix(base).unwrap_or(address))
            .filter(|path| path.starts_with('/') && !path.starts_with("//"))
            .map(|path| path.replace("&amp;", "&"))
            .collect();
        links.sort_unstable();
        links.dedup();
        links
    }

    /// Links to places within it that it does not have, each once, such as `#setup`.
    pub fn lost_links(&self) -> Vec<String> {
        let places: HashSet<&str> = values(&self.html, " id=\"").collect();
        let mut lost: Vec<String> = values(&self.html, " href=\"")
            .filter(|address| {
                address.strip_prefix('#').is_some_and(|place| {
                    // The browser's own names for the beginning of a page.
                    let is_top = place.is_empty() || place.eq_ignore_ascii_case("top");
                    let decoded = percent_decode_str(place).decode_utf8_lossy();
                    !is_top && !places.contains(place) && !places.contains(&*decoded)
                })
            })
            .map(|address| address.replace("&amp;", "&"))
            .collect();
        lost.sort_unstable();
        lost.dedup();
        lost
    }
}

/// What the attributes say in a page that are written like this, such as ` href="`.
fn values<'a>(html: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    // Outside of markup `<` is written as an entity, in code and in attributes as well, so that this is the whole of a tag.
    html.split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .filter_map(move |tag| tag.split(name).nth(1)?.split('"').next())
}

/// The page of a text alone, without what is stored here.
pub fn page(source: &str) -> String {
    markdown::render(source, &|_| None).html
}

/// Renders a text. Takes milliseconds: call it where blocking is allowed.
pub fn render(source: &str, sizes: &ImageSizes) -> anyhow::Result<RenderedBody> {
    let rendered = markdown::render(source, &|path| sizes.find(path));
    Ok(RenderedBody {
        toc: serde_json::to_string(&rendered.toc)?,
        html: rendered.html,
        plain: rendered.text,
        excerpt: rendered.excerpt,
        minutes: rendered.minutes,
        words: rendered.words,
    })
}

impl RenderedBody {
    /// With the text it was made of.
    pub fn record<'a>(&'a self, source: &'a str) -> BodyRecord<'a> {
        BodyRecord {
            source,
            html: &self.html,
            toc: &self.toc,
            plain: &self.plain,
            excerpt: &self.excerpt,
            minutes: self.minutes,
            words: self.words,
            renderer: RENDERER_VERSION,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(source: &str) -> RenderedBody {
        render(source, &ImageSizes::default()).unwrap()
    }

    #[test]
    fn links_and_pictures_of_this_site_are_told_once_and_no_others() {
        let body = body(
            "[a](/posts/a?b=c&d) [a](https://blog.test/posts/a?b=c&d) ![b](/media/b.png \"c < d\") [o](//other.test/x)\n\n\
             <img src=\"/media/d.png\" alt=\"\"> `<img src=\"/media/code.png\">` src=\"/media/words.png\" [f](#f)\n",
        );
        assert_eq!(
            body.links("https://blog.test"),
            ["/media/b.png", "/media/d.png", "/posts/a?b=c&d"]
        );
    }

    #[test]
    fn links_within_a_text_are_lost_where_it_has_no_such_place() {
        let body = body(
            "[a](#setup) [b](#the-end) [b](#The-End) [c](#%C3%BCber) [d](#) [e](#top) [f](#gone) [f](#gone) x[^1]\n\n\
             ## The end\n\n## Über\n\n[^1]: A note.\n\n`<a href=\"#code\">`\n",
        );
        assert_eq!(body.lost_links(), ["#gone", "#setup"]);
    }
}
