//! Markdown events to HTML that is not yet trusted: the walk over the events. What an element begins with, finished
//! pieces that the sanitiser must not see, and footnotes have files of their own.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::memory::Memory;
use super::raw_html::{RawHtml, is_dropped};
use super::source::Source;
use super::tree::shield;

mod island;
mod note;
mod open;

pub(super) use island::Island;
use note::{Definition, Note, definitions};

/// Markdown elements nested deeper than this are dissolved; their text stays.
const MAX_DEPTH: usize = 64;

/// How many events an inline element that is dropped may span.
const MAX_DROPPED: usize = 500;

/// The outcome: HTML for the sanitiser, and the islands its marks stand for.
pub(super) struct Draft {
    /// Not yet trusted.
    pub(super) html: String,
    /// In the order of their numbers.
    pub(super) islands: Vec<Island>,
}

/// Turns events into HTML. `mark` starts the ids and classes that only this room may give; no source contains it.
pub(super) fn draft(source: &Source<'_>, mark: &str, memory: &mut Memory) -> Draft {
    let events = source.events.as_slice();
    let mut writer = Writer {
        events,
        lines: &source.lines,
        mark,
        memory,
        out: String::new(),
        islands: Vec::new(),
        raw: RawHtml::default(),
        frames: Vec::new(),
        alignments: &[],
        cell: 0,
        head: false,
        definitions: definitions(events),
        notes: Vec::new(),
    };
    writer.run(0..events.len());
    writer.raw.close_to(0, &mut writer.out);
    writer.close_all();
    writer.footnotes();
    Draft {
        html: writer.out,
        islands: writer.islands,
    }
}

struct Writer<'e, 'a> {
    events: &'e [Event<'a>],
    /// Where the text's own blocks begin: number of the event, line.
    lines: &'e [(usize, u32)],
    mark: &'e str,
    memory: &'e mut Memory,
    out: String,
    islands: Vec<Island>,
    raw: RawHtml,
    /// The end tag of each open element; `None` if it was too deep to be written.
    frames: Vec<Option<&'static str>>,
    /// The columns of the present table; tables do not nest.
    alignments: &'e [Alignment],
    /// The column of the present cell.
    cell: usize,
    /// Whether the present cell is in the table's head.
    head: bool,
    definitions: HashMap<&'e str, Definition>,
    /// The notes referred to so far, in the order of their numbers.
    notes: Vec<Note>,
}

impl<'e> Writer<'e, '_> {
    fn run(&mut self, range: Range<usize>) {
        let mut index = range.start;
        while index < range.end {
            let Some(event) = self.events.get(index) else {
                return;
            };
            let (from, at) = (self.out.len(), index);
            index = match event {
                Event::Start(tag) => self.start(tag, index),
                Event::End(end) => {
                    self.end(*end);
                    index + 1
                }
                Event::InlineHtml(html) if is_dropped(html) => self.dropped(html, index),
                other => {
                    self.leaf(other);
                    index + 1
                }
            };
            if let Ok(found) = self.lines.binary_search_by_key(&at, |(event, _)| *event)
                && let Some((_, line)) = self.lines.get(found)
            {
                self.sign(from, *line);
            }
        }
    }

    /// Puts the line of the source that a block begins with into the class of its start tag, written at `from`.
    fn sign(&mut self, from: usize, line: u32) {
        const CLASS: &str = "<div class=\"";
        let tag = self.out.get(from..).unwrap_or_default();
        if tag.starts_with(CLASS) {
            self.out
                .insert_str(from + CLASS.len(), &format!("{}.{line} ", self.mark));
        } else if let Some(end) = tag.find('>') {
            self.out
                .insert_str(from + end, &format!(" class=\"{}.{line}\"", self.mark));
        }
    }

    /// The index after the end tag that belongs to the start tag at `index`.
    fn after(&self, index: usize) -> usize {
        let mut depth = 0usize;
        for (at, event) in self.events.iter().enumerate().skip(index) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return at + 1;
            }
        }
        self.events.len()
    }

    /// Opens an element; answers the index to go on from.
    fn start(&mut self, tag: &'e Tag<'_>, index: usize) -> usize {
        match tag {
            Tag::CodeBlock(kind) => return self.code_block(kind, index),
            Tag::HtmlBlock => return self.html_block(index),
            Tag::Image { dest_url, title, .. } => return self.image(dest_url, title, index),
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => return self.after(index),
            Tag::Table(alignments) => self.alignments = alignments,
            _ => {}
        }
        if self.frames.len() >= MAX_DEPTH {
            self.frames.push(None);
            self.out.push(' ');
            return index + 1;
        }
        let end = self.open(tag, index);
        self.frames.push(Some(end));
        index + 1
    }

    fn end(&mut self, end: TagEnd) {
        self.raw.close_to(self.frames.len(), &mut self.out);
        match end {
            TagEnd::TableHead => self.head = false,
            TagEnd::TableCell => self.cell += 1,
            _ => {}
        }
        if let Some(Some(tag)) = self.frames.pop() {
            self.out.push_str(tag);
        }
    }

    fn leaf(&mut self, event: &'e Event<'_>) {
        match event {
            Event::Text(text) => shield(text, &mut self.out),
            Event::Code(text) => {
                self.out.push_str("<code>");
                shield(text, &mut self.out);
                self.out.push_str("</code>");
            }
            Event::InlineMath(source) => self.formula(source, false),
            Event::DisplayMath(source) => self.formula(source, true),
            Event::Html(html) | Event::InlineHtml(html) => self.raw_html(html),
            Event::FootnoteReference(label) => self.reference(label),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.out.push_str(if *done {
                "<input type=\"checkbox\" disabled checked aria-label=\"Done\"> "
            } else {
                "<input type=\"checkbox\" disabled aria-label=\"To do\"> "
            }),
            Event::Start(_) | Event::End(_) => {}
        }
    }

    fn close_all(&mut self) {
        while let Some(frame) = self.frames.pop() {
            self.out.push_str(frame.unwrap_or_default());
        }
    }

    /// The text of the events between a start tag and its end.
    fn plain(&self, range: Range<usize>) -> String {
        let mut text = String::new();
        for event in self.events.get(range).unwrap_or_default() {
            match event {
                Event::Text(piece)
                | Event::Code(piece)
                | Event::Html(piece)
                | Event::InlineMath(piece)
                | Event::DisplayMath(piece) => text.push_str(piece),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
        text
    }

    fn html_block(&mut self, index: usize) -> usize {
        let after = self.after(index);
        let html = self.plain(index + 1..after);
        self.raw_html(&html);
        after
    }

    /// An inline element that goes with its content; without an end tag in this sentence it is only spoken of.
    fn dropped(&mut self, html: &str, index: usize) -> usize {
        let name: String = html
            .chars()
            .skip(1)
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let end = format!("</{}", name.to_ascii_lowercase());
        let mut depth = 0usize;
        for (at, event) in self.events.iter().enumerate().skip(index + 1).take(MAX_DROPPED) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => break,
                Event::End(_) => depth -= 1,
                Event::InlineHtml(tag) if depth == 0 && tag.to_ascii_lowercase().starts_with(&end) => {
                    return at + 1;
                }
                _ => {}
            }
        }
        shield(html, &mut self.out);
        index + 1
    }

    fn raw_html(&mut self, html: &str) {
        let depth = self.frames.len() + 1;
        // `text</details>` ends what surrounds its paragraph.
        let paragraph = matches!(self.frames.last(), Some(Some("</p>\n")));
        self.raw
            .push(html, depth, depth - usize::from(paragraph), &mut self.out);
    }
}
