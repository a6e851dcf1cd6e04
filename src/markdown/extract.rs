//! What a rendered post says in plain text: for search, for the excerpt, for counting. Nothing is cut here.

use super::element::is_block;
use super::events::Island;
use super::heading::{level, title};
use super::read_time::Reading;
use super::tree::{Element, Node, fold};

/// Text gathered for the excerpt, in bytes; more is never needed.
const EXCERPT_BYTES: usize = 4_096;

/// The plain text of a post.
#[derive(Debug, Default)]
pub(super) struct Extract {
    /// Everything but code blocks, one block a line.
    pub(super) text: String,
    /// The headings, one a line.
    pub(super) headings: String,
    /// Running text only: no headings, tables, notes, captions.
    pub(super) running: String,
    /// What there is to read.
    pub(super) reading: Reading,
}

/// Reads the finished tree.
pub(super) fn extract(nodes: &[Node], islands: &[Island]) -> Extract {
    let mut walk = Walk {
        out: Extract::default(),
        block: String::new(),
        islands,
    };
    walk.nodes(nodes, true);
    walk.flush(true);
    walk.out
}

struct Walk<'a> {
    out: Extract,
    block: String,
    islands: &'a [Island],
}

impl Walk<'_> {
    /// `running` says whether this is text that an excerpt may quote.
    fn nodes(&mut self, nodes: &[Node], running: bool) {
        for node in nodes {
            match node {
                Node::Text(text) => self.block.push_str(text),
                Node::Island { index, block } => {
                    let Some(island) = self.islands.get(*index) else {
                        continue;
                    };
                    if *block {
                        self.flush(running);
                        self.out.reading.add_code(&island.source);
                    } else {
                        self.block.push_str(&island.source);
                    }
                }
                Node::Element(element) => self.element(element, running),
            }
        }
    }

    fn element(&mut self, element: &Element, running: bool) {
        let name = element.name.as_str();
        if element.has_class("fn-ref") || element.has_class("fn-back") || element.has_class("anchor") {
            return;
        }
        if name == "img" {
            self.out.reading.images = self.out.reading.images.saturating_add(1);
            if let Some(alt) = element.get("alt").filter(|alt| !alt.is_empty()) {
                push_line(&mut self.out.text, &fold(alt));
            }
            return;
        }
        if level(element).is_some() {
            self.flush(running);
            let title = title(&element.children, self.islands);
            self.out.reading.add_prose(&title);
            push_line(&mut self.out.text, &title);
            push_line(&mut self.out.headings, &title);
            return;
        }
        let aside = matches!(name, "table" | "figure" | "pre" | "caption")
            || ["footnotes", "callout-title", "embed"]
                .iter()
                .any(|class| element.has_class(class));
        let inside = running && !aside;
        if element.has_class("remote-image") {
            push_line(&mut self.out.text, &fold(&element.text()));
            return;
        }
        if name == "br" {
            self.block.push(' ');
            return;
        }
        if !is_block(name) {
            self.nodes(&element.children, inside);
            return;
        }
        self.flush(running);
        self.nodes(&element.children, inside);
        self.flush(inside);
    }

    /// Ends a block of text.
    fn flush(&mut self, running: bool) {
        let block = fold(&self.block);
        self.block.clear();
        if block.is_empty() {
            return;
        }
        self.out.reading.add_prose(&block);
        push_line(&mut self.out.text, &block);
        if running && self.out.running.len() < EXCERPT_BYTES {
            push_line(&mut self.out.running, &block);
        }
    }
}

fn push_line(text: &mut String, line: &str) {
    if line.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}
