//! The page as its author sees it while writing: the same page, in blocks, rendered again and again.

use super::memory::Memory;
use super::tree::Node;
use super::{ImageSize, MAX_SOURCE_BYTES, Page, too_large};

/// Renders a text that changes little by little, and does not do again what costs most.
#[derive(Default)]
pub struct Renderer {
    memory: Memory,
}

/// A page in blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// One after the other they are the page of [`render`](super::render).
    pub blocks: Vec<Block>,
    /// Words outside code.
    pub words: u32,
    /// Minutes to read.
    pub minutes: u32,
    /// Grammars that its code needs and that are not known yet.
    pub missing: Vec<String>,
}

/// An outermost element of a page, with the white space after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Sanitised, as published.
    pub html: String,
    /// The line of the source that it begins with, from 0; nothing for what has no place of its own there.
    pub line: Option<u32>,
}

impl Renderer {
    /// Gets to know grammars, from [`grammars`](super::grammars).
    pub fn learn(&mut self, grammars: &str) {
        self.memory.learn(grammars);
    }

    /// Renders a text: the page that [`render`](super::render) would give, once it knows the languages of its code.
    pub fn render(&mut self, source: &str, image_size: &dyn Fn(&str) -> Option<ImageSize>) -> Preview {
        if source.len() > MAX_SOURCE_BYTES {
            let page = too_large(source.len());
            return Preview {
                blocks: vec![Block {
                    html: page.html,
                    line: None,
                }],
                words: page.words,
                minutes: page.minutes,
                missing: Vec::new(),
            };
        }
        let page = Page::new(source, image_size, &mut self.memory);
        Preview {
            blocks: blocks(&page),
            words: page.extract.reading.prose(),
            minutes: page.extract.reading.minutes(),
            missing: self.memory.missing(),
        }
    }
}

fn blocks(page: &Page) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (index, node) in page.nodes.iter().enumerate() {
        let html = page.write(std::slice::from_ref(node));
        match blocks.last_mut() {
            Some(last) if matches!(node, Node::Text(_)) => last.html.push_str(&html),
            // White space before the page.
            None if html.trim().is_empty() => {}
            _ => {
                let line = page.lines.binary_search_by_key(&index, |(node, _)| *node).ok();
                let line = line.and_then(|at| page.lines.get(at)).map(|(_, line)| *line);
                blocks.push(Block { html, line });
            }
        }
    }
    if let Some(first) = blocks.first_mut() {
        first.html = first.html.trim_start().to_owned();
    }
    if let Some(last) = blocks.last_mut() {
        last.html.truncate(last.html.trim_end().len());
    }
    blocks
}
