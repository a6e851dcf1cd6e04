//! Markdown to a page: the one renderer, on the server and in the browser's preview.
//!
//! Pure: no files, no clock, no framework. The way of a text through the room:
//! `source` (events, which dollars are mathematics) → `events` (untrusted HTML, code and formulas set aside)
//! → `sanitise` (the allow-list) → `tidy` (valid HTML) → `heading` (ids, anchors, contents) → `extract`
//! (plain text, counts) → `tree` (written out). `memory` holds what an earlier rendering of nearly the same text made.
//! What is looked at before a text is published, `prose` takes from the events.
//!
//! What comes out is the same on every machine: nothing here may depend on how wide a `usize` is.

mod attributes;
mod code;
mod element;
mod events;
mod excerpt;
mod extract;
mod fence;
mod fragment;
mod heading;
mod highlight;
mod image;
mod language;
mod math;
mod memory;
mod preview;
mod prose;
mod raw_html;
mod read_time;
mod sanitise;
mod source;
mod table;
mod tidy;
mod tree;

#[cfg(test)]
mod tests;

use crate::model::toc::TocEntry;

use events::Island;
pub use excerpt::EXCERPT_CHARS;
use excerpt::excerpt;
use extract::Extract;
use highlight::Languages;
use memory::Memory;
pub use preview::{Block, Preview, Renderer};
pub use prose::prose;
use tree::Node;

/// Changes whenever the same source gives other output; stored with every rendered post.
pub const RENDERER_VERSION: u32 = 3;

/// Longest source that is rendered, in bytes: some inputs take quadratic time to parse.
pub const MAX_SOURCE_BYTES: usize = 512 * 1024;

/// A post as readers get it, and what is derived from its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The body: sanitised, valid, without a level-one heading.
    pub html: String,
    /// Headings of level 2 and 3 in order; each id is in `html`.
    pub toc: Vec<TocEntry>,
    /// The beginning of the running text, at most [`EXCERPT_CHARS`] characters.
    pub excerpt: String,
    /// Minutes to read, at least 1.
    pub minutes: u32,
    /// Words outside code blocks; a Han or kana character counts as one.
    pub words: u32,
    /// Plain text without code blocks, one block a line, for search.
    pub text: String,
    /// The headings, one a line, for search.
    pub headings: String,
}

/// The text of the grammars with these names, for [`Renderer::learn`].
pub fn grammars(names: &[String]) -> String {
    highlight::text(|name| names.iter().any(|wanted| wanted == name))
}

/// Size of an image in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageSize {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Renders a post. `image_size` knows the size of the site's own images by their address.
///
/// Never fails: a source above [`MAX_SOURCE_BYTES`] gives a page that says so.
pub fn render(source: &str, image_size: &dyn Fn(&str) -> Option<ImageSize>) -> Rendered {
    if source.len() > MAX_SOURCE_BYTES {
        return too_large(source.len());
    }
    let page = Page::new(source, image_size, &mut Memory::new(Languages::all()));
    Rendered {
        html: page.write(&page.nodes).trim().to_owned(),
        toc: page.toc,
        excerpt: excerpt(&page.extract.running, EXCERPT_CHARS),
        minutes: page.extract.reading.minutes(),
        words: page.extract.reading.prose(),
        text: page.extract.text,
        headings: page.extract.headings,
    }
}

/// A page on its way: all but the writing.
struct Page {
    nodes: Vec<Node>,
    /// Which nodes begin with which line of the source.
    lines: Vec<(usize, u32)>,
    islands: Vec<Island>,
    toc: Vec<TocEntry>,
    extract: Extract,
}

impl Page {
    fn new(source: &str, image_size: &dyn Fn(&str) -> Option<ImageSize>, memory: &mut Memory) -> Self {
        memory.begin();
        let source = source::normalise(source);
        let mark = source::mark(&source);
        let source = source::source(&source);
        let mut draft = events::draft(&source, &mark, memory);
        let clean = sanitise::sanitise(&draft.html);
        let (mut nodes, lines) =
            tidy::tidy(tree::parse(&clean), &mark, &mut draft.islands, memory, image_size);
        let toc = heading::finish(&mut nodes, &mark, &draft.islands);
        Self {
            extract: extract::extract(&nodes, &draft.islands),
            nodes,
            lines,
            islands: draft.islands,
            toc,
        }
    }

    fn write(&self, nodes: &[Node]) -> String {
        let mut html = String::new();
        let mut island = |index: usize, out: &mut String| {
            out.push_str(self.islands.get(index).map_or("", |island| &island.html));
        };
        tree::write(nodes, &mut island, &mut html);
        html
    }
}

fn too_large(bytes: usize) -> Rendered {
    let html = format!(
        "<p class=\"too-large\">This post is {} kB long; at most {} kB can be shown. Split it into parts.</p>",
        bytes.div_ceil(1024),
        MAX_SOURCE_BYTES / 1024
    );
    Rendered {
        html,
        minutes: 1,
        ..Rendered::default()
    }
}
