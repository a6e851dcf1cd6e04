//! Renders a text once, when it is written.

use std::{collections::HashMap, sync::Arc};

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
    /// Where its links lead on this site, each once: paths, with what stands behind them. `base` is the site's origin.
    pub fn links(&self, base: &str) -> Vec<String> {
        // Outside of markup `<` is written as an entity, in code as well, so that this is the whole of a tag.
        let tags = self
            .html
            .split("<a ")
            .skip(1)
            .filter_map(|rest| rest.split('>').next());
        let addresses = tags.filter_map(|tag| tag.split("href=\"").nth(1)?.split('"').next());
        let mut links: Vec<String> = addresses
            .map(|address| address.strip_prefix(base).unwrap_or(address))
            .filter(|path| path.starts_with('/') && !path.starts_with("//"))
            .map(|path| path.replace("&amp;", "&"))
            .collect();
        links.sort_unstable();
        links.dedup();
        links
    }
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
